package io.github.d1jdbc.bench;

import io.github.d1jdbc.export.Compression;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A dump in memory compressed into nothing, against what the usual libraries do, and against CRC-32 alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(5)
public class GzipBenchmark {

    private static final int CHUNK = 256 * 1024; // as a download gives it

    /** Rows of the dump. */
    @Param("27000")
    public int rows;

    /** What the rows are like. */
    @Param("TYPICAL")
    public SampleDump.Shape shape = SampleDump.Shape.TYPICAL;

    private byte[] dump = {};

    /** Makes the dump. */
    @Setup
    public void makeDump() {
        dump = SampleDump.of(42, shape, rows);
    }

    /** Ours at level 1; like all others it gives the compressed size. */
    @Benchmark
    public long level1() throws IOException {
        return compressed(out -> Compression.GZIP.compress(out, 1));
    }

    /** Ours at level 6. */
    @Benchmark
    public long level6() throws IOException {
        return compressed(out -> Compression.GZIP.compress(out, 6));
    }

    /** What one takes who takes Commons Compress. */
    @Benchmark
    public long peerCommonsCompress() throws IOException {
        return compressed(GzipCompressorOutputStream::new);
    }

    /** The JDK at its own level, 6. */
    @Benchmark
    public long peerJdk() throws IOException {
        return compressed(GZIPOutputStream::new);
    }

    /** The JDK at level 1, on one thread. */
    @Benchmark
    public long peerJdkLevel1() throws IOException {
        return compressed(out -> new GZIPOutputStream(out, 64 * 1024) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        });
    }

    /** The physical limit: every byte read once. */
    @Benchmark
    public long baselineCrc32() {
        CRC32 crc = new CRC32();
        crc.update(dump);
        return crc.getValue();
    }

    /** Makes a stream that compresses into another. */
    interface Compressor {
        OutputStream over(OutputStream out) throws IOException;
    }

    long compressed(Compressor compressor) throws IOException {
        CountingStream counter = new CountingStream();
        write(compressor, counter);
        return counter.count();
    }

    void write(Compressor compressor, OutputStream into) throws IOException {
        try (OutputStream out = compressor.over(into)) {
            for (int from = 0; from < dump.length; from += CHUNK) {
                out.write(dump, from, Math.min(CHUNK, dump.length - from));
            }
        }
    }
}
