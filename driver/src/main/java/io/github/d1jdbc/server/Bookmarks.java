package io.github.d1jdbc.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Gives a database's bookmark, which changes when something was committed and sorts by age.
 *
 * <p>A connection of its own sees every commit of every other connection in {@code PRAGMA data_version}. Thread-safe.
 */
final class Bookmarks implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement version;
    private final String seed;
    private final long born = Instant.now().getEpochSecond();
    private final boolean drift;
    private long count;
    private long seen;
    private long since = born;

    /** @param drift a new bookmark at every question, as the bare engine gives it */
    Bookmarks(Path file, String seed, boolean drift) throws SQLException {
        this.connection = Sqlite.open(file);
        this.version = connection.prepareStatement("PRAGMA data_version");
        this.seed = seed;
        this.drift = drift;
        this.seen = version();
    }

    synchronized String current() throws SQLException {
        long now = version();
        if (now != seen || drift) {
            seen = now;
            count++;
            since = Instant.now().getEpochSecond();
        }
        return String.format("%08x-%08x-%08x-%s", born, count, since >>> 4, hash());
    }

    private long version() throws SQLException {
        try (ResultSet row = version.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private String hash() {
        byte[] text = (seed + count).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(DumpFile.md5().digest(text));
    }

    @Override
    public synchronized void close() throws SQLException {
        connection.close();
    }
}
