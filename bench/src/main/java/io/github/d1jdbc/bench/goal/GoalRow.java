package io.github.d1jdbc.bench.goal;

import io.github.d1jdbc.bench.goal.Figures.Spread;
import org.jspecify.annotations.Nullable;

/**
 * One goal, or one clause of it, and what was measured. Immutable.
 *
 * @param path what is done
 * @param measure what is compared: {@code × Retrofit @Streaming}, {@code MiB peak}
 * @param spread median, smallest and largest of the rounds, or null where it could not be measured
 * @param atLeast whether larger is better
 * @param goal the bound, or null for a figure that is only stated
 * @param note flags, sizes, or why there is no figure
 */
record GoalRow(
        String path,
        String measure,
        @Nullable Spread spread,
        boolean atLeast,
        @Nullable Double goal,
        String note) {

    static GoalRow atLeast(String path, String measure, Spread spread, double goal, String note) {
        return new GoalRow(path, measure, spread, true, goal, note);
    }

    static GoalRow atMost(String path, String measure, Spread spread, double goal, String note) {
        return new GoalRow(path, measure, spread, false, goal, note);
    }

    static GoalRow stated(String path, String measure, Spread spread, String note) {
        return new GoalRow(path, measure, spread, false, null, note);
    }

    static GoalRow missing(String path, String measure, boolean atLeast, double goal, String note) {
        return new GoalRow(path, measure, null, atLeast, goal, note);
    }

    /** Whether the median meets the goal; null without a goal or a figure. */
    @Nullable
    Boolean met() {
        if (spread == null || goal == null) return null;
        return atLeast ? spread.median() >= goal : spread.median() <= goal;
    }

    /** The goal as text. */
    String goalText() {
        return goal == null ? "stated" : (atLeast ? "≥ " : "≤ ") + number(goal);
    }

    /** A figure with three digits that matter. */
    static String number(double value) {
        double size = Math.abs(value);
        int places = size >= 100 ? 0 : size >= 10 ? 1 : 2;
        String text = String.format(java.util.Locale.ROOT, "%." + places + "f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
