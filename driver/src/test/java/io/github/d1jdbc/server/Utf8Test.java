package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {

    // What TextDecoder gives for each of them; * stands for U+FFFD.
    @ParameterizedTest
    @CsvSource({
        "61, a",
        "c3a9, é",
        "fffe61, **a",
        "c3, *",
        "e282, *",
        "e28241, *A",
        "f09f98, *",
        "f8888080, ****",
        "eda080, ***",
        "edbfbf, ***",
        "c080, **",
        "f4908080, ****",
        "e0809f, ***",
        "f0808080, ****",
        "61ff62c3, a*b*",
        "c328, *("
    })
    void brokenPartsBecomeOneReplacementEach(String hex, String expected) {
        assertThat(Utf8.decode(HexFormat.of().parseHex(hex))).isEqualTo(expected.replace('*', '\uFFFD'));
    }

    @Test
    void wellFormedBytesAreNotCopied() {
        byte[] bytes = "plain, é, 😀 and \u0000".getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8.repair(bytes)).isSameAs(bytes);
    }

    @Test
    void aLoneSurrogateIsThreeBytes() {
        assertThat(HexFormat.of().formatHex(Utf8.encode("x\uD800y\uDFFF"))).isEqualTo("78eda08079edbfbf");
        assertThat(HexFormat.of().formatHex(Utf8.encode("\uD83D\uDE00\uD83D"))).isEqualTo("f09f9880eda0bd");
    }

    @Test
    void aPairIsNoLoneSurrogate() {
        assertThat(Utf8.hasLoneSurrogate("a\uD83D\uDE00b")).isFalse();
        assertThat(Utf8.hasLoneSurrogate("\uDE00\uD83D")).isTrue();
        assertThat(Utf8.hasLoneSurrogate("\uD83D")).isTrue();
    }
}
