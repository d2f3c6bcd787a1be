package io.github.d1jdbc.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** Time that passes only when somebody sleeps; it keeps how long. */
final class FakeTime {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final List<Duration> sleeps = new CopyOnWriteArrayList<>();
    private long nanos;

    Timing timing() {
        return new Timing(this::nanos, Clock.fixed(NOW, ZoneOffset.UTC), this::sleep, new Random(1));
    }

    synchronized long nanos() {
        return nanos;
    }

    synchronized void pass(Duration time) {
        nanos += time.toNanos();
    }

    List<Duration> sleeps() {
        return sleeps;
    }

    private void sleep(Duration time, Abort abort) {
        sleeps.add(time);
        pass(time);
    }
}
