// The real D1 engine: workerd, started by miniflare on a loopback port of its own choice. All databases are bound
// from the start, because binding one more would restart workerd; one that nobody uses costs nothing.
// Two workers see the same databases: "main" has the flag d1_binding_jsrpc and so gives rows, columns (duplicates
// too) and the whole meta at once; "plain" speaks to D1 over fetch and so gives the dumper's own error texts.
import { Miniflare, convertV4MiniflareOptions } from "miniflare";

const MAIN = `
export default {
  async fetch(request, env) {
    const { database, queries, bookmark, dump } = await request.json();
    try {
      if (dump) return await env.PLAIN.fetch("http://plain", { method: "POST", body: JSON.stringify({ database, dump }) });
      return Response.json(await env[database].query({ queries, bookmark }));
    } catch (e) {
      return Response.json({ error: e.message }, { status: 500 });
    }
  },
};`;

const PLAIN = `
export default {
  async fetch(request, env) {
    const { database, dump } = await request.json();
    try {
      // miniflare looks for this very text
      const [lines] = await env[database].prepare("PRAGMA miniflare_d1_export(?,?,?);").bind(...dump).raw();
      return Response.json(lines);
    } catch (e) {
      return Response.json({ error: e.message }, { status: 500 });
    }
  },
};`;

export class EngineError extends Error {}

export class Engine {
  #miniflare;
  #url;

  async start(ids) {
    const d1Databases = Object.fromEntries(ids.map((id) => [id, id]));
    const worker = (name, script, more) => ({ name, modules: true, script, compatibilityDate: "2026-10-01", d1Databases, ...more });
    this.#miniflare = new Miniflare(convertV4MiniflareOptions({
      host: "127.0.0.1", port: 0, cf: false,
      workers: [
        worker("main", MAIN, { compatibilityFlags: ["d1_binding_jsrpc"], serviceBindings: { PLAIN: "plain" } }),
        worker("plain", PLAIN),
      ],
    }));
    this.#url = await this.#miniflare.ready;
  }

  /** Runs the statements in one transaction: [{columns, rows, meta}]. */
  async query(database, queries) {
    const { results } = await this.#send({ database, queries });
    return results.map(({ data, meta }) => ({ columns: data.columns, rows: data.rows, meta }));
  }

  /** The database's bookmark now. Asking also makes the hidden _cf_ table that every real database has. */
  async bookmark(database) {
    return (await this.#send({ database, queries: [{ sql: "SELECT 1" }], bookmark: "first-primary" })).bookmark;
  }

  /** The engine's own dump, a statement a line, without a last line feed. */
  async dump(database, { noSchema, noData, tables }) {
    return (await this.#send({ database, dump: [noSchema ? 1 : 0, noData ? 1 : 0, ...tables] })).join("\n");
  }

  async stop() {
    await this.#miniflare?.dispose();
  }

  async #send(body) {
    const response = await fetch(this.#url, { method: "POST", body: JSON.stringify(body) });
    const answer = await response.json();
    if (response.status !== 200) throw new EngineError(ownText(answer.error));
    return answer;
  }
}

// What the engine itself said: without the binding's "D1_ERROR: ", and without the stack of a plain text failure.
function ownText(message) {
  return message.replace(/^D1_ERROR: /, "").replace(/^Failed to parse body as JSON, got: (?:Error: )?/, "").split("\n    at ")[0];
}
