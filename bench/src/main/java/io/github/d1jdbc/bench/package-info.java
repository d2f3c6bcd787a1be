/**
 * JMH benchmarks, each with its baseline in the same run: a figure is a ratio, never a time.
 *
 * <p>Reading order: {@link io.github.d1jdbc.bench.SampleDump} makes the seeded data;
 * {@link io.github.d1jdbc.bench.LexBenchmark} measures the SQL lexer; {@link io.github.d1jdbc.bench.ExportBenchmark}
 * a whole export.
 */
@NullMarked
package io.github.d1jdbc.bench;

import org.jspecify.annotations.NullMarked;
