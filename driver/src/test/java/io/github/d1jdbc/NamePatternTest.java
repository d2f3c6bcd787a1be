package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {

    @ParameterizedTest
    @CsvSource({
        "orders, orders, true",
        "orders, order, false",
        "order, orders, false",
        "ord%, orders, true",
        "%ers, orders, true",
        "%rd%s, orders, true",
        "%, orders, true",
        "order_, orders, true",
        "order__, orders, false",
        "a_b, axb, true",
        "a\\_b, axb, false",
        "a\\_b, a_b, true",
        "100\\%, 100%, true",
        "100\\%, 1000, false",
        "a\\\\b, a\\b, true",
        "end\\, end\\, true",
        "a.c, abc, false",
        "a.c, a.c, true",
        "[a-z]+, orders, false",
        "\\Q, Q, true"
    })
    void percentIsAnyTextAndUnderscoreAnyCharacter(String pattern, String name, boolean matches) {
        assertThat(NamePattern.of(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void nullAndNothingMeanEveryName() {
        assertThat(NamePattern.of(null).matches("orders")).isTrue();
        assertThat(NamePattern.of("").matches("orders")).isTrue();
        assertThat(NamePattern.of("%").matches("")).isTrue();
    }

    @Test
    void caseMattersOnlyOutsideOfAscii() {
        assertThat(NamePattern.of("ORDERS").matches("Orders")).isTrue();
        assertThat(NamePattern.of("ärger").matches("Ärger")).isFalse();
    }

    @Test
    void anUnderscoreIsOneCharacterWhateverItsWidth() {
        assertThat(NamePattern.of("a_c").matches("a\uD83D\uDE00c")).isTrue();
        assertThat(NamePattern.of("a_c").matches("a\nc")).isTrue();
    }
}
