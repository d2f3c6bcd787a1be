package io.github.d1jdbc.dump.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line, for programs. Every object has an {@code event}:
 *
 * <ul>
 *   <li>{@code notice}: {@code message};
 *   <li>{@code progress}: {@code phase} (preflight, waiting, exporting, downloading, preparing, uploading,
 *       importing, checking, finishing, done), {@code message}
 *       where there is one, {@code bytes}, {@code totalBytes} once known, {@code parts}, {@code elapsedMillis},
 *       {@code bytesPerSecond};
 *   <li>{@code done}: the result, with the fields of the manifest;
 *   <li>{@code error}: {@code exitCode}, {@code message}, {@code hint} and {@code sqlState} where there are such, and
 *       {@code causes} with {@code -v}.
 * </ul>
 *
 * Later versions may add events and fields, and take none away.
 */
final class JsonReport implements Report {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final PrintStream err;
    private final Redactor redactor;
    private final boolean quiet;
    private final boolean verbose;
    private @Nullable Update last;

    JsonReport(PrintStream err, Redactor redactor, boolean quiet, boolean verbose) {
        this.err = err;
        this.redactor = redactor;
        this.quiet = quiet;
        this.verbose = verbose;
    }

    @Override
    public synchronized void notice(String line) {
        if (quiet) return;
        print(event("notice").put("message", line));
    }

    @Override
    public synchronized void update(Update update) {
        if (quiet || !news(update)) return;
        last = update;
        ObjectNode object = event("progress")
                .put("phase", update.phase().name().toLowerCase(Locale.ROOT))
                .put("bytes", update.bytes())
                .put("parts", update.parts())
                .put("elapsedMillis", update.elapsed().toMillis())
                .put("bytesPerSecond", Math.round(update.bytesPerSecond()));
        update.message().ifPresent(message -> object.put("message", message));
        update.totalBytes().ifPresent(total -> object.put("totalBytes", total));
        print(object);
    }

    @Override
    public synchronized void done(List<String> lines, ObjectNode object) {
        if (quiet) return;
        ObjectNode done = event("done");
        done.setAll(object);
        print(done);
    }

    @Override
    public synchronized void error(Failure failure) {
        ObjectNode object =
                event("error").put("exitCode", failure.exitCode().number()).put("message", failure.message());
        if (!failure.hint().isEmpty()) object.put("hint", failure.hint());
        if (!failure.sqlState().isEmpty()) object.put("sqlState", failure.sqlState());
        if (verbose) failure.causes().forEach(object.putArray("causes")::add);
        print(object);
    }

    @Override
    public void close() {}

    private boolean news(Update update) {
        Update before = last;
        return before == null
                || update.message().isPresent()
                || update.phase() != before.phase()
                || update.elapsed().minus(before.elapsed()).compareTo(INTERVAL) >= 0;
    }

    private static ObjectNode event(String name) {
        return Json.object().put("event", name);
    }

    private void print(ObjectNode object) {
        err.println(redactor.clean(Json.line(object)));
    }
}
