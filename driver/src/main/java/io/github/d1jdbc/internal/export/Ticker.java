package io.github.d1jdbc.internal.export;

import java.time.Duration;

/** Time as an export or import sees it, so that tests need none. Any thread may use it. */
public interface Ticker {

    /** A clock that only goes forward, in nanoseconds from an arbitrary moment. */
    long nanos();

    void sleep(Duration time) throws InterruptedException;

    /** The machine's own time. */
    Ticker SYSTEM = new Ticker() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            Thread.sleep(time.toMillis());
        }
    };
}
