package io.github.d1jdbc.server;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.d1jdbc.sql.SqlStatement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Iterator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * The one connection through which all clients of a database write and read, as a D1 database is one thread: the
 * counters behind {@code changes()} and {@code last_insert_rowid()} are shared by all. Thread-safe.
 */
final class Engine implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("io.github.d1jdbc");
    private static final String OWN_WRITE = "UPDATE _cf_METADATA SET value = x'00' WHERE key = 2";
    private static final int STATEMENT_BYTES = 100_000;

    private final SQLiteConnection connection;
    private final int valueBytes;
    private final Refusals refusals;
    private final PreparedStatement counters;
    private final long pageSize;
    private volatile boolean closed;

    Engine(Path file, int valueBytes, boolean temporary) throws SQLException {
        this.connection = Sqlite.open(file);
        this.valueBytes = valueBytes;
        Sqlite.run(connection, "PRAGMA synchronous=" + (temporary ? "OFF" : "NORMAL"));
        Sqlite.limit(connection, valueBytes);
        hide(connection);
        this.refusals = new Refusals(connection);
        this.pageSize = Long.parseLong(Sqlite.text(connection, "PRAGMA page_size"));
        this.counters = connection.prepareStatement("SELECT total_changes(), last_insert_rowid(), "
                + "(SELECT page_count FROM pragma_page_count) - (SELECT freelist_count FROM pragma_freelist_count)");
    }

    // Every database of the engine has it, a trap for all who join sqlite_schema with pragma_table_info().
    private static void hide(SQLiteConnection connection) throws SQLException {
        Sqlite.run(
                connection,
                "CREATE TABLE IF NOT EXISTS _cf_METADATA (\n        key INTEGER PRIMARY KEY,\n        value BLOB\n"
                        + "      )");
        Sqlite.run(connection, "INSERT OR REPLACE INTO _cf_METADATA VALUES (2, x'00')");
    }

    /** Runs the statements in one transaction; gives the array of results as JSON. */
    synchronized byte[] run(List<Query> queries, boolean raw) throws ApiException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        boolean writes = queries.stream().anyMatch(q -> !q.statement().kind().reads());
        transaction(writes, () -> {
            try (JsonGenerator json = Json.FACTORY.createGenerator((OutputStream) bytes)) {
                json.writeStartArray();
                for (Query query : queries) {
                    json.writeStartObject();
                    json.writeFieldName("results");
                    Meta meta = run(query, json, raw);
                    json.writeBooleanField("success", true);
                    json.writeFieldName("meta");
                    meta.write(json);
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
        });
        return bytes.toByteArray();
    }

    /** What an import did. */
    record Imported(long statements, @Nullable Meta meta) {}

    /** Runs the statements of a script in one transaction. */
    synchronized Imported run(Iterator<SqlStatement> script) throws ApiException {
        long[] count = {0};
        Meta[] sum = {null};
        transaction(true, () -> {
            try (JsonGenerator nowhere = Json.FACTORY.createGenerator(OutputStream.nullOutputStream())) {
                nowhere.writeStartArray();
                while (script.hasNext()) {
                    Meta meta = run(new Query(script.next(), List.of()), nowhere, true);
                    sum[0] = sum[0] == null ? meta : sum[0].plus(meta);
                    count[0]++;
                }
                nowhere.writeEndArray();
            }
        });
        return new Imported(count[0], sum[0]);
    }

    private interface Work {
        void run() throws ApiException, SQLException, IOException;
    }

    private void transaction(boolean writes, Work work) throws ApiException {
        if (closed) throw new ApiException(404, 7404, "The database could not be found");
        try {
            exec(writes ? "BEGIN IMMEDIATE" : "BEGIN");
            long before = counters().totalChanges;
            work.run();
            // The engine notes each write in its hidden table, so that changes() is 1 in the next request.
            if (counters().totalChanges != before) exec(OWN_WRITE);
            exec("COMMIT");
        } catch (ApiException e) {
            // Where SQLite has rolled back by itself (OR ROLLBACK), the engine loses the error's text.
            if (!rollback()) throw internal(400, e);
            throw e;
        } catch (SQLException e) {
            // The engine notices a deferred foreign key only at the end, outside any statement: no text either.
            boolean constraint = ErrorText.isConstraint(e);
            rollback();
            throw internal(constraint ? 400 : 500, e);
        } catch (IOException | RuntimeException e) {
            rollback();
            throw internal(500, e);
        }
    }

    // Without a statement of its own, because sqlite-jdbc closes one that fails.
    private void exec(String sql) throws SQLException {
        connection.getDatabase().exec(sql, false);
    }

    private boolean rollback() {
        try {
            exec("ROLLBACK");
            return true;
        } catch (SQLException e) {
            LOG.log(Level.FINE, "Nothing to roll back: {0}", e.getMessage());
            return false;
        }
    }

    // The text that the service shows when it does not show what went wrong.
    private static ApiException internal(int status, Exception cause) {
        String letters = "0123456789abcdefghijklmnopqrstuv";
        SecureRandom random = new SecureRandom();
        StringBuilder reference = new StringBuilder("internal error; reference = ");
        for (int i = 0; i < 24; i++) reference.append(letters.charAt(random.nextInt(32)));
        LOG.log(Level.FINE, reference.toString(), cause);
        return new ApiException(status, 7500, reference.toString());
    }

    private record Counters(long totalChanges, long lastRowId, long size) {}

    private Counters counters() throws SQLException {
        try (ResultSet row = counters.executeQuery()) {
            row.next();
            return new Counters(row.getLong(1), row.getLong(2), row.getLong(3) * pageSize);
        }
    }

    private Meta run(Query query, JsonGenerator json, boolean raw) throws ApiException, SQLException, IOException {
        SqlStatement statement = query.statement();
        if (statement.text().length() > STATEMENT_BYTES / 4 && statement.bytes() > STATEMENT_BYTES) {
            throw ApiException.refused("statement too long: SQLITE_TOOBIG");
        }
        String sql = refusals.check(Surrogates.adapt(statement, query.parameters()));
        Counters before = counters();
        long start = System.nanoTime();
        long rows;
        try (PreparedStatement prepared = connection.prepareStatement(sql)) {
            bind(prepared, query.parameters());
            String[] columns = columns(prepared, sql, statement);
            prepared.execute();
            rows = new Rows(json, raw).write(columns, prepared);
        } catch (SQLException e) {
            throw ApiException.refused(ErrorText.of(e, statement));
        }
        if (statement.startsWith("ANALYZE") || statement.startsWith("PRAGMA")) {
            Sqlite.run(connection, Sqlite.DROP_STAT4);
        }
        double millis = Math.round((System.nanoTime() - start) / 100.0) / 10_000.0;
        Counters after = counters();
        long changes = after.totalChanges - before.totalChanges;
        boolean changed = changes != 0 || after.lastRowId != before.lastRowId || after.size != before.size;
        return new Meta(millis, changes, after.lastRowId, changed, after.size, Math.max(rows, changes), changes);
    }

    // A column without a name is named after its text, which must be the client's and not ours.
    private String[] columns(PreparedStatement prepared, String sql, SqlStatement statement) throws SQLException {
        if (sql.equals(statement.text())) return Rows.columns(prepared);
        try (PreparedStatement original = connection.prepareStatement(statement.text())) {
            return Rows.columns(original);
        }
    }

    private void bind(PreparedStatement prepared, List<@Nullable Object> values) throws SQLException, ApiException {
        if (prepared.getParameterMetaData().getParameterCount() != values.size()) {
            throw ApiException.refused("Wrong number of parameter bindings for SQL query.");
        }
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (Query.bytes(value) > valueBytes) throw ApiException.refused("string or blob too big: SQLITE_TOOBIG");
            if (value == null) prepared.setNull(i + 1, Types.NULL);
            else if (value instanceof Double number) prepared.setDouble(i + 1, number);
            else if (value instanceof byte[] blob) prepared.setBytes(i + 1, blob);
            else if (value instanceof String text && !Utf8.hasLoneSurrogate(text)) prepared.setString(i + 1, text);
            else prepared.setBytes(i + 1, Utf8.encode(value.toString()));
        }
    }

    /** Runs one of our own statements' answer, for instance a count. */
    synchronized String text(String sql) throws SQLException {
        return Sqlite.text(connection, sql);
    }

    synchronized long size() throws SQLException {
        return counters().size;
    }

    /** Keeps every writer out while the work runs. */
    synchronized <T> T alone(Exclusive<T> work) throws SQLException, IOException {
        return work.run();
    }

    /** Work that must see no writer beside it. */
    interface Exclusive<T> {
        T run() throws SQLException, IOException;
    }

    /** Closes at once, also while a statement runs, which is interrupted. */
    @Override
    public void close() throws SQLException {
        closed = true;
        connection.getDatabase().interrupt();
        synchronized (this) {
            connection.close();
        }
    }
}
