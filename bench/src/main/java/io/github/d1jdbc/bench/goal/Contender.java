package io.github.d1jdbc.bench.goal;

import java.util.List;
import java.util.Map;

/**
 * One benchmark method with its parameters. Immutable.
 *
 * @param label how the report calls it
 * @param benchmark class and method, as {@code PageBenchmark.lazy}
 * @param parameters JMH's parameters
 * @param jvm arguments of its JVM
 * @param bytes what one operation works on, so that contenders with less to do can be compared
 */
record Contender(String label, String benchmark, Map<String, String> parameters, List<String> jvm, long bytes) {
    Contender {
        parameters = Map.copyOf(parameters);
        jvm = List.copyOf(jvm);
    }

    /** What its speed is counted in. */
    String unit() {
        return benchmark.startsWith("Driver") ? "operations/s" : "MB/s";
    }
}
