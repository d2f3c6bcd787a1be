// Exports and imports: long tasks that are started once and asked for until they are complete. While one runs, its
// database refuses everything else; what is complete is told once.
import { ApiError, malformed } from "./errors.mjs";
import { splitSql } from "./split.mjs";

const HOLD_MS = 1000;  // how long an answer waits for the work
const IDLE_MS = 30000; // a task that nobody asks for is given up
const within = (ms, work) => Promise.race([work, new Promise((done) => setTimeout(done, ms).unref())]);
const text = (message) => ({ success: false, error: message });

export class Jobs {
  #jobs = new Map(); // database id -> the task that runs there

  constructor(engine, storage, bookmarks) {
    Object.assign(this, { engine, storage, bookmarks });
  }

  refuseWhileRunning(database) {
    const job = this.#jobs.get(database);
    if (job) throw new ApiError(400, 7500, `Currently processing a long-running ${job.type}.`);
  }

  /** Gives [status, result]. */
  async export(base, database, body) {
    if (body.output_format !== "polling") throw malformed('output_format must be "polling"');
    const options = body.dump_options ?? {}, tables = options.tables ?? [];
    if (!Array.isArray(tables) || tables.some((t) => typeof t !== "string")) throw malformed("tables must be strings");
    if (body.current_bookmark === undefined || body.current_bookmark === null) {
      const running = this.#jobs.get(database);
      if (running) return [200, text(`Currently processing a long-running ${running.type}. Cannot start a new export until that completes or times out.`)];
      await this.#start("export", database, async (job) => {
        const filename = `${database}-${job.at_bookmark}.sql`;
        job.messages.push(`Generating ${filename}`);
        const dump = await this.engine.dump(database, { noSchema: options.no_schema, noData: options.no_data, tables });
        const parts = this.storage.putInParts(filename, Buffer.from(dump));
        for (let part = 1; part <= parts; part++) job.messages.push(`Uploaded part ${part}`);
        job.messages.push(`Finished uploading ${filename} in ${parts} parts.`);
        return { filename, signed_url: this.storage.sign(base, "GET", filename) };
      });
    }
    return await this.#poll("export", database, body.current_bookmark);
  }

  /** Gives [status, result]. */
  async import(base, database, body) {
    if (!["init", "ingest", "poll"].includes(body.action)) throw malformed("action must be init, ingest or poll");
    if (body.action === "poll") return await this.#poll("import", database, body.current_bookmark);
    if (!/^[0-9a-f]{32}$/.test(body.etag ?? "")) throw malformed("etag must be an md5 hash");
    const filename = `${database}.${body.etag.slice(0, 16)}.sql`, uploaded = this.storage.get(filename);
    if (body.action === "init" && uploaded?.etag !== body.etag) {
      return [200, { success: true, type: "import", filename, upload_url: this.storage.sign(base, "PUT", filename) }];
    }
    if (body.action === "ingest" && body.filename !== filename) throw malformed("filename does not match etag");
    if (uploaded?.etag !== body.etag) return [200, { ...text("File was not uploaded, or its contents do not match etag"), type: "import", status: "error" }];
    this.refuseWhileRunning(database);
    await this.#start("import", database, async (job) => {
      job.messages.push(`Processing ${filename}`);
      const statements = splitSql(uploaded.bytes.toString("utf8"));
      const metas = (await this.engine.query(database, statements.map((sql) => ({ sql })))).map((r) => r.meta);
      this.bookmarks.delete(database);
      const sum = (name) => metas.reduce((total, meta) => total + meta[name], 0);
      const meta = { ...metas.at(-1), changes: sum("changes"), rows_read: sum("rows_read"), rows_written: sum("rows_written"), changed_db: metas.some((m) => m.changed_db) };
      return { final_bookmark: await this.bookmarks.of(database), num_queries: statements.length, meta };
    });
    return await this.#poll("import", database, undefined);
  }

  async #start(type, database, work) {
    const job = { type, at_bookmark: await this.bookmarks.of(database), messages: [] };
    this.#jobs.set(database, job);
    job.work = work(job).then((result) => { job.result = result; }, (e) => { job.error = e.message; }).finally(() => { job.done = true; });
  }

  async #poll(type, database, bookmark) {
    const job = this.#jobs.get(database);
    if (job?.type !== type || (bookmark && bookmark !== job.at_bookmark)) return [200, text(`Not currently ${type}ing anything.`)];
    clearTimeout(job.idle);
    const end = () => this.#jobs.delete(database);
    job.idle = setTimeout(end, IDLE_MS).unref();
    if (bookmark) await within(HOLD_MS, job.work); // the first answer never tells the end
    const head = { success: true, type, at_bookmark: job.at_bookmark, messages: job.messages.splice(0) };
    if (!bookmark || !job.done) return [202, { ...head, status: "active" }];
    clearTimeout(job.idle);
    end();
    if (job.error) return [200, { ...head, success: false, status: "error", error: job.error }];
    return [200, { ...head, status: "complete", result: job.result }];
  }
}
