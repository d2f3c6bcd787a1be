package io.github.d1jdbc.dump.cli;

import java.time.Duration;
import java.util.Locale;

/** Sizes, counts and times as people read them, the same in every locale. */
final class Quantity {

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final double STEP = 1024;

    private Quantity() {}

    /** For instance {@code 812 B}, {@code 1.7 MiB}. */
    static String bytes(long count) {
        int unit = 0;
        double value = (double) count;
        while (value >= STEP && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }

    /** For instance {@code 20,012 rows}; a plural takes an s. */
    static String count(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }

    /** For instance {@code 0.8 s}, {@code 2 min 5 s}, {@code 1 h 2 min}. */
    static String time(Duration time) {
        if (time.compareTo(Duration.ofMinutes(1)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
        }
        return time.compareTo(Duration.ofHours(1)) < 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toHours() + " h " + time.toMinutesPart() + " min";
    }
}
