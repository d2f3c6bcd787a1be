package io.github.d1jdbc.export;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * What to export and how. Immutable, to be shared freely; start from {@link #defaults()}.
 *
 * @param tables only these objects, named exactly as D1 has them; empty: the whole database
 * @param withDependents with {@code tables}: also the indexes and triggers of those tables
 * @param noData leave out the rows
 * @param noSchema leave out the schema; never together with {@code noData}
 * @param compression how the file or stream is compressed
 * @param level the compressor's level, or {@link #DEFAULT_LEVEL}
 * @param mode who writes the dump
 * @param restorable rewrite the dump while streaming so that D1 imports it as it is
 * @param preflight look at the schema first: unknown tables, virtual tables (which break and block an export)
 * @param overwrite whether an existing target may be replaced, which happens only once the new file is complete
 * @param resume keep what was downloaded when the export fails, and go on from it when it is there
 * @param digest whether SHA-256 is computed and the download's ETag checked
 * @param deadline how long the whole export may take
 * @param maxBlocked how long the exports of this call may keep the database blocked, restarts included
 * @param lockWait how long to wait for an export that somebody else has running
 * @param maxRowsRead how many rows this client may read by queries of its own (rows of virtual tables)
 * @param progress is told how the export goes, on the exporting thread
 */
public record DumpOptions(
        List<String> tables,
        boolean withDependents,
        boolean noData,
        boolean noSchema,
        Compression compression,
        int level,
        Mode mode,
        boolean restorable,
        boolean preflight,
        boolean overwrite,
        boolean resume,
        Digest digest,
        Duration deadline,
        Duration maxBlocked,
        Duration lockWait,
        long maxRowsRead,
        DumpProgress progress) {

    /** Who writes the dump. */
    public enum Mode {
        /** D1's own export: a snapshot, and the database answers nobody else meanwhile. */
        SERVER,
        /** Pages read by queries: does not block, is no snapshot. Not built yet; refused. */
        LIVE
    }

    /** What is computed over the bytes on their way. */
    public enum Digest {
        /** SHA-256 of the SQL and of the file, and the check of the download's ETag. */
        SHA_256,
        /** Nothing but lengths and CRC-32C, where speed is all. */
        NONE
    }

    /** Stands for the level that the compressor takes by itself. */
    public static final int DEFAULT_LEVEL = -1;

    private static final DumpOptions DEFAULTS = new DumpOptions(
            List.of(),
            false,
            false,
            false,
            Compression.NONE,
            DEFAULT_LEVEL,
            Mode.SERVER,
            false,
            true,
            false,
            false,
            Digest.SHA_256,
            Duration.ofHours(1),
            Duration.ofMinutes(10),
            Duration.ofMinutes(2),
            2_000_000,
            update -> {});

    /**
     * Checks what can be checked without a database.
     *
     * @throws IllegalArgumentException when nothing would be exported, a level is out of range or a time is not positive
     */
    public DumpOptions {
        tables = List.copyOf(new LinkedHashSet<>(tables));
        if (noData && noSchema) {
            throw new IllegalArgumentException(
                    "noData and noSchema together leave nothing to export: choose one of them");
        }
        compression.checkLevel(level);
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("deadline must be longer than nothing");
        }
        if (maxBlocked.isNegative() || maxBlocked.isZero()) {
            throw new IllegalArgumentException("maxBlocked must be longer than nothing");
        }
        if (lockWait.isNegative()) throw new IllegalArgumentException("lockWait must not be negative");
        if (maxRowsRead < 0) throw new IllegalArgumentException("maxRowsRead must not be negative");
    }

    /** The whole database as D1 exports it, plain, looked at first, never over an existing file. */
    public static DumpOptions defaults() {
        return DEFAULTS;
    }

    /** Exports only these tables or other objects, in D1's order; no name means everything. */
    public DumpOptions withTables(String... names) {
        return withTables(List.of(names));
    }

    /** The same as {@link #withTables(String...)}. */
    public DumpOptions withTables(List<String> names) {
        return change(draft -> draft.tables = names);
    }

    /** Adds the indexes and triggers of the named tables, which D1's filter leaves out. */
    public DumpOptions withDependents(boolean on) {
        return change(draft -> draft.withDependents = on);
    }

    /** Leaves out the rows. */
    public DumpOptions withNoData(boolean on) {
        return change(draft -> draft.noData = on);
    }

    /** Leaves out the schema. */
    public DumpOptions withNoSchema(boolean on) {
        return change(draft -> draft.noSchema = on);
    }

    /** Compresses at the compressor's own level. */
    public DumpOptions withCompression(Compression kind) {
        return withCompression(kind, DEFAULT_LEVEL);
    }

    /** Compresses at a level: 1 to 9 for GZIP, 1 to 22 for ZSTD. */
    public DumpOptions withCompression(Compression kind, int atLevel) {
        return change(draft -> {
            draft.compression = kind;
            draft.level = atLevel;
        });
    }

    /** Says who writes the dump. */
    public DumpOptions withMode(Mode who) {
        return change(draft -> draft.mode = who);
    }

    /** Rewrites the dump while streaming so that D1 imports it as it is. */
    public DumpOptions withRestorable(boolean on) {
        return change(draft -> draft.restorable = on);
    }

    /** Looks at the schema before the export starts, or sends what it is told. */
    public DumpOptions withPreflight(boolean on) {
        return change(draft -> draft.preflight = on);
    }

    /** Lets a complete new file replace an existing one. */
    public DumpOptions withOverwrite(boolean on) {
        return change(draft -> draft.overwrite = on);
    }

    /** Keeps a part on failure and goes on from one that is there. */
    public DumpOptions withResume(boolean on) {
        return change(draft -> draft.resume = on);
    }

    /** Says what is computed over the bytes. */
    public DumpOptions withDigest(Digest kind) {
        return change(draft -> draft.digest = kind);
    }

    /** Bounds the whole export. */
    public DumpOptions withDeadline(Duration longest) {
        return change(draft -> draft.deadline = longest);
    }

    /** Bounds how long the database may be blocked by the exports of this call. */
    public DumpOptions withMaxBlocked(Duration longest) {
        return change(draft -> draft.maxBlocked = longest);
    }

    /** Bounds how long somebody else's export is waited for. */
    public DumpOptions withLockWait(Duration longest) {
        return change(draft -> draft.lockWait = longest);
    }

    /** Bounds the rows that this client reads by queries of its own. */
    public DumpOptions withMaxRowsRead(long most) {
        return change(draft -> draft.maxRowsRead = most);
    }

    /** Tells a listener how the export goes. */
    public DumpOptions withProgress(DumpProgress listener) {
        return change(draft -> draft.progress = listener);
    }

    private DumpOptions change(Consumer<Draft> what) {
        Draft draft = new Draft(this);
        what.accept(draft);
        return draft.done();
    }

    /** The options while one of them changes; it lives only inside of a wither. */
    private static final class Draft {
        private List<String> tables;
        private boolean withDependents;
        private boolean noData;
        private boolean noSchema;
        private Compression compression;
        private int level;
        private Mode mode;
        private boolean restorable;
        private boolean preflight;
        private boolean overwrite;
        private boolean resume;
        private Digest digest;
        private Duration deadline;
        private Duration maxBlocked;
        private Duration lockWait;
        private long maxRowsRead;
        private DumpProgress progress;

        Draft(DumpOptions from) {
            tables = from.tables;
            withDependents = from.withDependents;
            noData = from.noData;
            noSchema = from.noSchema;
            compression = from.compression;
            level = from.level;
            mode = from.mode;
            restorable = from.restorable;
            preflight = from.preflight;
            overwrite = from.overwrite;
            resume = from.resume;
            digest = from.digest;
            deadline = from.deadline;
            maxBlocked = from.maxBlocked;
            lockWait = from.lockWait;
            maxRowsRead = from.maxRowsRead;
            progress = from.progress;
        }

        DumpOptions done() {
            return new DumpOptions(
                    tables,
                    withDependents,
                    noData,
                    noSchema,
                    compression,
                    level,
                    mode,
                    restorable,
                    preflight,
                    overwrite,
                    resume,
                    digest,
                    deadline,
                    maxBlocked,
                    lockWait,
                    maxRowsRead,
                    progress);
        }
    }
}
