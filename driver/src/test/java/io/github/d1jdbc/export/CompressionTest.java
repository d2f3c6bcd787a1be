package io.github.d1jdbc.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Random;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressionTest {

    private static byte[] data() {
        byte[] data = new byte[300_000];
        Random random = new Random(11);
        for (int i = 0; i < data.length; i++) data[i] = (byte) ('a' + random.nextInt(4));
        return data;
    }

    private static byte[] compressed(Compression compression, int level) throws IOException {
        ByteArrayOutputStream below = new ByteArrayOutputStream();
        try (OutputStream out = compression.compress(below, level)) {
            byte[] data = data();
            for (int at = 0; at < data.length; at += 1_000) out.write(data, at, 1_000);
        }
        return below.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"GZIP, -1, gz", "GZIP, 1, gz", "GZIP, 9, gz", "ZSTD, -1, zstd", "ZSTD, 1, zstd", "ZSTD, 19, zstd"})
    void whatIsCompressedIsRecognisedAndReadBack(Compression compression, int level, String name)
            throws IOException, CompressorException {
        byte[] packed = compressed(compression, level);
        assertThat(CompressorStreamFactory.detect(new ByteArrayInputStream(packed)))
                .startsWith(name.equals("gz") ? "gz" : "zstd");
        try (InputStream in = new CompressorStreamFactory()
                .createCompressorInputStream(name.equals("gz") ? "gz" : "zstd", new ByteArrayInputStream(packed))) {
            assertThat(in.readAllBytes()).isEqualTo(data());
        }
    }

    @Test
    void noneIsTheStreamItself() throws IOException {
        OutputStream out = new ByteArrayOutputStream();
        assertThat(Compression.NONE.compress(out, DumpOptions.DEFAULT_LEVEL)).isSameAs(out);
    }

    @Test
    void aHigherLevelGivesASmallerFile() throws IOException {
        assertThat(compressed(Compression.GZIP, 9)).hasSizeLessThan(compressed(Compression.GZIP, 1).length);
    }

    @Test
    void theSameBytesGiveTheSameFile() throws IOException {
        assertThat(compressed(Compression.GZIP, 6)).isEqualTo(compressed(Compression.GZIP, 6));
    }

    @Test
    void suffixesAreTheUsualOnes() {
        assertThat(Compression.NONE.suffix()).isEmpty();
        assertThat(Compression.GZIP.suffix()).isEqualTo(".gz");
        assertThat(Compression.ZSTD.suffix()).isEqualTo(".zst");
        assertThat(Compression.ZSTD.available()).isTrue();
    }
}
