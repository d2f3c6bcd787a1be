package io.github.d1jdbc.behaviour;

import static io.github.d1jdbc.behaviour.D1.fails;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Types;

/** Prepared statements: where their parameters are, and what they are asked before they run. */
final class PreparedBehaviours {
    private PreparedBehaviours() {}

    private static String one(PreparedStatement s) throws java.sql.SQLException {
        try (ResultSet rows = s.executeQuery()) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    static Table table() {
        Table t = new Table("prepared");
        t.row("runs-again-with-other-values", d1 -> {
            PreparedStatement s = d1.prepare("SELECT ? || '!'");
            s.setString(1, "a");
            assertThat(one(s)).isEqualTo("a!");
            s.setString(1, "b");
            assertThat(one(s)).isEqualTo("b!");
        });
        t.row(
                "nothing-is-sent-by-preparing",
                d1 -> assertThat(d1.requests(() -> {
                            PreparedStatement s = d1.prepare("SELECT ?");
                            s.setInt(1, 1);
                            assertThat(s.getParameterMetaData().getParameterCount())
                                    .isOne();
                        }))
                        .isZero());
        t.row("question-mark-in-a-literal", d1 -> {
            PreparedStatement s = d1.prepare("SELECT '?' || ? /* ? */ || \"?\" FROM (SELECT 'x' AS \"?\") -- ?");
            assertThat(s.getParameterMetaData().getParameterCount()).isOne();
            s.setString(1, "v");
            assertThat(one(s)).isEqualTo("?vx");
        });
        t.row("numbered-parameters", d1 -> {
            PreparedStatement s = d1.prepare("SELECT ?2 || ?1 || ?2");
            s.setString(1, "a");
            s.setString(2, "b");
            assertThat(one(s)).isEqualTo("bab");
        });
        t.row("named-parameters", d1 -> {
            PreparedStatement s = d1.prepare("SELECT :x || @y || :x");
            s.setString(1, "a");
            s.setString(2, "b");
            assertThat(one(s)).isEqualTo("aba");
        });
        t.row("missing-parameter", d1 -> {
            PreparedStatement s = d1.prepare("SELECT ?, ?");
            s.setInt(1, 1);
            assertThat(d1.requests(() -> fails("07001", s::executeQuery))).isZero();
        });
        t.row("parameter-number-out-of-range", d1 -> {
            PreparedStatement s = d1.prepare("SELECT ?");
            fails("07009|22", () -> s.setInt(0, 1));
            fails("07009|22", () -> s.setInt(2, 1));
        });
        t.row("clear-parameters", d1 -> {
            PreparedStatement s = d1.prepare("SELECT ?");
            s.setInt(1, 1);
            s.clearParameters();
            fails("07001", s::executeQuery);
        });
        t.row("more-than-100-parameters", d1 -> {
            String marks = "?" + ", ?".repeat(249);
            PreparedStatement s =
                    d1.prepare("SELECT count(*) FROM json_each('[1,2,3]') WHERE value IN (" + marks + ")");
            for (int i = 1; i <= 250; i++) s.setInt(i, i + 1);
            assertThat(one(s)).isEqualTo("2");
        });
        t.row("more-than-100-texts", d1 -> {
            String marks = "?" + ", ?".repeat(149);
            PreparedStatement s =
                    d1.prepare("SELECT count(*) FROM json_each('[\"k1\",\"it''s\"]') WHERE value IN (" + marks + ")");
            for (int i = 1; i <= 150; i++) s.setString(i, i == 150 ? "it's" : "k" + i);
            assertThat(one(s)).isEqualTo("2");
        });
        t.row("parameter-in-limit-and-order", d1 -> {
            PreparedStatement s = d1.prepare("SELECT value FROM json_each('[3,1,2]') ORDER BY value LIMIT ? OFFSET ?");
            s.setInt(1, 1);
            s.setInt(2, 1);
            assertThat(one(s)).isEqualTo("2");
        });
        t.row("negative-numbers-do-not-become-comments", d1 -> {
            PreparedStatement s = d1.prepare("SELECT 1 -?");
            s.setInt(1, -2);
            assertThat(one(s)).isEqualTo("3");
        });
        t.row("parameters-count-through-statements", d1 -> {
            d1.run("CREATE TABLE t (a)");
            PreparedStatement s = d1.prepare("INSERT INTO t VALUES (?); INSERT INTO t VALUES (?)");
            s.setInt(1, 1);
            s.setInt(2, 2);
            s.execute();
            assertThat(d1.truth("SELECT a FROM t ORDER BY a")).containsExactly("1", "2");
        });
        t.row("sql-belongs-to-prepare", d1 -> {
            PreparedStatement s = d1.prepare("SELECT 1");
            fails("42|HY", () -> s.executeQuery("SELECT 2"));
            fails("42|HY", () -> s.addBatch("SELECT 2"));
        });
        t.row("parameter-metadata", d1 -> {
            ParameterMetaData m = d1.prepare("SELECT ?, ?").getParameterMetaData();
            assertThat(m.getParameterCount()).isEqualTo(2);
            assertThat(m.getParameterMode(1)).isEqualTo(ParameterMetaData.parameterModeIn);
            assertThat(m.getParameterType(2)).isEqualTo(Types.VARCHAR);
            fails("07009|22", () -> m.getParameterType(3));
        });
        t.row("metadata-before-execute", d1 -> {
            d1.run("CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(20))");
            ResultSetMetaData m =
                    d1.prepare("SELECT id, name AS who FROM t WHERE id = ?").getMetaData();
            assertThat(m.getColumnCount()).isEqualTo(2);
            assertThat(m.getColumnLabel(2)).isEqualTo("who");
            assertThat(m.getColumnType(2)).isEqualTo(Types.VARCHAR);
        });
        t.row("metadata-before-execute-of-an-update", d1 -> {
            d1.run("CREATE TABLE t (a)");
            assertThat((Object) d1.prepare("DELETE FROM t").getMetaData()).isNull();
        });
        t.row("execute-tells-rows-from-counts", d1 -> {
            d1.run("CREATE TABLE t (a)");
            assertThat(d1.prepare("SELECT 1").execute()).isTrue();
            PreparedStatement s = d1.prepare("INSERT INTO t VALUES (1)");
            assertThat(s.execute()).isFalse();
            assertThat(s.getUpdateCount()).isOne();
            assertThat(s.getMoreResults()).isFalse();
            assertThat(s.getUpdateCount()).isEqualTo(-1);
        });
        t.row("prepared-checks-the-method-before-sending", d1 -> {
            d1.run("CREATE TABLE t (a)");
            assertThat(d1.requests(() -> {
                        fails("42", () -> d1.prepare("DELETE FROM t").executeQuery());
                        fails("42", () -> d1.prepare("SELECT 1").executeUpdate());
                    }))
                    .isZero();
        });
        t.row("its-text-shows-no-values", d1 -> {
            PreparedStatement s = d1.prepare("SELECT ?");
            s.setString(1, "private");
            assertThat(s.toString()).doesNotContain("private");
        });
        t.row("returning-through-execute-query", d1 -> {
            d1.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a)");
            PreparedStatement s = d1.prepare("INSERT INTO t (a) VALUES (?) RETURNING id, a");
            s.setString(1, "x");
            ResultSet rows = s.executeQuery();
            assertThat(rows.next()).isTrue();
            assertThat(rows.getLong("id")).isOne();
            assertThat(rows.getString("a")).isEqualTo("x");
        });
        return t;
    }
}
