package io.github.d1jdbc.internal.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Time that passes only by sleeping, at once, and notes every sleep. */
final class FakeTime implements Ticker {
    private final List<Duration> sleeps = Collections.synchronizedList(new ArrayList<>());
    private volatile Runnable beforeSleep = () -> {};
    private volatile long nanos;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public synchronized void sleep(Duration time) throws InterruptedException {
        beforeSleep.run();
        if (Thread.interrupted()) throw new InterruptedException();
        sleeps.add(time);
        nanos += time.toNanos();
    }

    /** Time that passes while the export works. */
    synchronized void advance(Duration time) {
        nanos += time.toNanos();
    }

    /** Something that happens while the export sleeps. */
    void whileAsleep(Runnable what) {
        beforeSleep = what;
    }

    List<Duration> sleeps() {
        return List.copyOf(sleeps);
    }

    Duration slept() {
        return Duration.ofNanos(nanos);
    }
}
