package io.github.d1jdbc.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The faults that an embedded D1 has still to make, scripted or by chance. Thread-safe.
 *
 * <p>The first scripted fault that matches a request's route, has no requests to skip and happens at least once more
 * is spent on it; a request that is let pass counts down the skip of every fault it met.
 */
public final class Faults {

    private final List<Pending> pending = new ArrayList<>();
    private @Nullable Chance chance;

    Faults() {}

    /** Adds faults to the script, in this order. */
    public synchronized void add(Fault... faults) {
        for (Fault fault : faults) pending.add(new Pending(fault));
    }

    /** Forgets all faults. */
    public synchronized void clear() {
        pending.clear();
        chance = null;
    }

    /** The scripted faults that have not happened yet, with what is left of their skip and times. */
    public synchronized List<Fault> left() {
        return pending.stream()
                .filter(p -> p.times > 0)
                .map(p -> p.fault.skip(Math.max(0, p.skip)).times(p.times))
                .toList();
    }

    /** From now on a request fails with this probability, by one of the faults of its route; the seed repeats a run. */
    public synchronized void seeded(long seed, double rate, Fault... faults) {
        chance = new Chance(new Random(seed), rate, List.copyOf(Arrays.asList(faults)));
    }

    synchronized Fault take(Route route) {
        for (Pending p : pending) {
            if (p.times > 0 && matches(p.fault, route) && p.skip-- <= 0) {
                p.times--;
                return p.fault;
            }
        }
        Chance dice = chance;
        if (dice != null && dice.random.nextDouble() < dice.rate) {
            List<Fault> fitting =
                    dice.faults.stream().filter(f -> matches(f, route)).toList();
            if (!fitting.isEmpty()) return fitting.get(dice.random.nextInt(fitting.size()));
        }
        return Fault.on(route);
    }

    private static boolean matches(Fault fault, Route route) {
        return fault.route() == Route.ANY || fault.route() == route;
    }

    private record Chance(Random random, double rate, List<Fault> faults) {}

    private static final class Pending {
        private final Fault fault;
        private int skip;
        private int times;

        Pending(Fault fault) {
            this.fault = fault;
            this.skip = fault.skip();
            this.times = fault.times();
        }
    }
}
