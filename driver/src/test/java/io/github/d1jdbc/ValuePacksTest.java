package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.sql.SqlStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ValuePacksTest {
    private static TestD1 d1;
    private static Connection connection;

    @BeforeAll
    static void open() throws SQLException {
        d1 = new TestD1();
        connection = d1.connect();
    }

    @AfterAll
    static void close() throws Exception {
        connection.close();
        d1.close();
    }

    private static RestClient.Statement bind(String sql, List<?> values) throws SQLException {
        List<Parameter> parameters = new ArrayList<>();
        for (Object value : values) parameters.add(Parameter.of(value, 1));
        return new SqlBinder(SqlStatement.split(sql).get(0)).bind(parameters, 0);
    }

    private static String values(int count) {
        return String.join(",", Collections.nCopies(count, "(?)"));
    }

    @Test
    void aStatementThatFitsIsNotPacked() throws SQLException {
        RestClient.Statement bound = bind("VALUES" + values(150), Collections.nCopies(150, "x".repeat(500)));
        assertThat(bound.params()).hasSize(100);
        assertThat(bound.sql()).doesNotContain("->>");
    }

    @Test
    void textsThatWouldMakeItTooLongAreBoundTogether() throws SQLException {
        RestClient.Statement bound = bind("VALUES" + values(400), Collections.nCopies(400, "x".repeat(500)));
        assertThat(bound.sql()).startsWith("VALUES((?1->>0)),((?1->>1)),").hasSizeLessThan(10_000);
        assertThat(bound.params()).hasSize(2);
    }

    @Test
    void everyValueComesBackAsItIs() throws SQLException {
        List<Object> values = new ArrayList<>();
        String filler = "y".repeat(150);
        for (int i = 0; i < 150; i++) {
            values.add(filler + i + "\"\\\n\t\u0001\u001f\u007f'é😀\u2028/");
            values.add(filler + "\u0000" + i);
            byte[] bytes = new byte[200];
            Arrays.fill(bytes, (byte) i);
            values.add(bytes);
            values.add((long) i << 40);
            values.add(i + 0.5);
        }
        values.add("z".repeat(150_000));
        values.add(new byte[1_100_000]);
        String sql = "SELECT column1 FROM (VALUES" + values(values.size()) + ")";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                // A text with a NUL is bound alone, and there is room for only some of those.
                if (i % 5 == 1 && i > 300) values.set(i, "short");
                query.setObject(i + 1, values.get(i));
            }
            try (ResultSet rows = query.executeQuery()) {
                for (Object value : values) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getObject(1))
                            .isEqualTo(value instanceof Long n && n == n.intValue() ? n.intValue() : value);
                }
            }
        }
    }

    @Test
    void packedTextHasNoAffinityOfItsOwn() throws SQLException {
        List<String> values = new ArrayList<>(Collections.nCopies(300, "0".repeat(400) + "5"));
        String sql = "SELECT typeof(?), ? = 5, count(*) FROM (VALUES" + values(298) + ")";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < 300; i++) query.setString(i + 1, values.get(i));
            try (ResultSet row = query.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("text");
                assertThat(row.getBoolean(2)).isFalse();
                assertThat(row.getInt(3)).isEqualTo(298);
            }
        }
    }

    @Test
    void aTermStaysNoColumnNumber() throws SQLException {
        List<Object> values = new ArrayList<>(Collections.nCopies(300, "x".repeat(600)));
        values.add(2);
        RestClient.Statement bound = bind("VALUES" + values(300) + " ORDER BY ?", values);
        assertThat(bound.sql()).endsWith(" ORDER BY +CAST((2) AS INTEGER)");
    }

    @Test
    void whatCannotFitIsRefusedBeforeItIsSent() throws Exception {
        String sql = "SELECT ?, '" + "x".repeat(100_000) + "'";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, 1);
            int requests = d1.requests(() -> assertThatThrownBy(query::executeQuery)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("54000"))
                    .hasMessageContaining("100014 bytes")
                    .hasMessageContaining("Nothing was sent"));
            assertThat(requests).isZero();
        }
        List<String> nuls = Collections.nCopies(101, "\u0000".repeat(2_000));
        assertThatThrownBy(() -> bind("VALUES" + values(101) + ",('" + "x".repeat(99_000) + "')", nuls))
                .hasMessageContaining("at most 100000");
    }
}
