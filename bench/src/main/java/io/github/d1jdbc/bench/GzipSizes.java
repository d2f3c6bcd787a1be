package io.github.d1jdbc.bench;

import io.github.d1jdbc.export.Compression;
import java.io.IOException;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/** What a dump becomes by gzip. Immutable. */
public record GzipSizes(long commons, long level1, long level6) {

    /** Compresses a typical dump of so many rows in all ways. */
    public static GzipSizes of(int rows) throws IOException {
        GzipBenchmark benchmark = new GzipBenchmark();
        benchmark.rows = rows;
        benchmark.makeDump();
        return new GzipSizes(
                benchmark.compressed(GzipCompressorOutputStream::new),
                benchmark.compressed(out -> Compression.GZIP.compress(out, 1)),
                benchmark.compressed(out -> Compression.GZIP.compress(out, 6)));
    }

    /** The ratio that level 1 reaches, as a share of the ratio of Commons Compress's defaults. */
    public double shareOfLevel1() {
        return (double) commons / level1;
    }

    /** The same of level 6. */
    public double shareOfLevel6() {
        return (double) commons / level6;
    }
}
