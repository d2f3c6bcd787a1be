package io.github.d1jdbc.dump.restore;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.dump.restore.RequestLoad.Request;
import io.github.d1jdbc.dump.restore.RestoreException.Kind;
import io.github.d1jdbc.dump.restore.RestoreOptions.Existing;
import io.github.d1jdbc.dump.restore.RestoreOptions.Way;
import io.github.d1jdbc.export.DumpProgress;
import io.github.d1jdbc.export.DumpProgress.Phase;
import io.github.d1jdbc.export.ImportOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Carries one plan out. From the first write on, every failure says what is in the target. One thread, one run. */
final class RestoreRun {

    /**
     * Ends an import that ignores CHECKs, and follows one that failed: the real engine keeps the PRAGMA for every later
     * request of every client (tried), though it undoes the import.
     */
    static final String CHECKS_ON = "PRAGMA ignore_check_constraints=OFF";

    private static final String UNKNOWN_OUTCOME = "08007";
    private static final String INTERRUPTED = "57P04";
    private static final String LOCKED = "55006";
    private static final Duration FIRST_LOOK = Duration.ofMillis(100);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

    private final Path dump;
    private final D1Connection target;
    private final RestoreOptions options;
    private final RestorePlan plan;
    private final TargetContent before;
    private final Set<String> expected;
    private final boolean checksOff;
    private final Marker marker;
    private final List<Path> parts;
    private final List<String> notes = new ArrayList<>();
    private final long began = System.nanoTime();
    private String bookmark = "";
    private @Nullable Path journalFile;
    private long rowsWritten;
    private boolean rowsKnown = true;
    private Optional<String> after = Optional.empty();

    RestoreRun(
            Path dump,
            D1Connection target,
            RestoreOptions options,
            RestorePlan plan,
            TargetContent before,
            Set<String> expected,
            boolean checksOff,
            Marker marker,
            List<Path> parts) {
        this.dump = dump;
        this.target = target;
        this.options = options;
        this.plan = plan;
        this.before = before;
        this.expected = expected;
        this.checksOff = checksOff;
        this.marker = marker;
        this.parts = parts;
    }

    Restored run() throws SQLException, IOException, RestoreException {
        Map<String, Long> counts =
                options.existing() == Existing.APPEND ? countKnown() : Map.of(); // before anything is written
        Journal journal = begin();
        int done;
        try {
            done = plan.way() == Way.IMPORT ? importParts(journal) : sendRequests();
        } catch (SQLException e) {
            throw failed("the restore failed", e);
        } catch (IOException e) {
            throw failed("a file of the restore failed", e);
        }
        tell(Phase.CHECKING);
        Map<String, Long> now = check(counts);
        if (journalFile != null) Files.deleteIfExists(journalFile);
        tell(Phase.DONE);
        return new Restored(
                target.databaseId(),
                target.databaseName(),
                plan.way(),
                done,
                plan.bytes(),
                plan.statements(),
                now,
                rowsKnown ? OptionalLong.of(rowsWritten) : OptionalLong.empty(),
                bookmark,
                after,
                notes,
                elapsed());
    }

    // Rulings-dump 17: the way back is on disk before the first write.
    private Journal begin() throws SQLException, IOException {
        bookmark = target.bookmark();
        Path file =
                options.journal().isPresent() ? options.journal().get() : Journal.beside(dump, target.databaseName());
        Journal journal = new Journal(
                1,
                Instant.now().toString(),
                dump.toAbsolutePath().toString(),
                target.databaseId(),
                target.databaseName(),
                bookmark,
                undo(),
                marker.table(),
                parts.size(),
                0);
        journal.write(file);
        journalFile = file;
        return journal;
    }

    private String undo() {
        return "wrangler d1 time-travel restore " + target.databaseName() + " --bookmark=" + bookmark;
    }

    private int importParts(Journal journal) throws SQLException, IOException, RestoreException {
        for (int part = 1; part <= parts.size(); part++) {
            if (journalFile != null) journal.withBegun(part).write(journalFile);
            ImportOptions how = ImportOptions.defaults()
                    .withDeadline(options.deadline())
                    .withLockWait(options.lockWait())
                    .withProgress(partOf(part));
            try {
                D1Connection.Imported imported = target.importFrom(parts.get(part - 1), how);
                if (imported.rowsWritten().isPresent())
                    rowsWritten += imported.rowsWritten().getAsLong();
                else rowsKnown = false;
                after = imported.bookmark();
            } catch (SQLException e) {
                rowsKnown = false;
                resolve(e, part);
            }
            if (marker.parts(target) < part) {
                throw unknown("D1 says that it has imported part " + part + " of " + parts.size()
                        + ", but its last statement has left nothing");
            }
            Files.deleteIfExists(parts.get(part - 1)); // makes room on the disk
        }
        marker.drop(target);
        return parts.size();
    }

    // The import's own answers may get lost or mean either thing; what the target holds does not.
    private void resolve(SQLException e, int part) throws SQLException, RestoreException {
        String state = String.valueOf(e.getSQLState());
        if (state.equals(INTERRUPTED) || Thread.currentThread().isInterrupted()) throw interrupted(e);
        boolean open = state.equals(UNKNOWN_OUTCOME) || state.equals("57014");
        if (open && awaitMarker(part, e)) {
            notes.add("D1's answer to the import was lost; its last statement was found in the database");
            return;
        }
        String which = parts.size() == 1 ? "the import" : "part " + part + " of " + parts.size();
        if (!open) throw failed(which + " failed", e);
        throw unknown("the answer to " + which + " was lost, and its last statement is not in the database", e);
    }

    private boolean awaitMarker(int part, SQLException lost) throws RestoreException {
        Duration delay = FIRST_LOOK;
        long end = System.nanoTime() + options.deadline().toNanos();
        while (true) {
            try {
                return marker.parts(target) >= part;
            } catch (SQLException e) {
                boolean later = LOCKED.equals(e.getSQLState())
                        || "53000".equals(e.getSQLState())
                        || "08006".equals(e.getSQLState());
                if (!later || System.nanoTime() > end) {
                    lost.addSuppressed(e);
                    throw unknown("the answer to the import was lost, and the database cannot be asked", lost);
                }
            }
            tell(Phase.WAITING);
            try {
                Thread.sleep(delay.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw interrupted(lost);
            }
            delay = delay.multipliedBy(2).compareTo(LONGEST_LOOK) < 0 ? delay.multipliedBy(2) : LONGEST_LOOK;
        }
    }

    private int sendRequests() throws SQLException, IOException, RestoreException {
        int number = 0;
        for (Path part : parts) {
            RequestLoad load = RequestLoad.open(part, marker);
            try {
                for (Request request = load.next(number); request != null; request = load.next(number)) {
                    tell(Phase.IMPORTING);
                    number = request.number();
                    send(request);
                }
            } finally {
                load.close();
            }
        }
        rowsKnown = false;
        marker.drop(target);
        return number;
    }

    private void send(Request request) throws RestoreException {
        try {
            RequestLoad.send(target, request);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (Thread.currentThread().isInterrupted()) throw interrupted(e);
            boolean open = state.equals(UNKNOWN_OUTCOME) || state.equals("57014");
            if (open && awaitMarker(request.number(), e)) {
                notes.add("D1's answer to request " + request.number() + " was lost; it was carried out");
                return;
            }
            String which = request.number() == 1
                    ? "the first request"
                    : "request " + request.number() + " (after " + (request.number() - 1) + " that are in)";
            if (open) throw unknown("the answer to " + which + " was lost", e);
            throw failed(which + " failed", e);
        }
    }

    private Map<String, Long> countKnown() throws SQLException {
        return TargetContent.count(
                target,
                plan.rowsPerTable().keySet().stream()
                        .filter(name -> before.keys().contains(SqlName.key(name)))
                        .toList());
    }

    private Map<String, Long> check(Map<String, Long> had) throws RestoreException {
        Map<String, Long> now;
        List<String> differences = new ArrayList<>();
        try {
            now = TargetContent.count(target, plan.rowsPerTable().keySet());
            Set<String> there = TargetContent.of(target).keys();
            for (String name : expected) {
                String key = SqlName.key(name);
                boolean own = key.startsWith("sqlite_") || key.startsWith("_cf_");
                if (!own && !there.contains(key)) differences.add(name + " is not there");
            }
        } catch (SQLException e) {
            throw new RestoreException(
                    Kind.DIFFERENT,
                    "everything was carried out, but the rows cannot be counted: " + withoutEnd(e.getMessage()),
                    hint(),
                    bookmark,
                    e);
        }
        plan.rowsPerTable().forEach((table, rows) -> {
            long expected = rows + had.getOrDefault(table, 0L);
            long found = now.getOrDefault(table, 0L);
            if (found != expected) {
                differences.add(String.format(Locale.ROOT, "%s has %,d rows instead of %,d", table, found, expected));
            }
        });
        if (!differences.isEmpty()) {
            throw new RestoreException(
                    Kind.DIFFERENT,
                    "everything was carried out, but " + String.join(", ", differences),
                    hint(),
                    bookmark,
                    null);
        }
        return now;
    }

    private DumpProgress partOf(int part) {
        if (parts.size() == 1) {
            return update -> {
                if (update.phase() != Phase.DONE) options.progress().update(update); // the counts are still to come
            };
        }
        String which = "part " + part + " of " + parts.size();
        return update -> options.progress()
                .update(new DumpProgress.Update(
                        update.phase() == Phase.DONE ? Phase.IMPORTING : update.phase(),
                        Optional.of(update.message()
                                .map(text -> which + ": " + text)
                                .orElse(which)),
                        update.bytes(),
                        update.totalBytes(),
                        part,
                        elapsed(),
                        update.bytesPerSecond()));
    }

    private void tell(Phase phase) {
        options.progress()
                .update(new DumpProgress.Update(phase, Optional.empty(), 0, OptionalLong.empty(), 0, elapsed(), 0));
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private RestoreException failed(String what, Exception cause) {
        if (Thread.currentThread().isInterrupted()) return interrupted(cause);
        String message = what + ": " + withoutEnd(cause.getMessage());
        String state = state();
        if (state.isEmpty()) {
            discardJournal(cause);
            return new RestoreException(Kind.FAILED, message + "; " + untouched(), "", null, cause);
        }
        return new RestoreException(Kind.FAILED, message + "; " + state, hint(), bookmark, cause);
    }

    private RestoreException unknown(String what) {
        return unknown(what, null);
    }

    private RestoreException unknown(String what, @Nullable Exception cause) {
        String state = state();
        return new RestoreException(
                Kind.UNKNOWN,
                "whether the restore was carried out is not known: " + what + "; "
                        + (state.isEmpty() ? untouched() + " now" : state),
                hint(),
                bookmark,
                cause);
    }

    private RestoreException interrupted(Exception cause) {
        return new RestoreException(
                Kind.INTERRUPTED,
                "interrupted. " + withoutEnd(cause.getMessage()) + ". Look at " + target.databaseName()
                        + " in a while; it may be as before, partly or wholly restored",
                hint(),
                bookmark,
                cause);
    }

    private String untouched() {
        return before.isEmpty()
                ? target.databaseName() + " is empty as it was before"
                : "nothing was changed in " + target.databaseName();
    }

    /** What is in the target, in words; empty where nothing can have changed. */
    private String state() {
        try {
            switchChecksOn();
            TargetContent now = TargetContent.of(target);
            if (now.isEmpty() && before.isEmpty()) return "";
            Map<String, Long> counts = TargetContent.count(target, now.tables());
            String rows = counts.entrySet().stream()
                    .map(entry -> String.format(Locale.ROOT, "%s %,d", entry.getKey(), entry.getValue()))
                    .collect(Collectors.joining(", "));
            String same = now.equals(before) ? " (the same objects as before)" : "";
            return target.databaseName() + " now has " + now.words() + same + ", rows: "
                    + (rows.isEmpty() ? "none" : rows);
        } catch (SQLException e) {
            return "what is in " + target.databaseName() + " now cannot be read (" + withoutEnd(e.getMessage()) + ")";
        }
    }

    private void switchChecksOn() throws SQLException {
        if (!checksOff) return;
        try (Statement statement = target.createStatement()) {
            statement.execute(CHECKS_ON);
        }
    }

    private String hint() {
        return "'" + undo() + "' takes it back to where it was"
                + (journalFile == null ? "" : ", noted in " + journalFile);
    }

    private void discardJournal(Exception cause) {
        try {
            if (journalFile != null) Files.deleteIfExists(journalFile);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static String withoutEnd(@Nullable String message) {
        String text = String.valueOf(message).strip();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
