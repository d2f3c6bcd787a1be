package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.internal.export.EtagCheck.Verdict;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EtagCheckTest {
    private static final int MIB = 1 << 20;

    private static byte[] data(int length) {
        byte[] data = new byte[length];
        new Random(length).nextBytes(data);
        return data;
    }

    private static String md5(byte[] data) {
        return HexFormat.of().formatHex(Digests.md5().digest(data));
    }

    private static String multipart(byte[] data, int partSize) {
        var parts = Digests.md5();
        int n = 0;
        for (int at = 0; at < data.length; at += partSize, n++) {
            parts.update(Digests.md5().digest(Arrays.copyOfRange(data, at, Math.min(data.length, at + partSize))));
        }
        return '"' + HexFormat.of().formatHex(parts.digest()) + '-' + n + '"';
    }

    private static Verdict verdict(byte[] data, String etag, int round) {
        EtagCheck check = EtagCheck.of(etag, data.length, round);
        Random random = new Random(1);
        for (int at = 0; at < data.length; ) {
            int n = Math.min(1 + random.nextInt(300_000), data.length - at);
            check.update(data, at, n);
            at += n;
        }
        return check.verdict();
    }

    @Test
    void aPlainMd5MustMatch() {
        byte[] data = data(100_000);
        assertThat(verdict(data, '"' + md5(data) + '"', 0)).isEqualTo(Verdict.MATCH);
        assertThat(verdict(data, md5(data).toUpperCase(java.util.Locale.ROOT), 0))
                .isEqualTo(Verdict.MATCH);
        data[5]++;
        assertThat(verdict(data, '"' + md5(data(100_000)) + '"', 0)).isEqualTo(Verdict.MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 7, 8, 10, 11})
    void aPartSizeOfWholeMebibytesIsFound(int mebibytes) {
        byte[] data = data(23 * MIB + 4711);
        assertThat(verdict(data, multipart(data, mebibytes * MIB), 0)).isEqualTo(Verdict.MATCH);
        byte[] other = data.clone();
        other[other.length - 1] ^= 1;
        assertThat(verdict(other, multipart(data, mebibytes * MIB), 0)).isEqualTo(Verdict.NO_MATCH);
    }

    @Test
    void onePartNeedsNoPartSize() {
        byte[] data = data(MIB + 1);
        assertThat(verdict(data, multipart(data, 5 * MIB), 0)).isEqualTo(Verdict.MATCH);
    }

    @Test
    void wholePartsLeaveNoEmptyOneBehind() {
        byte[] data = data(10 * MIB);
        assertThat(verdict(data, multipart(data, 5 * MIB), 0)).isEqualTo(Verdict.MATCH);
    }

    @Test
    void aPartSizeThatIsNoWholeMebibyteIsNotFound() {
        byte[] data = data(3 * MIB);
        assertThat(verdict(data, multipart(data, 1_000_000), 0)).isEqualTo(Verdict.NO_MATCH);
    }

    @Test
    void theSecondRoundTriesOtherPartSizes() {
        byte[] data = data(40 * MIB);
        // Two parts: 20 to 39 MiB; 20, 25, 32 and one more come first.
        assertThat(verdict(data, multipart(data, 26 * MIB), 0)).isEqualTo(Verdict.NO_MATCH);
        List<Long> sizes = EtagCheck.partSizes(data.length, 2);
        assertThat(sizes.subList(0, 3)).containsExactly(20L * MIB, 25L * MIB, 32L * MIB);
        int sixth = (int) (long) sizes.get(5);
        assertThat(verdict(data, multipart(data, sixth), 1)).isEqualTo(Verdict.MATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "W/\"d41d8cd98f00b204e9800998ecf8427e\"", "\"abc\"", "\"v1-2\""})
    void anythingElseCannotBeChecked(String etag) {
        assertThat(verdict(data(1000), etag, 0)).isEqualTo(Verdict.NOT_POSSIBLE);
        assertThat(EtagCheck.of(null, 1, 0).verdict()).isEqualTo(Verdict.NOT_POSSIBLE);
    }

    @Test
    void candidatesGiveTheNumberOfPartsAndAreFew() {
        for (long total : new long[] {1, MIB, 5 * MIB, 5 * MIB + 1, 1_000_000_000L, 9_999_999_999L}) {
            for (int parts : new int[] {1, 2, 3, 10, 191, 200, 9999}) {
                List<Long> sizes = EtagCheck.partSizes(total, parts);
                assertThat(sizes).hasSizeLessThanOrEqualTo(16).doesNotHaveDuplicates();
                assertThat(sizes).allMatch(size -> (total + size - 1) / size == parts);
            }
        }
    }
}
