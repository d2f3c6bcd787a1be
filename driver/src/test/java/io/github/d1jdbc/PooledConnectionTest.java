package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import javax.naming.Reference;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code D1DataSource} as a pool and a naming service use it. */
class PooledConnectionTest {

    /** Notes the events. */
    private static final class Pool implements ConnectionEventListener {
        final List<String> events = new ArrayList<>();

        @Override
        public void connectionClosed(ConnectionEvent event) {
            events.add("closed");
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            events.add(event.getSQLException().getSQLState());
        }
    }

    private final TestD1 d1 = new TestD1();
    private final D1DataSource source = new D1DataSource(d1.url("&maxRetries=0"));
    private final Pool pool = new Pool();

    @BeforeEach
    void setUp() {
        source.setPassword(d1.server.token());
    }

    @AfterEach
    void close() throws Exception {
        d1.close();
    }

    @Test
    void aLentConnectionIsFreshAndCostsNoRequest() throws Exception {
        PooledConnection pooled = source.getPooledConnection();
        pooled.addConnectionEventListener(pool);
        int requests = d1.requests(() -> {
            try (Connection first = pooled.getConnection()) {
                first.setAutoCommit(false);
                first.setReadOnly(true);
            }
            assertThat(pool.events).containsExactly("closed");
            try (Connection second = pooled.getConnection()) {
                assertThat(second.getAutoCommit()).isTrue();
                assertThat(second.isReadOnly()).isFalse();
                assertThat(second.unwrap(D1Connection.class).databaseName()).isEqualTo(TestD1.DATABASE);
            }
        });
        assertThat(requests).isZero();
        pooled.close();
        assertThatThrownBy(pooled::getConnection)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));
    }

    @Test
    void lendingAgainClosesTheOneBeforeWithoutAnEvent() throws SQLException {
        PooledConnection pooled = source.getPooledConnection("", d1.server.token());
        pooled.addConnectionEventListener(pool);
        Connection first = pooled.getConnection();
        Connection second = pooled.getConnection();
        assertThat(first.isClosed()).isTrue();
        first.close();
        assertThat(pool.events).isEmpty();
        assertThat(second.isValid(5)).isTrue();
        pooled.close();
        assertThat(second.isClosed()).isTrue();
        assertThat(pool.events).isEmpty();
    }

    @Test
    void onlyWhatEndsAllConnectionsIsAnErrorForThePool() throws SQLException {
        PooledConnection pooled = source.getPooledConnection();
        pooled.addConnectionEventListener(pool);
        try (Connection connection = pooled.getConnection();
                Statement statement = connection.createStatement()) {
            d1.faults().add(Fault.on(Route.RAW).http(502));
            assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> statement.execute("SELEC")).isInstanceOf(SQLException.class);
            assertThat(pool.events).isEmpty();
            d1.faults().add(Fault.on(Route.RAW).error(403, 7403, "no longer yours"));
            assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
            assertThat(pool.events).containsExactly("28000");
            pooled.removeConnectionEventListener(pool);
        }
        assertThat(pool.events).containsExactly("28000");
        pooled.close();
    }

    @Test
    void aNamingServiceGivesTheSameDataSourceBack() throws Exception {
        source.setMaxRetries(2);
        source.setTransactions("batch");
        Reference reference = source.getReference();
        assertThat(reference.toString()).doesNotContain(d1.server.token());
        Object factory = Class.forName(reference.getFactoryClassName())
                .getDeclaredConstructor()
                .newInstance();
        D1DataSource found =
                Objects.requireNonNull(((D1DataSource.Factory) factory).getObjectInstance(reference, null, null, null));
        try (Connection connection = found.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            assertThat(rows.next()).isTrue();
            assertThat(connection.getMetaData().supportsTransactions()).isTrue();
        }
        assertThat(new D1DataSource.Factory().getObjectInstance("x", null, null, null))
                .isNull();
        assertThat(new D1DataSource.Factory().getObjectInstance(new Reference("x"), null, null, null))
                .isNull();
    }

    @Test
    void theApplicationsNameGoesOutAndOtherNamesDrawAWarning() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setClientInfo("ApplicationName", "bills\n2");
            assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("bills?2");
            JdbcConnection d1Connection = (JdbcConnection) connection.unwrap(D1Connection.class);
            assertThat(d1Connection.session().client().settings().applicationName())
                    .isEqualTo("bills?2");
            assertThat(connection.isValid(5)).isTrue();
            assertThat(TestD1.texts(connection.getWarnings())).isEmpty();
            connection.setClientInfo("ClientUser", "ada");
            assertThat(TestD1.texts(connection.getWarnings())).contains("ClientUser");
            assertThat(connection.getClientInfo("ClientUser")).isNull();
            Properties empty = new Properties();
            connection.setClientInfo(empty);
            assertThat(connection.getClientInfo()).isEmpty();
        }
    }
}
