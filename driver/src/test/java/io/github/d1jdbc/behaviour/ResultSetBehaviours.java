package io.github.d1jdbc.behaviour;

import static io.github.d1jdbc.behaviour.D1.fails;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** Moving through rows, finding columns, and what is known of them. */
final class ResultSetBehaviours {
    private ResultSetBehaviours() {}

    private static final String THREE = "SELECT value AS v FROM json_each('[10,20,30]')";

    static Table table() {
        Table t = new Table("result set");
        moving(t);
        columns(t);
        metadata(t);
        return t;
    }

    private static ResultSet scrollable(Connection c) throws java.sql.SQLException {
        return c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)
                .executeQuery(THREE);
    }

    private static void moving(Table t) {
        t.row("next-to-the-end", d1 -> {
            ResultSet rows = d1.statement().executeQuery(THREE);
            int count = 0;
            while (rows.next()) count++;
            assertThat(count).isEqualTo(3);
            assertThat(rows.next()).isFalse();
            fails("24000", () -> rows.getInt(1));
        });
        t.row("no-row-before-next", d1 -> {
            ResultSet rows = d1.statement().executeQuery("SELECT 1");
            fails("24000", () -> rows.getInt(1));
        });
        t.row("where-it-stands", d1 -> {
            ResultSet rows = d1.statement().executeQuery(THREE);
            assertThat(rows.isBeforeFirst()).isTrue();
            rows.next();
            assertThat(rows.isFirst()).isTrue();
            assertThat(rows.getRow()).isOne();
            rows.next();
            rows.next();
            assertThat(rows.isLast()).isTrue();
            rows.next();
            assertThat(rows.isAfterLast()).isTrue();
            assertThat(rows.getRow()).isZero();
        });
        t.row("empty-result-stands-nowhere", d1 -> {
            ResultSet rows = d1.statement().executeQuery("SELECT 1 WHERE 0");
            assertThat(rows.isBeforeFirst()).isFalse();
            assertThat(rows.isAfterLast()).isFalse();
            assertThat(rows.next()).isFalse();
        });
        t.row("scroll-insensitive", d1 -> {
            ResultSet rows = scrollable(d1.connection);
            assertThat(rows.getType()).isEqualTo(ResultSet.TYPE_SCROLL_INSENSITIVE);
            assertThat(rows.last()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(30);
            assertThat(rows.absolute(2)).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(20);
            assertThat(rows.relative(-1)).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(10);
            assertThat(rows.previous()).isFalse();
            assertThat(rows.absolute(-1)).isTrue();
            assertThat(rows.getRow()).isEqualTo(3);
            rows.beforeFirst();
            assertThat(rows.next()).isTrue();
            rows.afterLast();
            assertThat(rows.previous()).isTrue();
            assertThat(rows.first()).isTrue();
        });
        t.row("forward-only-refuses-to-scroll", d1 -> {
            ResultSet rows = d1.statement().executeQuery(THREE);
            assertThat(rows.getType()).isEqualTo(ResultSet.TYPE_FORWARD_ONLY);
            fails("HY|24", rows::previous);
            fails("HY|24", () -> rows.absolute(1));
        });
        t.row("rows-cannot-be-updated", d1 -> {
            ResultSet rows = d1.row("SELECT 1 AS a");
            assertThat(rows.getConcurrency()).isEqualTo(ResultSet.CONCUR_READ_ONLY);
            fails("HYC00", () -> rows.updateInt(1, 2));
            fails("HYC00", rows::deleteRow);
        });
        t.row("updatable-is-not-pretended", d1 -> {
            try (Statement s = d1.connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE)) {
                assertThat(s.getResultSetConcurrency()).isEqualTo(ResultSet.CONCUR_READ_ONLY);
                assertThat((Object) d1.connection.getWarnings()).isNotNull();
            } catch (java.sql.SQLFeatureNotSupportedException e) {
                assertThat(e.getSQLState()).isEqualTo("HYC00");
            }
        });
        t.row("closed-result-set-refuses", d1 -> {
            ResultSet rows = d1.row("SELECT 1");
            rows.close();
            rows.close();
            assertThat(rows.isClosed()).isTrue();
            fails("24000", rows::next);
            fails("24000", () -> rows.getInt(1));
        });
        t.row("knows-its-statement", d1 -> {
            Statement s = d1.statement();
            assertThat((Object) s.executeQuery("SELECT 1").getStatement()).isSameAs(s);
        });
        t.row("ten-thousand-rows", d1 -> {
            ResultSet rows = d1.statement()
                    .executeQuery("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
                            + " SELECT i, 'row ' || i FROM n");
            long sum = 0;
            while (rows.next()) {
                assertThat(rows.getString(2)).endsWith(rows.getString(1));
                sum += rows.getLong(1);
            }
            assertThat(sum).isEqualTo(50_005_000);
        });
        t.row("fetch-direction-and-size", d1 -> {
            ResultSet rows = d1.row("SELECT 1");
            assertThat(rows.getFetchDirection()).isEqualTo(ResultSet.FETCH_FORWARD);
            rows.setFetchSize(5);
            assertThat(rows.getFetchSize()).isEqualTo(5);
        });
    }

    private static void columns(Table t) {
        t.row("label-in-any-case", d1 -> {
            ResultSet rows = d1.row("SELECT 1 AS OrderId");
            assertThat(rows.findColumn("orderid")).isOne();
            assertThat(rows.getInt("ORDERID")).isOne();
        });
        t.row(
                "unknown-label",
                d1 -> fails("42S22", () -> d1.row("SELECT 1 AS a").getInt("b")));
        t.row("column-number-out-of-range", d1 -> {
            fails("42S22|07009|22", () -> d1.row("SELECT 1").getInt(2));
            fails("42S22|07009|22", () -> d1.row("SELECT 1").getInt(0));
        });
        t.row("duplicate-labels-first-wins", d1 -> {
            ResultSet rows = d1.row("SELECT 1 AS id, 2 AS id");
            assertThat(rows.getInt("id")).isOne();
            assertThat(rows.getInt(2)).isEqualTo(2);
        });
        t.row("columns-in-the-order-asked", d1 -> {
            d1.run("CREATE TABLE t (a, b, c)", "INSERT INTO t VALUES (1, 2, 3)");
            ResultSet rows = d1.row("SELECT c, a AS x, b + 10, a FROM t");
            List<Integer> values = new ArrayList<>();
            for (int i = 1; i <= 4; i++) values.add(rows.getInt(i));
            assertThat(values).containsExactly(3, 1, 12, 1);
        });
        t.row(
                "expression-has-its-text-as-label",
                d1 -> assertThat(d1.row("SELECT 1 + 1").getMetaData().getColumnLabel(1))
                        .isEqualTo("1 + 1"));
        t.row("a-hundred-columns", d1 -> {
            StringBuilder sql = new StringBuilder("SELECT 1 AS c1");
            for (int i = 2; i <= 100; i++)
                sql.append(", ").append(i).append(" AS c").append(i);
            ResultSet rows = d1.row(sql.toString());
            assertThat(rows.getInt(100)).isEqualTo(100);
            assertThat(rows.getInt("c77")).isEqualTo(77);
        });
    }

    private static void metadata(Table t) {
        t.same("label-and-name", c -> {
            try (Statement s = c.createStatement()) {
                s.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL)");
                ResultSetMetaData m =
                        s.executeQuery("SELECT id, name AS who FROM t").getMetaData();
                return List.of(m.getColumnCount(), m.getColumnLabel(1), m.getColumnLabel(2));
            }
        });
        t.row("origin-of-columns", d1 -> {
            d1.run("CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL)");
            ResultSetMetaData m = d1.statement()
                    .executeQuery("SELECT x.name AS who FROM t AS x")
                    .getMetaData();
            assertThat(m.getColumnName(1)).isIn("name", "who");
            assertThat(m.getTableName(1)).isEqualTo("t");
            assertThat(m.getCatalogName(1)).isEmpty();
            assertThat(m.getSchemaName(1)).isEmpty();
        });
        t.row("declared-types", d1 -> {
            d1.run("CREATE TABLE t (a INTEGER, b VARCHAR(20), c DECIMAL(10,2), d BLOB, e REAL, f DATETIME, g BOOLEAN)");
            ResultSetMetaData m = d1.statement().executeQuery("SELECT * FROM t").getMetaData();
            assertThat(m.getColumnTypeName(2)).isEqualToIgnoringCase("VARCHAR");
            assertThat(m.getPrecision(2)).isEqualTo(20);
            assertThat(m.getScale(3)).isEqualTo(2);
            assertThat(m.getColumnType(2)).isEqualTo(Types.VARCHAR);
            assertThat(m.getColumnType(4)).isEqualTo(Types.BLOB);
            assertThat(m.getColumnType(1)).isIn(Types.INTEGER, Types.BIGINT);
            assertThat(m.getColumnType(5)).isIn(Types.REAL, Types.FLOAT, Types.DOUBLE);
        });
        t.row("types-of-no-rows", d1 -> {
            d1.run("CREATE TABLE t (a INTEGER, b TEXT, c REAL)");
            ResultSet rows = d1.statement().executeQuery("SELECT * FROM t WHERE 1=0");
            List<Integer> types = new ArrayList<>();
            for (int i = 1; i <= 3; i++) types.add(rows.getMetaData().getColumnType(i));
            assertThat(rows.next()).isFalse();
            assertThat(types).doesNotContain(Types.NULL).doesNotHaveDuplicates();
        });
        t.row("types-cost-no-request-per-select", d1 -> {
            d1.run("CREATE TABLE t (a INTEGER)");
            d1.statement().executeQuery("SELECT a FROM t").getMetaData().getColumnType(1);
            assertThat(d1.requests(() -> {
                        for (int i = 0; i < 5; i++) {
                            d1.statement()
                                    .executeQuery("SELECT a FROM t")
                                    .getMetaData()
                                    .getColumnType(1);
                        }
                    }))
                    .isEqualTo(5);
        });
        t.row("type-real-of-10.0", d1 -> {
            d1.run("CREATE TABLE t (a REAL)", "INSERT INTO t VALUES (10.0)");
            ResultSet rows = d1.row("SELECT a FROM t");
            assertThat(rows.getMetaData().getColumnType(1)).isIn(Types.REAL, Types.FLOAT, Types.DOUBLE);
            assertThat(rows.getObject(1)).isEqualTo(10.0);
        });
        t.row("class-names", d1 -> {
            d1.run("CREATE TABLE t (a INTEGER, b TEXT, c REAL, d BLOB)", "INSERT INTO t VALUES (1, 'x', 1.5, x'00')");
            ResultSetMetaData m = d1.row("SELECT * FROM t").getMetaData();
            assertThat(m.getColumnClassName(2)).isEqualTo("java.lang.String");
            assertThat(m.getColumnClassName(3)).isEqualTo("java.lang.Double");
            assertThat(m.getColumnClassName(1)).isIn("java.lang.Integer", "java.lang.Long");
        });
        t.row("nullability", d1 -> {
            d1.run("CREATE TABLE t (a TEXT NOT NULL, b TEXT)");
            ResultSetMetaData m =
                    d1.statement().executeQuery("SELECT a, b, a || b FROM t").getMetaData();
            assertThat(m.isNullable(1)).isEqualTo(ResultSetMetaData.columnNoNulls);
            assertThat(m.isNullable(2)).isEqualTo(ResultSetMetaData.columnNullable);
            assertThat(m.isNullable(3)).isIn(ResultSetMetaData.columnNullable, ResultSetMetaData.columnNullableUnknown);
        });
        t.row("auto-increment", d1 -> {
            d1.run("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT)");
            ResultSetMetaData m =
                    d1.statement().executeQuery("SELECT id, a FROM t").getMetaData();
            assertThat(m.isAutoIncrement(1)).isTrue();
            assertThat(m.isAutoIncrement(2)).isFalse();
        });
        t.row("signed-and-read-only", d1 -> {
            d1.run("CREATE TABLE t (a INTEGER, b TEXT)");
            ResultSetMetaData m = d1.statement().executeQuery("SELECT * FROM t").getMetaData();
            assertThat(m.isSigned(1)).isTrue();
            assertThat(m.isSigned(2)).isFalse();
            assertThat(m.isCurrency(1)).isFalse();
            assertThat(m.isSearchable(1)).isTrue();
            assertThat(m.getColumnDisplaySize(2)).isPositive();
        });
        t.row(
                "metadata-column-out-of-range",
                d1 -> fails(
                        "42S22|07009|22", () -> d1.row("SELECT 1").getMetaData().getColumnLabel(2)));
        t.row("metadata-after-the-rows-are-closed", d1 -> {
            ResultSet rows = d1.row("SELECT 1 AS a");
            ResultSetMetaData m = rows.getMetaData();
            rows.close();
            assertThat(m.getColumnLabel(1)).isEqualTo("a");
        });
    }
}
