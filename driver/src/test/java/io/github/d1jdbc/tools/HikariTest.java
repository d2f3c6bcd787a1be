package io.github.d1jdbc.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.D1DataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HikariTest {
    private ToolDatabase database;

    @BeforeEach
    void open() throws SQLException {
        database = new ToolDatabase("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)");
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private HikariConfig config() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url);
        config.setMaximumPoolSize(1);
        return config;
    }

    private static D1Connection lent(Connection connection) throws SQLException {
        return connection.unwrap(D1Connection.class);
    }

    @Test
    void aConnectionIsLentAgain() throws SQLException {
        try (HikariDataSource pool = new HikariDataSource(config())) {
            D1Connection first;
            try (Connection connection = pool.getConnection()) {
                first = lent(connection);
                try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO t (name) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
                    insert.setString(1, "a");
                    assertThat(insert.executeUpdate()).isOne();
                    try (ResultSet keys = insert.getGeneratedKeys()) {
                        assertThat(keys.next()).isTrue();
                        assertThat(keys.getLong(1)).isOne();
                    }
                }
            }
            try (Connection connection = pool.getConnection()) {
                assertThat((Object) lent(connection)).isSameAs(first);
                assertThat(connection.isValid(5)).isTrue();
                assertThat((Object) connection.getWarnings()).isNull();
            }
        }
        assertThat(database.column("SELECT name FROM t")).containsExactly("a");
    }

    @Test
    void returningAConnectionClosesItsStatements() throws SQLException {
        try (HikariDataSource pool = new HikariDataSource(config())) {
            Statement statement;
            try (Connection connection = pool.getConnection()) {
                statement = connection.createStatement();
            }
            assertThat(statement.isClosed()).isTrue();
        }
    }

    @Test
    void neitherARefusalNorAConstraintCostsTheConnection() throws SQLException {
        try (HikariDataSource pool = new HikariDataSource(config())) {
            D1Connection first;
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                first = lent(connection);
                statement.execute("INSERT INTO t (name) VALUES ('a')");
                assertThatThrownBy(() -> statement.execute("INSERT INTO t (name) VALUES ('a')"))
                        .isInstanceOf(SQLIntegrityConstraintViolationException.class);
                assertThatThrownBy(() -> connection.prepareCall("CALL x")).isInstanceOf(SQLException.class);
                assertThatThrownBy(connection::createSQLXML).isInstanceOf(SQLFeatureNotSupportedException.class);
                assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM nowhere"))
                        .isInstanceOf(SQLException.class);
            }
            try (Connection connection = pool.getConnection()) {
                assertThat((Object) lent(connection)).isSameAs(first);
            }
        }
    }

    @Test
    void aPoolWithoutAutocommitKeepsWhatWasCommitted() throws SQLException {
        HikariConfig config = config();
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        try (HikariDataSource pool = new HikariDataSource(config)) {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                assertThat(connection.getAutoCommit()).isFalse();
                statement.executeUpdate("INSERT INTO t (name) VALUES ('a')");
                connection.commit();
            }
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.executeQuery("SELECT * FROM t").close();
                // Only read: the pool's rollback at close has nothing to undo.
            }
        }
        assertThat(database.column("SELECT name FROM t")).containsExactly("a");
    }

    @Test
    void aWriteThatCannotBeRolledBackIsSaidAtCloseAndCostsNoConnection() throws SQLException {
        HikariConfig config = config();
        config.setJdbcUrl(database.url + "?transactions=immediate");
        config.setAutoCommit(false);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            Connection connection = pool.getConnection();
            D1Connection first = lent(connection);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("INSERT INTO t (name) VALUES ('a')");
            }
            assertThatThrownBy(connection::close)
                    .isInstanceOf(SQLException.class)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("2D000");
            try (Connection next = pool.getConnection()) {
                assertThat((Object) lent(next)).isSameAs(first);
            }
        }
    }

    @Test
    void aReadOnlyPoolRefusesWrites() throws SQLException {
        HikariConfig config = config();
        config.setReadOnly(true);
        try (HikariDataSource pool = new HikariDataSource(config);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(connection.isReadOnly()).isTrue();
            assertThatThrownBy(() -> statement.execute("DELETE FROM t"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("read-only");
        }
    }

    @Test
    void theDataSourceIsMadeByNameAndFilledByItsSetters() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSourceClassName(D1DataSource.class.getName());
        config.addDataSourceProperty("url", database.url);
        config.addDataSourceProperty("applicationName", "pool");
        config.setMaximumPoolSize(1);
        config.setConnectionInitSql("INSERT INTO t (name) VALUES ('opened')");
        config.setConnectionTestQuery("SELECT 1");
        try (HikariDataSource pool = new HikariDataSource(config);
                Connection connection = pool.getConnection()) {
            assertThat(connection.isWrapperFor(D1Connection.class)).isTrue();
        }
        assertThat(database.column("SELECT name FROM t")).containsExactly("opened");
    }

    @Test
    void threadsWriteThroughThePoolAtTheSameTime() throws Exception {
        HikariConfig config = config();
        config.setMaximumPoolSize(4);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            List<Future<?>> jobs = new ArrayList<>();
            for (int job = 0; job < 4; job++) {
                String prefix = "job" + job + "-";
                jobs.add(threads.submit(() -> {
                    for (int i = 0; i < 20; i++) {
                        try (Connection connection = pool.getConnection();
                                PreparedStatement insert =
                                        connection.prepareStatement("INSERT INTO t (name) VALUES (?)")) {
                            insert.setString(1, prefix + i);
                            insert.executeUpdate();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> job : jobs) job.get();
        } finally {
            threads.shutdownNow();
        }
        assertThat(database.column("SELECT count(*) FROM t")).containsExactly("80");
    }
}
