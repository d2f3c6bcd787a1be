package io.github.d1jdbc.bench.goal;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Why a goal is missed: what was tried with which result, and what limits it. Kept in {@code limits.json} by those who
 * tried; a report shows it beside each row that its run missed. Immutable.
 *
 * @param path the goal's path
 * @param measure the goal's measure
 * @param tried one sentence a try, with its ratio
 * @param limit one or two sentences
 */
record Limit(String path, String measure, List<String> tried, String limit) {

    Limit {
        tried = List.copyOf(tried);
    }

    /** All that are known, in the order of the file. */
    static List<Limit> all() throws IOException {
        try (InputStream in = Limit.class.getResourceAsStream("limits.json")) {
            if (in == null) throw new IOException("limits.json is missing beside " + Limit.class.getName());
            return List.of(new ObjectMapper().readValue(in, Limit[].class));
        }
    }

    boolean explains(GoalRow row) {
        return path.equals(row.path()) && measure.equals(row.measure());
    }
}
