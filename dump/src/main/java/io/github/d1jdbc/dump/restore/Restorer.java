package io.github.d1jdbc.dump.restore;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.dump.Manifest;
import io.github.d1jdbc.dump.normal.NormalOptions;
import io.github.d1jdbc.dump.normal.Normalised;
import io.github.d1jdbc.dump.normal.Normaliser;
import io.github.d1jdbc.dump.restore.RestoreException.Kind;
import io.github.d1jdbc.dump.restore.RestoreOptions.Existing;
import io.github.d1jdbc.dump.restore.RestoreOptions.Way;
import io.github.d1jdbc.export.DumpProgress;
import io.github.d1jdbc.export.DumpProgress.Phase;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Restores one dump into one D1 database: {@link #prepare} reads both, rewrites the dump into scratch files and changes
 * nothing; {@link #run} carries the {@link #plan} out. One thread at a time; closing it removes the scratch files.
 */
public final class Restorer implements AutoCloseable {

    /** Up to so much the whole restore is one request, quicker than an import and as atomic. */
    private static final long ONE_REQUEST_BYTES = 500_000;
    /** Room for what is put around the parts: the marker. */
    private static final int MARKER_ROOM = 1_000;

    private final Path dump;
    private final RestoreOptions options;
    private final TargetContent content;
    private final DumpContent dumped;
    private final Set<String> expected;
    private final Path folder;
    private final Marker marker = Marker.fresh();
    private final List<Path> parts = new ArrayList<>();
    private final RestorePlan plan;

    private Restorer(
            Path dump,
            @Nullable D1Connection target,
            TargetContent content,
            DumpContent dumped,
            RestoreOptions options,
            Path folder)
            throws IOException, SQLException, RestoreException {
        this.dump = dump;
        this.options = options;
        this.content = content;
        this.dumped = dumped;
        this.folder = folder;
        List<String> notes = new ArrayList<>();
        boolean schema = withSchema(notes);
        this.expected = schema && options.only().isEmpty() ? dumped.objects() : Set.of();
        List<String> drops = options.existing() == Existing.CLEAN ? Clearance.of(content) : List.of();
        Normalised normalised = normalise(drops, schema);
        Map<String, Long> rows = new LinkedHashMap<>();
        long written = 0;
        for (Map.Entry<String, Long> table : normalised.rowsPerTable().entrySet()) {
            if (table.getKey().toLowerCase(Locale.ROOT).startsWith("sqlite_")) continue;
            rows.put(table.getKey(), table.getValue());
            written += dumped.written(table.getKey(), table.getValue());
        }
        Map<String, Long> found =
                target == null ? Map.of() : TargetContent.count(target, content.tables(), RestorePlan.COUNTED);
        if (!dumped.virtual().isEmpty())
            notes.add("virtual tables write more rows than they are given; the estimate leaves them out");
        this.plan = new RestorePlan(
                dump,
                target == null ? Optional.empty() : Optional.of(target.databaseId()),
                options.existing(),
                found,
                content.words(),
                drops,
                way(normalised),
                parts.size(),
                normalised.bytes(),
                normalised.statements() + drops.size(),
                rows,
                written,
                normalised.changes(),
                notes,
                Optional.ofNullable(refusal(written)));
    }

    /**
     * Reads the dump and the target and makes a plan; nothing is written but scratch files.
     *
     * @param target an open connection to it, or null for one that is yet to be created
     * @throws IOException if the dump or the scratch folder fails; a {@link io.github.d1jdbc.dump.DumpException} if the
     *     dump is damaged, or something in it is not allowed
     * @throws SQLException if the target cannot be read
     * @throws RestoreException if it is not empty or is the dump's own source, and that was not agreed to
     */
    public static Restorer prepare(Path dump, @Nullable D1Connection target, RestoreOptions options)
            throws IOException, SQLException, RestoreException {
        options.progress()
                .update(new DumpProgress.Update(
                        Phase.PREPARING, Optional.empty(), 0, OptionalLong.empty(), 0, Duration.ZERO, 0));
        if (Files.isDirectory(dump)) throw new IOException(dump + " is a folder, not a dump");
        checkManifest(dump, target, options);
        TargetContent content = target == null ? TargetContent.EMPTY : TargetContent.of(target);
        if (target != null && !content.isEmpty() && options.existing() == Existing.REFUSE) {
            throw new RestoreException(
                    Kind.REFUSED,
                    "database " + target.databaseName() + " is not empty: it has " + content.words()
                            + "; nothing was changed",
                    "--clean drops all of it first, --append adds to it, --create makes a new database");
        }
        DumpContent dumped = DumpContent.of(dump);
        if (options.way() == Way.REQUESTS && checksOff(options, dumped)) {
            throw new RestoreException(
                    Kind.UNCONFIRMED,
                    "a restore that ignores CHECKs cannot go by requests: PRAGMA ignore_check_constraints would stay on"
                            + " for every client of the database; nothing was changed",
                    "--via import switches it off at its end");
        }
        Path folder = Files.createTempDirectory(options.scratch(), "d1dump-restore");
        try {
            return new Restorer(dump, target, content, dumped, options, folder);
        } catch (IOException | SQLException | RestoreException | RuntimeException e) {
            delete(folder);
            throw e;
        }
    }

    // Rulings-dump 20: a file that is not the one that the manifest was written for may be cut or mixed up.
    private static void checkManifest(Path dump, @Nullable D1Connection target, RestoreOptions options)
            throws IOException, RestoreException {
        Path path = Manifest.pathFor(dump);
        if (!Files.exists(path)) return;
        Manifest manifest = Manifest.read(path);
        if (target != null) checkSource(manifest, target, options);
        if (manifest.matches(dump)) return;
        throw new RestoreException(
                Kind.REFUSED,
                dump
                        + " is not the file that its manifest was written for (size or checksum differ); nothing was changed",
                "it may be damaged; if it was changed on purpose, remove " + path);
    }

    // Rulings-dump 17: the database that a backup was made of is the last that anybody wants to overwrite by mistake.
    private static void checkSource(Manifest manifest, D1Connection target, RestoreOptions options)
            throws RestoreException {
        if (!manifest.source().uuid().equalsIgnoreCase(target.databaseId())) return;
        String name = target.databaseName();
        if (options.intoSource().filter(name::equals).isPresent()) return;
        throw new RestoreException(
                Kind.UNCONFIRMED,
                options.intoSource().isPresent()
                        ? "the database that this dump came from is named " + name + ", not "
                                + options.intoSource().get() + "; nothing was changed"
                        : "the dump came from this very database, " + name + "; nothing was changed",
                "--into-source " + name + " restores into it all the same");
    }

    // With --append the dump's tables are all there, or none of them is; a mixture would be half of something.
    private boolean withSchema(List<String> notes) throws RestoreException {
        Set<String> there = content.keys();
        List<String> missing = dumped.filled().stream()
                .filter(name -> isWanted(name) && !name.toLowerCase(Locale.ROOT).startsWith("sqlite_"))
                .filter(name -> dumped.tables().stream().noneMatch(name::equalsIgnoreCase))
                .filter(name -> options.existing() != Existing.APPEND || !there.contains(SqlName.key(name)))
                .toList();
        if (!missing.isEmpty()) {
            throw new RestoreException(
                    Kind.REFUSED,
                    "the dump has rows of " + missing.get(0) + " and does not make this table; nothing was changed",
                    "restore the schema first, then this one with --append");
        }
        if (options.existing() != Existing.APPEND || dumped.tables().isEmpty())
            return !dumped.objects().isEmpty();
        List<String> wanted = dumped.tables().stream().filter(this::isWanted).toList();
        List<String> known = wanted.stream()
                .filter(name -> there.contains(SqlName.key(name)))
                .toList();
        if (known.isEmpty()) return true;
        if (known.size() < wanted.size()) {
            throw new RestoreException(
                    Kind.REFUSED,
                    "of the dump's tables the target has some (" + String.join(", ", known)
                            + ") and others not; nothing was changed",
                    "--only TABLE restores the ones that you name, --clean replaces everything");
        }
        notes.add("the target has all tables of the dump: only rows are added, no indexes, views or triggers");
        return false;
    }

    private boolean isWanted(String table) {
        return options.only().isEmpty() || options.only().stream().anyMatch(table::equalsIgnoreCase);
    }

    private Normalised normalise(List<String> drops, boolean schema) throws IOException {
        byte[] head = head(drops);
        long most = Math.min(options.maxPartBytes(), NormalOptions.IMPORT_LIMIT);
        NormalOptions normal = NormalOptions.defaults()
                .withScratch(folder)
                .withOnly(options.only())
                .withIgnoreChecks(options.ignoreChecks())
                .withContent(schema, true)
                .withAllowedStatements(options.allowedStatements())
                .withMaxPartBytes(Math.max(1, most - head.length - MARKER_ROOM));
        if (options.existing() == Existing.APPEND) normal = normal.withTarget(content.names());
        Normalised normalised = Normaliser.normalise(dump, normal, number -> {
            if (Thread.currentThread().isInterrupted()) throw new InterruptedIOException("interrupted");
            Path part = folder.resolve("part-" + number + ".sql");
            parts.add(part);
            OutputStream out = new BufferedOutputStream(Files.newOutputStream(part));
            if (number == 1) out.write(head);
            return out;
        });
        return normalised;
    }

    // What is dropped is dropped by the import that brings the new tables: if it fails, both are undone.
    private static byte[] head(List<String> drops) {
        if (drops.isEmpty()) return new byte[0];
        StringBuilder sql = new StringBuilder("PRAGMA defer_foreign_keys=TRUE;\n");
        for (String drop : drops) sql.append(drop).append(";\n");
        return sql.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean checksOff(RestoreOptions options, DumpContent dumped) {
        return options.ignoreChecks() || dumped.ignoresChecks();
    }

    private Way way(Normalised normalised) {
        if (options.way() != Way.AUTO) return options.way();
        boolean small = normalised.bytes() <= ONE_REQUEST_BYTES
                && normalised.statements() + plannedDrops() <= RequestLoad.STATEMENTS
                && parts.size() == 1;
        return small && !checksOff(options, dumped) ? Way.REQUESTS : Way.IMPORT;
    }

    private int plannedDrops() {
        return options.existing() == Existing.CLEAN ? content.objects().size() + 1 : 0;
    }

    private RestorePlan.@Nullable Refusal refusal(long written) {
        if (written > options.maxRowsWritten()) {
            return new RestorePlan.Refusal(
                    String.format(
                            Locale.ROOT,
                            "the restore writes about %,d rows, index entries included, more than %,d",
                            written,
                            options.maxRowsWritten()),
                    "--max-rows-written N allows more");
        }
        if (parts.size() > 1 && !options.acceptDowntime()) {
            return new RestorePlan.Refusal(
                    "the restore takes " + parts.size() + " imports, which are not atomic together: in between the"
                            + " database is half restored",
                    "--accept-downtime agrees to that");
        }
        return null;
    }

    /** What {@link #run} will do. */
    public RestorePlan plan() {
        return plan;
    }

    /**
     * Restores, and returns when everything is in and counted.
     *
     * @throws RestoreException says what is in the target otherwise; with kind UNKNOWN nobody knows
     * @throws SQLException if something failed before the first write; nothing was changed
     * @throws IOException if the journal cannot be written; nothing was changed
     */
    public Restored run(D1Connection target) throws SQLException, IOException, RestoreException {
        if (plan.refusal().isPresent()) {
            RestorePlan.Refusal refusal = plan.refusal().get();
            throw new RestoreException(Kind.REFUSED, refusal.message() + "; nothing was changed", refusal.hint());
        }
        if (!TargetContent.of(target).equals(content)) {
            throw new RestoreException(
                    Kind.REFUSED,
                    "database " + target.databaseName() + " was changed by somebody else after the plan was made;"
                            + " nothing was changed by this program",
                    "try again");
        }
        if (plan.way() == Way.IMPORT) {
            for (int i = 0; i < parts.size(); i++) finish(parts.get(i), i + 1);
        }
        return new RestoreRun(dump, target, options, plan, content, expected, checksOff(options, dumped), marker, parts)
                .run();
    }

    private void finish(Path part, int number) throws IOException {
        String checks = checksOff(options, dumped) ? Aftermath.CHECKS_ON + ";\n" : "";
        Files.writeString(part, checks + marker.statements(number), StandardOpenOption.APPEND);
    }

    @Override
    public void close() throws IOException {
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
    }
}
