/**
 * JMH benchmarks, each with its peers and a physical baseline in the same run: a figure is a ratio, never a time.
 *
 * <p>Reading order: {@link io.github.d1jdbc.bench.SampleDump} and {@link io.github.d1jdbc.bench.SamplePage} make the
 * seeded data, {@code SampleWords} writes it; {@code Loopback} and {@code TlsStore} serve it. Then one benchmark a path,
 * whose methods {@code peer…} and {@code baseline…} are what it is compared with (in {@code …Contenders} and {@code
 * …Peers} where they need room): {@link io.github.d1jdbc.bench.DownloadBenchmark}, {@link
 * io.github.d1jdbc.bench.GzipBenchmark}, {@link io.github.d1jdbc.bench.ExportBenchmark}, {@link
 * io.github.d1jdbc.bench.PageBenchmark}, {@link io.github.d1jdbc.bench.DumpBenchmark} (and {@link
 * io.github.d1jdbc.bench.LexBenchmark} for the lexer alone), {@link io.github.d1jdbc.bench.LoadBenchmark}, {@link
 * io.github.d1jdbc.bench.DriverBenchmark}. {@link io.github.d1jdbc.bench.CostProfiler} adds CPU time and requests.
 * The package {@code goal} runs what the goals need and reports.
 */
@NullMarked
package io.github.d1jdbc.bench;

import org.jspecify.annotations.NullMarked;
