package io.github.d1jdbc.dump.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {

    private final DurationConverter converter = new DurationConverter();

    @ParameterizedTest
    @CsvSource({
        "90s, PT90S",
        "10m, PT10M",
        "1h30m, PT1H30M",
        "2d, P2D",
        "500ms, PT0.5S",
        "1h2m3s4ms, PT1H2M3.004S",
        "PT10M, PT10M",
        "pt10m, PT10M",
        "0s, PT0S",
        "' 5S ', PT5S"
    })
    void readsShortAndIsoForms(String text, Duration expected) {
        assertThat(converter.convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "90", "5x", "m10", "-5s", "1m1h", "1.5h", "PT", "99999999999999999999s"})
    void refusesWhatIsNoDurationAndShowsTheForms(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("90s, 10m, 1h30m or PT10M");
    }
}
