package io.github.d1jdbc.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A cord that another thread pulls to abort the HTTP call in flight, and the time that the call may take. One serves
 * one execution; any thread may pull it.
 */
public final class Abort {
    private final @Nullable Duration limit;
    private @Nullable Runnable action;
    private boolean pulled;
    private long begun;
    private boolean running;

    private Abort(@Nullable Duration limit) {
        this.limit = limit;
    }

    /** Without a limit of time. */
    public static Abort unlimited() {
        return new Abort(null);
    }

    /** Aborts by itself once the time is over, retries included; it counts from the first request. */
    public static Abort after(Duration limit) {
        return new Abort(limit);
    }

    /** How long all attempts together may take, or null. */
    public @Nullable Duration limit() {
        return limit;
    }

    /** Aborts the call in flight and every later one. */
    public void pull() {
        Runnable now;
        synchronized (this) {
            pulled = true;
            now = action;
            notifyAll();
        }
        if (now != null) now.run();
    }

    /** Whether it was pulled. */
    public synchronized boolean pulled() {
        return pulled;
    }

    /** Says what pulling does from now on; null between calls. Runs it at once when the cord was pulled already. */
    void onPull(@Nullable Runnable next) {
        boolean now;
        synchronized (this) {
            action = next;
            now = pulled && next != null;
        }
        if (now && next != null) next.run();
    }

    /** What is left of the limit at a reading of the monotonic clock, or null without a limit; the first call starts it. */
    synchronized @Nullable Duration remaining(long nanos) {
        if (limit == null) return null;
        if (!running) {
            running = true;
            begun = nanos;
        }
        return limit.minusNanos(nanos - begun);
    }

    /** Waits so long, or until the cord is pulled. */
    synchronized void await(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !pulled; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
