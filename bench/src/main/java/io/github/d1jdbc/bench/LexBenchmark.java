package io.github.d1jdbc.bench;

import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.StatementEnds;
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

/** The lexer over a dump, fed in chunks as a download gives them, against a plain copy of the same bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(5)
public class LexBenchmark {

    private static final int CHUNK = 256 * 1024;

    /** Rows of the dump. */
    @Param("20000")
    public int rows;

    private byte[] dump = new byte[0];

    /** Makes the dump. */
    @Setup
    public void makeDump() {
        dump = SampleDump.of(42, rows);
    }

    /** Counts the statements, which is what every export does. */
    @Benchmark
    public long statements() {
        StatementEnds ends = new StatementEnds();
        long[] count = new long[1];
        SqlLexer lexer = new SqlLexer((token, start, end, at) -> {
            if (ends.ends(token, at)) count[0]++;
        });
        for (int from = 0; from < dump.length; from += CHUNK) {
            lexer.feed(dump, from, Math.min(CHUNK, dump.length - from));
        }
        lexer.finish();
        return count[0];
    }

    /** The physical limit: every byte read and written once. */
    @Benchmark
    public byte[] baselineCopy() {
        return Arrays.copyOf(dump, dump.length);
    }
}
