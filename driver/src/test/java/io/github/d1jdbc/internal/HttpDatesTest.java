package io.github.d1jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDatesTest {
    private static final Clock CLOCK = Clock.fixed(FakeTime.NOW, ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "120 | 120",
                " 7  | 7",
                "Sun, 22 Nov 2026 12:01:00 GMT | 60",
                "Sun, 22 Nov 2026 11:00:00 GMT | 0",
                "1795348830 | 30"
            })
    void secondsDatesAndUnixTimesAreRead(String header, long seconds) {
        assertThat(HttpDates.delay(header, CLOCK)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "soon", "1.5", "99999999999", "2026-11-22T12:00:00Z"})
    void otherTextsMeanNothing(String header) {
        assertThat(HttpDates.delay(header, CLOCK)).isNull();
    }

    @Test
    void missingHeaderMeansNothing() {
        assertThat(HttpDates.delay(null, CLOCK)).isNull();
    }
}
