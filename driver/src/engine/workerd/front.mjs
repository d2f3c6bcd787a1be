// D1's REST API on 127.0.0.1 over the real engine. See README.md.
import http from "node:http";
import crypto from "node:crypto";
import { Engine, EngineError } from "./engine.mjs";
import { ApiError, malformed, noRoute } from "./errors.mjs";
import { Jobs } from "./jobs.mjs";
import { splitSql } from "./split.mjs";
import { PATH as STORAGE_PATH, Storage } from "./storage.mjs";

const MOST_DATABASES = 500; // in one run, deleted ones counted
const engine = new Engine();
const storage = new Storage();
const bookmarks = new (class extends Map { // database id -> its bookmark, until something is written
  async of(id) {
    if (!this.has(id)) this.set(id, await engine.bookmark(id));
    return this.get(id);
  }
})();
const jobs = new Jobs(engine, storage, bookmarks);
const free = Array.from({ length: MOST_DATABASES }, () => crypto.randomUUID());
let databases = []; // {uuid, name, created_at}
let base;

const ok = (result, more) => ({ result, success: true, errors: [], messages: [], ...more });
const refused = (code, message) => ({ result: null, success: false, errors: [{ code, message }], messages: [] });
const listed = ({ uuid, name, created_at }) => ({ uuid, name, created_at, version: "production", jurisdiction: null });

async function described(database) {
  const tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 4) <> '_cf_' AND substr(name, 1, 7) <> 'sqlite_'";
  const [{ rows, meta }] = await engine.query(database.uuid, [{ sql: tables }]);
  return { ...listed(database), num_tables: rows[0][0], file_size: meta.size_after, running_in_region: "WNAM", read_replication: { mode: "disabled" } };
}

async function create({ name }) {
  if (typeof name !== "string" || !/^[a-z0-9][a-z0-9_-]*$/i.test(name)) throw malformed("invalid database name");
  if (databases.some((d) => d.name === name)) throw new ApiError(400, 7502, "A database with that name already exists");
  if (free.length === 0) throw new ApiError(400, 7406, `No more than ${MOST_DATABASES} databases can be created in one run`);
  const database = { uuid: free.pop(), name, created_at: new Date().toISOString() };
  databases.push(database);
  await bookmarks.of(database.uuid);
  return described(database);
}

function list(query) {
  const number = (name, otherwise) => Math.max(1, parseInt(query.get(name) ?? otherwise, 10) || otherwise);
  const page = number("page", 1), per_page = number("per_page", 100), wanted = query.get("name")?.toLowerCase() ?? "";
  const all = databases.filter((d) => d.name.toLowerCase().includes(wanted));
  const result = all.slice((page - 1) * per_page, page * per_page).map(listed);
  return ok(result, { result_info: { page, per_page, count: result.length, total_count: all.length } });
}

function statementsOf(body) {
  const items = body.batch ?? [body], queries = [];
  if (!Array.isArray(items)) throw malformed("batch must be an array");
  for (const item of items) {
    if (typeof item?.sql !== "string") throw malformed("sql must be a string");
    const params = item.params ?? [], parts = splitSql(item.sql);
    if (!Array.isArray(params)) throw malformed("params must be an array");
    const bytes = (p) => Array.isArray(p) && p.every((b) => typeof b === "number");
    if (params.some((p) => !(p === null || typeof p === "string" || typeof p === "number" || bytes(p)))) {
      throw malformed("params must be strings, numbers, nulls or arrays of byte numbers");
    }
    if (parts.length > 1 && params.length > 0) throw malformed("params with multiple statements is not supported");
    for (const sql of parts) queries.push({ sql, params });
  }
  if (queries.length === 0) throw new ApiError(400, 7500, "No SQL statements detected.");
  return queries;
}

async function run(id, body, raw) {
  const queries = statementsOf(body);
  jobs.refuseWhileRunning(id);
  const results = await engine.query(id, queries);
  if (results.some((r) => r.meta.changed_db || r.meta.rows_written > 0)) bookmarks.delete(id);
  return ok(results.map(({ columns, rows, meta }) => ({
    results: raw ? { columns, rows } : rows.map((row) => Object.fromEntries(columns.map((c, i) => [c, row[i]]))),
    success: true,
    meta,
  })));
}

/** Gives [status, envelope]. */
async function route(method, url, readBody) {
  const [account, , d1, database, id, action, sub, ...more] = url.pathname.split("/").slice(3).map(decodeURIComponent);
  if (account !== "accounts" || d1 !== "d1" || database !== "database" || more.length > 0) throw noRoute(url.pathname);
  if (!id && method === "GET") return [200, list(url.searchParams)];
  if (!id && method === "POST") return [200, ok(await create(await readBody()))];
  const found = databases.find((d) => d.uuid === id || (!action && d.name === id)); // a name only where no action follows
  if (!found) throw new ApiError(404, 7404, `The database ${id} could not be found`);
  switch (`${method} ${[action, sub].filter(Boolean).join("/")}`) {
    case "GET ": return [200, ok(await described(found))];
    case "DELETE ":
      databases = databases.filter((d) => d !== found);
      return [200, ok(null)];
    case "POST query": return [200, await run(found.uuid, await readBody(), false)];
    case "POST raw": return [200, await run(found.uuid, await readBody(), true)];
    case "POST export": return wrapped(await jobs.export(base, found.uuid, await readBody()));
    case "POST import": return wrapped(await jobs.import(base, found.uuid, await readBody()));
    case "GET time_travel/bookmark": return [200, ok({ bookmark: await bookmarks.of(found.uuid) })];
    case "POST time_travel/restore": throw new ApiError(400, 7500, "the local engine keeps no history");
    default: throw noRoute(url.pathname);
  }
}

const wrapped = ([status, result]) => [status, ok(result)];

async function answer(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks), url = new URL(request.url, base);
  if (url.pathname.startsWith(STORAGE_PATH)) return storage.answer(request, response, url, body);
  let status, envelope;
  try {
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
    if (!token || token === "wrong") throw new ApiError(401, 10000, "Authentication error");
    [status, envelope] = await route(request.method, url, () => object(body));
  } catch (e) {
    if (e instanceof ApiError) [status, envelope] = [e.status, refused(e.code, e.message)];
    else if (e instanceof EngineError) [status, envelope] = [400, refused(7500, e.message)];
    else [status, envelope] = [500, refused(7500, `internal error; reference = ${e.stack}`)];
  }
  response.writeHead(status, { "content-type": "application/json", "cf-ray": `${crypto.randomBytes(8).toString("hex")}-LOC` });
  response.end(JSON.stringify(envelope));
}

function object(body) {
  let value;
  try { value = JSON.parse(body.toString("utf8")); } catch { throw malformed("the body is not JSON"); }
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw malformed("expected an object");
  return value;
}

const server = http.createServer(answer);
let stopping = false;
async function stop() {
  stopping = true;
  server.closeAllConnections();
  server.close();
  await engine.stop();
  process.exit(0);
}

process.stdin.resume().on("end", stop).on("error", stop);
await engine.start(free).catch((e) => { if (!stopping) throw e; });
if (!stopping) server.listen(0, "127.0.0.1", () => {
  base = `http://127.0.0.1:${server.address().port}`;
  console.log(`endpoint ${base}/client/v4`);
});
