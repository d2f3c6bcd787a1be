package io.github.d1jdbc.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * JMH profiler: CPU time of the whole process an operation (so that a second thread is not free), and requests and
 * bytes that the loopback servers saw. {@code java -jar benchmarks.jar -prof io.github.d1jdbc.bench.CostProfiler}.
 */
public final class CostProfiler implements InternalProfiler {

    /** Seconds of CPU an operation. */
    public static final String CPU = "cost.cpu";

    /** Requests an operation. */
    public static final String REQUESTS = "cost.requests";

    /** Bytes of bodies of requests and answers an operation. */
    public static final String BYTES = "cost.bytes";

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long cpu;
    private long requests;
    private long bytes;

    @Override
    public String getDescription() {
        return "CPU time of the process, requests and bytes, an operation";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        cpu = system.getProcessCpuTime();
        requests = Loopback.requests();
        bytes = Loopback.bytes();
    }

    @Override
    public List<Result<ScalarResult>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        long operations = Math.max(1, result.getMetadata().getAllOps());
        List<Result<ScalarResult>> results = new ArrayList<>();
        results.add(scalar(CPU, (system.getProcessCpuTime() - cpu) / 1e9 / operations, "s/op"));
        long asked = Loopback.requests() - requests;
        if (asked > 0) {
            results.add(scalar(REQUESTS, (double) asked / operations, "requests/op"));
            results.add(scalar(BYTES, (double) (Loopback.bytes() - bytes) / operations, "B/op"));
        }
        return results;
    }

    private static Result<ScalarResult> scalar(String name, double value, String unit) {
        return new ScalarResult(name, value, unit, AggregationPolicy.AVG);
    }
}
