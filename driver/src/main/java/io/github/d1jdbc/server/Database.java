package io.github.d1jdbc.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One database: its file, its engine and the export or import that runs on it. Thread-safe. */
final class Database implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("io.github.d1jdbc");

    private final String uuid;
    private final String name;
    private final Instant created = Instant.now();
    private final Path file;
    private final boolean temporary;
    private final @Nullable FileLock lock;
    private final String journal;
    private final Engine engine;
    private final Bookmarks bookmarks;
    private @Nullable Job job;
    private volatile @Nullable String jurisdiction;

    private Database(String uuid, String name, Path file, boolean temporary, D1Server.Options options)
            throws IOException, SQLException {
        this.uuid = uuid;
        this.name = name;
        this.file = file;
        this.temporary = temporary;
        this.lock = temporary ? null : lock(file);
        try (Connection connection = Sqlite.open(file)) {
            this.journal = Sqlite.text(connection, "PRAGMA journal_mode");
            // Readers beside the writer: the dump, the bookmark and the connections of open().
            Sqlite.text(connection, "PRAGMA journal_mode=WAL");
        } catch (SQLException e) {
            unlock();
            throw e;
        }
        this.engine = new Engine(file, options.valueBytes(), temporary);
        this.bookmarks = new Bookmarks(file, uuid, options.drift());
    }

    /** A database in a file of the folder that goes away with it. */
    static Database inMemory(String uuid, String name, Path folder, D1Server.Options options)
            throws IOException, SQLException {
        return new Database(uuid, name, folder.resolve(uuid + ".sqlite"), true, options);
    }

    /** A database in a file that stays. */
    static Database inFile(String uuid, String name, Path file, D1Server.Options options)
            throws IOException, SQLException {
        Path real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        return new Database(uuid, name, real, false, options);
    }

    private static Path lockFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".d1lock");
    }

    // A file beside the database: a lock on the database itself would break SQLite's own POSIX locks.
    private static FileLock lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(lockFile(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock taken = null;
        try {
            taken = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            LOG.log(Level.FINE, "Locked by this process: {0}", file);
        } finally {
            if (taken == null) channel.close();
        }
        if (taken == null) throw new IOException(file + " is already open in an embedded D1; close that one first");
        return taken;
    }

    private void unlock() throws IOException {
        if (lock == null) return;
        Files.deleteIfExists(lockFile(file));
        lock.channel().close();
    }

    String uuid() {
        return uuid;
    }

    String name() {
        return name;
    }

    /** Where its data must stay, as who created it said; here it only is remembered. */
    @Nullable
    String jurisdiction() {
        return jurisdiction;
    }

    void jurisdiction(String name) {
        jurisdiction = name;
    }

    Instant created() {
        return created;
    }

    Path file() {
        return file;
    }

    Engine engine() {
        return engine;
    }

    String bookmark() throws SQLException {
        return bookmarks.current();
    }

    /** The export or import that runs here or waits to be asked for its result. */
    synchronized @Nullable Job job() {
        if (job != null && job.abandoned()) endJob();
        return job;
    }

    synchronized void job(Job next) {
        job = next;
    }

    synchronized void endJob() {
        if (job != null) job.cancel();
        job = null;
    }

    /** Refuses queries while an export or import runs. */
    void checkIdle() throws ApiException {
        Job running = job();
        if (running != null && running.running()) {
            throw ApiException.refused("Currently processing a long-running " + running.type() + ".");
        }
    }

    @Override
    public synchronized void close() throws IOException {
        endJob();
        try {
            bookmarks.close();
            engine.close();
            if (!temporary && !journal.equalsIgnoreCase("wal")) {
                try (Connection connection = Sqlite.open(file)) {
                    Sqlite.text(connection, "PRAGMA journal_mode=" + journal);
                }
            }
        } catch (SQLException e) {
            throw new IOException("The embedded D1's database " + name + " could not be closed", e);
        } finally {
            unlock();
            if (temporary) deleteFiles();
        }
    }

    private void deleteFiles() {
        for (String end : new String[] {"", "-wal", "-shm"}) {
            try {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + end));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
