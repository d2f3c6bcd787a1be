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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteLimits;

/**
 * Loads a dump into an open SQLite database, in one transaction: rows through prepared statements, so that every value
 * is bound as it is and never read again by SQLite; indexes, views and triggers when all rows are there. Only what
 * {@link AllowList} names is run, with ATTACH switched off and the schema not trusted. One load; the dump is read on a
 * thread of its own meanwhile.
 */
public final class SqliteLoader {

    /** What was loaded. */
    public record Loaded(long statements, long rows, Map<String, Long> rowsPerTable) {
        public Loaded {
            rowsPerTable = Map.copyOf(rowsPerTable);
        }
    }

    /** For sorting an index in pieces that stay in the processor's caches: measured a quarter faster than in 16 MiB. */
    private static final int SORTING_KIB = 2_000;

    private static final Pattern SAID = Pattern.compile("\\[(\\w+)\\] [^(]*\\((.*)\\)", Pattern.DOTALL);

    private record Late(int order, DumpStatement statement) {}

    private final ReadAhead dump;
    private final Connection connection;
    private final Statement plain;
    private final RowInserter inserter;
    private final boolean undoes;
    private final List<Late> late = new ArrayList<>();
    private final Set<String> virtual = new HashSet<>();
    private final Set<String> ordinary = new HashSet<>();
    private final Set<String> emptied = new HashSet<>();
    private final Map<String, Long> rows = new HashMap<>();
    private long statements;
    private long rowCount;

    private SqliteLoader(ReadAhead dump, Connection connection, Statement plain, boolean undoes) {
        this.dump = dump;
        this.connection = connection;
        this.plain = plain;
        this.undoes = undoes;
        this.inserter = new RowInserter(dump, connection);
    }

    /**
     * Loads what is left in a reader and commits. It is fastest with {@code journal_mode=MEMORY}, which costs a new
     * file nothing.
     *
     * @param connection to a database whose encoding is UTF-8
     * @param ignoreChecks whether rows that break a CHECK are taken, too
     * @throws DumpException if something in the dump is not allowed, or SQLite refuses it; nothing is committed
     * @throws IOException if the database's disk fails, the dump cannot be read, or this thread is interrupted; the
     *     reader can then only be closed
     */
    public static Loaded load(DumpReader reader, Connection connection, boolean ignoreChecks)
            throws IOException, SQLException {
        try (ReadAhead dump = ReadAhead.of(reader)) {
            return load(dump, connection, ignoreChecks);
        }
    }

    /** The same from a dump that is being read already. */
    static Loaded load(ReadAhead dump, Connection connection, boolean ignoreChecks) throws IOException, SQLException {
        connection.unwrap(SQLiteConnection.class).setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
        try (Statement plain = connection.createStatement()) {
            plain.execute("PRAGMA foreign_keys=OFF");
            plain.execute("PRAGMA trusted_schema=OFF");
            if (ignoreChecks) plain.execute("PRAGMA ignore_check_constraints=ON");
            // Bytes that are cast to text are in the database's encoding.
            if (!value(plain, "PRAGMA encoding").equals("UTF-8")) {
                throw new IllegalArgumentException("the database is not in UTF-8");
            }
            boolean undoes = !value(plain, "PRAGMA journal_mode").equals("off");
            connection.setAutoCommit(false);
            SqliteLoader loader = new SqliteLoader(dump, connection, plain, undoes);
            try {
                Loaded loaded = loader.run();
                connection.commit();
                return loaded;
            } catch (IOException | SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            } finally {
                loader.inserter.close();
            }
        }
    }

    private static String value(Statement statement, String pragma) throws SQLException {
        try (ResultSet row = statement.executeQuery(pragma)) {
            return row.next() ? row.getString(1) : "";
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
        dump.forEach(new ReadAhead.Taker<SQLException>() {
            @Override
            public void statement(DumpStatement next) throws IOException, SQLException {
                statements = next.number();
                SqliteLoader.this.statement(next);
            }

            @Override
            public void rows(RowBatch next) throws IOException, SQLException {
                statements = next.number(next.size() - 1);
                insert(next);
            }
        });
        late.sort(Comparator.comparingInt(Late::order));
        String cache = value(plain, "PRAGMA cache_size");
        plain.execute("PRAGMA cache_size=-" + SORTING_KIB);
        for (Late one : late) execute(one.statement, one.statement.text());
        plain.execute("PRAGMA cache_size=" + cache);
        return new Loaded(statements, rowCount, rows);
    }

    private void statement(DumpStatement statement) throws IOException, SQLException {
        int order = orderOf(statement);
        if (order > 0) {
            late.add(new Late(order, statement));
        } else if (statement instanceof InsertRow row) {
            row(row);
        } else if (statement instanceof CreateVirtualTable table) {
            virtual.add(SchemaCheck.key(table.name()));
            execute(table, table.text());
        } else if (statement instanceof CreateTable table) {
            table(table);
        } else if (statement instanceof DeleteFromSequence) {
            if (has("sqlite_sequence")) execute(statement, statement.text());
        } else if (statement instanceof Analyze) {
            execute(statement, statement.text());
        } else if (statement instanceof DumpStatement.Pragma pragma
                && pragma.name().equals("ignore_check_constraints")) {
            execute(statement, statement.text());
        }
    }

    private void table(CreateTable table) throws IOException {
        if (isShadow(table.name())) return; // the virtual table has made it
        execute(table, table.text());
        boolean undoes = !table.text().toUpperCase(Locale.ROOT).contains("CONFLICT");
        if (undoes) ordinary.add(SchemaCheck.key(table.name()));
    }

    private boolean isShadow(String table) {
        return virtual.contains(SchemaCheck.key(D1Rules.shadowOwner(table)));
    }

    // Triggers would fire on rows that are in the dump already, and one on a view needs the view.
    private static int orderOf(DumpStatement statement) {
        if (statement instanceof DumpStatement.CreateIndex) return 1;
        if (statement instanceof DumpStatement.CreateView) return 2;
        return statement instanceof DumpStatement.CreateTrigger ? 3 : 0;
    }

    private void insert(RowBatch batch) throws IOException, SQLException {
        InsertTarget target = batch.target();
        DumpStatement first = batch.first();
        begin(target.table(), first != null ? first : batch.statement(0));
        // A failed INSERT of several rows must leave none of them; "OR FAIL" and the like would.
        boolean together = undoes && target.conflict() == null && ordinary.contains(SchemaCheck.key(target.table()));
        inserter.insert(batch, together);
        count(target.table(), batch.size());
    }

    private void row(InsertRow row) throws IOException, SQLException {
        if (D1Rules.isSchemaTable(row.table())) {
            virtualTable(row);
            return;
        }
        begin(row.table(), row);
        StringBuilder sql = new StringBuilder(SqlLiterals.insertHead(row.target()));
        for (int i = 0; i < row.size(); i++) sql.append(i > 0 ? "," : "").append(SqlLiterals.cell(row, i));
        execute(row, sql.append(')').toString());
        count(row.table(), 1);
    }

    private void count(String table, long added) {
        rowCount += added;
        if (!D1Rules.isReserved(table)) rows.merge(table, added, Long::sum);
    }

    // The shell dumps a virtual table's own tables, too: their rows take the place of those of a fresh one.
    private void begin(String table, DumpStatement statement) throws IOException {
        if (isShadow(table) && emptied.add(SchemaCheck.key(table))) {
            execute(statement, "DELETE FROM " + SqlLiterals.name(table));
        }
    }

    /** The shell writes {@code CREATE VIRTUAL TABLE} as a row of the schema table. */
    private void virtualTable(InsertRow row) throws IOException, SQLException {
        if (row.size() == 5 && row.kind(4) == CellKind.TEXT) {
            Create create = SchemaRow.virtualTable(row.bytesAt(4));
            if (create instanceof CreateVirtualTable table && AllowList.refusal(table) == null) {
                virtual.add(SchemaCheck.key(table.name()));
                execute(row, table.text());
                return;
            }
        }
        throw dump.refusal(row, "a row of the schema table that makes no virtual table of fts5 or rtree", null);
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
            throw refused(dump, statement, e);
        }
    }

    /** What SQLite says of a statement, or of the disk. */
    static IOException refused(ReadAhead dump, DumpStatement statement, SQLException e) {
        return isOfDisk(e) ? ofDisk(e) : dump.refusal(statement, "SQLite refuses it, " + message(e), e);
    }

    /** What SQLite says of the disk. */
    static IOException ofDisk(SQLException e) {
        return new IOException("SQLite cannot write the database: " + message(e), e);
    }

    /** Whether no statement is at fault. */
    static boolean isOfDisk(SQLException e) {
        int code = e.getErrorCode() & 0xFF;
        return code == SQLiteErrorCode.SQLITE_FULL.code
                || code == SQLiteErrorCode.SQLITE_IOERR.code
                || code == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || code == SQLiteErrorCode.SQLITE_READONLY.code
                || code == SQLiteErrorCode.SQLITE_BUSY.code
                || code == SQLiteErrorCode.SQLITE_NOMEM.code;
    }

    private static String message(SQLException e) {
        return DumpException.clean(detail(String.valueOf(e.getMessage())), 300);
    }

    // sqlite-jdbc writes "[CODE] what the code means (what SQLite said)".
    private static String detail(String message) {
        Matcher said = SAID.matcher(message);
        return said.matches() ? said.group(2) + " [" + said.group(1) + "]" : message;
    }
}
