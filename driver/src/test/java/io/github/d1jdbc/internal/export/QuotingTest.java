package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotingTest {

    @Test
    void everyTextComesBackFromSqliteAsItWasAndOnOneLine() throws Exception {
        String[] pieces = {
            "a", "'", "\n", "\r", "\\n", "\\r", "\\", "\0", "é", "😀", "\"", ";", "--", "\u2028", "\uFFFD"
        };
        Random random = new Random(5);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 2_000; i++) {
                StringBuilder text = new StringBuilder();
                for (int n = random.nextInt(8); n >= 0; n--) text.append(pieces[random.nextInt(pieces.length)]);
                String literal = Quoting.text(text.toString());
                assertThat(literal).doesNotContain("\n").doesNotContain("\r").doesNotContain("\0");
                try (ResultSet row = statement.executeQuery(
                        "SELECT typeof(v), hex(CAST(v AS BLOB)) FROM (SELECT " + literal + " AS v)")) {
                    assertThat(row.getString(1)).isEqualTo("text");
                    assertThat(row.getString(2))
                            .isEqualTo(java.util.HexFormat.of()
                                    .withUpperCase()
                                    .formatHex(text.toString().getBytes(StandardCharsets.UTF_8)));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1.0", "-0, -0.0", "1.5, 1.5", "1e+21, 1e+21", "5E-324, 5E-324"})
    void aRealStaysOne(String json, String literal) {
        assertThat(Quoting.real(json)).isEqualTo(literal);
    }

    @Test
    void namesAndBlobsAreQuoted() {
        assertThat(Quoting.name("we\"ird")).isEqualTo("\"we\"\"ird\"");
        assertThat(Quoting.blob(new byte[] {0, -1, 16})).isEqualTo("X'00ff10'");
        assertThat(Quoting.blob(new byte[0])).isEqualTo("X''");
    }
}
