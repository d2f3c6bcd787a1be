package io.github.d1jdbc.bench.goal;

import io.github.d1jdbc.bench.SampleDump;
import io.github.d1jdbc.export.Compression;
import java.io.IOException;
import java.io.OutputStream;

/** Compresses a dump that is made on the way, to be run with a small heap. */
public final class GzipOnce {

    private static final int ROWS = 100_000;

    private GzipOnce() {}

    /** Ends with 0 when it was done. */
    public static void main(String... args) throws IOException {
        try (OutputStream gzip = Compression.GZIP.compress(OutputStream.nullOutputStream(), 6)) {
            SampleDump.write(42, SampleDump.Shape.TYPICAL, ROWS, gzip);
        }
    }
}
