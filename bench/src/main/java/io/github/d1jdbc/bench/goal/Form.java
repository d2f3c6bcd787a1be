package io.github.d1jdbc.bench.goal;

/**
 * How much is run. Immutable.
 *
 * @param name {@code short} or {@code full}
 * @param rounds how often the contenders of a goal are run in turn, each time in a fork of its own
 * @param otherRounds the same for contenders that no goal needs; 0 leaves them out
 * @param warmups seconds (one an iteration) before anything counts
 * @param iterations seconds (one an iteration) that count, in each round
 * @param loadRows rows of the dump that is made into a SQLite file
 * @param loadRounds rounds of that
 * @param processRounds runs of whole processes
 * @param starts cold starts
 */
record Form(
        String name,
        int rounds,
        int otherRounds,
        int warmups,
        int iterations,
        int loadRows,
        int loadRounds,
        int processRounds,
        int starts) {

    private static final Form SHORT = new Form("short", 2, 0, 1, 2, 160_000, 1, 1, 5);
    private static final Form FULL = new Form("full", 5, 2, 2, 3, 820_000, 5, 5, 15);

    static Form named(String name) {
        return switch (name) {
            case "short" -> SHORT;
            case "full" -> FULL;
            default -> throw new IllegalArgumentException("the form is short or full, not " + name);
        };
    }
}
