package io.github.d1jdbc.dump;

import io.github.d1jdbc.dump.DumpStatement.Analyze;
import io.github.d1jdbc.dump.DumpStatement.Create;
import io.github.d1jdbc.dump.DumpStatement.CreateTable;
import io.github.d1jdbc.dump.DumpStatement.CreateVirtualTable;
import io.github.d1jdbc.dump.DumpStatement.DeleteFromSequence;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteLimits;

/**
 * Loads a dump into an open SQLite database, in one transaction: rows through prepared batches, so that every value is
 * bound as it is and never read again by SQLite; indexes, views and triggers when all rows are there. Only what
 * {@link AllowList} names is run, with ATTACH switched off and the schema not trusted. One thread, one load.
 */
public final class SqliteLoader {

    /** What was loaded. */
    public record Loaded(long statements, long rows, Map<String, Long> rowsPerTable) {
        public Loaded {
            rowsPerTable = Map.copyOf(rowsPerTable);
        }
    }

    private static final Pattern SAID = Pattern.compile("\\[(\\w+)\\] [^(]*\\((.*)\\)", Pattern.DOTALL);

    private record Late(int order, DumpStatement statement) {}

    private final DumpReader reader;
    private final Connection connection;
    private final Statement plain;
    private final RowBatch batch;
    private final List<Late> late = new ArrayList<>();
    private final Set<String> virtual = new HashSet<>();
    private final Set<String> emptied = new HashSet<>();
    private final Map<String, Long> rows = new HashMap<>();
    private long statements;
    private long rowCount;

    private SqliteLoader(DumpReader reader, Connection connection, Statement plain) {
        this.reader = reader;
        this.connection = connection;
        this.plain = plain;
        this.batch = new RowBatch(reader, connection);
    }

    /**
     * Loads what is left in a reader and commits.
     *
     * @param ignoreChecks whether rows that break a CHECK are taken, too
     * @throws DumpException if something in the dump is not allowed, or SQLite refuses it; nothing is committed
     * @throws IOException if the database's disk fails, or the dump cannot be read
     */
    public static Loaded load(DumpReader reader, Connection connection, boolean ignoreChecks)
            throws IOException, SQLException {
        connection.unwrap(SQLiteConnection.class).setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
        try (Statement plain = connection.createStatement()) {
            plain.execute("PRAGMA foreign_keys=OFF");
            plain.execute("PRAGMA trusted_schema=OFF");
            if (ignoreChecks) plain.execute("PRAGMA ignore_check_constraints=ON");
            connection.setAutoCommit(false);
            SqliteLoader loader = new SqliteLoader(reader, connection, plain);
            try {
                Loaded loaded = loader.run();
                connection.commit();
                return loaded;
            } catch (IOException | SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            } finally {
                loader.batch.close();
            }
        }
    }

    // After a full disk SQLite has rolled back by itself; that there is nothing to roll back is not what to report.
    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private Loaded run() throws IOException, SQLException {
        for (DumpStatement next = reader.next(); next != null; next = reader.next()) {
            String refusal = AllowList.refusal(next);
            if (refusal != null) throw reader.refusal(next, refusal);
            statements = next.number();
            if (next instanceof InsertRow row) row(row);
            else statement(next);
        }
        batch.flush();
        late.sort(Comparator.comparingInt(Late::order));
        for (Late one : late) execute(one.statement, one.statement.text());
        return new Loaded(statements, rowCount, rows);
    }

    private void statement(DumpStatement statement) throws IOException, SQLException {
        batch.flush();
        int order = orderOf(statement);
        if (order > 0) {
            late.add(new Late(order, statement));
        } else if (statement instanceof CreateVirtualTable table) {
            virtual.add(SchemaCheck.key(table.name()));
            execute(table, table.text());
        } else if (statement instanceof CreateTable table) {
            boolean shadow = virtual.contains(SchemaCheck.key(D1Rules.shadowOwner(table.name())));
            if (!shadow) execute(table, table.text()); // the virtual table has made it
        } else if (statement instanceof DeleteFromSequence) {
            if (has("sqlite_sequence")) execute(statement, statement.text());
        } else if (statement instanceof Analyze) {
            execute(statement, statement.text());
        } else if (statement instanceof DumpStatement.Pragma pragma
                && pragma.name().equals("ignore_check_constraints")) {
            execute(statement, statement.text());
        }
    }

    // Triggers would fire on rows that are in the dump already, and one on a view needs the view.
    private static int orderOf(DumpStatement statement) {
        if (statement instanceof DumpStatement.CreateIndex) return 1;
        if (statement instanceof DumpStatement.CreateView) return 2;
        return statement instanceof DumpStatement.CreateTrigger ? 3 : 0;
    }

    private void row(InsertRow row) throws IOException, SQLException {
        if (D1Rules.isSchemaTable(row.table())) {
            virtualTable(row);
            return;
        }
        rowCount++;
        if (!batch.accepts(row.target())) first(row);
        batch.add(row);
        if (!D1Rules.isReserved(row.table())) rows.merge(row.table(), 1L, Long::sum);
    }

    // The shell dumps a virtual table's own tables, too: their rows take the place of those of a fresh one.
    private void first(InsertRow row) throws IOException, SQLException {
        String table = row.table();
        batch.flush();
        boolean shadow = virtual.contains(SchemaCheck.key(D1Rules.shadowOwner(table)));
        if (shadow && emptied.add(SchemaCheck.key(table))) execute(row, "DELETE FROM " + SqlLiterals.name(table));
        try {
            batch.begin(row);
        } catch (SQLException e) {
            throw refused(reader, row, e);
        }
    }

    /** The shell writes {@code CREATE VIRTUAL TABLE} as a row of the schema table. */
    private void virtualTable(InsertRow row) throws IOException, SQLException {
        batch.flush();
        if (row.size() == 5 && row.kind(4) == CellKind.TEXT) {
            Create create = SchemaRow.virtualTable(row.bytesAt(4));
            if (create instanceof CreateVirtualTable table && AllowList.refusal(table) == null) {
                virtual.add(SchemaCheck.key(table.name()));
                execute(row, table.text());
                return;
            }
        }
        throw reader.refusal(row, "a row of the schema table that makes no virtual table of fts5 or rtree");
    }

    private boolean has(String table) throws SQLException {
        try (ResultSet found = plain.executeQuery("SELECT 1 FROM sqlite_schema WHERE name = '" + table + "'")) {
            return found.next();
        }
    }

    // Prepared, so that only one statement can run whatever the text is.
    private void execute(DumpStatement statement, String sql) throws IOException {
        try (var prepared = connection.prepareStatement(sql)) {
            prepared.execute();
        } catch (SQLException e) {
            throw refused(reader, statement, e);
        }
    }

    /** What SQLite says of the dump, or of the disk. */
    static IOException refused(DumpReader reader, @Nullable DumpStatement statement, SQLException e) {
        int code = e.getErrorCode() & 0xFF;
        boolean disk = code == SQLiteErrorCode.SQLITE_FULL.code
                || code == SQLiteErrorCode.SQLITE_IOERR.code
                || code == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || code == SQLiteErrorCode.SQLITE_READONLY.code
                || code == SQLiteErrorCode.SQLITE_BUSY.code
                || code == SQLiteErrorCode.SQLITE_NOMEM.code;
        String message = DumpException.clean(detail(String.valueOf(e.getMessage())), 300);
        if (disk || statement == null) return new IOException("SQLite cannot write the database: " + message, e);
        return reader.refusal(statement, "SQLite refuses it, " + message, e);
    }

    // sqlite-jdbc writes "[CODE] what the code means (what SQLite said)".
    private static String detail(String message) {
        Matcher said = SAID.matcher(message);
        return said.matches() ? said.group(2) + " [" + said.group(1) + "]" : message;
    }
}
