package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The property {@code exportWait}: SQL waits while D1 exports the database. */
@Timeout(60)
class ExportWaitTest {
    private static final String EXPORTING = "Currently processing a long-running export.";

    private final TestD1 d1 = new TestD1();

    @AfterEach
    void close() throws Exception {
        d1.close();
    }

    private static void state(Throwable e, String state) {
        assertThat(((SQLException) e).getSQLState()).isEqualTo(state);
    }

    @Test
    void aWriteWaitsUntilTheExportIsOverAndIsDoneOnce() throws SQLException {
        try (Connection connection = d1.connect("&exportWait=30");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(a)");
            d1.faults().add(Fault.on(Route.RAW).error(400, 7500, EXPORTING));
            assertThat(statement.executeUpdate("INSERT INTO t VALUES(1)")).isEqualTo(1);
            assertThat(d1.truth("SELECT count(*) FROM t")).isEqualTo("1");
        }
    }

    @Test
    void withoutItTheRefusalIsTemporary() throws SQLException {
        try (Connection connection = d1.connect();
                Statement statement = connection.createStatement()) {
            d1.faults().add(Fault.on(Route.RAW).error(400, 7500, EXPORTING));
            assertThatThrownBy(() -> statement.execute("SELECT 1")).satisfies(e -> state(e, "55006"));
        }
    }

    @Test
    void waitingEndsWithTheQueryTimeoutOrACancel() throws Exception {
        try (Connection connection = d1.connect("&exportWait=PT1H");
                Statement statement = connection.createStatement()) {
            d1.faults().add(Fault.on(Route.RAW).times(1_000).error(400, 7500, EXPORTING));
            statement.setQueryTimeout(1);
            assertThatThrownBy(() -> statement.execute("SELECT 1")).satisfies(e -> state(e, "55006"));
            statement.setQueryTimeout(0);
            Background<SQLException> query = Background.failureOf(() -> statement.execute("SELECT 1"));
            query.during(statement::cancel);
            assertThat(query.get().getSQLState()).isEqualTo("57014");
        }
    }

    @Test
    void isValidDoesNotWait() throws SQLException {
        try (Connection connection = d1.connect("&exportWait=PT1H")) {
            d1.faults().add(Fault.on(Route.RAW).error(400, 7500, EXPORTING));
            assertThat(connection.isValid(0)).isTrue();
            assertThat(d1.faults().left()).isEmpty();
        }
    }
}
