package io.github.d1jdbc.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The import route: init gives a URL to PUT the file to (or says that it is there already), ingest starts, poll asks
 * (wrangler's {@code d1/execute.ts}). The file runs as one transaction. Thread-safe.
 */
final class Imports {

    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");
    private static final Duration WAIT = Duration.ofMillis(50);
    private static final int ACTIVE_ANSWERS = 1;

    private final ExportBehavior behavior;
    private final ObjectStore store;
    private final Executor threads;

    Imports(ExportBehavior behavior, ObjectStore store, Executor threads) {
        this.behavior = behavior;
        this.store = store;
        this.threads = threads;
    }

    Exports.Answer answer(Database database, JsonNode body, Fault fault)
            throws ApiException, SQLException, InterruptedException {
        switch (fault.kind()) {
            case LOCKED -> {
                return new Exports.Answer(200, busy("import"));
            }
            case LOST, LOST_400 -> {
                // What runs is carried out or undone all the same; only nobody can ask for it any more.
                Job job = database.job();
                if (job != null) job.await(Duration.ofSeconds(30));
                database.endJob();
                if (fault.kind() == Fault.Kind.LOST) return new Exports.Answer(200, Exports.nothing("import"));
                throw new ApiException(400, fault.code(), "Not currently importing anything.");
            }
            case NULL_RESULT -> {
                step(database, body);
                return new Exports.Answer(200, null);
            }
            case NO_STATUS -> {
                Exports.Answer answer = step(database, body);
                ObjectNode result = answer.result();
                if (result != null && "active".equals(result.path("status").asText())) result.remove("status");
                return answer;
            }
            case EXPORT_ERROR -> {
                database.endJob();
                ObjectNode result = head().put("success", false).put("status", "error");
                return new Exports.Answer(200, result.put("error", String.valueOf(fault.text())));
            }
            default -> {
                return step(database, body);
            }
        }
    }

    private Exports.Answer step(Database database, JsonNode body)
            throws ApiException, SQLException, InterruptedException {
        return switch (body.path("action").asText()) {
            case "init" -> init(database, body);
            case "ingest" -> ingest(database, body);
            case "poll" -> poll(database, body.path("current_bookmark").asText());
            default -> throw ApiException.malformed("action must be init, ingest or poll");
        };
    }

    private static String etag(JsonNode body) throws ApiException {
        String etag = body.path("etag").asText().toLowerCase(Locale.ROOT);
        if (!MD5.matcher(etag).matches()) throw ApiException.malformed("etag must be an md5 hash");
        return etag;
    }

    private static String filename(Database database, String etag) {
        return database.uuid() + "." + etag.substring(0, 16) + ".sql";
    }

    private static ObjectNode head() {
        return Json.object().put("success", true).put("type", "import");
    }

    private static ObjectNode busy(String type) {
        return Json.object().put("success", false).put("error", "Currently processing a long-running " + type + ".");
    }

    private ObjectStore.@Nullable Stored stored(String filename, String etag) {
        ObjectStore.Stored stored = store.get(filename);
        return stored != null && stored.etag().equals(etag) ? stored : null;
    }

    private Exports.Answer init(Database database, JsonNode body)
            throws ApiException, SQLException, InterruptedException {
        String etag = etag(body);
        String filename = filename(database, etag);
        ObjectStore.Stored stored = stored(filename, etag);
        if (stored != null) return start(database, filename, stored, "File already uploaded. Processing.");
        ObjectNode result = head().put("filename", filename);
        result.put("upload_url", store.sign("PUT", ObjectStore.INCOMING, filename));
        return new Exports.Answer(200, result);
    }

    private Exports.Answer ingest(Database database, JsonNode body)
            throws ApiException, SQLException, InterruptedException {
        String etag = etag(body);
        String filename = filename(database, etag);
        if (!filename.equals(body.path("filename").asText())) {
            throw ApiException.malformed("filename does not match etag");
        }
        ObjectStore.Stored stored = stored(filename, etag);
        if (stored == null) {
            String text = "File was not uploaded, or its contents do not match etag";
            ObjectNode result =
                    head().put("success", false).put("status", "error").put("error", text);
            result.putArray("errors");
            result.putArray("messages");
            return new Exports.Answer(200, result);
        }
        return start(database, filename, stored, "Processing " + filename);
    }

    private Exports.Answer start(Database database, String filename, ObjectStore.Stored stored, String message)
            throws SQLException, InterruptedException {
        Job running = database.job();
        if (running != null && running.running()) {
            return new Exports.Answer(200, busy(running.type()));
        }
        // An import goes on when its client has gone away, so it has no idle time.
        Job job = new Job("import", database.bookmark(), Duration.ofDays(1));
        job.filename(filename);
        job.say(message);
        database.job(job);
        job.start(threads, work -> run(database, stored, work));
        return answer(database, job);
    }

    private static void run(Database database, ObjectStore.Stored stored, Job job)
            throws IOException, SQLException, ApiException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(stored.file()))) {
            Engine.Imported imported = database.engine().run(new Script(in));
            ObjectNode result = Json.object();
            result.put("final_bookmark", database.bookmark());
            result.put("num_queries", imported.statements());
            if (imported.meta() != null) result.set("meta", imported.meta().node());
            job.result(result);
            job.say("Processed " + imported.statements() + " queries.");
        } finally {
            job.delivered(); // the database is free, whether anybody asks for the result or not
        }
    }

    private Exports.Answer poll(Database database, String bookmark) throws InterruptedException {
        Job job = database.job();
        if (job == null || job.isExport() || !job.bookmark().equals(bookmark)) {
            return new Exports.Answer(200, Exports.nothing("import"));
        }
        return answer(database, job);
    }

    private Exports.Answer answer(Database database, Job job) throws InterruptedException {
        job.await(WAIT);
        ObjectNode result = head().put("at_bookmark", job.bookmark());
        boolean done = job.isDone();
        result.set("messages", job.takeMessages(behavior.shuffled()));
        String error = job.error();
        if (done && error != null) {
            database.endJob();
            result.put("success", false).put("status", "error").put("error", error);
            result.putArray("errors").add(error);
            return new Exports.Answer(200, result);
        }
        if (done && job.countPoll() >= ACTIVE_ANSWERS) {
            database.endJob();
            result.put("status", "complete");
            result.set("result", job.result());
            return new Exports.Answer(200, result);
        }
        return new Exports.Answer(202, result.put("status", "active"));
    }
}
