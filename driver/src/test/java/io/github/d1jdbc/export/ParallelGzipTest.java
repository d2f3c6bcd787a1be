package io.github.d1jdbc.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelGzipTest {

    private static final int CHUNK = 256 * 1024;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32 * 1024, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 9 * CHUNK + 12_345})
    void everyLengthIsOneMemberThatEveryReaderReadsWhole(int length) throws IOException {
        byte[] data = text(length);
        byte[] packed = packed(data, 6, 8_191);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes())
                .isEqualTo(data);
        try (InputStream firstMember = GzipCompressorInputStream.builder()
                .setInputStream(new ByteArrayInputStream(packed))
                .setDecompressConcatenated(false)
                .get()) {
            assertThat(firstMember.readAllBytes()).isEqualTo(data);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void everyLevelComesCloseToTheSizeOfASingleThread(int level) throws IOException {
        byte[] data = text(4 * CHUNK);
        byte[] packed = packed(data, level, data.length);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes())
                .isEqualTo(data);
        assertThat(packed.length).isLessThan((int) (singleThread(data, level) * 1.02));
    }

    @Test
    void bytesThatDoNotCompressOnlyGrowALittle() throws IOException {
        byte[] noise = new byte[5 * CHUNK];
        new Random(3).nextBytes(noise);
        for (int level : new int[] {1, 6, 9}) {
            byte[] packed = packed(noise, level, 100_000);
            assertThat(packed.length).isLessThan(noise.length + noise.length / 100);
            assertThat(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes())
                    .isEqualTo(noise);
        }
    }

    @Test
    void sizesOfTheWritesDoNotChangeTheFile() throws IOException {
        byte[] data = text(3 * CHUNK + 77);
        assertThat(packed(data, 6, 100)).isEqualTo(packed(data, 6, CHUNK + 5)).isEqualTo(packed(data, 6, data.length));
    }

    @Test
    void singleBytesAreTaken() throws IOException {
        ByteArrayOutputStream below = new ByteArrayOutputStream();
        try (OutputStream gzip = Compression.GZIP.compress(below, 1)) {
            for (byte b : text(1_000)) gzip.write(b);
        }
        assertThat(new GZIPInputStream(new ByteArrayInputStream(below.toByteArray())).readAllBytes())
                .isEqualTo(text(1_000));
    }

    @Test
    void aFailureOfTheStreamBelowComesOutAndClosingStillFreesEverything() throws IOException {
        AtomicBoolean full = new AtomicBoolean();
        OutputStream disk = new FilterOutputStream(OutputStream.nullOutputStream()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (full.get()) throw new IOException("No space left on device");
            }
        };
        OutputStream gzip = Compression.GZIP.compress(disk, 1);
        full.set(true);
        byte[] data = text(40 * CHUNK);
        assertThatThrownBy(() -> gzip.write(data)).hasMessage("No space left on device");
        assertThatThrownBy(gzip::close).hasMessage("No space left on device");
        gzip.close();
        assertThatThrownBy(() -> gzip.write(1)).hasMessageContaining("finished");
    }

    @Test
    void flushLeavesTheFileReadable() throws IOException {
        ByteArrayOutputStream below = new ByteArrayOutputStream();
        byte[] data = text(3 * CHUNK);
        try (OutputStream gzip = Compression.GZIP.compress(below, 6)) {
            for (int from = 0; from < data.length; from += 50_000) {
                gzip.write(data, from, Math.min(50_000, data.length - from));
                gzip.flush();
            }
        }
        assertThat(below.toByteArray()).isEqualTo(packed(data, 6, data.length));
    }

    private static byte[] packed(byte[] data, int level, int writes) throws IOException {
        ByteArrayOutputStream below = new ByteArrayOutputStream();
        try (OutputStream gzip = Compression.GZIP.compress(below, level)) {
            for (int from = 0; from < data.length; from += writes) {
                gzip.write(data, from, Math.min(writes, data.length - from));
            }
        }
        return below.toByteArray();
    }

    private static int singleThread(byte[] data, int level) throws IOException {
        ByteArrayOutputStream below = new ByteArrayOutputStream();
        GzipParameters parameters = new GzipParameters();
        parameters.setCompressionLevel(level);
        try (OutputStream gzip = new GzipCompressorOutputStream(below, parameters)) {
            gzip.write(data);
        }
        return below.size();
    }

    /** Words as a dump has them. */
    private static byte[] text(int length) {
        String[] words = {"INSERT INTO \"orders\" VALUES(", "'sent'", "NULL", "café", ");\n", "3.25", ","};
        Random random = new Random(length);
        StringBuilder text = new StringBuilder();
        while (text.length() < length)
            text.append(words[random.nextInt(words.length)]).append(random.nextInt(100_000));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(bytes, length);
    }
}
