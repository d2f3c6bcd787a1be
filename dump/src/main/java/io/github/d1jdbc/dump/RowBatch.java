package io.github.d1jdbc.dump;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * Inserts the rows of one target after the other through a prepared statement, some hundred at a time. One thread at
 * a time may use it.
 */
final class RowBatch implements AutoCloseable {

    private static final int ROWS = 500;
    /** A batch holds its values; large ones must not add up. */
    private static final int BYTES = 4 << 20;

    private final DumpReader reader;
    private final Connection connection;
    private @Nullable InsertTarget target;
    private @Nullable PreparedStatement insert;
    private int width;
    private int size;
    private int bytes;
    private final long[] offsets = new long[ROWS];
    private final long[] lines = new long[ROWS];
    private final long[] numbers = new long[ROWS];

    RowBatch(DumpReader reader, Connection connection) {
        this.reader = reader;
        this.connection = connection;
    }

    boolean accepts(InsertTarget next) {
        return next.equals(target);
    }

    /** Makes ready for rows of a new target. */
    void begin(InsertRow row) throws IOException, SQLException {
        close();
        target = row.target();
        prepare(row.size());
    }

    private void prepare(int cells) throws SQLException {
        InsertTarget into = target;
        if (into == null) throw new IllegalStateException("no target");
        if (insert != null) insert.close();
        width = cells;
        String marks = String.join(",", Collections.nCopies(cells, "?"));
        insert = connection.prepareStatement(SqlLiterals.insertHead(into) + marks + ")");
    }

    void add(InsertRow row) throws IOException, SQLException {
        if (!isBindable(row)) {
            flush();
            literally(row);
            return;
        }
        if (row.size() != width) {
            flush();
            prepare(row.size());
        }
        PreparedStatement statement = insert;
        if (statement == null) throw new IllegalStateException("no statement");
        for (int i = 0; i < row.size(); i++) bind(statement, row, i);
        statement.addBatch();
        offsets[size] = row.offset();
        lines[size] = row.line();
        numbers[size] = row.number();
        size++;
        bytes += row.rowLength();
        if (size == ROWS || bytes > BYTES) flush();
    }

    // Text goes through a String, which must lose nothing; what is no literal only SQLite can compute.
    private static boolean isBindable(InsertRow row) {
        boolean plain = Bytes.indexOfNonAscii(row.buffer(), row.rowStart(), row.rowEnd()) == row.rowEnd();
        for (int i = 0; i < row.size(); i++) {
            byte form = row.cells().form(i);
            if (form == Cells.EXPRESSION) return false;
            boolean doubtful =
                    form == Cells.TEXT_EXPRESSION || (!plain && (form == Cells.TEXT || form == Cells.QUOTED_TEXT));
            if (doubtful) {
                byte[] text = row.bytesAt(i);
                if (Utf8.firstInvalid(text, 0, text.length) < text.length) return false;
            }
        }
        return true;
    }

    private static void bind(PreparedStatement statement, InsertRow row, int cell) throws SQLException {
        int parameter = cell + 1;
        switch (row.kind(cell)) {
            case INTEGER -> statement.setLong(parameter, row.longAt(cell));
            case REAL -> statement.setDouble(parameter, row.doubleAt(cell));
            case TEXT -> statement.setString(parameter, row.textAt(cell));
            case BLOB -> statement.setBytes(parameter, row.bytesAt(cell));
            default -> statement.setNull(parameter, Types.NULL);
        }
    }

    private void literally(InsertRow row) throws IOException {
        StringBuilder sql = new StringBuilder(SqlLiterals.insertHead(row.target()));
        for (int i = 0; i < row.size(); i++) sql.append(i > 0 ? "," : "").append(SqlLiterals.cell(row, i));
        try (PreparedStatement statement =
                connection.prepareStatement(sql.append(')').toString())) {
            statement.execute();
        } catch (SQLException e) {
            throw SqliteLoader.refused(reader, row, e);
        }
    }

    /** Runs what is waiting. */
    void flush() throws IOException, SQLException {
        if (size == 0 || insert == null) return;
        int count = size;
        size = 0;
        bytes = 0;
        long before = changes();
        try {
            insert.executeBatch();
        } catch (SQLException e) {
            throw SqliteLoader.refused(reader, failed((int) Math.min(changes() - before, count)), e);
        }
    }

    // sqlite-jdbc does not say which row of a batch failed, but those before it are counted.
    private long changes() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT total_changes()");
                ResultSet count = statement.executeQuery()) {
            return count.next() ? count.getLong(1) : 0;
        }
    }

    private DumpStatement failed(int index) {
        int at = Math.min(index, ROWS - 1);
        InsertTarget into = target;
        byte[] text = into == null ? new byte[0] : SqlLiterals.insertHead(into).getBytes(StandardCharsets.UTF_8);
        StatementSource source = new StatementSource(offsets[at], lines[at], numbers[at], true, text);
        return new DumpStatement.InsertOther(source, into);
    }

    @Override
    public void close() throws SQLException {
        if (insert != null) insert.close();
        insert = null;
        target = null;
        size = 0;
        bytes = 0;
    }
}
