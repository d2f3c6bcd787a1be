package io.github.d1jdbc.dump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
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

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "999, 999",
        "1000, '1,000'",
        "-999, -999",
        "-1000, '-1,000'",
        "-9223372036854775808, '-9,223,372,036,854,775,808'"
    })
    void numbersHaveSeparators(long count, String expected) {
        assertThat(Quantity.number(count)).isEqualTo(expected);
    }

    @Test
    void digitsAreThoseOfTheJdksFormatter() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            long count = random.nextLong() >>> (15 + random.nextInt(49));
            assertThat(Quantity.number(count)).isEqualTo(String.format(Locale.ROOT, "%,d", count));
            assertThat(Quantity.bytes(count)).isEqualTo(formatted(count));
            long millis = count % 60_000;
            assertThat(Quantity.time(Duration.ofMillis(millis)))
                    .isEqualTo(String.format(Locale.ROOT, "%.1f s", millis / 1e3));
        }
    }

    private static String formatted(long count) {
        int unit = 0;
        double value = count;
        for (; value >= 1024 && unit < 4; unit++) value /= 1024;
        return unit == 0
                ? String.format(Locale.ROOT, "%.0f B", value)
                : String.format(Locale.ROOT, "%.1f %ciB", value, "KMGT".charAt(unit - 1));
    }
}
