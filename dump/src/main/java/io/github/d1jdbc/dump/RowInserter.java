package io.github.d1jdbc.dump;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Inserts the rows of one target after the other through prepared statements, 25 rows a statement where it can: a
 * statement's own cost is then a small part of a row's. One thread at a time may use it.
 */
final class RowInserter implements AutoCloseable {

    private static final int ROWS = 25;
    private static final int PARAMETERS = 2_000;

    private final ReadAhead dump;
    private final Connection connection;
    private @Nullable PreparedStatement one;
    private @Nullable PreparedStatement several;
    private @Nullable RowBatch shape; // what the statements are prepared for

    RowInserter(ReadAhead dump, Connection connection) {
        this.dump = dump;
        this.connection = connection;
    }

    /**
     * Inserts rows.
     *
     * @param together whether a failed statement of several rows leaves none of them, so that they may be in one
     */
    void insert(RowBatch rows, boolean together) throws IOException, SQLException {
        if (!isPreparedFor(rows)) prepare(rows, together);
        PreparedStatement single = one;
        if (single == null) throw new IllegalStateException("no statement");
        int done = 0;
        if (several != null) {
            int count = rowsOf(rows);
            for (; done + count <= rows.size(); done += count) {
                try {
                    run(several, rows, done, count);
                } catch (SQLException e) {
                    throw failed(single, rows, done, count, e);
                }
            }
        }
        for (; done < rows.size(); done++) single(single, rows, done);
    }

    private void single(PreparedStatement statement, RowBatch rows, int row) throws IOException {
        try {
            run(statement, rows, row, 1);
        } catch (SQLException e) {
            throw SqliteLoader.refused(dump, rows.statement(row), e);
        }
    }

    // SQLite does not say which row it was. One after the other, the first that fails is.
    private IOException failed(PreparedStatement single, RowBatch rows, int from, int count, SQLException e)
            throws IOException {
        if (!SqliteLoader.isOfDisk(e)) for (int i = from; i < from + count; i++) single(single, rows, i);
        return SqliteLoader.refused(dump, rows.statement(from), e);
    }

    // As a batch of one, because sqlite-jdbc asks for generated keys behind every other form.
    private static void run(PreparedStatement statement, RowBatch rows, int from, int count) throws SQLException {
        int parameter = 1;
        for (int row = from; row < from + count; row++) {
            for (int i = 0; i < rows.width(); i++) bind(statement, parameter++, rows.value(row, i));
        }
        statement.addBatch();
        statement.executeBatch();
    }

    private static void bind(PreparedStatement statement, int parameter, @Nullable Object value) throws SQLException {
        if (value instanceof byte[] bytes) statement.setBytes(parameter, bytes);
        else if (value instanceof String text) statement.setString(parameter, text);
        else statement.setObject(parameter, value);
    }

    private boolean isPreparedFor(RowBatch rows) {
        RowBatch prepared = shape;
        if (prepared == null || prepared.width() != rows.width()) return false;
        for (int i = 0; i < rows.width(); i++) {
            boolean fits = rows.column(i) == RowBatch.Column.NULLS || isText(rows, i) == isText(prepared, i);
            if (!fits) return false;
        }
        return prepared.target().equals(rows.target());
    }

    private static boolean isText(RowBatch rows, int column) {
        return rows.column(column) == RowBatch.Column.TEXT;
    }

    private void prepare(RowBatch rows, boolean together) throws IOException, SQLException {
        close();
        String head = SqlLiterals.insertHead(rows.target());
        StringJoiner marks = new StringJoiner(",", "(", ")");
        for (int i = 0; i < rows.width(); i++) marks.add(isText(rows, i) ? "CAST(? AS TEXT)" : "?");
        String into = head.substring(0, head.length() - 1);
        try {
            one = connection.prepareStatement(into + marks);
            if (together && rowsOf(rows) > 1) {
                String all = String.join(",", Collections.nCopies(rowsOf(rows), marks.toString()));
                several = connection.prepareStatement(into + all);
            }
        } catch (SQLException e) {
            InsertRow first = rows.first();
            throw SqliteLoader.refused(dump, first != null ? first : rows.statement(0), e);
        }
        shape = rows.following();
    }

    private static int rowsOf(RowBatch rows) {
        return Math.min(ROWS, PARAMETERS / rows.width());
    }

    @Override
    public void close() throws SQLException {
        PreparedStatement first = one;
        PreparedStatement second = several;
        one = null;
        several = null;
        shape = null;
        try (first;
                second) {
            return;
        }
    }
}
