package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.Session.Command;
import io.github.d1jdbc.sql.SqlStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogQueryTest {
    private static final String OWN = "(SELECT * FROM sqlite_master WHERE substr(tbl_name, 1, 4) <> '_cf_')";

    private TestD1 d1;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        d1 = new TestD1();
        connection = d1.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE a(id INTEGER PRIMARY KEY, name TEXT UNIQUE)");
        }
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        d1.close();
    }

    private static @Nullable String filtered(String sql) {
        List<Command> commands =
                SqlStatement.split(sql).stream().map(Command::of).toList();
        List<Command> filtered = CatalogQuery.filtered(commands);
        return filtered == null ? null : filtered.get(0).bound().sql();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT m.name FROM sqlite_master AS m | SELECT m.name FROM @ AS m",
                "SELECT m.name FROM sqlite_master m WHERE 1 | SELECT m.name FROM @ m WHERE 1",
                "SELECT sqlite_master.name FROM sqlite_master | SELECT sqlite_master.name FROM @ AS \"sqlite_master\"",
                "SELECT 1 FROM Sqlite_Schema WHERE 1 | SELECT 1 FROM @ AS \"Sqlite_Schema\" WHERE 1",
                "SELECT 1 FROM main.sqlite_master, x | SELECT 1 FROM @ AS \"sqlite_master\", x",
                "SELECT 1 FROM x, \"main\".\"sqlite_master\" m | SELECT 1 FROM x, @ m",
                "SELECT 1 FROM a JOIN sqlite_master USING (name) | SELECT 1 FROM a JOIN @ AS \"sqlite_master\" USING (name)",
                "SELECT 1 FROM (sqlite_master m JOIN a) | SELECT 1 FROM (@ m JOIN a)",
                "WITH t AS (SELECT * FROM sqlite_master) SELECT * FROM t | WITH t AS (SELECT * FROM @ AS \"sqlite_master\") SELECT * FROM t",
                "SELECT (SELECT max(name) FROM sqlite_master m) | SELECT (SELECT max(name) FROM @ m) AS \"(SELECT max(name) FROM sqlite_master m)\"",
            })
    void theCatalogIsReplacedWhereItIsRead(String sql, String replaced) {
        assertThat(filtered(sql)).isEqualTo(replaced.replace("@", OWN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'FROM sqlite_master'",
                "SELECT 1 -- FROM sqlite_master",
                "SELECT sqlite_master.name FROM a AS sqlite_master",
                "SELECT 1 FROM temp.sqlite_master",
                "SELECT 1 FROM my_sqlite_master",
                "INSERT INTO a SELECT name FROM sqlite_master",
                "PRAGMA table_info(sqlite_master)"
            })
    void whatDoesNotReadItStays(String sql) {
        assertThat(filtered(sql)).isNull();
    }

    @Test
    void aQueryThatD1RefusesForItsOwnTablesRunsWithoutThem() throws Exception {
        String sql = "SELECT m.name, x.name FROM sqlite_master m JOIN pragma_table_info(m.name) x WHERE m.type = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, "table");
            assertThat(d1.requests(() -> {
                        ResultSet rows = statement.executeQuery();
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getString(1) + "." + rows.getString(2)).isEqualTo("a.id");
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getString(2)).isEqualTo("name");
                        assertThat(rows.next()).isFalse();
                    }))
                    .isEqualTo(2);
        }
    }

    @Test
    void aPlainQueryOfTheCatalogIsSentAsItIs() throws Exception {
        try (Statement statement = connection.createStatement()) {
            assertThat(d1.requests(
                            () -> assertThat(TestD1.column(statement.executeQuery("SELECT name FROM sqlite_master")))
                                    .contains("a")))
                    .isOne();
        }
    }

    @Test
    void theFirstErrorStaysWhereItDoesNotHelp() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELECT sqlite_version() || name FROM sqlite_master"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
    }
}
