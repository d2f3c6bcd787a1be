package io.github.d1jdbc.dump.restore;

import io.github.d1jdbc.dump.normal.NormalOptions;
import io.github.d1jdbc.export.DumpProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How a dump is restored. Immutable; {@link #defaults()} and the {@code with…} methods make them.
 *
 * @param existing what becomes of a target that is not empty
 * @param way how the statements get to D1
 * @param only the tables to restore, with their indexes and triggers; none means everything
 * @param ignoreChecks whether rows that break their table's CHECK are taken
 * @param allowedStatements first words of statements that are let through beside those that dumps of D1 have
 * @param scratch the folder for the rewritten dump, which takes about three times its uncompressed size
 * @param journal where the bookmark is kept until the end; empty for a file beside the dump
 * @param maxRowsWritten the most rows, index entries included, that the restore may write by the estimate
 * @param maxPartBytes the most bytes that one import takes
 * @param acceptDowntime whether several imports, which are not atomic together, are fine
 * @param intoSource the name of the database that the dump came from, typed by who wants to restore into it
 * @param deadline how long one import, or the wait for its outcome, may take
 * @param lockWait how long to wait for somebody else's export or import
 * @param progress is told how it goes, on the thread that restores
 */
public record RestoreOptions(
        Existing existing,
        Way way,
        Set<String> only,
        boolean ignoreChecks,
        Set<String> allowedStatements,
        Path scratch,
        Optional<Path> journal,
        long maxRowsWritten,
        long maxPartBytes,
        boolean acceptDowntime,
        Optional<String> intoSource,
        Duration deadline,
        Duration lockWait,
        DumpProgress progress) {

    /** What becomes of a target that is not empty. */
    public enum Existing {
        /** It is refused. */
        REFUSE,
        /** Its tables, views and triggers are dropped in the same import that brings the new ones. */
        CLEAN,
        /** What the dump has is added. */
        APPEND
    }

    /** How the statements get to D1. */
    public enum Way {
        /** As one request where that is enough, else by D1's import. */
        AUTO,
        /** By D1's import: a file that is uploaded and run as a whole. */
        IMPORT,
        /** By requests, each atomic by itself; the database is not blocked in between. */
        REQUESTS
    }

    /** What a Free account may write in a day is 100,000 rows (D1 pricing); some of it is left for the application. */
    public static final long DEFAULT_ROWS_WRITTEN = 80_000;

    public RestoreOptions {
        only = Set.copyOf(only);
        allowedStatements = Set.copyOf(allowedStatements);
        if (maxRowsWritten < 0) throw new IllegalArgumentException("maxRowsWritten must not be negative");
        if (maxPartBytes < 1) throw new IllegalArgumentException("maxPartBytes must be positive");
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("deadline must be longer than nothing");
        }
        if (lockWait.isNegative()) throw new IllegalArgumentException("lockWait must not be negative");
    }

    /** Everything, into an empty target, by the way that fits. */
    public static RestoreOptions defaults() {
        return new RestoreOptions(
                Existing.REFUSE,
                Way.AUTO,
                Set.of(),
                false,
                Set.of(),
                NormalOptions.defaults().scratch(),
                Optional.empty(),
                DEFAULT_ROWS_WRITTEN,
                NormalOptions.IMPORT_LIMIT,
                false,
                Optional.empty(),
                Duration.ofHours(2),
                Duration.ofMinutes(2),
                update -> {});
    }

    /** Says what becomes of a target that is not empty. */
    public RestoreOptions withExisting(Existing what) {
        return change(draft -> draft.existing = what);
    }

    /** Says how the statements get to D1. */
    public RestoreOptions withWay(Way how) {
        return change(draft -> draft.way = how);
    }

    /** Restores these tables alone. */
    public RestoreOptions withOnly(Set<String> tables) {
        return change(draft -> draft.only = tables);
    }

    /** Takes rows that break their table's CHECK. */
    public RestoreOptions withIgnoreChecks(boolean on) {
        return change(draft -> draft.ignoreChecks = on);
    }

    /** Lets statements through that no dump of D1 has, named by their first words. */
    public RestoreOptions withAllowedStatements(Set<String> firstWords) {
        return change(draft -> draft.allowedStatements = firstWords);
    }

    /** Puts the rewritten dump into another folder. */
    public RestoreOptions withScratch(Path folder) {
        return change(draft -> draft.scratch = folder);
    }

    /** Keeps the bookmark in this file. */
    public RestoreOptions withJournal(Path file) {
        return change(draft -> draft.journal = Optional.of(file));
    }

    /** Bounds the rows written. */
    public RestoreOptions withMaxRowsWritten(long most) {
        return change(draft -> draft.maxRowsWritten = most);
    }

    /** Bounds one import; D1's own bound is 5 GiB. */
    public RestoreOptions withMaxPartBytes(long most) {
        return change(draft -> draft.maxPartBytes = most);
    }

    /** Accepts several imports, between which the database is half restored. */
    public RestoreOptions withAcceptDowntime(boolean on) {
        return change(draft -> draft.acceptDowntime = on);
    }

    /** Confirms that the dump goes back into the database it came from, by that database's name. */
    public RestoreOptions withIntoSource(String name) {
        return change(draft -> draft.intoSource = Optional.of(name));
    }

    /** Bounds one import. */
    public RestoreOptions withDeadline(Duration longest) {
        return change(draft -> draft.deadline = longest);
    }

    /** Bounds how long somebody else's export or import is waited for. */
    public RestoreOptions withLockWait(Duration longest) {
        return change(draft -> draft.lockWait = longest);
    }

    /** Tells a listener how it goes. */
    public RestoreOptions withProgress(DumpProgress listener) {
        return change(draft -> draft.progress = listener);
    }

    private RestoreOptions change(Consumer<Draft> what) {
        Draft draft = new Draft(this);
        what.accept(draft);
        return draft.done();
    }

    /** The options while one of them changes; it lives only inside of a wither. */
    private static final class Draft {
        private Existing existing;
        private Way way;
        private Set<String> only;
        private boolean ignoreChecks;
        private Set<String> allowedStatements;
        private Path scratch;
        private Optional<Path> journal;
        private long maxRowsWritten;
        private long maxPartBytes;
        private boolean acceptDowntime;
        private Optional<String> intoSource;
        private Duration deadline;
        private Duration lockWait;
        private DumpProgress progress;

        Draft(RestoreOptions from) {
            existing = from.existing;
            way = from.way;
            only = from.only;
            ignoreChecks = from.ignoreChecks;
            allowedStatements = from.allowedStatements;
            scratch = from.scratch;
            journal = from.journal;
            maxRowsWritten = from.maxRowsWritten;
            maxPartBytes = from.maxPartBytes;
            acceptDowntime = from.acceptDowntime;
            intoSource = from.intoSource;
            deadline = from.deadline;
            lockWait = from.lockWait;
            progress = from.progress;
        }

        RestoreOptions done() {
            return new RestoreOptions(
                    existing,
                    way,
                    only,
                    ignoreChecks,
                    allowedStatements,
                    scratch,
                    journal,
                    maxRowsWritten,
                    maxPartBytes,
                    acceptDowntime,
                    intoSource,
                    deadline,
                    lockWait,
                    progress);
        }
    }
}
