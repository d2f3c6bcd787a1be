package io.github.d1jdbc.bench;

import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.dump.SqliteLoader;
import io.github.d1jdbc.dump.SqliteWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** Ways to make a SQLite file of a dump; each gives the number of rows. */
final class LoadContenders {

    private static final String PRAGMAS =
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-16384;";

    private LoadContenders() {}

    /** Into the file that {@code d1dump convert} makes: checked by integrity_check, synced, moved into its place. */
    static long ours(Path dump, Path database) throws IOException {
        try (DumpReader reader = DumpReader.open(dump)) {
            return SqliteWriter.write(reader, database, true, false).rows();
        }
    }

    /** The loading alone, as {@code d1dump verify} does it: no more than the peers do. */
    static long oursAlone(Path dump, Path database) throws IOException, SQLException {
        SQLiteConfig config = config();
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        config.setJournalMode(SQLiteConfig.JournalMode.MEMORY);
        try (DumpReader reader = DumpReader.open(dump);
                Connection connection = config.createConnection("jdbc:sqlite:" + database)) {
            return SqliteLoader.load(reader, connection, false).rows();
        }
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.OFF);
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
        config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
        config.setCacheSize(-16_384);
        return config;
    }

    // A sample dump has one statement a line, so no splitter's time is in it.
    static long textOverJdbc(Path dump, Path database) throws IOException, SQLException {
        long rows = 0;
        try (Connection connection = config().createConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                BufferedReader lines = Files.newBufferedReader(dump, StandardCharsets.UTF_8)) {
            connection.setAutoCommit(false);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                statement.executeUpdate(line);
                if (line.startsWith("INSERT")) rows++;
            }
            connection.commit();
        }
        return rows;
    }

    static long sqlite3(Path dump, Path database) throws IOException, SQLException {
        if (!Programs.found("sqlite3")) return textOverJdbc(dump, database);
        // The last line counts, so that a run that stops early is seen.
        String said = Programs.run(List.of(
                "sqlite3",
                "-bail",
                database.toString(),
                PRAGMAS + " BEGIN;",
                ".read " + dump,
                "COMMIT;",
                "SELECT (SELECT count(*) FROM customers) + (SELECT count(*) FROM orders);"));
        return Long.parseLong(said.strip().replaceAll("(?s).*\n", ""));
    }

    /** Counts, sums and lengths of what is in a database, as one text that is equal for equal content. */
    static String content(Path database) throws SQLException {
        StringBuilder content = new StringBuilder();
        try (Connection connection = new SQLiteConfig().createConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            for (String query : List.of(
                    "SELECT count(*), sum(id), sum(length(name)), sum(active), sum(length(photo)), min(email)"
                            + " FROM customers",
                    "SELECT count(*), sum(id), sum(customer_id), sum(length(note)), max(placed_at), count(discount)"
                            + " FROM orders",
                    "SELECT group_concat(printf('%.6f', total)) FROM orders",
                    "SELECT group_concat(sql) FROM sqlite_schema ORDER BY name")) {
                try (ResultSet row = statement.executeQuery(query)) {
                    row.next();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        content.append(row.getString(i)).append('|');
                    }
                }
            }
        }
        return content.toString();
    }
}
