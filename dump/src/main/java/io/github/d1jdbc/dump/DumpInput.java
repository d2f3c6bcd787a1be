package io.github.d1jdbc.dump;

import io.github.d1jdbc.export.Compression;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdUtils;
import org.jspecify.annotations.Nullable;

/** A dump's SQL bytes, decompressed if its first bytes say that it is compressed. One thread at a time may use it. */
final class DumpInput implements Closeable {

    private static final int BUFFER = 64 * 1024;
    private static final int MAGIC = 4;

    private final String name;
    private final Raw raw;
    private final InputStream in;
    private final Compression compression;

    private DumpInput(String name, Raw raw, InputStream in, Compression compression) {
        this.name = name;
        this.raw = raw;
        this.in = in;
        this.compression = compression;
    }

    /**
     * Looks at the first bytes. Closing the result closes the stream.
     *
     * @throws DumpException if the compressed data does not even begin right
     */
    static DumpInput open(InputStream stream, String name) throws IOException {
        Raw raw = new Raw(stream);
        BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER);
        buffered.mark(MAGIC);
        byte[] magic = buffered.readNBytes(MAGIC);
        buffered.reset();
        Compression compression = compressionOf(magic);
        try {
            return new DumpInput(name, raw, decompressed(buffered, compression, name), compression);
        } catch (IOException e) {
            throw e instanceof DumpException || e == raw.failure ? e : damaged(name, compression, raw.count, e);
        }
    }

    private static Compression compressionOf(byte[] magic) {
        if (magic.length >= 2 && magic[0] == 0x1F && magic[1] == (byte) 0x8B) return Compression.GZIP;
        // The second form is a skippable frame, with which parallel compressors begin (RFC 8878, section 3.1.2).
        boolean zstd = ZstdUtils.matches(magic, magic.length)
                || (magic.length == MAGIC
                        && (magic[0] & 0xF0) == 0x50
                        && magic[1] == 0x2A
                        && magic[2] == 0x4D
                        && magic[3] == 0x18);
        return zstd ? Compression.ZSTD : Compression.NONE;
    }

    // Members that follow each other are one dump: gzip(1) and append-only backups write them.
    private static InputStream decompressed(InputStream in, Compression compression, String name) throws IOException {
        return switch (compression) {
            case NONE -> in;
            case GZIP ->
                GzipCompressorInputStream.builder()
                        .setInputStream(in)
                        .setBufferSize(BUFFER)
                        .setDecompressConcatenated(true)
                        .get();
            case ZSTD -> {
                if (!Compression.ZSTD.available()) {
                    throw new DumpException(
                            name,
                            "this is compressed by zstd, which needs com.github.luben:zstd-jni on the class path",
                            null);
                }
                yield new ZstdCompressorInputStream(in);
            }
        };
    }

    /** How it is compressed. */
    Compression compression() {
        return compression;
    }

    /** Fills a range as far as there are bytes; fewer only at the end. */
    int read(byte[] bytes, int from, int length) throws IOException {
        if (compression == Compression.NONE) return in.readNBytes(bytes, from, length);
        try {
            return in.readNBytes(bytes, from, length);
        } catch (IOException | RuntimeException e) {
            // Decompressors throw IllegalArgumentException and the like at damaged data, too.
            if (e == raw.failure || Thread.currentThread().isInterrupted()) throw e;
            throw damaged(name, compression, raw.count, e);
        }
    }

    private static DumpException damaged(String name, Compression compression, long count, Exception e) {
        String kind = compression == Compression.GZIP ? "gzip" : "zstd";
        String reason = String.valueOf(e.getMessage()).strip();
        boolean cut = e instanceof EOFException || reason.contains("runcated") || reason.contains("Unexpected end");
        String problem = cut
                ? "the " + kind + " data ends in the middle, after " + count + " bytes: the file was cut short"
                : "the " + kind + " data is damaged, at about byte " + count + ": " + DumpException.clean(reason);
        return new DumpException(name, problem, e);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Counts, and remembers what the disk did wrong, to tell it from damaged data. */
    private static final class Raw extends FilterInputStream {
        private long count;
        private @Nullable IOException failure;

        Raw(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            try {
                int n = super.read(bytes, from, length);
                if (n > 0) count += n;
                return n;
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
