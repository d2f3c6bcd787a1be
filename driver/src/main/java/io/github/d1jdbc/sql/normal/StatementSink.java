package io.github.d1jdbc.sql.normal;

import java.io.IOException;

/** Takes finished SQL. */
@FunctionalInterface
public interface StatementSink {
    /**
     * Takes statements that belong together, each ended by a semicolon and a line feed.
     *
     * @param sql good until this returns
     * @param length how many bytes of it
     * @param statements how many they are
     */
    void take(byte[] sql, int length, int statements) throws IOException;
}
