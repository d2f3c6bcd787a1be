package io.github.d1jdbc.dump.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Set;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on a terminal, one for each phase, redrawn in place; only that of the bytes on the wire stays on the screen. */
final class BarProgress implements ProgressView {

    private static final int INTERVAL_MILLIS = 100;
    private static final int NAME_WIDTH = 21;
    private static final int LONGEST_MESSAGE = 40;
    private static final long KIB = 1024;
    /** Phases whose news follows the bar, in short; elsewhere it stays above it. */
    private static final Set<Phase> SHORT = Set.of(Phase.EXPORTING, Phase.IMPORTING, Phase.CHECKING);

    private final Shell shell;
    private final PrintStream err;
    private final Redactor redactor;
    private int width;
    private @Nullable ProgressBar bar;
    private @Nullable Phase phase;

    BarProgress(Shell shell, Redactor redactor) {
        this.shell = shell;
        this.err = shell.err();
        this.redactor = redactor;
    }

    @Override
    public void update(Update update) {
        ProgressBar current = bar;
        if (current != null && update.phase() != phase) current.stepTo(update.bytes());
        if (update.phase() == Phase.DONE) {
            close();
            return;
        }
        if (current == null || update.phase() != phase) {
            close();
            current = start(update);
            bar = current;
            phase = update.phase();
        }
        if (update.totalBytes().isPresent()) current.maxHint(update.totalBytes().getAsLong());
        current.stepTo(update.bytes());
        if (update.message().isPresent()) {
            say(current, update, redactor.clean(update.message().get()));
        }
    }

    private void say(ProgressBar current, Update update, String message) {
        if (SHORT.contains(update.phase())) {
            current.setExtraMessage(
                    update.parts() > 0 ? " " + Quantity.count(update.parts(), "part") : " " + shorten(message));
        } else {
            err.print("\r" + " ".repeat(width) + "\r" + message + System.lineSeparator());
        }
    }

    private static boolean hasBytes(@Nullable Phase phase) {
        return phase == Phase.DOWNLOADING || phase == Phase.UPLOADING;
    }

    private static String shorten(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE - 3) + "...";
    }

    @Override
    public void close() {
        ProgressBar current = bar;
        bar = null;
        if (current == null) return;
        // The library waits for its last drawing, and would swallow the interrupt that ends the export.
        boolean interrupted = Thread.interrupted();
        current.close();
        if (interrupted) Thread.currentThread().interrupt();
        err.print(hasBytes(phase) ? System.lineSeparator() : "\r" + " ".repeat(width) + "\r");
    }

    // Consumer and width are ours, so that the library does not load jline's native code to find them.
    private ProgressBar start(Update update) {
        if (width == 0) width = shell.width() - 1;
        long total = update.totalBytes().orElse(-1);
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s", ProgressView.label(update.phase())))
                .setInitialMax(total)
                .setUpdateIntervalMillis(INTERVAL_MILLIS)
                .continuousUpdate()
                .setStyle(shell.unicode() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setConsumer(new DelegatingProgressBarConsumer(line -> err.print("\r" + line), width));
        // Only these have bytes; the other phases are short, or of unknown length.
        boolean reads = update.phase() == Phase.PREPARING && total > 0;
        if (reads || hasBytes(update.phase())) {
            boolean large = total >= 16 * KIB * KIB;
            builder.setUnit(large ? " MiB" : " KiB", large ? KIB * KIB : KIB).showSpeed();
        } else {
            builder.hideEta();
        }
        return builder.build();
    }
}
