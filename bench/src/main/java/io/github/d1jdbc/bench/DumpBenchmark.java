package io.github.d1jdbc.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * A dump in memory read to its end, once as statements with typed slices and once with every cell decoded, against
 * splitters that give nothing but statements, and against a plain copy of the bytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(5)
public class DumpBenchmark {

    /** Rows of the dump. */
    @Param("80000")
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

    /** Ours: statements, and for each row its cells with their kinds as slices. */
    @Benchmark
    public long scan() throws IOException {
        return checked(DumpContenders.scan(dump));
    }

    /** Ours: every cell as Long, Double, String or byte[]. */
    @Benchmark
    public long decode(Blackhole hole) throws IOException {
        return checked(DumpContenders.decode(dump, hole::consume));
    }

    /** Spring's ScriptUtils. */
    @Benchmark
    public long peerSpring() {
        return checked(DumpContenders.spring(dump));
    }

    /** Flyway's parser for SQLite. */
    @Benchmark
    public long peerFlyway() {
        return checked(DumpContenders.flyway(dump));
    }

    /** One character at a time into a StringBuilder, as most programs do. */
    @Benchmark
    public long peerCharacters() throws IOException {
        return checked(DumpContenders.characters(dump));
    }

    /** The physical limit: every byte read and written once. */
    @Benchmark
    public byte[] baselineCopy() {
        return Arrays.copyOf(dump, dump.length);
    }

    private long checked(long statements) {
        if (statements == SampleDump.statements(shape, rows)) return statements;
        throw new IllegalStateException(statements + " statements are not what the dump has");
    }
}
