package io.github.d1jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/** Transactions, batches, read-only connections and what the driver answers by itself, against the real engine. */
@RealD1
class ConnectionsOnRealEngineTest {

    private static Connection connect(D1Http.Database database, String more) throws SQLException {
        D1Http http = database.http();
        String url = "jdbc:d1://" + http.accountId() + "/" + database.name() + "?endpoint=" + http.endpoint() + more;
        return DriverManager.getConnection(url, "", http.token());
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) values.add(rows.getString(1));
        }
        return values;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static PreparedStatement inserts(Connection connection, String... values) throws SQLException {
        PreparedStatement insert = connection.prepareStatement("INSERT INTO t(v) VALUES (?)");
        for (String value : values) {
            insert.setString(1, value);
            insert.addBatch();
        }
        return insert;
    }

    private static String texts(SQLWarning first) {
        StringBuilder texts = new StringBuilder();
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            texts.append(warning.getMessage()).append('\n');
        }
        return texts.toString();
    }

    @Test
    void writesWaitForTheCommitAndAreAtomic(D1Http.Database database) throws SQLException {
        try (Connection other = connect(database, "");
                Connection connection = connect(database, "&transactions=batch")) {
            run(other, "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT UNIQUE)");
            connection.setAutoCommit(false);
            assertThat(inserts(connection, "a", "b").executeBatch())
                    .containsExactly(Statement.SUCCESS_NO_INFO, Statement.SUCCESS_NO_INFO);
            assertThat(column(other, "SELECT v FROM t")).isEmpty();
            connection.commit();
            assertThat(column(other, "SELECT v FROM t")).containsExactly("a", "b");
            run(connection, "INSERT INTO t(v) VALUES ('c')");
            connection.rollback();
            run(connection, "INSERT INTO t(v) VALUES ('d')");
            run(connection, "INSERT INTO t(v) VALUES ('a')");
            assertThatThrownBy(connection::commit)
                    .isInstanceOfSatisfying(
                            SQLIntegrityConstraintViolationException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("23505"));
            assertThat(column(other, "SELECT v FROM t")).containsExactly("a", "b");
        }
    }

    @Test
    void immediateTransactionsSayWhatTheyCannotUndo(D1Http.Database database) throws SQLException {
        try (Connection connection = connect(database, "")) {
            run(connection, "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT UNIQUE)");
            connection.setAutoCommit(false);
            connection.rollback();
            run(connection, "INSERT INTO t(v) VALUES ('a')");
            assertThat(column(connection, "SELECT v FROM t")).containsExactly("a");
            assertThatThrownBy(connection::rollback)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("2D000"));
            connection.rollback();
        }
    }

    @Test
    void aBatchIsOneTransaction(D1Http.Database database) throws SQLException {
        try (Connection connection = connect(database, "")) {
            run(connection, "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT UNIQUE)");
            try (PreparedStatement insert = inserts(connection, "a", "b", "a")) {
                assertThatThrownBy(insert::executeBatch).isInstanceOfSatisfying(BatchUpdateException.class, e -> {
                    assertThat(e.getUpdateCounts()).containsOnly(Statement.EXECUTE_FAILED);
                    assertThat(e.getSQLState()).isEqualTo("23505");
                });
            }
            assertThat(column(connection, "SELECT v FROM t")).isEmpty();
            try (PreparedStatement insert = inserts(connection, "a", "b")) {
                assertThat(insert.executeBatch()).containsExactly(1, 1);
                try (ResultSet keys = insert.getGeneratedKeys()) {
                    assertThat(keys.next()).isTrue();
                    assertThat(keys.getLong(1)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void aBatchThatIsTooLargeIsSplitAndSaysWhere(D1Http.Database database) throws SQLException {
        try (Connection connection = connect(database, "&maxTransactionBytes=130")) {
            run(connection, "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT UNIQUE)");
            try (PreparedStatement insert = inserts(connection, "a", "b", "c")) {
                assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
                assertThat(texts(insert.getWarnings())).contains("sent as 2").contains("entries 2, 3");
            }
            try (PreparedStatement insert = inserts(connection, "x", "y", "z", "a", "w")) {
                assertThatThrownBy(insert::executeBatch)
                        .isInstanceOfSatisfying(
                                BatchUpdateException.class,
                                e -> assertThat(e.getUpdateCounts()).containsExactly(1, 1, -3, -3, -3))
                        .hasMessageContaining("committed");
            }
            assertThat(column(connection, "SELECT v FROM t ORDER BY id")).containsExactly("a", "b", "c", "x", "y");
        }
    }

    @Test
    void aReadOnlyConnectionReadsAndNeverWrites(D1Http.Database database) throws SQLException {
        try (Connection connection = connect(database, "");
                Connection reader = connect(database, "&readOnly=true")) {
            run(connection, "CREATE TABLE t(v); INSERT INTO t VALUES ('a')");
            assertThat(column(reader, "SELECT v FROM t")).containsExactly("a");
            assertThat(column(reader, "PRAGMA table_info(t)")).containsExactly("0");
            for (String write : List.of("INSERT INTO t VALUES (1)", "DROP TABLE t", "PRAGMA recursive_triggers = ON")) {
                assertThatThrownBy(() -> run(reader, write))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("25006"));
            }
            assertThat(column(connection, "SELECT count(*) FROM t")).containsExactly("1");
        }
    }

    @Test
    void keysAndCountsAreThisConnectionsThoughOthersWrite(D1Http.Database database) throws SQLException {
        try (Connection one = connect(database, "");
                Connection other = connect(database, "")) {
            run(one, "CREATE TABLE t(id INTEGER PRIMARY KEY, v)");
            run(one, "INSERT INTO t VALUES (7, 'a'), (8, 'b')");
            run(other, "INSERT INTO t VALUES (100, 'c')");
            assertThat(column(one, "SELECT last_insert_rowid()")).containsExactly("8");
            assertThat(column(one, "select changes() as n;")).containsExactly("2");
            assertThat(column(one, "SELECT v FROM t WHERE id = last_insert_rowid()"))
                    .containsExactly("b");
            assertThat(column(other, "SELECT last_insert_rowid()")).containsExactly("100");
        }
    }

    @Test
    void whatTheEngineRefusesToToolsIsAnswered(D1Http.Database database) throws SQLException {
        try (Connection connection = connect(database, "")) {
            for (String asked : List.of(
                    "PRAGMA database_list",
                    "PRAGMA encoding",
                    "PRAGMA journal_mode",
                    "PRAGMA user_version",
                    "PRAGMA compile_options",
                    "SELECT sqlite_version()")) {
                // In another form the engine is asked, and refuses.
                String other = asked.startsWith("PRAGMA") ? asked + "; SELECT 1" : asked + ", 1";
                assertThat(column(connection, asked)).as(asked).isNotEmpty();
                assertThatThrownBy(() -> column(connection, other))
                        .as(other)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).startsWith("42"));
            }
        }
    }

    @Test
    void theCatalogIsReadThoughTheEnginesOwnTablesAreInIt(D1Http.Database database) throws SQLException {
        try (Connection connection = connect(database, "")) {
            run(
                    connection,
                    "CREATE TABLE author(id INTEGER PRIMARY KEY, name TEXT UNIQUE);"
                            + "CREATE TABLE book(id INTEGER PRIMARY KEY, author INTEGER REFERENCES author(id))");
            assertThat(column(
                            connection,
                            "SELECT m.name || '.' || x.name FROM sqlite_master m, pragma_table_info(m.name) x"
                                    + " WHERE m.type = 'table' ORDER BY 1"))
                    .containsExactly("author.id", "author.name", "book.author", "book.id");
            List<Table<?>> tables =
                    DSL.using(connection, SQLDialect.SQLITE).meta().getTables();
            assertThat(tables)
                    .extracting(Table::getName)
                    .contains("author", "book")
                    .noneMatch(n -> n.startsWith("_cf"));
            Table<?> book = tables.stream()
                    .filter(t -> t.getName().equals("book"))
                    .findFirst()
                    .orElseThrow();
            assertThat(book.fields()).extracting(Field::getName).containsExactly("id", "author");
            assertThat(book.getReferences().size()).isOne();
        }
    }

    @Test
    void escapesOfJdbcRun(D1Http.Database database) throws SQLException {
        try (Connection connection = connect(database, "")) {
            assertThat(column(connection, "SELECT {fn ucase('a')} || {fn left('xyz', 2)} || {d '2026-11-22'}"))
                    .containsExactly("Axy2026-11-22");
            for (String call : List.of(
                    "now()",
                    "curdate()",
                    "curtime()",
                    "rand()",
                    "log(2)",
                    "log10(2)",
                    "power(2, 3)",
                    "ceiling(1.5)",
                    "ascii('a')",
                    "locate('a', 'ba')",
                    "year('2026-11-22')",
                    "concat('a', 'b')",
                    "right('abc', 1)")) {
                assertThat(column(connection, "SELECT {fn " + call + "} IS NOT NULL"))
                        .as(call)
                        .containsExactly("1");
            }
        }
    }
}
