package io.github.d1jdbc.dump.restore;

import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.dump.DumpStatement;
import io.github.d1jdbc.dump.InsertRow;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Sends a normalised dump as requests, each of which D1 carries out as one transaction. Each ends with the marker, so
 * that it can be asked how far it came. One thread, one load.
 */
final class RequestLoad {

    /** A request may run for 30 seconds (D1 limits); these take about one. */
    static final int STATEMENTS = 400;

    static final int BYTES = 900_000;

    /** One request's statements. */
    record Request(int number, String sql, long firstStatement, long lastStatement) {}

    private static final String HEAD = "PRAGMA defer_foreign_keys=TRUE;\n";

    private final DumpReader reader;
    private final Marker marker;
    private @Nullable String waiting;
    private long statements;

    RequestLoad(DumpReader reader, Marker marker) {
        this.reader = reader;
        this.marker = marker;
    }

    static RequestLoad open(Path file, Marker marker) throws IOException {
        return new RequestLoad(DumpReader.open(file), marker);
    }

    /** The next request behind so many, or null behind the last. */
    @Nullable
    Request next(int sent) throws IOException {
        StringBuilder sql = new StringBuilder(HEAD);
        int count = 0;
        long first = statements + 1;
        while (count < STATEMENTS) {
            String text = waiting == null ? read() : waiting;
            waiting = null;
            if (text == null) break;
            if (count > 0 && sql.length() + text.length() > BYTES) {
                waiting = text;
                break;
            }
            sql.append(text).append("\n;\n"); // a comment at the end must not swallow the semicolon
            count++;
            statements++;
        }
        if (count == 0) return null;
        int number = sent + 1;
        return new Request(number, sql.append(marker.statements(number)).toString(), first, statements);
    }

    private @Nullable String read() throws IOException {
        for (DumpStatement next = reader.next(); next != null; next = reader.next()) {
            // Several rows of one INSERT are one statement.
            if (!(next instanceof InsertRow row) || row.isLast()) return next.text();
        }
        return null;
    }

    /** Carries a request out. */
    static void send(Connection connection, Request request) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(request.sql);
        }
    }

    void close() throws IOException {
        reader.close();
    }
}
