package io.github.d1jdbc.internal.ingest;

import io.github.d1jdbc.export.DumpProgress;
import io.github.d1jdbc.export.DumpProgress.Phase;
import io.github.d1jdbc.export.ImportOptions;
import io.github.d1jdbc.internal.export.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The time of one import and what its listener is told. One thread at a time. */
final class Pace {
    private static final long INTERVAL_NANOS = Duration.ofMillis(100).toNanos();

    private final Ticker ticker;
    private final ImportOptions options;
    private final long began;
    private Phase phase = Phase.PREPARING;
    private long bytes;
    private OptionalLong total = OptionalLong.empty();
    private long uploadBegan;
    private long lastTold;
    private Duration waited = Duration.ZERO;

    Pace(Ticker ticker, ImportOptions options) {
        this.ticker = ticker;
        this.options = options;
        this.began = ticker.nanos();
    }

    Duration elapsed() {
        return Duration.ofNanos(ticker.nanos() - began);
    }

    /** What is left of the deadline, never negative. */
    Duration left() {
        Duration left = options.deadline().minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    boolean over() {
        return left().isZero();
    }

    /** Sleeps, but not past the deadline. */
    void sleep(Duration time) throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) throw new InterruptedException();
        ticker.sleep(time.compareTo(left()) < 0 ? time : left());
    }

    /** Sleeps while somebody else has the database; false when the budget for that is used up. */
    boolean waitForLock(Duration time) throws InterruptedException {
        Duration left = options.lockWait().minus(waited);
        if (left.isZero() || left.isNegative()) return false;
        Duration now = time.compareTo(left) < 0 ? time : left;
        sleep(now);
        waited = waited.plus(now);
        return true;
    }

    /** How long somebody else was waited for. */
    Duration waited() {
        return waited;
    }

    void phase(Phase next) {
        phase = next;
        tell(Optional.empty());
    }

    void message(Phase where, String text) {
        phase = where;
        tell(Optional.of(text));
    }

    /** The upload begins, or begins again. */
    void upload(long of) {
        total = OptionalLong.of(of);
        bytes = 0;
        uploadBegan = ticker.nanos();
        phase(Phase.UPLOADING);
    }

    /** Tells bytes, unless something was told a moment ago. */
    void bytes(long soFar) {
        bytes = soFar;
        if (ticker.nanos() - lastTold >= INTERVAL_NANOS) tell(Optional.empty());
    }

    private void tell(Optional<String> message) {
        lastTold = ticker.nanos();
        double seconds = (lastTold - uploadBegan) / 1e9;
        boolean uploading = phase == Phase.UPLOADING && seconds > 0;
        options.progress()
                .update(new DumpProgress.Update(
                        phase, message, bytes, total, 0, elapsed(), uploading ? bytes / seconds : 0));
    }
}
