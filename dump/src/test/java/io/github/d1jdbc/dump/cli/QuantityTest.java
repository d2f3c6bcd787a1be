package io.github.d1jdbc.dump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KiB", "1782579, 1.7 MiB", "1099511627776, 1.0 TiB"})
    void bytesTakeTheLargestUnitThatFits(long count, String expected) {
        assertThat(Quantity.bytes(count)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, '0 rows'", "1, '1 row'", "20012, '20,012 rows'"})
    void countsHaveSeparatorsAndPlurals(long count, String expected) {
        assertThat(Quantity.count(count, "row")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"PT0.84S, 0.8 s", "PT59.9S, 59.9 s", "PT1M, 1 min 0 s", "PT2M5S, 2 min 5 s", "PT62M, 1 h 2 min"})
    void timesTakeTheUnitsThatMatter(Duration time, String expected) {
        assertThat(Quantity.time(time)).isEqualTo(expected);
    }
}
