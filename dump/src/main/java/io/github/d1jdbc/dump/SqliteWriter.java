package io.github.d1jdbc.dump;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * Makes a SQLite database file of a dump. The file is built beside the target, checked, synced and only then moved
 * there: the target is as it was before, or complete. Threads may share it.
 */
public final class SqliteWriter {

    private SqliteWriter() {}

    /**
     * Writes a file.
     *
     * @param overwrite whether a file that is there is replaced
     * @param ignoreChecks whether rows that break a CHECK are taken, too
     * @throws DumpException if the dump is damaged, or something in it is not allowed or refused by SQLite
     * @throws FileAlreadyExistsException if the target exists and may not be replaced
     */
    public static SqliteLoader.Loaded write(DumpReader reader, Path target, boolean overwrite, boolean ignoreChecks)
            throws IOException {
        if (Files.exists(target) && !overwrite) throw new FileAlreadyExistsException(target.toString());
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.deleteIfExists(part);
        try {
            SqliteLoader.Loaded loaded = build(reader, part, ignoreChecks);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return loaded;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static SqliteLoader.Loaded build(DumpReader reader, Path file, boolean ignoreChecks) throws IOException {
        try (ReadAhead dump = ReadAhead.of(reader);
                Connection connection = bulk().createConnection("jdbc:sqlite:" + file)) {
            SqliteLoader.Loaded loaded = SqliteLoader.load(dump, connection, ignoreChecks);
            connection.setAutoCommit(true);
            List<String> faults = integrity(connection);
            if (!faults.isEmpty()) {
                throw new IOException("SQLite's integrity_check of the new file says: " + String.join("; ", faults));
            }
            return loaded;
        } catch (SQLException e) {
            throw SqliteLoader.ofDisk(e);
        }
    }

    // The file is thrown away if anything fails, so neither a journal on disk nor sync is needed while it is built.
    private static SQLiteConfig bulk() {
        SQLiteConfig config = new SQLiteConfig();
        config.setOpenMode(SQLiteOpenMode.NOMUTEX); // one thread has it
        config.setJournalMode(SQLiteConfig.JournalMode.MEMORY);
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
        config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
        config.setCacheSize(-16_384); // KiB
        config.enableLoadExtension(false);
        return config;
    }

    private static List<String> integrity(Connection connection) throws SQLException {
        List<String> faults = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA integrity_check(10)")) {
            while (rows.next()) if (!rows.getString(1).equals("ok")) faults.add(rows.getString(1));
        }
        return faults;
    }
}
