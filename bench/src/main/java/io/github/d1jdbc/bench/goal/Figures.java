package io.github.d1jdbc.bench.goal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the contenders gave, a figure a round. One thread at a time. */
final class Figures {

    /** Median, smallest and largest of some rounds. */
    record Spread(double median, double low, double high) {
        static Spread of(double... values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int n = sorted.length;
            if (n == 0) throw new IllegalArgumentException("no round was run");
            double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
            return new Spread(median, sorted[0], sorted[n - 1]);
        }
    }

    private final Map<Contender, List<Map<String, Double>>> rounds = new LinkedHashMap<>();

    /** Adds a round: MB a second under {@link Rounds#SPEED}, and what profilers said. */
    void add(Contender contender, Map<String, Double> round) {
        rounds.computeIfAbsent(contender, c -> new ArrayList<>()).add(new HashMap<>(round));
    }

    List<Contender> contenders() {
        return List.copyOf(rounds.keySet());
    }

    boolean has(Contender contender) {
        return rounds.containsKey(contender);
    }

    /** One metric of a contender. */
    Spread of(Contender contender, String metric) {
        return Spread.of(all(contender, metric));
    }

    /** How many times as fast one is as another, compared within each round. */
    Spread ratio(Contender ours, Contender peer) {
        double[] mine = all(ours, Rounds.SPEED);
        double[] theirs = all(peer, Rounds.SPEED);
        double[] ratios = new double[Math.min(mine.length, theirs.length)];
        for (int i = 0; i < ratios.length; i++) ratios[i] = mine[i] / theirs[i];
        return Spread.of(ratios);
    }

    boolean has(Contender contender, String metric) {
        return has(contender) && all(contender, metric).length > 0;
    }

    private double[] all(Contender contender, String metric) {
        return rounds.getOrDefault(contender, List.of()).stream()
                .filter(round -> round.containsKey(metric))
                .mapToDouble(round -> round.getOrDefault(metric, 0.0))
                .toArray();
    }
}
