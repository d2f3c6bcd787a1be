package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.sql.SqlStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlBinderTest {

    private static RestClient.Statement bind(String sql, Object... values) throws SQLException {
        List<Parameter> parameters = new ArrayList<>();
        for (Object value : values) parameters.add(Parameter.of(value, 1));
        return new SqlBinder(SqlStatement.split(sql).get(0)).bind(parameters, 0);
    }

    @Test
    void aStatementWithoutParametersStaysAsItIs() throws SQLException {
        RestClient.Statement bound = bind("SELECT '?', \"?\" -- ?");
        assertThat(bound.sql()).isEqualTo("SELECT '?', \"?\" -- ?");
        assertThat(bound.params()).isEmpty();
    }

    @Test
    void integersStandInTheText() throws SQLException {
        RestClient.Statement bound = bind("SELECT * FROM t WHERE a=? AND b -?", 5, -3L);
        assertThat(bound.sql()).isEqualTo("SELECT * FROM t WHERE a=(5) AND b -(-3)");
        assertThat(bound.params()).isEmpty();
    }

    @Test
    void otherValuesKeepTheirPlaceholder() throws SQLException {
        RestClient.Statement bound = bind("INSERT INTO t VALUES(?,?,?,?)", "é'", 1.0, new byte[] {1, -1}, 7);
        assertThat(bound.sql()).isEqualTo("INSERT INTO t VALUES(?,?,unhex(?),(7))");
        assertThat(bound.params()).containsExactly("é'", 1.0, "01ff");
    }

    @Test
    void nullIsBound() throws SQLException {
        RestClient.Statement bound = new SqlBinder(
                        SqlStatement.split("SELECT ? IS ?").get(0))
                .bind(List.of(Parameter.Null.INSTANCE, new Parameter.Int(1)), 0);
        assertThat(bound.sql()).isEqualTo("SELECT ? IS (1)");
        assertThat(bound.params()).isEqualTo(Collections.singletonList(null));
    }

    @Test
    void infinitiesAreLiterals() throws SQLException {
        RestClient.Statement bound = bind("SELECT ?,?", Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        assertThat(bound.sql()).isEqualTo("SELECT (9e999),(-9e999)");
    }

    @Test
    void numberedAndNamedPlaceholdersBecomeBareOnes() throws SQLException {
        RestClient.Statement bound = bind("SELECT ?2, ?1, ?2", "one", "two");
        assertThat(bound.sql()).isEqualTo("SELECT ?, ?, ?");
        assertThat(bound.params()).containsExactly("two", "one", "two");
        bound = bind("SELECT :a, @b, :a, $c", "x", 2, "z");
        assertThat(bound.sql()).isEqualTo("SELECT ?, (2), ?, ?");
        assertThat(bound.params()).containsExactly("x", "x", "z");
    }

    @Test
    void textBeyondAsciiBeforeAPlaceholderKeepsItsPlace() throws SQLException {
        RestClient.Statement bound = bind("SELECT 'é😀', /* ü */ ?, 'ß'", 1);
        assertThat(bound.sql()).isEqualTo("SELECT 'é😀', /* ü */ (1), 'ß'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM t ORDER BY ?|SELECT * FROM t ORDER BY @",
                "SELECT * FROM t ORDER BY ? DESC, a, ? LIMIT ?|SELECT * FROM t ORDER BY @ DESC, a, @ LIMIT #",
                "SELECT * FROM t ORDER BY (?)|SELECT * FROM t ORDER BY (@)",
                "SELECT * FROM t order /* x */ by ?|SELECT * FROM t order /* x */ by @",
                "SELECT * FROM t ORDER BY a + ?, abs(?)|SELECT * FROM t ORDER BY a + #, abs(#)",
                "SELECT * FROM t ORDER BY max(a, ?), ?|SELECT * FROM t ORDER BY max(a, #), @",
                "SELECT a FROM t GROUP BY ?, b HAVING c > ?|SELECT a FROM t GROUP BY @, b HAVING c > #",
                "SELECT a FROM t GROUP BY b HAVING c IN (?, ?)|SELECT a FROM t GROUP BY b HAVING c IN (#, #)",
                "SELECT (SELECT a FROM t ORDER BY ?), ? FROM t|SELECT (SELECT a FROM t ORDER BY @), # FROM t",
                "SELECT a FROM t ORDER BY b LIMIT ?, ?|SELECT a FROM t ORDER BY b LIMIT #, #",
                "SELECT a FROM t GROUP BY ? ORDER BY ?, ?|SELECT a FROM t GROUP BY @ ORDER BY @, @",
                "INSERT INTO t(\"order\", \"by\") VALUES(?, ?)|INSERT INTO t(\"order\", \"by\") VALUES(#, #)",
                "SELECT a FROM t GROUP BY b UNION SELECT ?, ?|SELECT a FROM t GROUP BY b UNION SELECT #, #",
                "DELETE FROM t ORDER BY a LIMIT 1 RETURNING ?, ?|DELETE FROM t ORDER BY a LIMIT 1 RETURNING #, #"
            })
    void integersThatWouldNameAColumnAreCast(String sql, String expected) throws SQLException {
        Object[] values = new Object[(int) sql.chars().filter(c -> c == '?').count()];
        Arrays.fill(values, 2);
        RestClient.Statement bound = bind(sql, values);
        assertThat(bound.sql())
                .isEqualTo(expected.replace("@", "+CAST(? AS INTEGER)").replace("#", "(2)"));
        assertThat(bound.params()).isNotNull().allMatch("2"::equals);
    }

    @Test
    void aLargeBlobGoesInPieces() throws SQLException {
        RestClient.Statement bound = bind("SELECT ?", (Object) new byte[SqlBinder.BLOB_PIECE * 2 + 1]);
        assertThat(bound.sql()).isEqualTo("SELECT CAST(unhex(?)||unhex(?)||unhex(?) AS BLOB)");
        assertThat(bound.params()).extracting(p -> String.valueOf(p).length()).containsExactly(2_000_000, 2_000_000, 2);
        assertThat(bind("SELECT ?", (Object) new byte[SqlBinder.BLOB_PIECE]).sql())
                .isEqualTo("SELECT unhex(?)");
        assertThat(bind("SELECT ?", (Object) new byte[0]).params()).containsExactly("");
    }

    @Test
    void pastAHundredParametersTheShortestBecomeLiterals() throws SQLException {
        Object[] values = new Object[103];
        for (int i = 0; i < values.length; i++) values[i] = "text number " + i;
        values[5] = "s'1";
        values[50] = 1.5;
        values[102] = "";
        RestClient.Statement bound = bind("SELECT " + String.join(",", Collections.nCopies(103, "?")), values);
        assertThat(bound.params()).hasSize(100).contains(1.5).doesNotContain("s'1", "");
        assertThat(bound.sql()).contains("'s''1'").endsWith(",''");
        String[] terms = bound.sql().substring("SELECT ".length()).split(",", -1);
        assertThat(terms).hasSize(103).contains("?");
        assertThat(Arrays.stream(terms).filter("?"::equals)).hasSize(100);
    }

    @Test
    void exactlyAHundredParametersStay() throws SQLException {
        Object[] values = new Object[100];
        Arrays.fill(values, "x");
        assertThat(bind("SELECT " + String.join(",", Collections.nCopies(100, "?")), values)
                        .params())
                .hasSize(100);
    }

    @Test
    void theParametersOfALaterStatementBeginAtTheirOffset() throws SQLException {
        SqlStatement second = SqlStatement.split("SELECT ?; SELECT ?, ?").get(1);
        List<Parameter> values = List.of(Parameter.of(1, 1), Parameter.of(2, 2), Parameter.of(3, 3));
        assertThat(new SqlBinder(second).bind(values, 1).sql()).isEqualTo("SELECT (2), (3)");
    }
}
