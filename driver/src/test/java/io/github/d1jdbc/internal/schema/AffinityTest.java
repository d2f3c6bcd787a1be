package io.github.d1jdbc.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AffinityTest {

    // The table of sqlite.org/datatype3.html, section 3.1.1, and the quirks below it.
    @ParameterizedTest
    @CsvSource({
        "INT, INTEGER",
        "UNSIGNED BIG INT, INTEGER",
        "int8, INTEGER",
        "CHARACTER(20), TEXT",
        "NATIVE CHARACTER(70), TEXT",
        "nvarchar(100), TEXT",
        "CLOB, TEXT",
        "BLOB, BLOB",
        "'', BLOB",
        "REAL, REAL",
        "DOUBLE PRECISION, REAL",
        "FLOAT, REAL",
        "NUMERIC, NUMERIC",
        "'DECIMAL(10,5)', NUMERIC",
        "BOOLEAN, NUMERIC",
        "DATETIME, NUMERIC",
        "STRING, NUMERIC",
        "CHARINT, INTEGER",
        "FLOATING POINT, INTEGER",
        "ANY, NUMERIC"
    })
    void aTypesWordsDecide(String type, Affinity affinity) {
        assertThat(Affinity.of(type, false)).isEqualTo(affinity);
    }

    @ParameterizedTest
    @CsvSource({"ANY, BLOB", "any, BLOB", "INT, INTEGER"})
    void inAStrictTableAnyKeepsEverything(String type, Affinity affinity) {
        assertThat(Affinity.of(type, true)).isEqualTo(affinity);
    }
}
