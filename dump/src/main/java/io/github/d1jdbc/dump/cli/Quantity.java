package io.github.d1jdbc.dump.cli;

import java.time.Duration;

/**
 * Sizes, counts and times as people read them, the same in every locale. Digits are put together here, because the first
 * {@code String.format} of a process reads locale data for longer than a small dump takes.
 */
final class Quantity {

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final double STEP = 1024;
    private static final int GROUP = 3;

    private Quantity() {}

    /** For instance {@code 812 B}, {@code 1.7 MiB}. */
    static String bytes(long count) {
        int unit = 0;
        double value = (double) count;
        while (value >= STEP && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        return (unit == 0 ? Long.toString(count) : tenths(Math.round(value * 10))) + " " + UNITS[unit];
    }

    /** For instance {@code 20,012}. */
    static String number(long count) {
        StringBuilder digits = new StringBuilder(Long.toString(count));
        int first = count < 0 ? 1 : 0;
        for (int i = digits.length() - GROUP; i > first; i -= GROUP) digits.insert(i, ',');
        return digits.toString();
    }

    /** For instance {@code 20,012 rows}; a plural takes an s. */
    static String count(long count, String noun) {
        return number(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** For instance {@code 0.8 s}, {@code 2 min 5 s}, {@code 1 h 2 min}. */
    static String time(Duration time) {
        if (time.compareTo(Duration.ofMinutes(1)) < 0) {
            return tenths(Math.round(time.toMillis() / 1e2)) + " s";
        }
        return time.compareTo(Duration.ofHours(1)) < 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toHours() + " h " + time.toMinutesPart() + " min";
    }

    private static String tenths(long count) {
        return count / 10 + "." + count % 10;
    }
}
