package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What GUI tools ask and D1 refuses is answered without a request. */
class LocalAnswersTest {
    private static TestD1 d1 = new TestD1();
    private static JdbcConnection connection;

    @BeforeAll
    static void open() throws SQLException {
        connection = d1.connect();
    }

    @AfterAll
    static void close() throws Exception {
        connection.close();
        d1.close();
    }

    private static List<String> columns(Connection of, String sql) throws SQLException {
        try (Statement statement = of.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                columns.add(rows.getMetaData().getColumnLabel(i));
            }
            return columns;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PRAGMA database_list, 0",
        "pragma main.encoding ;, UTF-8",
        "PRAGMA Journal_Mode, wal",
        "PRAGMA user_version, 0",
        "PRAGMA application_id, 0",
        "PRAGMA collation_list, 0",
        "PRAGMA compile_options, DEFAULT_FOREIGN_KEYS=1",
        "PRAGMA module_list, fts5",
        "PRAGMA locking_mode, normal",
        "PRAGMA read_uncommitted, 0",
        "PRAGMA busy_timeout, 0",
        "SELECT sqlite_version(), 3.53.4",
        "select SQLITE_VERSION ( ) as \"v\";, 3.53.4"
    })
    void answeredWithoutARequest(String sql, String first) throws Exception {
        int requests = d1.requests(() -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo(first);
            }
        });
        assertThat(requests).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "database_list",
                "encoding",
                "journal_mode",
                "user_version",
                "application_id",
                "collation_list",
                "compile_options",
                "function_list",
                "module_list",
                "locking_mode",
                "read_uncommitted",
                "busy_timeout"
            })
    void theColumnsAreSqlitesOwn(String pragma) throws SQLException {
        try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            assertThat(columns(connection, "PRAGMA " + pragma)).isEqualTo(columns(sqlite, "PRAGMA " + pragma));
        }
    }

    @Test
    void aLabelIsKept() throws SQLException {
        assertThat(columns(connection, "select sqlite_version() v")).containsExactly("v");
        assertThat(columns(connection, "select sqlite_version()")).containsExactly("sqlite_version()");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA journal_mode = DELETE",
                "PRAGMA user_version = 7",
                "PRAGMA encoding('UTF-16')",
                "PRAGMA schema_version",
                "PRAGMA temp.encoding",
                "SELECT sqlite_version() || ''"
            })
    void whatHasNoTrueAnswerIsD1sToRefuse(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
    }
}
