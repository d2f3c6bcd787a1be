package io.github.d1jdbc.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesTest {

    private static final int[] ALPHABET = {
        0, 1, 9, 10, 11, 38, 39, 40, 47, 48, 48, 53, 57, 57, 58, 127, 128, 129, 167, 176, 185, 186, 255
    };

    @Test
    void searchingEightBytesAtATimeFindsWhatOneByteAtATimeFinds() {
        Random random = new Random(20261122);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(70)];
            for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) ALPHABET[random.nextInt(ALPHABET.length)];
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);
            for (char target : new char[] {0, '\n', '\'', 127}) {
                assertThat(Bytes.indexOf(bytes, from, to, target)).isEqualTo(slowIndexOf(bytes, from, to, target));
                assertThat(Bytes.count(bytes, from, to, target)).isEqualTo(slowCount(bytes, from, to, target));
            }
            assertThat(Bytes.indexOfQuote(bytes, from, to)).isEqualTo(slowIndexOf(bytes, from, to, '\''));
            assertThat(Bytes.skipDigits(bytes, from, to)).isEqualTo(slowDigits(bytes, from, to));
        }
    }

    private static int slowIndexOf(byte[] bytes, int from, int to, char target) {
        for (int i = from; i < to; i++) if (bytes[i] == (byte) target) return i;
        return to;
    }

    private static int slowDigits(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] >= '0' && bytes[i] <= '9') i++;
        return i;
    }

    @Test
    void runsOfDigitsOfEveryLengthEndBeforeEveryByte() {
        for (int length = 0; length < 30; length++) {
            for (int behind = 0; behind < 256; behind++) {
                byte[] bytes = new byte[48];
                Arrays.fill(bytes, (byte) ('0' + length % 10));
                bytes[length + 1] = (byte) behind;
                int end = slowDigits(bytes, 1, bytes.length);
                assertThat(Bytes.skipDigits(bytes, 1, bytes.length)).isEqualTo(end);
            }
        }
    }

    private static int slowCount(byte[] bytes, int from, int to, char target) {
        int count = 0;
        for (int i = from; i < to; i++) if (bytes[i] == (byte) target) count++;
        return count;
    }
}
