package io.github.d1jdbc.dump.verify;

import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.dump.Manifest;
import io.github.d1jdbc.dump.SqliteLoader;
import io.github.d1jdbc.dump.verify.DatabaseSchema.Kind;
import io.github.d1jdbc.dump.verify.DatabaseSchema.Table;
import io.github.d1jdbc.export.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads a dump into a scratch SQLite, checks it there and adds up each table. Immutable; threads may share it, each
 * verification has a scratch file of its own, which is removed whatever happens. An interrupt of the thread ends it.
 */
public final class Verifier {

    /**
     * How to verify. Immutable.
     *
     * @param scratch the folder for the scratch file, which grows to about the size of the SQL
     * @param ignoreChecks whether rows that break a CHECK are taken, as D1 itself may have taken them
     * @param listener is told how far it is
     */
    public record Options(Path scratch, boolean ignoreChecks, Listener listener) {

        /** In the system's folder for temporary files. */
        public static Options defaults() {
            return new Options(Path.of(System.getProperty("java.io.tmpdir", ".")), false, (step, table) -> {});
        }

        /** The same with another scratch folder. */
        public Options withScratch(Path folder) {
            return new Options(folder, ignoreChecks, listener);
        }

        /** The same, rows that break a CHECK taken or not. */
        public Options withIgnoreChecks(boolean ignore) {
            return new Options(scratch, ignore, listener);
        }

        /** The same with another listener. */
        public Options withListener(Listener other) {
            return new Options(scratch, ignoreChecks, other);
        }
    }

    /** Is told how far a verification is, on its thread. */
    @FunctionalInterface
    public interface Listener {
        /** A step begins; the table is the one at hand, or an empty string. */
        void step(Step step, String table);
    }

    /** The steps of a verification, in their order. */
    public enum Step {
        LOADING,
        CHECKING,
        HASHING,
        COMPARING
    }

    private static final int FAULTS = 10;
    /** A compressed dump is at least so many times larger when nobody knows its size. */
    private static final int COMPRESSED = 3;

    private final Options options;

    public Verifier(Options options) {
        this.options = options;
    }

    /**
     * Verifies a file, with the manifest that lies beside it.
     *
     * @throws io.github.d1jdbc.dump.DumpException if it is no dump, damaged, or SQLite refuses a statement of it
     * @throws IOException if a file cannot be read, the scratch folder is full, or the thread is interrupted
     */
    public Verification verify(Path file) throws IOException {
        Path beside = Manifest.pathFor(file);
        Optional<Manifest> manifest =
                Files.exists(beside) ? Optional.of(Manifest.read(beside)) : Optional.<Manifest>empty();
        try (InputStream in = Files.newInputStream(file)) {
            return verify(in, file.toString(), Files.size(file), manifest);
        }
    }

    /**
     * Verifies a stream, which is read to its end and not closed.
     *
     * @param name for messages
     * @param bytes how many it has, or -1 where nobody knows
     * @param manifest to compare with, if there is one
     */
    public Verification verify(InputStream stream, String name, long bytes, Optional<Manifest> manifest)
            throws IOException {
        DumpSums sums = new DumpSums(stream);
        try (DumpReader reader = DumpReader.open(sums, name, DumpReader.Options.defaults());
                Scratch scratch = Scratch.in(options.scratch(), needed(reader, bytes, manifest));
                Connection connection = scratch.open()) {
            reader.digestInto(sums.sql());
            options.listener().step(Step.LOADING, "");
            SqliteLoader.Loaded loaded = SqliteLoader.load(reader, connection, options.ignoreChecks());
            sums.finish();
            connection.setAutoCommit(true);
            return check(name, connection, loaded, manifest, sums, reader.bytesRead());
        } catch (SQLException e) {
            if (Thread.currentThread().isInterrupted()) throw stopped(e);
            throw new IOException("the scratch database failed: " + e.getMessage(), e);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) throw stopped(e);
            throw e;
        }
    }

    private static long needed(DumpReader reader, long bytes, Optional<Manifest> manifest) {
        boolean plain = reader.compression() == Compression.NONE;
        return manifest.map(known -> known.sql().bytes()).orElse(plain ? bytes : bytes * COMPRESSED);
    }

    private static InterruptedIOException stopped(Exception cause) {
        InterruptedIOException stopped = new InterruptedIOException("the verification was stopped");
        stopped.initCause(cause);
        return stopped;
    }

    private Verification check(
            String name,
            Connection connection,
            SqliteLoader.Loaded loaded,
            Optional<Manifest> manifest,
            DumpSums sums,
            long sqlBytes)
            throws SQLException {
        options.listener().step(Step.CHECKING, "");
        List<Difference> differences = new ArrayList<>();
        integrity(connection, differences);
        references(connection, differences);
        DatabaseSchema schema = DatabaseSchema.read(connection);
        List<TableContent> tables = hashes(connection, schema, options.listener());
        loadedRows(loaded, schema, tables, differences);
        manifest.ifPresent(known -> ManifestCheck.of(known, sums, sqlBytes, tables, differences));
        return new Verification(name, loaded.statements(), loaded.rows(), schema, tables, manifest, differences);
    }

    /** What the tables of a SQLite database hold. */
    static List<TableContent> hashes(Connection connection, DatabaseSchema schema, Listener listener)
            throws SQLException {
        SqliteContent content = new SqliteContent(connection);
        List<TableContent> tables = new ArrayList<>();
        for (Table table : schema.tables()) {
            listener.step(Step.HASHING, table.name());
            tables.add(
                    table.kind() == Kind.WITHOUT_CONTENT
                            ? new TableContent(table.name(), table.names(), Optional.empty(), 0)
                            : content.read(table));
        }
        return tables;
    }

    private static void integrity(Connection connection, List<Difference> differences) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA integrity_check(" + FAULTS + ")")) {
            while (rows.next()) {
                String fault = rows.getString(1);
                if (fault.equals("ok")) continue;
                String sentence = "SQLite's integrity_check says: " + fault;
                differences.add(new Difference(Difference.Kind.INTEGRITY, "", "ok", fault, sentence));
            }
        }
    }

    private static void references(Connection connection, List<Difference> differences) throws SQLException {
        Map<List<String>, Long> broken = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA foreign_key_check")) {
            while (rows.next()) broken.merge(List.of(rows.getString(1), rows.getString(3)), 1L, Long::sum);
        } catch (SQLException e) {
            if (Thread.currentThread().isInterrupted()) throw e;
            String sentence = "the foreign keys cannot be checked: " + e.getMessage();
            differences.add(new Difference(
                    Difference.Kind.FOREIGN_KEY, "", "every row has its parent", "cannot be checked", sentence));
        }
        broken.forEach((tables, count) -> {
            String sentence =
                    count(count, "row") + " of " + tables.get(0) + " without a parent row in " + tables.get(1);
            differences.add(new Difference(
                    Difference.Kind.FOREIGN_KEY,
                    tables.get(0),
                    "every row has its parent",
                    count(count, "row") + " without one in " + tables.get(1),
                    sentence));
        });
    }

    // Rows can get lost by OR IGNORE and OR REPLACE; those of a virtual table can be commands to it.
    private static void loadedRows(
            SqliteLoader.Loaded loaded,
            DatabaseSchema schema,
            List<TableContent> tables,
            List<Difference> differences) {
        Map<String, Long> expected = new HashMap<>();
        loaded.rowsPerTable().forEach((table, rows) -> expected.merge(key(table), rows, Long::sum));
        for (int i = 0; i < tables.size(); i++) {
            ContentHash hash = tables.get(i).hash().orElse(null);
            String table = tables.get(i).name();
            boolean counted = schema.tables().get(i).kind() == Kind.ORDINARY
                    && !key(table).startsWith("sqlite_");
            long rows = expected.getOrDefault(key(table), 0L);
            if (hash == null || !counted || hash.rows() == rows) continue;
            differences.add(rows(
                    Difference.Kind.LOADED_ROWS,
                    table,
                    rows,
                    hash.rows(),
                    "the dump has " + count(rows, "row") + " of " + table + ", and " + count(hash.rows(), "row")
                            + " can be loaded"));
        }
    }

    static Difference rows(Difference.Kind kind, String table, long expected, long found, String sentence) {
        return new Difference(kind, table, count(expected, "row"), count(found, "row"), sentence);
    }

    static String count(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }

    /** SQLite finds names in any case of the 26 letters. */
    static String key(@Nullable String name) {
        return String.valueOf(name).toLowerCase(Locale.ROOT);
    }
}
