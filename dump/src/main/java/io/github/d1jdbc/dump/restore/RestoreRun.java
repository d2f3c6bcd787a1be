package io.github.d1jdbc.dump.restore;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.dump.restore.RequestLoad.Request;
import io.github.d1jdbc.dump.restore.RestoreOptions.Existing;
import io.github.d1jdbc.dump.restore.RestoreOptions.Way;
import io.github.d1jdbc.export.DumpProgress;
import io.github.d1jdbc.export.DumpProgress.Phase;
import io.github.d1jdbc.export.ImportOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Carries one plan out. From the first write on, every failure says what is in the target. One thread, one run. */
final class RestoreRun {

    private static final String UNKNOWN_OUTCOME = "08007";
    private static final String INTERRUPTED = "57P04";
    private static final String LOCKED = "55006";
    private static final String TIMED_OUT = "57014";
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
        String bookmark = target.bookmark();
        Path file =
                options.journal().isPresent() ? options.journal().get() : Journal.beside(dump, target.databaseName());
        Journal journal = journal(bookmark);
        journal.write(file); // rulings-dump 17: the way back is on disk before the first write
        Aftermath aftermath = new Aftermath(target, before, checksOff, bookmark, file);
        int done;
        try {
            done = plan.way() == Way.IMPORT ? importParts(journal, file, aftermath) : sendRequests(aftermath);
        } catch (SQLException e) {
            throw aftermath.failed("the restore failed", e);
        } catch (IOException e) {
            throw aftermath.failed("a file of the restore failed", e);
        }
        tidy();
        tell(Phase.CHECKING);
        Map<String, Long> now = check(counts, aftermath);
        Files.deleteIfExists(file);
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

    private Journal journal(String bookmark) {
        return new Journal(
                1,
                Instant.now().toString(),
                dump.toAbsolutePath().toString(),
                target.databaseId(),
                target.databaseName(),
                bookmark,
                Aftermath.undo(target.databaseName(), bookmark),
                marker.table(),
                parts.size(),
                0);
    }

    // Everything is in: what cannot be tidied up now is told and spoils nothing.
    private void tidy() {
        try {
            marker.drop(target);
            after = Optional.of(target.bookmark());
        } catch (SQLException e) {
            notes.add("the table " + marker.table() + " may be left, drop it: " + e.getMessage());
        }
    }

    private int importParts(Journal journal, Path journalFile, Aftermath aftermath)
            throws SQLException, IOException, RestoreException {
        for (int part = 1; part <= parts.size(); part++) {
            journal.withBegun(part).write(journalFile);
            ImportOptions how = ImportOptions.defaults()
                    .withDeadline(options.deadline())
                    .withLockWait(options.lockWait())
                    .withProgress(partOf(part, aftermath));
            try {
                D1Connection.Imported imported = target.importFrom(parts.get(part - 1), how);
                if (imported.rowsWritten().isPresent())
                    rowsWritten += imported.rowsWritten().getAsLong();
                else rowsKnown = false;
            } catch (SQLException e) {
                rowsKnown = false;
                resolve(e, part, aftermath);
            }
            if (marker.parts(target) < part) {
                throw aftermath.unknown(
                        "D1 says that it has imported part " + part + " of " + parts.size()
                                + ", but its last statement has left nothing",
                        null);
            }
            Files.deleteIfExists(parts.get(part - 1)); // makes room on the disk
        }
        return parts.size();
    }

    // The import's own answers may get lost or mean either thing; what the target holds does not.
    private void resolve(SQLException e, int part, Aftermath aftermath) throws RestoreException {
        String state = String.valueOf(e.getSQLState());
        if (state.equals(INTERRUPTED) || Thread.currentThread().isInterrupted()) throw aftermath.interrupted(e);
        boolean open = state.equals(UNKNOWN_OUTCOME) || (state.equals(TIMED_OUT) && aftermath.hasBegun());
        if (open && awaitMarker(part, e, aftermath)) {
            notes.add("D1's answer to the import was lost; its last statement was found in the database");
            return;
        }
        String which = parts.size() == 1 ? "the import" : "part " + part + " of " + parts.size();
        if (!open) throw aftermath.failed(which + " failed", e);
        throw aftermath.unknown(
                "the answer to " + which + " was lost, and its last statement is not in the database", e);
    }

    private boolean awaitMarker(int part, SQLException lost, Aftermath aftermath) throws RestoreException {
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
                    throw aftermath.unknown(
                            "the answer to the import was lost, and the database cannot be asked", lost);
                }
            }
            tell(Phase.WAITING);
            try {
                Thread.sleep(delay.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw aftermath.interrupted(lost);
            }
            delay = delay.multipliedBy(2).compareTo(LONGEST_LOOK) < 0 ? delay.multipliedBy(2) : LONGEST_LOOK;
        }
    }

    private int sendRequests(Aftermath aftermath) throws SQLException, IOException, RestoreException {
        int number = 0;
        for (Path part : parts) {
            RequestLoad load = RequestLoad.open(part, marker);
            try {
                for (Request request = load.next(number); request != null; request = load.next(number)) {
                    tell(Phase.IMPORTING);
                    number = request.number();
                    aftermath.begun();
                    send(request, aftermath);
                }
            } finally {
                load.close();
            }
        }
        rowsKnown = false;
        return number;
    }

    private void send(Request request, Aftermath aftermath) throws RestoreException {
        try {
            RequestLoad.send(target, request);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (Thread.currentThread().isInterrupted()) throw aftermath.interrupted(e);
            boolean open = state.equals(UNKNOWN_OUTCOME) || state.equals(TIMED_OUT);
            if (open && awaitMarker(request.number(), e, aftermath)) {
                notes.add("D1's answer to request " + request.number() + " was lost; it was carried out");
                return;
            }
            String which = request.number() == 1
                    ? "the first request"
                    : "request " + request.number() + " (after " + (request.number() - 1) + " that are in)";
            if (open) throw aftermath.unknown("the answer to " + which + " was lost", e);
            throw aftermath.failed(which + " failed", e);
        }
    }

    private Map<String, Long> countKnown() throws SQLException {
        return TargetContent.count(
                target,
                plan.rowsPerTable().keySet().stream()
                        .filter(name -> before.keys().contains(SqlName.key(name)))
                        .toList());
    }

    private Map<String, Long> check(Map<String, Long> had, Aftermath aftermath) throws RestoreException {
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
            throw aftermath.uncounted(e);
        }
        plan.rowsPerTable().forEach((table, rows) -> {
            long expected = rows + had.getOrDefault(table, 0L);
            long found = now.getOrDefault(table, 0L);
            if (found != expected) {
                differences.add(String.format(Locale.ROOT, "%s has %,d rows instead of %,d", table, found, expected));
            }
        });
        if (!differences.isEmpty()) throw aftermath.different(differences);
        return now;
    }

    private DumpProgress partOf(int part, Aftermath aftermath) {
        if (parts.size() == 1) {
            return update -> {
                if (update.phase() == Phase.IMPORTING) aftermath.begun();
                if (update.phase() != Phase.DONE) options.progress().update(update); // the counts are still to come
            };
        }
        String which = "part " + part + " of " + parts.size();
        return update -> {
            if (update.phase() == Phase.IMPORTING) aftermath.begun();
            options.progress()
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
        };
    }

    private void tell(Phase phase) {
        options.progress()
                .update(new DumpProgress.Update(phase, Optional.empty(), 0, OptionalLong.empty(), 0, elapsed(), 0));
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
