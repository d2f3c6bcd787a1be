package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {

    private static List<Query> of(String json) throws ApiException {
        return Query.of(Json.parse(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void valuesBecomeWhatTheEngineBinds() throws ApiException {
        List<?> values = of("{\"sql\":\"SELECT ?\",\"params\":[1,\"a\",null,1.5,1e400,[0,256,-1,1.9]]}")
                .get(0)
                .parameters();
        assertThat(values.subList(0, 5)).isEqualTo(java.util.Arrays.asList(1.0, "a", null, 1.5, null));
        assertThat((byte[]) values.get(5)).containsExactly(0, 0, 255, 1);
    }

    @Test
    void batchesAndScriptsAreFlattened() throws ApiException {
        assertThat(of("{\"batch\":[{\"sql\":\"SELECT ?\",\"params\":[1]},{\"sql\":\"SELECT 2; SELECT 3;\"}]}"))
                .extracting(query -> query.statement().text())
                .containsExactly("SELECT ?", "SELECT 2", "SELECT 3");
    }

    @Test
    void bytesOfAText() {
        assertThat(Query.bytes("é😀")).isEqualTo(6);
        assertThat(Query.bytes(new byte[3])).isEqualTo(3);
        assertThat(Query.bytes(1.5)).isEqualTo(8);
        assertThat(Query.bytes(null)).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | expected an object",
                "5 | expected an object",
                "{} | sql must be a string",
                "{\"batch\":5} | batch must be an array",
                "{\"batch\":[5]} | sql must be a string",
                "{\"sql\":\"SELECT 1\",\"params\":{}} | params must be an array",
                "{\"sql\":\"SELECT 1\",\"params\":[true]} | params must be strings, numbers, nulls or arrays",
                "{\"sql\":\"SELECT 1\",\"params\":[{}]} | params must be strings, numbers, nulls or arrays",
                "{\"sql\":\"SELECT 1\",\"params\":[[\"a\"]]} | params must be strings, numbers, nulls or arrays",
                "{\"sql\":\"SELECT ?; SELECT 1\",\"params\":[1]} | params with multiple statements is not supported",
                "{\"sql\":\" ; -- c\"} | No SQL statements detected.",
                "{\"batch\":[]} | No SQL statements detected."
            })
    void whatIsWrongIsNamed(String json, String text) {
        assertThatThrownBy(() -> of(json)).isInstanceOf(ApiException.class).hasMessageContaining(text);
    }

    @Test
    void bytesThatAreNoUtf8AreReplacedAsInJavaScript() throws ApiException {
        byte[] json = "{\"sql\":\"SELECT '\u00FF'\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Query.of(Json.parse(json)).get(0).statement().text()).isEqualTo("SELECT '\uFFFD'");
    }
}
