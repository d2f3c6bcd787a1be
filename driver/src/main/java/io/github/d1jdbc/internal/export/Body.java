package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.export.Compression;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The compressed side of a dump: compressor, then length, CRC-32C and SHA-256 of what it gives, then the stream below.
 * One thread at a time.
 */
final class Body {

    /**
     * What was written in the end.
     *
     * @param bytes of the file or stream, compressed or not
     * @param sha256 in lower-case hex, or null where no digest was asked for
     * @param crc32c in eight hex digits
     */
    record Summary(long bytes, @Nullable String sha256, String crc32c) {}

    private final Counted counted;
    private final OutputStream compressor;

    /** @param sha256 whether SHA-256 is computed; CRC-32C always is, for it costs next to nothing */
    Body(OutputStream below, Compression compression, int level, boolean sha256) throws IOException {
        counted = new Counted(below, sha256);
        compressor = compression.compress(counted, level);
    }

    /** Takes uncompressed bytes. */
    void write(byte[] bytes, int offset, int length) throws IOException {
        compressor.write(bytes, offset, length);
    }

    /** Takes bytes into the sums that lie in the stream below already; only where nothing is compressed. */
    void passed(byte[] bytes, int offset, int length) {
        counted.count(bytes, offset, length);
    }

    /** Writes the compressor's trailer and flushes; the stream below stays open. */
    Summary end() throws IOException {
        compressor.close();
        return counted.summary();
    }

    /** Gives up what the compressor holds beside the heap; what it still writes goes nowhere. */
    void discard() {
        counted.deaf = true;
        try {
            compressor.close();
        } catch (IOException e) {
            throw new IllegalStateException("a compressor failed though nothing is written", e);
        }
    }

    private static final class Counted extends OutputStream {
        private final OutputStream below;
        private final @Nullable MessageDigest sha256;
        private final CRC32C crc = new CRC32C();
        private long bytes;
        private boolean deaf;

        Counted(OutputStream below, boolean sha256) {
            this.below = below;
            this.sha256 = sha256 ? Digests.sha256() : null;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
            if (deaf) return;
            below.write(data, offset, length);
            count(data, offset, length);
        }

        void count(byte[] data, int offset, int length) {
            crc.update(data, offset, length);
            if (sha256 != null) sha256.update(data, offset, length);
            bytes += length;
        }

        @Override
        public void flush() throws IOException {
            if (!deaf) below.flush();
        }

        /** Flushes only: the stream below belongs to somebody else. */
        @Override
        public void close() throws IOException {
            flush();
        }

        Summary summary() {
            String hex = sha256 == null ? null : HexFormat.of().formatHex(sha256.digest());
            return new Summary(bytes, hex, String.format("%08x", crc.getValue()));
        }
    }
}
