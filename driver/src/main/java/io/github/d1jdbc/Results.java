package io.github.d1jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The results of one execution and which of them is the current one: JDBC's protocol of {@code getResultSet},
 * {@code getUpdateCount} and {@code getMoreResults}, which ends with no rows and a count of -1. For one thread at a
 * time.
 */
final class Results {
    private final JdbcStatement statement;
    private final List<Outcome> outcomes;
    private final boolean exact;
    private final long maxRows;
    private final List<JdbcResultSet> kept = new ArrayList<>();
    private int current;
    private @Nullable JdbcResultSet rows;

    Results(JdbcStatement statement, List<Outcome> outcomes, boolean exact, long maxRows) {
        this.statement = statement;
        this.outcomes = List.copyOf(outcomes);
        this.exact = exact;
        this.maxRows = maxRows;
        open();
    }

    private void open() {
        rows = null;
        if (current < outcomes.size() && outcomes.get(current) instanceof Outcome.Result result) {
            Origins origins = statement.origins(result);
            rows = JdbcResultSet.of(statement, result.cells(), origins, exact, maxRows);
        }
    }

    /** The current result's rows, or null. */
    @Nullable
    JdbcResultSet rows() {
        return rows;
    }

    /** The current result's count, or -1. */
    long count() {
        boolean isCount = current < outcomes.size() && outcomes.get(current) instanceof Outcome.Count;
        return isCount ? ((Outcome.Count) outcomes.get(current)).rows() : -1;
    }

    /** Goes on to the next result; whether it has rows. */
    boolean next(int what) throws SQLException {
        JdbcResultSet before = rows;
        switch (what) {
            case Statement.CLOSE_CURRENT_RESULT -> {
                if (before != null) before.closeByStatement();
            }
            case Statement.KEEP_CURRENT_RESULT -> {
                if (before != null) kept.add(before);
            }
            case Statement.CLOSE_ALL_RESULTS -> closeAll();
            default -> throw SqlErrors.argument("getMoreResults does not know the mode " + what + ".");
        }
        if (current < outcomes.size()) current++;
        open();
        return rows != null;
    }

    void closeAll() {
        if (rows != null) rows.closeByStatement();
        for (JdbcResultSet other : kept) other.closeByStatement();
        kept.clear();
    }

    /** Whether no result set of the execution is open any more and none is to come. */
    boolean exhausted() {
        boolean open = rows != null && !rows.closed();
        for (JdbcResultSet other : kept) open |= !other.closed();
        for (int i = current + 1; i < outcomes.size(); i++) open |= outcomes.get(i) instanceof Outcome.Result;
        return !open;
    }

    /** The keys that the inserts among the results made, in their order. */
    List<Long> keys() throws SQLException {
        List<Long> keys = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Count count && count.rows() == Statement.SUCCESS_NO_INFO) {
                throw SqlErrors.unsupported("The key of a write that waits for commit (transactions=batch)");
            }
            if (outcome instanceof Outcome.Count count && count.key() != null) keys.add(count.key());
        }
        return keys;
    }
}
