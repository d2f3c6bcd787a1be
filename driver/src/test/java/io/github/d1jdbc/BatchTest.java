package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** executeBatch: one atomic request, split only where it must be. */
@Timeout(60)
class BatchTest {
    private final TestD1 d1 = new TestD1();

    @BeforeEach
    void open() throws SQLException {
        try (Connection connection = d1.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT UNIQUE)");
        }
    }

    @AfterEach
    void close() throws Exception {
        d1.close();
    }

    private static PreparedStatement inserts(Connection connection, String... values) throws SQLException {
        PreparedStatement insert = connection.prepareStatement("INSERT INTO t(v) VALUES(?)");
        for (String value : values) {
            insert.setString(1, value);
            insert.addBatch();
        }
        return insert;
    }

    @Test
    void aPreparedBatchIsOneRequestWithItsKeys() throws Exception {
        try (Connection connection = d1.connect();
                PreparedStatement insert = inserts(connection, "a", "b", "c")) {
            int requests = d1.requests(() -> assertThat(insert.executeBatch()).containsExactly(1, 1, 1));
            assertThat(requests).isEqualTo(1);
            assertThat(TestD1.column(insert.getGeneratedKeys())).containsExactly("1", "2", "3");
            assertThat(TestD1.texts(insert.getWarnings())).isEmpty();
            assertThat(insert.executeLargeBatch()).isEmpty();
        }
    }

    @Test
    void whatIsTooLargeForOneRequestIsSplitAndSaidSo() throws Exception {
        try (Connection connection = d1.connect("&maxTransactionBytes=200");
                PreparedStatement insert = inserts(connection, "a", "b", "c", "d", "e", "f", "g")) {
            int requests = d1.requests(() -> assertThat(insert.executeBatch()).containsExactly(1, 1, 1, 1, 1, 1, 1));
            assertThat(requests).isEqualTo(3);
            assertThat(TestD1.texts(insert.getWarnings())).contains("sent as 3").contains("entries 3, 6, 7");
            assertThat(TestD1.column(insert.getGeneratedKeys())).hasSize(7);
        }
    }

    @Test
    void whatAnEarlierRequestDidStaysAndIsCounted() throws SQLException {
        try (Connection connection = d1.connect("&maxTransactionBytes=130");
                PreparedStatement insert = inserts(connection, "a", "b", "c", "a", "e", "f")) {
            assertThatThrownBy(insert::executeBatch)
                    .isInstanceOfSatisfying(BatchUpdateException.class, e -> {
                        assertThat(e.getUpdateCounts()).containsExactly(1, 1, -3, -3, -3, -3);
                        assertThat(e.getLargeUpdateCounts()).containsExactly(1, 1, -3, -3, -3, -3);
                        assertThat(e.getSQLState()).isEqualTo("23505");
                    })
                    .hasMessageContaining("entries 2, 4, 6")
                    .hasMessageContaining("committed");
            assertThat(d1.truth("SELECT group_concat(v) FROM t")).isEqualTo("a,b");
        }
    }

    @Test
    void insideATransactionItIsNeverSplit() throws Exception {
        for (String mode : new String[] {"immediate", "batch"}) {
            try (Connection connection = d1.connect("&maxTransactionBytes=130&transactions=" + mode);
                    PreparedStatement insert = inserts(connection, "a", "b", "c", "d")) {
                connection.setAutoCommit(false);
                int requests = d1.requests(() -> assertThatThrownBy(insert::executeBatch)
                        .isInstanceOfSatisfying(BatchUpdateException.class, e -> {
                            assertThat(e.getUpdateCounts()).containsExactly(-3, -3, -3, -3);
                            assertThat(e.getSQLState()).isEqualTo("54000");
                        })
                        .hasMessageContaining("maxTransactionBytes"));
                assertThat(requests).isZero();
            }
        }
        assertThat(d1.truth("SELECT count(*) FROM t")).isEqualTo("0");
    }

    @Test
    void anEntryIsNeverSplit() throws SQLException {
        try (Connection connection = d1.connect("&maxTransactionBytes=50");
                Statement statement = connection.createStatement()) {
            statement.addBatch("INSERT INTO t(v) VALUES('a'); INSERT INTO t(v) VALUES('b'); DELETE FROM t");
            assertThat(statement.executeBatch()).containsExactly(4);
            assertThat(TestD1.texts(statement.getWarnings())).isEmpty();
        }
    }

    @Test
    void aQueryInABatchIsRefusedBeforeAnythingIsSent() throws Exception {
        try (Connection connection = d1.connect("&maxTransactionBytes=50");
                Statement statement = connection.createStatement()) {
            statement.addBatch("INSERT INTO t(v) VALUES('a')");
            statement.addBatch("SELECT 1");
            int requests = d1.requests(() -> assertThatThrownBy(statement::executeBatch)
                    .isInstanceOfSatisfying(
                            BatchUpdateException.class,
                            e -> assertThat(e.getUpdateCounts()).containsExactly(-3, -3)));
            assertThat(requests).isZero();
        }
    }

    @Test
    void aLostAnswerLeavesTheOutcomeUnknown() throws SQLException {
        try (Connection connection = d1.connect();
                PreparedStatement insert = inserts(connection, "a", "b")) {
            d1.faults().add(Fault.on(Route.RAW).resetAfterWork());
            assertThatThrownBy(insert::executeBatch).isInstanceOfSatisfying(BatchUpdateException.class, e -> {
                assertThat(e.getSQLState()).isEqualTo("08007");
                assertThat(e.getUpdateCounts()).containsExactly(-3, -3);
            });
            assertThat(d1.truth("SELECT count(*) FROM t")).isEqualTo("2");
        }
    }

    @Test
    void aBatchThatHangsCanBeCancelledAndTimesOut() throws Exception {
        try (Connection connection = d1.connect();
                PreparedStatement insert = inserts(connection, "a", "b")) {
            d1.faults().add(Fault.on(Route.RAW).times(2).hang());
            Background<SQLException> batch = Background.failureOf(insert::executeBatch);
            batch.during(insert::cancel);
            assertThat((Object) batch.get()).isInstanceOf(BatchUpdateException.class);
            assertThat(batch.get().getSQLState()).isEqualTo("57014");
            insert.setString(1, "c");
            insert.addBatch();
            insert.setQueryTimeout(1);
            assertThatThrownBy(insert::executeBatch)
                    .isInstanceOfSatisfying(
                            BatchUpdateException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        }
    }
}
