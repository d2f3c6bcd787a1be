package io.github.d1jdbc.dump.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line at each new phase and every few seconds, for logs. In the first seconds it says nothing, so that what is quickly
 * done or quickly refused leaves no noise.
 */
final class PlainProgress implements ProgressView {

    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final PrintStream err;
    private final Redactor redactor;
    private @Nullable Update last;

    PlainProgress(PrintStream err, Redactor redactor) {
        this.err = err;
        this.redactor = redactor;
    }

    @Override
    public void update(Update update) {
        if (update.phase() == Phase.DONE || !news(update)) return;
        last = update;
        err.println(redactor.clean(line(update)));
    }

    @Override
    public void close() {}

    private boolean news(Update update) {
        if (update.elapsed().compareTo(QUIET) < 0) return false;
        Update before = last;
        return before == null
                || update.phase() != before.phase()
                || update.elapsed().minus(before.elapsed()).compareTo(INTERVAL) >= 0;
    }

    private static String line(Update update) {
        StringBuilder line = new StringBuilder(ProgressView.label(update.phase()));
        if (update.bytes() > 0) {
            line.append(": ").append(Quantity.bytes(update.bytes()));
            update.totalBytes()
                    .ifPresent(total ->
                            line.append(" of ").append(Quantity.bytes(total)).append(percent(update, total)));
            if (update.bytesPerSecond() > 0) {
                line.append(", ")
                        .append(Quantity.bytes(Math.round(update.bytesPerSecond())))
                        .append("/s");
            }
        } else if (update.phase() == Phase.EXPORTING && update.parts() > 0) {
            line.append(": ").append(Quantity.count(update.parts(), "part")).append(" so far");
        }
        update.message().ifPresent(message -> line.append(" - ").append(message));
        return line.append(" (")
                .append(Quantity.time(update.elapsed()))
                .append(")")
                .toString();
    }

    private static String percent(Update update, long total) {
        return total <= 0 ? "" : String.format(Locale.ROOT, " (%d %%)", update.bytes() * 100 / total);
    }
}
