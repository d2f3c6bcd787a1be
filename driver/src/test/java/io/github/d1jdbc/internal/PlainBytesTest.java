package io.github.d1jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What looks at eight bytes at once sees the same as what looks at one. */
class PlainBytesTest {
    // Each side of each border that table 3-7 of Unicode draws.
    private static final int[] LEADS = {
        'a', 0x7F, 0x80, 0xBF, 0xC0, 0xC1, 0xC2, 0xC3, 0xC4, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF
    };
    private static final String FRAME = "[[\"abcdefghéjklmnöp\"]]        ";

    @Test
    void twoBytesAtAnyPlaceOfATextAreReadAsTheJdkReadsThem() throws IOException {
        byte[] frame = FRAME.getBytes(StandardCharsets.UTF_8);
        int end = FRAME.indexOf("]]") - 1 + 2;
        for (int at = 3; at < end - 1; at++) {
            byte[] page = frame.clone();
            for (int two = 0; two < LEADS.length << 8; two++) {
                page[at] = (byte) LEADS[two >> 8];
                page[at + 1] = (byte) two;
                if (isSpecial(page[at]) || isSpecial(page[at + 1])) continue;
                assertReadAsByJdk(page, end);
            }
        }
    }

    private static boolean isSpecial(byte b) {
        return b == '"' || b == '\\' || (b >= 0 && b < ' ');
    }

    private static void assertReadAsByJdk(byte[] page, int end) throws IOException {
        String expected = utf8(page, 3, end);
        @Nullable RowScanner scan;
        try {
            scan = RowScanner.scan(page, 1);
        } catch (IOException e) {
            scan = null;
        }
        if ((scan == null) != (expected == null)) throw new AssertionError(describe(page));
        if (scan == null) return;
        Rows rows = new Rows(page, List.of("c"), scan.cells(), 1, false, false, Rows.Meta.NONE);
        if (!rows.text(0, 0).equals(expected)) throw new AssertionError(describe(page));
    }

    private static @Nullable String utf8(byte[] page, int from, int end) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(page, from, end - from))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static String describe(byte[] page) {
        return new String(page, StandardCharsets.ISO_8859_1);
    }

    @Test
    void anyByteAmongDigitsEndsThem() {
        for (int at = 0; at < 20; at++) {
            for (int b = 0; b < 256; b++) {
                byte[] page = "12345678901234567890:       ".getBytes(StandardCharsets.US_ASCII);
                page[at] = (byte) b;
                assertThat(PlainBytes.digitsEnd(page, 0)).isEqualTo(b >= '0' && b <= '9' ? 20 : at);
            }
        }
    }

    @Test
    void digitsAreANumber() {
        for (int behind = 0; behind < 9; behind++) {
            byte[] page = ("123456789012345678" + ",".repeat(behind)).getBytes(StandardCharsets.US_ASCII);
            for (int from = 0; from < 18; from++) {
                for (int end = from + 1; end <= 18; end++) {
                    assertThat(PlainBytes.digits(page, from, end))
                            .isEqualTo(Long.parseLong(new String(page, from, end - from, StandardCharsets.US_ASCII)));
                }
            }
        }
    }

    @Test
    void doublesAreRoundedAsTheJdkRoundsThem() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            String number = i % 3 == 0
                    ? Double.toString(Double.longBitsToDouble(random.nextLong()))
                    : RandomPage.number(random);
            if (number.endsWith("N") || number.endsWith("y")) continue;
            byte[] page = (number + ",".repeat(1 + random.nextInt(12))).getBytes(StandardCharsets.US_ASCII);
            double real = PlainNumber.real(page, 0);
            if (Double.compare(real, Double.parseDouble(number)) != 0)
                throw new AssertionError(number + " is not " + real);
        }
    }
}
