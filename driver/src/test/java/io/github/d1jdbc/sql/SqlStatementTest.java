package io.github.d1jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlStatementTest {

    private static List<String> texts(String script) {
        return SqlStatement.split(script).stream().map(SqlStatement::text).toList();
    }

    private static SqlStatement only(String sql) {
        List<SqlStatement> statements = SqlStatement.split(sql);
        assertThat(statements).hasSize(1);
        return statements.get(0);
    }

    private static List<Integer> numbers(String sql) {
        return only(sql).placeholders().stream()
                .map(SqlStatement.Placeholder::index)
                .toList();
    }

    @Test
    void aSecondSplitterCutsTheCorpusAtTheSamePlaces() {
        for (String script : Corpus.SCRIPTS) {
            assertThat(texts(script)).as(script).isEqualTo(SecondSplitter.split(script));
        }
    }

    @Test
    void aSecondSplitterCutsRandomScriptsAtTheSamePlaces() {
        for (int seed = 0; seed < 5_000; seed++) {
            String script = Corpus.random(new Random(seed));
            assertThat(texts(script)).as("seed %d: %s", seed, script).isEqualTo(SecondSplitter.split(script));
        }
    }

    @Test
    void commentsStayWithTheirStatement() {
        assertThat(texts("SELECT 1 -- c")).containsExactly("SELECT 1 -- c");
        assertThat(texts("-- lead\nSELECT 1;")).containsExactly("-- lead\nSELECT 1");
        assertThat(texts("SELECT 1; /* behind */ ; -- and;\n")).containsExactly("SELECT 1");
    }

    @Test
    void aTriggerEndsAtItsOwnEnd() {
        String trigger = "CREATE TRIGGER t AFTER INSERT ON q\r\nBEGIN\r\n"
                + " UPDATE q SET a = CASE WHEN CASE 1 WHEN 2 THEN 3 END THEN 2 ELSE 3 END;\r\n SELECT ';END;';\r\nEND";
        assertThat(texts(trigger + ";\r\nSELECT 5")).containsExactly(trigger, "SELECT 5");
    }

    @Test
    void aByteOrderMarkIsLeftOut() {
        assertThat(texts("\uFEFFSELECT 1")).containsExactly("SELECT 1");
        assertThat(only("\uFEFF PRAGMA foreign_keys").kind()).isEqualTo(SqlKind.PRAGMA_READ);
    }

    @Test
    void splittingWhatWasSplitChangesNothing() {
        for (String script : Corpus.SCRIPTS) {
            for (SqlStatement statement : SqlStatement.split(script)) {
                if (!statement.text().endsWith("\u0000")) {
                    assertThat(SqlStatement.split(statement.text())).containsExactly(statement);
                }
            }
        }
    }

    @Test
    void bytesCountsUtf8() {
        assertThat(only("SELECT '€😀'").bytes()).isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT:SELECT 1",
                "SELECT:/* c */ select 1",
                "SELECT:VALUES (1)",
                "SELECT:WITH x AS (SELECT 1) SELECT * FROM x",
                "SELECT:WITH RECURSIVE c(x) AS NOT MATERIALIZED (SELECT 1 UNION SELECT x+1 FROM c) VALUES (1)",
                "SELECT:WITH replace AS (SELECT 1), \"delete\" AS (SELECT 2) SELECT * FROM replace",
                "EXPLAIN:EXPLAIN DELETE FROM t RETURNING a",
                "EXPLAIN:EXPLAIN QUERY PLAN SELECT 1",
                "EXPLAIN:EXPLAIN PRAGMA foreign_keys",
                "PRAGMA_WRITE:EXPLAIN PRAGMA recursive_triggers = ON",
                "INSERT:INSERT INTO t VALUES(1)",
                "INSERT:WITH x(a) AS (SELECT 1) INSERT INTO t SELECT a FROM x",
                "REPLACE:REPLACE INTO t VALUES(1)",
                "UPDATE:UPDATE t SET a = 1",
                "UPDATE:with x as (select 1), y as (select 2) update t set a = (select 1)",
                "DELETE:DELETE FROM t",
                "DDL:CREATE TABLE t(a)",
                "DDL:DROP TABLE t",
                "DDL:ALTER TABLE t ADD b",
                "DDL:REINDEX",
                "DDL:ANALYZE",
                "DDL:VACUUM",
                "DDL:CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b RETURNING c; END",
                "TRANSACTION:BEGIN IMMEDIATE",
                "TRANSACTION:COMMIT",
                "TRANSACTION:END",
                "TRANSACTION:ROLLBACK TO a",
                "TRANSACTION:SAVEPOINT a",
                "TRANSACTION:RELEASE a",
                "ATTACH:ATTACH 'x' AS y",
                "ATTACH:DETACH y",
                "OTHER:(SELECT 1)",
                "OTHER:WITH x AS (SELECT 1)",
                "OTHER:'SELECT 1'",
                "OTHER:nonsense"
            })
    void theKindIsTold(String row) {
        assertKind(row);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA_READ:PRAGMA foreign_keys",
                "PRAGMA_READ:PRAGMA main.foreign_keys",
                "PRAGMA_READ:PRAGMA table_list",
                "PRAGMA_READ:PRAGMA table_info(t)",
                "PRAGMA_READ:PRAGMA table_info = t",
                "PRAGMA_READ:PRAGMA main.table_xinfo('t')",
                "PRAGMA_READ:pragma \"main\" . [index_list] ( t )",
                "PRAGMA_READ:PRAGMA foreign_key_check(t)",
                "PRAGMA_READ:PRAGMA quick_check(5)",
                "PRAGMA_READ:PRAGMA",
                "PRAGMA_WRITE:PRAGMA foreign_keys = OFF",
                "PRAGMA_WRITE:PRAGMA defer_foreign_keys=TRUE",
                "PRAGMA_WRITE:PRAGMA main.defer_foreign_keys(1)",
                "PRAGMA_WRITE:PRAGMA table_info.recursive_triggers(1)",
                "PRAGMA_WRITE:PRAGMA case_sensitive_like(table_info)",
                "PRAGMA_WRITE:PRAGMA unknown(1)",
                "PRAGMA_WRITE:PRAGMA optimize",
                "PRAGMA_WRITE:PRAGMA main.optimize",
                "PRAGMA_WRITE:PRAGMA optimize(-1)"
            })
    void pragmasReadOrWrite(String row) {
        assertKind(row);
    }

    private static void assertKind(String row) {
        int colon = row.indexOf(':');
        SqlStatement statement = only(row.substring(colon + 1));
        assertThat(statement.kind()).isEqualTo(SqlKind.valueOf(row.substring(0, colon)));
        assertThat(statement.kind().reads())
                .isEqualTo(List.of(SqlKind.SELECT, SqlKind.EXPLAIN, SqlKind.PRAGMA_READ)
                        .contains(statement.kind()));
    }

    @Test
    void returningIsSeenOnlyAsAClause() {
        assertThat(only("INSERT INTO t VALUES(1) RETURNING id").returning()).isTrue();
        assertThat(only("with x as (select 1) delete from t returning *").returning())
                .isTrue();
        assertThat(only("UPDATE t SET \"returning\" = 'RETURNING' -- RETURNING").returning())
                .isFalse();
        assertThat(only("SELECT returning FROM t").returning()).isFalse();
        assertThat(only("CREATE TRIGGER a AFTER INSERT ON t BEGIN DELETE FROM b RETURNING c; END")
                        .returning())
                .isFalse();
    }

    @Test
    void wordsAreTheFirstBareOnesInUpperCase() {
        SqlStatement statement = only("create /* x */ Unique index \"i\" on t(a, b, c, d, e, f)");
        assertThat(statement.words()).containsExactly("CREATE", "UNIQUE", "INDEX", "ON", "T", "A", "B", "C");
        assertThat(statement.startsWith("CREATE", "UNIQUE")).isTrue();
        assertThat(statement.startsWith("CREATE", "INDEX")).isFalse();
    }

    @Test
    void placeholdersAreNumberedAsSqliteDoes() {
        assertThat(numbers("SELECT ?, ?, ?")).containsExactly(1, 2, 3);
        assertThat(numbers("SELECT ?2, ?, ?1, ?")).containsExactly(2, 3, 1, 4);
        assertThat(numbers("SELECT :a, @a, $a, :a, ?")).containsExactly(1, 2, 3, 1, 4);
        assertThat(numbers("SELECT ?003, :b, ?3")).containsExactly(3, 4, 3);
        assertThat(numbers("SELECT ?99999999999999999999")).containsExactly(32_767);
    }

    @Test
    void theNumbersStartAgainInTheNextStatement() {
        assertThat(SqlStatement.split("SELECT ?, :a; SELECT :a, ?"))
                .allMatch(statement -> statement.parameterCount() == 2);
    }

    @Test
    void nothingInLiteralsNamesAndCommentsIsAPlaceholder() {
        assertThat(only("SELECT '?', \":a\", `@b`, [$c], X'00' -- ?\n /* :d */").placeholders())
                .isEmpty();
    }

    @Test
    void placeholdersStandAtTheirByteOffsets() {
        for (String script : Corpus.SCRIPTS) {
            for (SqlStatement statement : SqlStatement.split(script)) {
                byte[] sql = statement.text().getBytes(StandardCharsets.UTF_8);
                for (SqlStatement.Placeholder placeholder : statement.placeholders()) {
                    byte[] piece = Arrays.copyOfRange(sql, placeholder.start(), placeholder.end());
                    assertThat(new String(piece, StandardCharsets.UTF_8)).isEqualTo(placeholder.name());
                }
            }
        }
        assertThat(only("  SELECT '€😀' || ?, :größe").placeholders())
                .containsExactly(
                        new SqlStatement.Placeholder(20, 21, 1, "?"),
                        new SqlStatement.Placeholder(23, 31, 2, ":größe"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ?, ?2, :a, @b, $c, :a, ?",
                "SELECT 1 WHERE 1=?AND 2=?OR 3=?",
                "SELECT $n::m, $n::m, $n(y), :z(1), @w::, ?1",
                "SELECT :größe, '?', \":a\", [$c] FROM (SELECT 1 AS \":a\", 2 AS [$c]) -- ?",
                "SELECT ?5, :a, ?, ?2",
                "SELECT ?1?",
                "SELECT -?, +:a, ~@b, (?)",
                "\uFEFFSELECT ?,\uFEFF:a"
            })
    void sqliteCountsTheSameParameters(String sql) throws SQLException {
        try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            int counted;
            try (PreparedStatement statement = sqlite.prepareStatement(sql)) {
                counted = statement.getParameterMetaData().getParameterCount();
            } catch (SQLException e) {
                assertThat(sql).isEqualTo("SELECT ?1?"); // the only one that is no SQL
                return;
            }
            assertThat(only(sql).parameterCount()).isEqualTo(counted);
        }
    }
}
