package io.github.d1jdbc.export;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdUtils;

/** How a dump is compressed, through Commons Compress; gzip on all cores. Threads may share it. */
public enum Compression {
    /** Not at all. */
    NONE("", 0),
    /** One gzip member, which every reader reads whole. */
    GZIP(".gz", 9),
    /** Zstandard; needs zstd-jni on the class path. */
    ZSTD(".zst", 22);

    // What zlib and gzip(1) mean by their default.
    private static final int GZIP_LEVEL = 6;

    private final String suffix;
    private final int highestLevel;

    Compression(String suffix, int highestLevel) {
        this.suffix = suffix;
        this.highestLevel = highestLevel;
    }

    /** The ending that a file of this kind usually has; empty for {@link #NONE}. */
    public String suffix() {
        return suffix;
    }

    /** Whether the classes that this kind needs are there. */
    public boolean available() {
        return this != ZSTD || ZstdUtils.isZstdCompressionAvailable();
    }

    /**
     * Writes compressed bytes into a stream; closing the result closes the stream.
     *
     * @param level 1 (fast) to 9 for GZIP, to 22 for ZSTD, or {@link DumpOptions#DEFAULT_LEVEL}
     * @throws IOException when ZSTD is asked for and zstd-jni is missing, or the stream fails
     */
    public OutputStream compress(OutputStream out, int level) throws IOException {
        checkLevel(level);
        return switch (this) {
            case NONE -> out;
            case GZIP -> new ParallelGzip(out, level == DumpOptions.DEFAULT_LEVEL ? GZIP_LEVEL : level);
            case ZSTD -> zstd(out, level);
        };
    }

    void checkLevel(int level) {
        if (level == DumpOptions.DEFAULT_LEVEL) return;
        if (this == NONE) throw new IllegalArgumentException("a compression level needs a compression");
        if (level < 1 || level > highestLevel) {
            throw new IllegalArgumentException("the level of " + name().toLowerCase(java.util.Locale.ROOT) + " is 1 to "
                    + highestLevel + ", not " + level);
        }
    }

    private OutputStream zstd(OutputStream out, int level) throws IOException {
        if (!available()) {
            throw new IOException("zstd needs com.github.luben:zstd-jni on the class path: add it, or use gzip");
        }
        return level == DumpOptions.DEFAULT_LEVEL
                ? new ZstdCompressorOutputStream(out)
                : ZstdCompressorOutputStream.builder()
                        .setOutputStream(out)
                        .setLevel(level)
                        .get();
    }
}
