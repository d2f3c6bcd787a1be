package io.github.d1jdbc.bench.goal;

import io.github.d1jdbc.bench.CostProfiler;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs contenders through JMH in rounds: each round runs each of them once, in a fork of its own, so that an hour of a
 * slower machine hits all of them alike.
 */
final class Rounds {

    /** MB of input (or operations) a second of wall time; the median of a round's iterations. */
    static final String SPEED = "speed";

    /** Bytes allocated an operation. */
    static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Form form;
    private final Figures figures;
    private final PrintStream log;

    Rounds(Form form, Figures figures, PrintStream log) {
        this.form = form;
        this.figures = figures;
        this.log = log;
    }

    /** Runs each so often for a time. */
    void run(List<Contender> contenders, int rounds) throws IOException {
        for (int round = 1; round <= rounds; round++) {
            for (Contender contender : contenders) {
                timed(
                        contender,
                        options(contender)
                                .mode(Mode.Throughput)
                                .timeUnit(TimeUnit.SECONDS)
                                .warmupIterations(form.warmups())
                                .warmupTime(TimeValue.seconds(1))
                                .measurementIterations(form.iterations())
                                .measurementTime(TimeValue.seconds(1)));
            }
        }
    }

    /** Runs each so often once, cold. */
    void runOnce(List<Contender> contenders, int rounds) throws IOException {
        for (int round = 1; round <= rounds; round++) {
            for (Contender contender : contenders) {
                timed(
                        contender,
                        options(contender)
                                .mode(Mode.SingleShotTime)
                                .timeUnit(TimeUnit.SECONDS)
                                .warmupIterations(0)
                                .measurementIterations(1));
            }
        }
    }

    private static ChainedOptionsBuilder options(Contender contender) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\." + contender.benchmark().replace(".", "\\.") + "$")
                .forks(1)
                .jvmArgs(contender.jvm().toArray(String[]::new))
                .addProfiler(GCProfiler.class)
                .addProfiler(CostProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        contender.parameters().forEach(options::param);
        return options;
    }

    private void timed(Contender contender, ChainedOptionsBuilder options) throws IOException {
        Collection<RunResult> results;
        try {
            results = new Runner(options.build()).run();
        } catch (RunnerException e) {
            throw new IOException(contender.benchmark() + " did not run", e);
        }
        if (results.size() != 1)
            throw new IOException(contender.benchmark() + " names " + results.size() + " benchmarks");
        RunResult result = results.iterator().next();
        Collection<IterationResult> iterations =
                result.getBenchmarkResults().iterator().next().getIterationResults();
        boolean shot = result.getParams().getMode() == Mode.SingleShotTime;
        Map<String, Double> round = new HashMap<>();
        double[] speeds = iterations.stream()
                .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
                .map(score -> (shot ? 1 / score : score) * contender.bytes() / 1e6)
                .toArray();
        round.put(SPEED, Figures.Spread.of(speeds).median());
        // The first iteration's cost has the setup in it: JMH runs both on one thread.
        for (String metric : List.of(ALLOCATED, CostProfiler.CPU, CostProfiler.REQUESTS, CostProfiler.BYTES)) {
            double[] values = iterations.stream()
                    .skip(iterations.size() > 1 && form.warmups() == 0 ? 1 : 0)
                    .flatMap(iteration -> iteration.getRawSecondaryResults().get(metric).stream())
                    .mapToDouble(value -> value.getScore())
                    .toArray();
            if (values.length > 0) round.put(metric, Figures.Spread.of(values).median());
        }
        figures.add(contender, round);
        log.printf("%-46s %10.1f %s%n", contender.label(), round.get(SPEED), contender.unit());
    }
}
