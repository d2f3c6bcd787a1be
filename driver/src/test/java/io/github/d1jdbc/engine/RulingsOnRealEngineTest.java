package io.github.d1jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first ten rulings on the driver, each with the traps that were met on the real engine. */
@RealD1
class RulingsOnRealEngineTest {
    private static final long BIG = 9007199254740993L;

    private interface Body {
        void run(Connection connection, Statement statement) throws SQLException;
    }

    private static Connection connect(D1Http.Database database) throws SQLException {
        D1Http http = database.http();
        String url = "jdbc:d1://" + http.accountId() + "/" + database.name() + "?endpoint=" + http.endpoint();
        return DriverManager.getConnection(url, "", http.token());
    }

    private static void on(D1Http.Database database, String schema, Body body) throws SQLException {
        if (!schema.isEmpty()) database.run(schema);
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            body.run(connection, statement);
        }
    }

    private static List<Object> objects(ResultSet rows) throws SQLException {
        List<Object> objects = new ArrayList<>();
        try (rows) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) for (int i = 1; i <= columns; i++) objects.add(rows.getObject(i));
        }
        return objects;
    }

    private static List<Object> objects(Statement statement, String sql) throws SQLException {
        return objects(statement.executeQuery(sql));
    }

    private static List<String> labels(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        List<String> labels = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) labels.add(columns.getColumnLabel(i));
        return labels;
    }

    // Ruling 1.

    @Test
    void rowsOfTriggersCascadesAndFtsAreNotCounted(D1Http.Database database) throws SQLException {
        on(
                database,
                "CREATE TABLE p(id INTEGER PRIMARY KEY, v); CREATE TABLE log(v);"
                        + "CREATE TABLE c(p REFERENCES p(id) ON DELETE CASCADE); CREATE VIRTUAL TABLE f USING fts5(w);"
                        + "CREATE TRIGGER tr AFTER INSERT ON p BEGIN INSERT INTO log VALUES(1),(2); END",
                (connection, statement) -> {
                    assertThat(statement.executeUpdate("INSERT INTO p VALUES(1, 'a'), (2, 'b')"))
                            .isEqualTo(2);
                    assertThat(statement.executeUpdate("INSERT INTO c VALUES(1),(1),(1),(2)"))
                            .isEqualTo(4);
                    assertThat(statement.executeUpdate("DELETE FROM p WHERE id = 1"))
                            .isEqualTo(1);
                    assertThat(objects(statement, "SELECT count(*) FROM c")).containsExactly(1);
                    assertThat(statement.executeUpdate("INSERT INTO f VALUES('a word')"))
                            .isEqualTo(1);
                    assertThat(statement.executeUpdate("INSERT OR IGNORE INTO p VALUES(2, 'again')"))
                            .isZero();
                    assertThat(statement.executeUpdate("REPLACE INTO p VALUES(2, 'new')"))
                            .isEqualTo(1);
                    assertThat(statement.executeUpdate("CREATE TABLE copy AS SELECT * FROM c"))
                            .isZero();
                    assertThat(statement.executeUpdate("DROP TABLE copy")).isZero();
                });
    }

    @Test
    void aKeyBeyondADoubleIsExact(D1Http.Database database) throws SQLException {
        on(database, "CREATE TABLE t(id INTEGER PRIMARY KEY, v)", (connection, statement) -> {
            statement.executeUpdate("INSERT INTO t VALUES(" + BIG + ", 1)", Statement.RETURN_GENERATED_KEYS);
            assertThat(objects(statement.getGeneratedKeys())).containsExactly(BIG);
            statement.executeUpdate("INSERT INTO t(v) VALUES(2)", Statement.RETURN_GENERATED_KEYS);
            assertThat(objects(statement.getGeneratedKeys())).containsExactly(BIG + 1);
        });
    }

    // Ruling 2.

    @Test
    void theLastKeyIsThisConnectionsOwn(D1Http.Database database) throws SQLException {
        on(
                database,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, v); CREATE TABLE other(id INTEGER PRIMARY KEY)",
                (connection, statement) -> {
                    statement.executeUpdate("INSERT INTO t VALUES(7, 'mine')");
                    database.run("INSERT INTO other VALUES(5000), (5001)");
                    assertThat(objects(statement, "select LAST_INSERT_ROWID() as k;"))
                            .containsExactly(7);
                    assertThat(objects(statement, "SELECT changes()")).containsExactly(1);
                    assertThat(objects(
                                    statement, "SELECT v, last_insert_rowid() FROM t WHERE id = last_insert_rowid()"))
                            .containsExactly("mine", 7);
                    statement.executeUpdate("INSERT INTO t(v) SELECT 'after ' || last_insert_rowid()");
                    assertThat(objects(statement, "SELECT v FROM t WHERE id = 8"))
                            .containsExactly("after 7");
                    // Behind the write of its own request it is that write's.
                    statement.execute("INSERT INTO t VALUES(90, 'x'); INSERT INTO t VALUES(91, last_insert_rowid())");
                    assertThat(objects(statement, "SELECT v FROM t WHERE id = 91"))
                            .containsExactly(90);
                });
    }

    // Ruling 3.

    @Test
    void pragmasThatOutliveTheRequestAreWrites(D1Http.Database database) throws SQLException {
        on(database, "", (connection, statement) -> {
            for (String pragma : List.of("recursive_triggers=0", "foreign_keys=OFF", "defer_foreign_keys=ON")) {
                statement.execute("PRAGMA " + pragma);
                SQLWarning warning = statement.getWarnings();
                assertThat((Object) warning).as(pragma).isNotNull();
                assertThat(warning.getMessage()).contains(pragma.substring(0, pragma.indexOf('=')));
            }
            connection.setReadOnly(true);
            assertThatThrownBy(() -> statement.execute("PRAGMA case_sensitive_like=1"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
            assertThat(objects(statement, "PRAGMA foreign_keys")).containsExactly(1);
        });
    }

    // Ruling 4.

    @Test
    void anIntegerParameterComparesAsALiteral(D1Http.Database database) throws SQLException {
        on(
                database,
                "CREATE TABLE t(x TEXT, n INTEGER, u); CREATE INDEX by_x ON t(x); CREATE INDEX by_n ON t(n);"
                        + "INSERT INTO t VALUES('42', 42, 42), ('042', 43, '42'), ('42.0', -3, 42.0)",
                (connection, statement) -> {
                    for (String column : List.of("x", "n", "u", "u + 0", "length(x) + 40")) {
                        String sql = " FROM t WHERE " + column + " = ";
                        List<Object> literal = objects(statement, "SELECT rowid" + sql + "42");
                        try (PreparedStatement query = connection.prepareStatement("SELECT rowid" + sql + "?")) {
                            query.setInt(1, 42);
                            assertThat(objects(query.executeQuery())).as(column).isEqualTo(literal);
                        }
                    }
                    try (PreparedStatement query =
                            connection.prepareStatement("EXPLAIN QUERY PLAN SELECT * FROM t WHERE n = ? AND x > ''")) {
                        query.setLong(1, -3);
                        assertThat(objects(query.executeQuery()).toString())
                                .contains("SEARCH")
                                .contains("by_n");
                    }
                    try (PreparedStatement query = connection.prepareStatement(
                            "SELECT n, typeof(?), 7 / ?, ? || '' FROM t ORDER BY ?, n LIMIT ?")) {
                        int[] values = {1, 2, 5, 2, 1};
                        for (int i = 0; i < values.length; i++) query.setInt(i + 1, values[i]);
                        assertThat(objects(query.executeQuery())).containsExactly(-3, "integer", 3, "5");
                    }
                    try (PreparedStatement query =
                            connection.prepareStatement("SELECT count(*) FROM t GROUP BY ? ORDER BY 1")) {
                        query.setInt(1, 1);
                        assertThat(objects(query.executeQuery())).containsExactly(3);
                    }
                });
    }

    @Test
    void theExtremesArriveAsTheyAre(D1Http.Database database) throws SQLException {
        on(database, "CREATE TABLE t(v)", (connection, statement) -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES(?), (?), (-?)")) {
                insert.setLong(1, Long.MIN_VALUE);
                insert.setLong(2, Long.MAX_VALUE);
                insert.setLong(3, -3);
                insert.executeUpdate();
            }
            assertThat(objects(statement, "SELECT v, typeof(v) FROM t ORDER BY rowid"))
                    .containsExactly(Long.MIN_VALUE, "integer", Long.MAX_VALUE, "integer", 3, "integer");
        });
    }

    // Ruling 5.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT n FROM t ORDER BY id DESC",
                "SELECT n FROM t ORDER BY id DESC -- the last",
                "SELECT n FROM t ORDER BY id DESC; /* nothing */ ",
                "SELECT n FROM d1_exact ORDER BY id DESC",
                "WITH d1_exact1 AS (SELECT * FROM t) SELECT n FROM d1_exact1 JOIN d1_exact USING(id) ORDER BY id DESC",
                "SELECT n FROM t UNION ALL SELECT n FROM t WHERE 0 ORDER BY 1",
                "VALUES(-9007199254740993), (9007199254740993)"
            })
    void aWrappedQueryKeepsItsOrderAndMeetsNoTableOfItsName(String sql, D1Http.Database database) throws SQLException {
        on(
                database,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, n); CREATE TABLE d1_exact(id INTEGER PRIMARY KEY, n2, n3);"
                        + "INSERT INTO t VALUES(1, 9007199254740993), (2, -9007199254740993);"
                        + "DROP TABLE d1_exact; CREATE VIEW d1_exact AS SELECT id, n FROM t",
                (connection, statement) -> {
                    String query = sql.contains("USING") ? sql.replace("SELECT n ", "SELECT d1_exact.n ") : sql;
                    for (int i = 0; i < 2; i++) {
                        assertThat(objects(statement, query)).containsExactly(-BIG, BIG);
                    }
                });
    }

    @Test
    void aVolatileColumnIsEvaluatedOnce(D1Http.Database database) throws SQLException {
        on(database, "", (connection, statement) -> {
            for (int i = 0; i < 5; i++) {
                List<Object> row = objects(statement, "SELECT r, r, typeof(r) FROM (SELECT random() AS r)");
                assertThat(row.get(0)).isEqualTo(row.get(1)).isInstanceOf(Long.class);
                assertThat(row.get(2)).isEqualTo("integer");
            }
            assertThat(objects(statement, "SELECT typeof(datetime('now')), " + BIG))
                    .containsExactly("text", BIG);
        });
    }

    @Test
    void whatCannotBeWrappedThrowsAndIsNeverWrong(D1Http.Database database) throws SQLException {
        on(database, "CREATE TABLE t(n); INSERT INTO t VALUES(9007199254740993)", (connection, statement) -> {
            String filler = "/*" + "x".repeat(99_950) + "*/";
            try (ResultSet row = statement.executeQuery("SELECT n " + filler + " FROM t")) {
                row.next();
                assertThatThrownBy(() -> row.getLong(1)).hasMessageContaining("2^53");
                assertThat(row.getDouble(1)).isEqualTo(9007199254740992.0);
            }
            assertThatThrownBy(() -> statement.executeQuery("SELECT n " + filler + filler + " FROM t"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("54000"))
                    .hasMessageContaining("at most 100000");
            assertThat(objects(statement, "PRAGMA table_info(t)")).contains("n");
            assertThat(objects(statement, "EXPLAIN QUERY PLAN SELECT * FROM t")).contains("SCAN t");
        });
    }

    // Ruling 6.

    @Test
    void everyKindOfCellIsExactInAWrappedQuery(D1Http.Database database) throws SQLException {
        on(
                database,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, v); INSERT INTO t VALUES(1, x'5b5d'), (2, x'0b'), (3, x'00'),"
                        + "(4, 'a' || char(0) || 'b'), (5, CAST(x'FFFE61' AS TEXT)), (6, 1.0), (7, 9e999), (8, -9e999),"
                        + "(9, 0.1), (10, '=i5'), (11, ''), (12, NULL), (13, 9223372036854775807), (14, x'')",
                (connection, statement) -> {
                    try (ResultSet rows = statement.executeQuery("SELECT v FROM t ORDER BY id")) {
                        for (int id = 1; rows.next(); id++) {
                            switch (id) {
                                case 1 -> assertThat(rows.getObject(1)).isEqualTo(new byte[] {'[', ']'});
                                case 2 -> assertThat(rows.getObject(1)).isEqualTo(new byte[] {11});
                                case 3 -> assertThat(rows.getObject(1)).isEqualTo(new byte[] {0});
                                case 4 -> assertThat(rows.getObject(1)).isEqualTo("a\0b");
                                case 5 -> {
                                    assertThat(rows.getBytes(1)).isEqualTo(new byte[] {-1, -2, 'a'});
                                    assertThat(rows.getString(1)).isEqualTo("\uFFFD\uFFFDa");
                                }
                                case 6 -> assertThat(rows.getObject(1)).isEqualTo(1.0);
                                case 7 -> assertThat(rows.getObject(1)).isEqualTo(Double.POSITIVE_INFINITY);
                                case 8 -> assertThat(rows.getDouble(1)).isEqualTo(Double.NEGATIVE_INFINITY);
                                case 9 -> assertThat(rows.getObject(1)).isEqualTo(0.1);
                                case 10 -> assertThat(rows.getObject(1)).isEqualTo("=i5");
                                case 11 -> assertThat(rows.getObject(1)).isEqualTo("");
                                case 12 -> assertThat(rows.getObject(1)).isNull();
                                case 13 -> assertThat(rows.getLong(1)).isEqualTo(Long.MAX_VALUE);
                                default -> assertThat(rows.getObject(1)).isEqualTo(new byte[0]);
                            }
                        }
                    }
                });
    }

    @Test
    void aHundredColumnsAreReadExactly(D1Http.Database database) throws SQLException {
        StringBuilder list = new StringBuilder("1");
        for (int i = 1; i < 100; i++)
            list.append(", ").append(BIG + 2L * i).append(" AS a").append(i % 3);
        on(database, "", (connection, statement) -> {
            List<Object> row = objects(statement, "SELECT " + list);
            assertThat(row).hasSize(100).element(99).isEqualTo(BIG + 198);
            assertThatThrownBy(() -> statement.executeQuery("SELECT " + list + ", 2"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("54011"));
        });
    }

    // Ruling 7.

    @Test
    void labelsStayDuplicatesIncludedAndFollowTheSchema(D1Http.Database database) throws SQLException {
        on(
                database,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES(1, 9007199254740993)",
                (connection, statement) -> {
                    String sql = "SELECT a, a, id AS a, t.*, count(*), ' x ', a + 1 -- end\n FROM t";
                    for (int i = 0; i < 2; i++) {
                        try (ResultSet rows = statement.executeQuery(sql)) {
                            assertThat(labels(rows))
                                    .startsWith("a", "a", "a", "id", "a", "count(*)", "' x '", "a + 1 -- end");
                            rows.next();
                            assertThat(rows.getLong("A")).isEqualTo(BIG);
                            assertThat(rows.getLong(8)).isEqualTo(BIG + 1);
                        }
                    }
                    assertThat(objects(statement, "SELECT * FROM t")).containsExactly(1, BIG);
                    database.run("ALTER TABLE t ADD COLUMN b DEFAULT 5; ALTER TABLE t RENAME COLUMN a TO z");
                    for (int i = 0; i < 2; i++) {
                        try (ResultSet rows = statement.executeQuery("SELECT * FROM t")) {
                            assertThat(labels(rows)).containsExactly("id", "z", "b");
                            rows.next();
                            assertThat(rows.getLong("z")).isEqualTo(BIG);
                            assertThat(rows.getInt("b")).isEqualTo(5);
                        }
                    }
                });
    }

    @Test
    void aParameterIsLabelledAsItIsWritten(D1Http.Database database) throws SQLException {
        on(database, "", (connection, statement) -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT ?, ? + 1, ?3, ? AS x")) {
                for (int i = 1; i <= 4; i++) query.setInt(i, i);
                assertThat(labels(query.executeQuery())).containsExactly("?", "? + 1", "?3", "x");
                query.setLong(1, BIG);
                try (ResultSet row = query.executeQuery()) {
                    assertThat(labels(row)).containsExactly("?", "? + 1", "?3", "x");
                    row.next();
                    assertThat(row.getLong(1)).isEqualTo(BIG);
                }
            }
        });
    }

    // Ruling 8.

    @Test
    void returningIsExactAndTheWriteHappensOnce(D1Http.Database database) throws SQLException {
        on(
                database,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, n, r REAL); CREATE TABLE log(x);"
                        + "CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES(NEW.id); END",
                (connection, statement) -> {
                    try (PreparedStatement insert = connection.prepareStatement(
                            "INSERT INTO t(n, r) VALUES(?, ?) RETURNING id, n AS \"big one\", n + 1, r, *")) {
                        insert.setLong(1, BIG);
                        insert.setDouble(2, Double.NEGATIVE_INFINITY);
                        try (ResultSet row = insert.executeQuery()) {
                            assertThat(labels(row)).containsExactly("id", "big one", "n + 1", "r", "id", "n", "r");
                            row.next();
                            assertThat(row.getLong("big one")).isEqualTo(BIG);
                            assertThat(row.getLong(3)).isEqualTo(BIG + 1);
                            assertThat(row.getDouble("r")).isEqualTo(Double.NEGATIVE_INFINITY);
                            assertThat(row.getObject(6)).isEqualTo(BIG);
                        }
                    }
                    assertThat(objects(statement, "SELECT count(*) FROM log")).containsExactly(1);
                    assertThat(objects(statement, "DELETE FROM t RETURNING n")).containsExactly(BIG);
                });
    }

    @Test
    void infinitiesAndWholeRealsComeFromColumnsAndParameters(D1Http.Database database) throws SQLException {
        on(
                database,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, r REAL, i INTEGER NOT NULL);"
                        + "INSERT INTO t VALUES(1, 9e999, 9e999), (2, 1, 2), (3, NULL, 3), (4, -9e999, 4)",
                (connection, statement) -> {
                    double up = Double.POSITIVE_INFINITY;
                    for (int i = 0; i < 2; i++) {
                        assertThat(objects(statement, "SELECT r FROM t ORDER BY id"))
                                .containsExactly(up, 1.0, null, -up);
                        assertThat(objects(statement, "SELECT max(r), avg(id), 2.0, total(i) FROM t"))
                                .containsExactly(up, 2.5, 2.0, up);
                        assertThat(objects(statement, "SELECT i FROM t WHERE id < 3"))
                                .containsExactly(up, 2);
                    }
                    try (PreparedStatement query = connection.prepareStatement("SELECT ?, id FROM t WHERE r = ?")) {
                        query.setDouble(1, -up);
                        query.setDouble(2, up);
                        assertThat(objects(query.executeQuery())).containsExactly(-up, 1);
                    }
                });
    }

    // Ruling 9.

    @Test
    void aNumberOfRowsIsALimitOfTheQuery(D1Http.Database database) throws SQLException {
        on(database, "", (connection, statement) -> {
            statement.setMaxRows(3);
            String endless = "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
            assertThat(objects(statement, endless + " -- no end")).containsExactly(1, 2, 3);
            assertThat(objects(statement, endless + " LIMIT 2")).containsExactly(1, 2);
            assertThat(objects(statement, "VALUES(1),(2),(3),(4)")).containsExactly(1, 2, 3);
        });
    }

    // Ruling 10.

    @Test
    void aScriptIsSplitAtItsStatementsAndIsOneTransaction(D1Http.Database database) throws SQLException {
        on(database, "", (connection, statement) -> {
            statement.execute("CREATE TABLE t(v); /* ; */ CREATE TRIGGER tr AFTER INSERT ON t BEGIN"
                    + " UPDATE t SET v = CASE WHEN v = 1 THEN 'a;b' ELSE v END; SELECT 1; END; -- ;\n"
                    + "INSERT INTO t VALUES(1); SELECT v, ';' FROM t");
            for (int i = 0; i < 3; i++) assertThat(statement.getMoreResults()).isEqualTo(i == 2);
            assertThat(objects(statement.getResultSet())).containsExactly("a;b", ";");
            assertThatThrownBy(() -> statement.execute("DELETE FROM t; INSERT INTO nope VALUES(1)"))
                    .hasMessageContaining("no such table: nope");
            assertThat(objects(statement, "SELECT count(*) FROM t")).containsExactly(1);
            try (PreparedStatement two = connection.prepareStatement("INSERT INTO t VALUES(?); SELECT v + ? FROM t")) {
                two.setLong(1, BIG);
                two.setInt(2, 0);
                assertThat(two.execute()).isFalse();
                assertThat(two.getMoreResults()).isTrue();
                assertThat(objects(two.getResultSet())).contains(BIG);
            }
        });
    }
}
