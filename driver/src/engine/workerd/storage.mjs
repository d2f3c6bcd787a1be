// The object store behind the signed URLs. It answers as R2 does in what a client can trip over: the method is
// signed (no HEAD), a token is refused, Range and If-Match work, errors are XML.
import crypto from "node:crypto";

export const PATH = "/storage/";
const PART_BYTES = 5 << 20;
const LIFETIME_SECONDS = 3600;
const md5 = (bytes) => crypto.createHash("md5").update(bytes).digest();

export class Storage {
  #objects = new Map(); // name -> {etag, bytes}
  #secret = crypto.randomBytes(32);

  /** Stores as a multipart upload does and gives the number of parts: the ETag is the MD5 of the parts' MD5s. */
  putInParts(name, bytes) {
    const sums = [];
    for (let at = 0; at < bytes.length; at += PART_BYTES) sums.push(md5(bytes.subarray(at, at + PART_BYTES)));
    this.#objects.set(name, { etag: `${md5(Buffer.concat(sums)).toString("hex")}-${sums.length}`, bytes });
    return sums.length;
  }

  get(name) {
    return this.#objects.get(name);
  }

  sign(base, method, name) {
    const until = Date.now() + LIFETIME_SECONDS * 1000;
    return `${base}${PATH}${name}?X-Amz-Expires=${LIFETIME_SECONDS}&X-Until=${until}&X-Amz-Signature=${this.#mac(method, name, until)}`;
  }

  #mac(method, name, until) {
    return crypto.createHmac("sha256", this.#secret).update(`${method} ${name} ${until}`).digest("hex");
  }

  /** Answers a request to a signed URL. */
  answer(request, response, url, body) {
    const name = url.pathname.slice(PATH.length), until = url.searchParams.get("X-Until");
    if (request.headers.authorization) return xml(response, 400, "InvalidArgument", "Only one auth mechanism allowed");
    if (url.searchParams.get("X-Amz-Signature") !== this.#mac(request.method, name, until)) {
      return xml(response, 403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.");
    }
    if (Date.now() > Number(until)) return xml(response, 403, "ExpiredRequest", "Request has expired");
    if (request.method === "PUT") {
      const etag = md5(body).toString("hex");
      this.#objects.set(name, { etag, bytes: body });
      return response.writeHead(200, { etag: `"${etag}"` }).end();
    }
    const object = this.#objects.get(name);
    if (!object) return xml(response, 404, "NoSuchKey", "The specified key does not exist.");
    return download(request, response, object);
  }
}

function download(request, response, { etag, bytes }) {
  const match = request.headers["if-match"];
  if (match && match !== `"${etag}"` && match !== "*") {
    return xml(response, 412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
  }
  const headers = { "content-type": "application/octet-stream", "accept-ranges": "bytes", etag: `"${etag}"` };
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  if (!range) return response.writeHead(200, { ...headers, "content-length": bytes.length }).end(bytes);
  const from = Number(range[1]), to = range[2] ? Math.min(Number(range[2]), bytes.length - 1) : bytes.length - 1;
  if (from > to) {
    response.setHeader("content-range", `bytes */${bytes.length}`);
    return xml(response, 416, "InvalidRange", "The requested range is not satisfiable");
  }
  const part = bytes.subarray(from, to + 1);
  return response.writeHead(206, { ...headers, "content-length": part.length, "content-range": `bytes ${from}-${to}/${bytes.length}` }).end(part);
}

function xml(response, status, code, message) {
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}
