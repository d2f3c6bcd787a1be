package io.github.d1jdbc.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The export route: one POST starts an export and every further one polls it, until one answer, given once, is
 * complete and carries the link. Thread-safe.
 */
final class Exports {

    private static final int BUFFER = 1 << 16;

    private final ExportBehavior behavior;
    private final ObjectStore store;
    private final Executor threads;

    Exports(ExportBehavior behavior, ObjectStore store, Executor threads) {
        this.behavior = behavior;
        this.store = store;
        this.threads = threads;
    }

    /** A poll's status and result. */
    record Answer(int status, @Nullable ObjectNode result) {}

    /** The answer for a job that is not there. */
    static ObjectNode nothing(String type) {
        return Json.object().put("success", false).put("error", "Not currently " + type + "ing anything.");
    }

    Answer answer(Database database, JsonNode body, Fault fault) throws ApiException, InterruptedException {
        if (!"polling".equals(body.path("output_format").textValue())) {
            throw ApiException.malformed("output_format must be \"polling\"");
        }
        Dump.Options what = dumpOptions(body.path("dump_options"));
        JsonNode bookmark = body.path("current_bookmark");
        boolean starts = bookmark.isMissingNode() || bookmark.isNull();
        if (fault.kind() == Fault.Kind.LOCKED) return new Answer(200, locked("export"));
        if (fault.kind() == Fault.Kind.LOST || fault.kind() == Fault.Kind.LOST_400) database.endJob();
        if (fault.kind() == Fault.Kind.LOST_400) throw ApiException.refused("Not currently exporting anything.");
        Job job = database.job();
        if (starts) {
            if (job != null && job.running()) return new Answer(200, locked(job.type()));
            job = start(database, what);
        } else if (job == null || !job.isExport() || !job.bookmark().equals(bookmark.asText())) {
            return new Answer(200, nothing("export"));
        }
        return poll(database, job, fault);
    }

    private static ObjectNode locked(String type) {
        String text = "Currently processing a long-running " + type
                + ". Cannot start a new export until that completes or times out.";
        return Json.object().put("success", false).put("error", text);
    }

    private static Dump.Options dumpOptions(JsonNode options) throws ApiException {
        Set<String> tables = new HashSet<>();
        JsonNode names = options.path("tables");
        if (!names.isMissingNode() && !names.isNull()) {
            if (!names.isArray()) throw ApiException.malformed("tables must be strings");
            for (JsonNode name : names) {
                if (!name.isTextual()) throw ApiException.malformed("tables must be strings");
                tables.add(name.textValue());
            }
        }
        return new Dump.Options(
                options.path("no_data").asBoolean(), options.path("no_schema").asBoolean(), tables);
    }

    private Job start(Database database, Dump.Options what) throws ApiException {
        Connection snapshot = null;
        try {
            Connection connection = Sqlite.open(database.file());
            snapshot = connection;
            // The bookmark and the snapshot are of one moment, because no request runs between the two.
            String bookmark = database.engine().alone(() -> {
                Sqlite.run(connection, "BEGIN");
                Sqlite.text(connection, "SELECT count(*) FROM sqlite_schema");
                return database.bookmark();
            });
            Job job = new Job("export", bookmark, behavior.idle());
            String filename = database.uuid() + "-" + bookmark + ".sql";
            job.filename(filename);
            job.say("Generating " + filename);
            database.job(job);
            job.start(threads, running -> write(connection, what, running, filename));
            return job;
        } catch (SQLException | IOException e) {
            if (snapshot != null) closeQuietly(snapshot);
            throw new ApiException(500, 7500, "internal error; reference = export");
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("A snapshot could not be closed", e);
        }
    }

    private void write(Connection snapshot, Dump.Options what, Job job, String filename)
            throws IOException, SQLException, Dump.RefusedException {
        Path file = store.newFile();
        boolean done = false;
        try (snapshot;
                DumpFile parts = new DumpFile(file, behavior.partBytes(), n -> job.say("Uploaded part " + n))) {
            OutputStream out = new BufferedOutputStream(parts, BUFFER);
            new Dump(snapshot, what, out, job::cancelled).write();
            out.flush();
            parts.finish();
            store.put(filename, file, parts.etag());
            job.say("Finished uploading " + filename + " in " + parts.parts() + " parts.");
            done = true;
        } finally {
            if (!done) Files.deleteIfExists(file);
        }
    }

    private Answer poll(Database database, Job job, Fault fault) throws InterruptedException {
        job.polled();
        boolean completes = switch (fault.kind()) {
            case COMPLETE_AT_ONCE, COMPLETE_WITHOUT_BOOKMARK, COMPLETE_WITHOUT_URL, CAMEL_CASE_URL, FLAT_URL -> true;
            default -> behavior.polls() == 0;
        };
        job.await(behavior.pollDelay());
        while (completes && !job.await(Duration.ofSeconds(1))) job.polled();
        ObjectNode head = Json.object().put("success", true).put("type", "export");
        if (fault.kind() != Fault.Kind.COMPLETE_WITHOUT_BOOKMARK) head.put("at_bookmark", job.bookmark());
        if (fault.kind() == Fault.Kind.EXPORT_ERROR) job.fail(String.valueOf(fault.text()));
        String error = job.error();
        if (error != null) {
            database.endJob();
            head.put("success", false).put("status", "error").put("error", error);
            head.set("messages", job.takeMessages(behavior.shuffled()));
            return new Answer(200, head);
        }
        if (fault.kind() == Fault.Kind.NULL_RESULT) return new Answer(200, null);
        boolean enough = completes || job.countPoll() >= behavior.polls();
        if (job.isDone() && enough) return complete(database, job, head, fault);
        if (behavior.activeStatus() && fault.kind() != Fault.Kind.NO_STATUS) head.put("status", "active");
        head.set("messages", job.takeMessages(behavior.shuffled()));
        return new Answer(202, head);
    }

    private Answer complete(Database database, Job job, ObjectNode head, Fault fault) {
        String filename = String.valueOf(job.filename());
        head.put("status", "complete");
        ObjectNode result = fault.kind() == Fault.Kind.FLAT_URL ? head : head.putObject("result");
        result.put("filename", filename);
        if (fault.kind() != Fault.Kind.COMPLETE_WITHOUT_URL) {
            String key = fault.kind() == Fault.Kind.CAMEL_CASE_URL ? "signedUrl" : "signed_url";
            result.put(key, store.sign("GET", ObjectStore.OUTGOING, filename));
            job.delivered();
            if (behavior.keep().isZero()) database.endJob();
        }
        head.set("messages", job.takeMessages(behavior.shuffled()));
        return new Answer(200, head);
    }
}
