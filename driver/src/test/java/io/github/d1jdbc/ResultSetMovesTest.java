package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResultSetMovesTest {
    private static final String ROWS = "SELECT value AS n FROM json_each('[1,2,3]')";

    private static TestD1 d1;
    private JdbcConnection connection;

    @BeforeAll
    static void start() {
        d1 = new TestD1();
    }

    @AfterAll
    static void stop() throws Exception {
        d1.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = d1.connect();
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private ResultSet scrollable() throws SQLException {
        return connection
                .createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)
                .executeQuery(ROWS);
    }

    private interface Move {
        Object on(ResultSet rows) throws SQLException;
    }

    @Test
    void aScrollableResultIsReadInAnyOrder() throws SQLException {
        ResultSet rows = scrollable();
        List<Integer> seen = new ArrayList<>();
        rows.afterLast();
        while (rows.previous()) seen.add(rows.getInt("n"));
        rows.absolute(2);
        seen.add(rows.getInt(1));
        rows.relative(1);
        seen.add(rows.getInt(1));
        rows.first();
        seen.add(rows.getInt(1));
        rows.last();
        seen.add(rows.getInt(1));
        rows.beforeFirst();
        while (rows.next()) seen.add(rows.getInt(1));
        assertThat(seen).containsExactly(3, 2, 1, 2, 3, 1, 3, 1, 2, 3);
        assertThat(rows.getType()).isEqualTo(ResultSet.TYPE_SCROLL_INSENSITIVE);
        assertThat(rows.getStatement().getResultSetType()).isEqualTo(ResultSet.TYPE_SCROLL_INSENSITIVE);
        assertThat(TestD1.texts(connection.getWarnings())).isEmpty();
    }

    @Test
    void maxRowsEndsAScrollableResult() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                ROWS,
                ResultSet.TYPE_SCROLL_INSENSITIVE,
                ResultSet.CONCUR_READ_ONLY,
                ResultSet.HOLD_CURSORS_OVER_COMMIT)) {
            query.setMaxRows(2);
            ResultSet rows = query.executeQuery();
            assertThat(rows.last()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(2);
            assertThat(rows.getRow()).isEqualTo(2);
        }
    }

    @Test
    void aForwardOnlyResultSaysHowToGetAScrollableOne() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ROWS)) {
            assertThat(rows.next()).isTrue();
            List<Move> moves = List.of(
                    ResultSet::previous,
                    ResultSet::first,
                    ResultSet::last,
                    r -> r.absolute(1),
                    r -> r.relative(1),
                    r -> {
                        r.beforeFirst();
                        return r;
                    },
                    r -> {
                        r.afterLast();
                        return r;
                    });
            for (Move move : moves) {
                assertThatThrownBy(() -> move.on(rows))
                        .isInstanceOf(SQLFeatureNotSupportedException.class)
                        .hasMessageContaining("TYPE_SCROLL_INSENSITIVE");
            }
            assertThat(rows.getRow()).isEqualTo(1);
            assertThat(rows.getType()).isEqualTo(ResultSet.TYPE_FORWARD_ONLY);
        }
    }

    @Test
    void anotherFormIsAnsweredWithTheNearestOneAndAWarning() throws SQLException {
        try (Statement sensitive =
                        connection.createStatement(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE);
                ResultSet rows = sensitive.executeQuery(ROWS)) {
            assertThat(rows.getType()).isEqualTo(ResultSet.TYPE_SCROLL_INSENSITIVE);
            assertThat(rows.getConcurrency()).isEqualTo(ResultSet.CONCUR_READ_ONLY);
            assertThat(TestD1.texts(connection.getWarnings()))
                    .contains("TYPE_SCROLL_INSENSITIVE")
                    .contains("CONCUR_READ_ONLY");
        }
        assertThatThrownBy(() -> connection.createStatement(7, ResultSet.CONCUR_READ_ONLY))
                .hasMessageContaining("result set type 7");
        assertThatThrownBy(() -> connection.prepareStatement("SELECT 1", ResultSet.TYPE_FORWARD_ONLY, 7))
                .hasMessageContaining("concurrency 7");
    }

    @Test
    void noRowIsEverChangedThroughAResult() throws SQLException {
        ResultSet rows = scrollable();
        assertThat(rows.next()).isTrue();
        assertThat(rows.rowUpdated() || rows.rowInserted() || rows.rowDeleted()).isFalse();
        List<Move> changes = List.of(
                r -> {
                    r.updateInt(1, 5);
                    return r;
                },
                r -> {
                    r.updateString("n", "x");
                    return r;
                },
                r -> {
                    r.deleteRow();
                    return r;
                },
                r -> {
                    r.insertRow();
                    return r;
                },
                r -> {
                    r.moveToInsertRow();
                    return r;
                },
                ResultSet::getCursorName);
        for (Move change : changes) {
            assertThatThrownBy(() -> change.on(rows))
                    .isInstanceOf(SQLFeatureNotSupportedException.class)
                    .hasMessageContaining("ResultSet.");
        }
    }

    @Test
    void fetchDirectionAndSizeAreHints() throws SQLException {
        ResultSet rows = scrollable();
        rows.setFetchDirection(ResultSet.FETCH_REVERSE);
        rows.setFetchDirection(ResultSet.FETCH_UNKNOWN);
        rows.setFetchSize(10);
        assertThat(rows.getFetchSize()).isEqualTo(10);
        assertThat(rows.getFetchDirection()).isEqualTo(ResultSet.FETCH_FORWARD);
        assertThatThrownBy(() -> rows.setFetchDirection(1)).hasMessageContaining("direction 1");
        assertThatThrownBy(() -> rows.setFetchSize(-1)).isInstanceOf(SQLException.class);
        try (Statement statement = connection.createStatement();
                ResultSet forward = statement.executeQuery(ROWS)) {
            forward.setFetchDirection(ResultSet.FETCH_FORWARD);
            assertThatThrownBy(() -> forward.setFetchDirection(ResultSet.FETCH_REVERSE))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
        }
    }

    @Test
    void aClosedScrollableResultDoesNotMove() throws SQLException {
        ResultSet rows = scrollable();
        rows.close();
        assertThatThrownBy(() -> rows.absolute(1)).hasMessageContaining("closed");
        assertThatThrownBy(rows::rowUpdated).hasMessageContaining("closed");
    }
}
