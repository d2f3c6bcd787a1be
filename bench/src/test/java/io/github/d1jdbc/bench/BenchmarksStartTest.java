package io.github.d1jdbc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

class BenchmarksStartTest {

    @Test
    void everyBenchmarkStartsAndGivesAFigure() throws RunnerException {
        Collection<RunResult> results = run(options("io\\.github\\.d1jdbc\\.bench\\..*", "HTTP"));
        assertThat(results)
                .hasSize(37)
                .allSatisfy(result ->
                        assertThat(result.getPrimaryResult().getScore()).isPositive());
    }

    @Test
    void tlsStartsToo() throws RunnerException {
        assertThat(run(options("DownloadBenchmark\\.(exportTo|peerOkHttp)$", "TLS")))
                .hasSize(2);
    }

    @Test
    void profilerCountsRequestsAndCpu() throws RunnerException {
        RunResult select = run(options("DriverBenchmark\\.select$", "HTTP").addProfiler(CostProfiler.class))
                .iterator()
                .next();
        // The only iteration's setup asks for the database, too.
        assertThat(score(select, CostProfiler.REQUESTS)).isBetween(1.0, 2.0);
        assertThat(score(select, CostProfiler.BYTES)).isGreaterThan(1_000);
        assertThat(score(select, CostProfiler.CPU)).isNotNegative();
    }

    private static double score(RunResult result, String metric) {
        return Objects.requireNonNull(result.getSecondaryResults().get(metric)).getScore();
    }

    // One shot of each, of the smallest data.
    private static ChainedOptionsBuilder options(String include, String transport) {
        return new OptionsBuilder()
                .include(include)
                .mode(Mode.SingleShotTime)
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .param("rows", "200")
                .param("shape", "TYPICAL")
                .param("transport", transport)
                .param("target", "GZIP_1")
                .param("compression", "GZIP")
                .param("latency", "0")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }

    private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
        return new Runner(options.build()).run();
    }
}
