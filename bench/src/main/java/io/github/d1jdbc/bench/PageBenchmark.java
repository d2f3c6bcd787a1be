package io.github.d1jdbc.bench;

import io.github.d1jdbc.ResultDoor;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * An answer of {@code /raw} in memory, once made into a result set on which every row was the current one, and once
 * with every cell read by {@code getObject}, against the usual JSON libraries, and against a plain copy of the bytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(5)
public class PageBenchmark {

    /** Rows of the answer, each of ten cells. */
    @Param("20000")
    public int rows;

    /** What the rows are like. */
    @Param("TYPICAL")
    public SamplePage.Shape shape = SamplePage.Shape.TYPICAL;

    private byte[] page = {};
    private @Nullable ResultDoor door;

    /** Makes the page and a statement for its result sets. */
    @Setup
    public void makePage() throws SQLException {
        page = SamplePage.of(42, shape, rows);
        door = ResultDoor.open();
    }

    /** Ours: parsed, wrapped and stepped through, no cell decoded. */
    @Benchmark
    public int lazy() throws SQLException, IOException {
        ResultSet result = result();
        int count = 0;
        while (result.next()) count++;
        result.close();
        return checked(count);
    }

    /** Ours: and every cell as an object. */
    @Benchmark
    public int cells(Blackhole hole) throws SQLException, IOException {
        return checked(PageContenders.resultSet(result(), hole::consume));
    }

    /** Jackson into records and lists, what Retrofit's converter gives. */
    @Benchmark
    public int peerJacksonPojo(Blackhole hole) throws IOException {
        return checked(PageContenders.jacksonPojo(page, hole::consume));
    }

    /** Jackson into a tree. */
    @Benchmark
    public int peerJacksonTree(Blackhole hole) throws IOException {
        return checked(PageContenders.jacksonTree(page, hole::consume));
    }

    /** Jackson token by token into Object[] rows. */
    @Benchmark
    public int peerJacksonStreaming(Blackhole hole) throws IOException {
        return checked(PageContenders.jacksonStreaming(page, hole::consume));
    }

    /** org.json, which other D1 drivers use. */
    @Benchmark
    public int peerOrgJson(Blackhole hole) {
        return checked(PageContenders.orgJson(page, hole::consume));
    }

    /** The physical limit: every byte read and written once. */
    @Benchmark
    public byte[] baselineCopy() {
        return Arrays.copyOf(page, page.length);
    }

    /** Closes the connection. */
    @TearDown
    public void close() throws SQLException {
        if (door != null) door.close();
    }

    private ResultSet result() throws SQLException, IOException {
        return Objects.requireNonNull(door).result(page, shape.reals());
    }

    private int checked(int count) {
        if (count == rows) return count;
        throw new IllegalStateException(count + " rows are not what the page has");
    }
}
