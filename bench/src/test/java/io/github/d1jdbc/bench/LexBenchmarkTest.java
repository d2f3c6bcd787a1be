package io.github.d1jdbc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LexBenchmarkTest {

    @Test
    void countsEveryStatementOfTheDump() {
        LexBenchmark benchmark = new LexBenchmark();
        benchmark.rows = 500;
        benchmark.makeDump();
        // The PRAGMA, two tables, 500 rows and an index.
        assertThat(benchmark.statements()).isEqualTo(504);
        assertThat(benchmark.baselineCopy()).isEqualTo(SampleDump.of(42, 500));
    }

    @Test
    void sameSeedGivesSameBytes() {
        assertThat(SampleDump.of(7, 100)).isEqualTo(SampleDump.of(7, 100)).isNotEqualTo(SampleDump.of(8, 100));
    }
}
