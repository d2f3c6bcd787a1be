package io.github.d1jdbc.dump.verify;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** A SQLite file in a folder of its own that only its owner may enter, removed on {@link #close}. One thread. */
final class Scratch implements AutoCloseable {

    private static final double MIB = 1024.0 * 1024;
    /** Steps of SQLite's machine between two looks at the thread's interrupt; some milliseconds. */
    private static final int STEPS = 200_000;

    private final Path folder;

    private Scratch(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the folder.
     *
     * @param parent where
     * @param needed bytes that will be written there as far as anybody can tell; without room for them this throws
     */
    static Scratch in(Path parent, long needed) throws IOException {
        if (!Files.isDirectory(parent)) throw new IOException("the scratch folder " + parent + " does not exist");
        FileStore store = Files.getFileStore(parent);
        if (store.getUsableSpace() < needed) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "loading the dump needs about %.1f MiB of scratch space, and %s has %.1f MiB: name another folder",
                    needed / MIB,
                    parent,
                    store.getUsableSpace() / MIB));
        }
        Scratch scratch = new Scratch(Files.createTempDirectory(parent, "d1dump-verify-", ownerOnly("rwx------")));
        Files.createFile(scratch.file(), ownerOnly("rw-------"));
        return scratch;
    }

    private Path file() {
        return folder.resolve("scratch.sqlite");
    }

    // The file is thrown away, so it needs neither a journal on disk nor sync.
    Connection open() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setOpenMode(SQLiteOpenMode.NOMUTEX); // one thread has it
        config.setJournalMode(SQLiteConfig.JournalMode.MEMORY);
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
        config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
        config.setCacheSize(-16_384); // KiB
        config.enableLoadExtension(false);
        Connection connection = config.createConnection("jdbc:sqlite:" + file());
        stopOnInterrupt(connection);
        return connection;
    }

    /** Makes long statements of a SQLite connection end with SQLITE_INTERRUPT when their thread is interrupted. */
    static void stopOnInterrupt(Connection connection) throws SQLException {
        ProgressHandler.setHandler(connection, STEPS, new ProgressHandler() {
            @Override
            protected int progress() {
                return Thread.currentThread().isInterrupted() ? 1 : 0;
            }
        });
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public void close() throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.toList();
        }
        for (Path file : files) Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
    }
}
