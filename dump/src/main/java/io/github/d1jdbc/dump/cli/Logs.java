package io.github.d1jdbc.dump.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps java.util.logging from writing between our lines: quiet by default, the driver's own log with {@code -v}.
 * Closing puts back what was there.
 */
final class Logs {

    // Loggers are held weakly by the JDK; these fields keep their settings alive.
    private final Logger ours = Logger.getLogger("io.github.d1jdbc");
    private final List<Logger> others =
            List.of(Logger.getLogger("okhttp3"), Logger.getLogger("org.sqlite"), Logger.getLogger("org.jline"));
    private final @Nullable Level before = ours.getLevel();
    private final boolean parents = ours.getUseParentHandlers();
    private final Handler handler;

    private Logs(Handler handler) {
        this.handler = handler;
    }

    static Logs to(PrintStream err, Redactor redactor, boolean verbose) {
        Logs logs = new Logs(new Lines(err, redactor));
        logs.ours.setUseParentHandlers(false);
        logs.ours.setLevel(verbose ? Level.FINE : Level.OFF);
        if (verbose) logs.ours.addHandler(logs.handler);
        logs.others.forEach(logger -> logger.setLevel(Level.OFF));
        return logs;
    }

    void close() {
        ours.removeHandler(handler);
        ours.setUseParentHandlers(parents);
        ours.setLevel(before);
        others.forEach(logger -> logger.setLevel(null));
    }

    private static final class Lines extends Handler {
        private final PrintStream err;
        private final Redactor redactor;
        private final Formatter text = new Formatter() {
            @Override
            public String format(LogRecord line) {
                return formatMessage(line);
            }
        };

        Lines(PrintStream err, Redactor redactor) {
            this.err = err;
            this.redactor = redactor;
        }

        @Override
        public void publish(LogRecord line) {
            if (isLoggable(line)) err.println("  log: " + redactor.clean(text.format(line)));
        }

        @Override
        public void flush() {
            err.flush();
        }

        @Override
        public void close() {}
    }
}
