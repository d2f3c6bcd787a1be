package io.github.d1jdbc.dump.verify;

import io.github.d1jdbc.dump.verify.DatabaseSchema.Table;
import io.github.d1jdbc.dump.verify.ExportLoss.Text;
import io.github.d1jdbc.dump.verify.LivePage.Missing;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one table of a live D1 by pages along its key, every value as it is stored. A page aims at 4 MB and
 * at 200 ms of the database, because D1 runs one statement at a time (rulings-dump 6). One thread at a time.
 */
final class LiveContent {

    /** Takes a row; Long, Double, {@code byte[]}, {@link Text} and null. */
    interface Sink {
        void row(List<@Nullable Object> cells) throws SQLException;
    }

    private record Again(List<@Nullable Object> key, long bytes) {}

    private static final int FIRST_PAGE = 50;
    private static final int LARGEST_PAGE = 5_000;
    private static final int GROWTH = 4;
    private static final long PAGE_BYTES = 4_000_000;
    private static final long LEAST_BOUND = 2_000;
    private static final int KEYS = 20;

    private final Connection connection;
    private final LiveBudget budget;
    private final Table table;
    private final LiveKey key;
    private final Sink sink;
    private final List<Again> again = new ArrayList<>();
    private int page = FIRST_PAGE;
    private long bytes;

    LiveContent(Connection connection, LiveBudget budget, Table table, LiveKey key, Sink sink) {
        this.connection = connection;
        this.budget = budget;
        this.table = table;
        this.key = key;
        this.sink = sink;
    }

    /** Reads all rows. */
    void read() throws SQLException, IOException {
        List<@Nullable Object> last = null;
        while (true) {
            int asked = page;
            List<List<@Nullable Object>> rows = page(last, asked);
            for (List<@Nullable Object> row : rows) {
                long missing = missing(row);
                if (missing < 0) sink.row(cells(row));
                else again.add(new Again(keyOf(row), missing));
            }
            int read = rows.size();
            if (read > 0) last = keyOf(rows.get(read - 1));
            rows.clear();
            readAgain();
            if (read < asked) return;
            next(asked);
        }
    }

    private void next(int asked) {
        double fitting = Math.min((double) asked * PAGE_BYTES / Math.max(1, bytes), asked * budget.speedUp());
        page = (int) Math.max(1, Math.min(Math.min(fitting, (double) GROWTH * asked), LARGEST_PAGE));
    }

    private List<List<@Nullable Object>> page(@Nullable List<@Nullable Object> last, int rows)
            throws SQLException, IOException {
        long bound = Math.max(LEAST_BOUND, PAGE_BYTES / rows);
        String tail = " FROM " + SqlName.quoted(table.name()) + (last == null ? "" : " WHERE " + key.after(last))
                + " ORDER BY " + key.orderBy() + " LIMIT " + rows;
        bytes = 0;
        return ask(LivePage.lists(table, key, bound, false), tail, last == null ? List.of() : List.of(last), true);
    }

    // A long value or a doubtful text: the row comes once more, its texts as bytes.
    private void readAgain() throws SQLException, IOException {
        int from = 0;
        while (from < again.size()) {
            int to = from;
            long size = 0;
            List<String> conditions = new ArrayList<>();
            List<List<@Nullable Object>> keys = new ArrayList<>();
            while (to < again.size()
                    && to - from < KEYS
                    && (to == from || size + again.get(to).bytes() < PAGE_BYTES / 2)) {
                size += again.get(to).bytes();
                conditions.add(key.equal(again.get(to).key()));
                keys.add(again.get(to++).key());
            }
            String tail = " FROM " + SqlName.quoted(table.name()) + " WHERE " + String.join(" OR ", conditions)
                    + " ORDER BY " + key.orderBy();
            for (List<@Nullable Object> row :
                    ask(LivePage.lists(table, key, Long.MAX_VALUE, true), tail, keys, false)) {
                sink.row(cells(row));
            }
            from = to;
        }
        again.clear();
    }

    private List<List<@Nullable Object>> ask(
            List<String> lists, String tail, List<List<@Nullable Object>> keys, boolean after)
            throws SQLException, IOException {
        String sql = String.join(
                ";\n", lists.stream().map(list -> "SELECT " + list + tail).toList());
        List<List<@Nullable Object>> rows = new ArrayList<>();
        budget.before(table.name());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int at = 1;
            for (int i = 0; i < lists.size(); i++) {
                for (List<@Nullable Object> one : keys) {
                    at = after ? key.bindAfter(statement, at, one) : key.bindEqual(statement, at, one);
                }
            }
            boolean more = statement.execute();
            for (int i = 0; more; i++, more = statement.getMoreResults()) {
                try (ResultSet result = statement.getResultSet()) {
                    take(result, rows, i == 0);
                }
            }
        }
        budget.after((long) rows.size() * lists.size());
        return rows;
    }

    // The statements of one request see the same rows in the same order.
    private void take(ResultSet result, List<List<@Nullable Object>> rows, boolean first) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        for (int row = 0; result.next(); row++) {
            if (first) rows.add(new ArrayList<>());
            for (int i = 1; i <= columns; i++) {
                Object value = LivePage.value(result, i);
                bytes += value instanceof Text text
                        ? text.bytes().length
                        : value instanceof byte[] blob ? 2L * blob.length : Long.BYTES;
                rows.get(row).add(value);
            }
        }
    }

    private List<@Nullable Object> cells(List<@Nullable Object> row) {
        return key.isRowid() ? row.subList(1, row.size()) : row;
    }

    private List<@Nullable Object> keyOf(List<@Nullable Object> row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (LiveKey.Term term : key.terms()) {
            Object value = row.get(term.column() < 0 ? 0 : term.column());
            if (value instanceof Missing) throw new IllegalStateException("a key that came without its value");
            values.add(value);
        }
        return values;
    }

    private static long missing(List<@Nullable Object> row) {
        long sum = -1;
        for (Object cell : row) if (cell instanceof Missing one) sum = Math.max(sum, 0) + one.bytes();
        return sum;
    }
}
