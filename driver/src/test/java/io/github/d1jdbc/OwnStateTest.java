package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys, {@code last_insert_rowid()} and {@code changes()} of one connection among others, and {@code setMaxRows}. */
class OwnStateTest {
    private TestD1 d1;
    private JdbcConnection connection;
    private Statement statement;

    @BeforeEach
    void open() throws SQLException {
        d1 = new TestD1();
        connection = d1.connect();
        statement = connection.createStatement();
        statement.executeUpdate(
                "CREATE TABLE t(id INTEGER PRIMARY KEY, v); CREATE TABLE log(id INTEGER PRIMARY KEY, ref);"
                        + "CREATE TABLE wr(k PRIMARY KEY) WITHOUT ROWID; CREATE VIEW vw AS SELECT * FROM t;"
                        + "CREATE TRIGGER ins INSTEAD OF INSERT ON vw BEGIN INSERT INTO log(ref) VALUES(NEW.v); END");
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        d1.close();
    }

    private void another(String sql) throws SQLException {
        try (JdbcConnection other = d1.connect();
                Statement insert = other.createStatement()) {
            insert.executeUpdate(sql);
        }
    }

    private List<String> keys() throws SQLException {
        return TestD1.column(statement.getGeneratedKeys());
    }

    private String one(String sql) throws SQLException {
        return TestD1.column(statement.executeQuery(sql)).get(0);
    }

    @Test
    void theFunctionsMeanThisConnectionAnywhere() throws Exception {
        statement.executeUpdate("INSERT INTO t(id) VALUES(7)");
        another("INSERT INTO t(id) VALUES(100), (101)");
        assertThat(one("SELECT last_insert_rowid()")).isEqualTo("7");
        assertThat(one("SELECT * FROM t WHERE id = last_insert_rowid ( )")).isEqualTo("7");
        assertThat(one("SELECT id FROM t WHERE id > Changes() ORDER BY id")).isEqualTo("7");
        try (ResultSet rows =
                statement.executeQuery("SELECT last_insert_rowid(), 'last_insert_rowid()', changes() c")) {
            assertThat(rows.getMetaData().getColumnLabel(1)).isEqualTo("last_insert_rowid()");
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(7);
            assertThat(rows.getString(2)).isEqualTo("last_insert_rowid()");
            assertThat(rows.getInt("c")).isEqualTo(1);
        }
        statement.executeUpdate("INSERT INTO log(ref) VALUES(last_insert_rowid())");
        assertThat(d1.truth("SELECT ref FROM log")).isEqualTo("7");
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO log(ref, id) VALUES(last_insert_rowid(), ?)")) {
            insert.setString(1, "50");
            insert.executeUpdate();
        }
        assertThat(d1.truth("SELECT ref FROM log WHERE id = 50")).isEqualTo("1");
    }

    @Test
    void behindAWriteOfTheSameRequestTheyMeanThatWrite() throws SQLException {
        statement.addBatch("INSERT INTO t(id) VALUES(30)");
        statement.addBatch("INSERT INTO log(ref) VALUES(last_insert_rowid())");
        statement.executeBatch();
        assertThat(d1.truth("SELECT ref FROM log")).isEqualTo("30");
    }

    @Test
    void aTriggerKeepsTheFunction() throws SQLException {
        statement.executeUpdate(
                "CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log(ref) VALUES(last_insert_rowid()); END");
        another("INSERT INTO t(id) VALUES(44)");
        assertThat(d1.truth("SELECT ref FROM log")).isEqualTo("44");
    }

    @Test
    void whatMakesNoRowidGivesNoKey() throws Exception {
        statement.executeUpdate("INSERT INTO t(id) VALUES(7)");
        assertThat(keys()).containsExactly("7");
        another("INSERT INTO t(id) VALUES(500)");
        for (int i = 0; i < 2; i++) {
            assertThat(statement.executeUpdate("INSERT INTO wr VALUES(" + i + ")"))
                    .isEqualTo(1);
            assertThat(keys()).isEmpty();
            statement.executeUpdate("INSERT INTO Main.\"VW\" VALUES(1, " + i + ")");
            assertThat(keys()).isEmpty();
        }
        assertThat(one("SELECT last_insert_rowid()")).isEqualTo("7");
        statement.executeUpdate("DROP TABLE wr; CREATE TABLE wr(k)");
        statement.executeUpdate("INSERT INTO wr VALUES(1)");
        assertThat(keys()).containsExactly("1");
    }

    @Test
    void aNumberOfRowsGoesIntoTheQuery() throws SQLException {
        statement.executeUpdate(
                "INSERT INTO t WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n LIMIT 100)"
                        + " SELECT i, 9007199254740992 + i FROM n");
        statement.setMaxRows(3);
        for (String sql : List.of(
                "SELECT v FROM t -- all",
                "SELECT v FROM t -- all",
                "SELECT v FROM t LIMIT 50",
                "SELECT v FROM t WHERE id IN (SELECT id FROM t LIMIT 60) UNION ALL SELECT 1",
                "SELECT 1 UNION ALL VALUES(2),(3),(4),(5)",
                "VALUES(1),(2),(3),(4)")) {
            assertThat(TestD1.column(statement.executeQuery(sql))).as(sql).hasSize(3);
        }
        // An endless query ends, so that the number went with it.
        assertThat(TestD1.column(statement.executeQuery(
                        "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n")))
                .containsExactly("1", "2", "3");
    }
}
