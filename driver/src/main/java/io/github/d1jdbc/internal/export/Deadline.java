package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.internal.export.ExportException.Reason;
import java.time.Duration;

/** The time that one export has. One thread at a time may use it. */
final class Deadline {
    private final Ticker ticker;
    private final Duration limit;
    private final long began;

    Deadline(Ticker ticker, Duration limit) {
        this.ticker = ticker;
        this.limit = limit;
        this.began = ticker.nanos();
    }

    /** The clock and the sleep that all of an export share. */
    Ticker ticker() {
        return ticker;
    }

    /** Since the export began. */
    Duration elapsed() {
        return Duration.ofNanos(ticker.nanos() - began);
    }

    /** What is left, never negative. */
    Duration left() {
        Duration left = limit.minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    boolean over() {
        return left().isZero();
    }

    /** Throws when the thread is interrupted or the time is over. */
    void check() throws ExportException {
        if (Thread.currentThread().isInterrupted()) throw interrupted();
        if (over()) throw passed();
    }

    /** Sleeps, but not past the deadline, which then throws. */
    void sleep(Duration time) throws ExportException {
        check();
        try {
            ticker.sleep(time.compareTo(left()) < 0 ? time : left());
        } catch (InterruptedException e) {
            throw interrupted();
        }
        if (over()) throw passed();
    }

    /** The failure of an export whose time is over. */
    ExportException passed() {
        return new ExportException(
                Reason.DEADLINE,
                "The export was not done after " + words(limit) + ": allow more time (deadline) or try later.");
    }

    /** The thread stays interrupted, as is the custom. */
    static ExportException interrupted() {
        Thread.currentThread().interrupt();
        return new ExportException(
                Reason.INTERRUPTED,
                "The export was interrupted. If D1 was still writing it, the database answers nobody until D1 notices"
                        + " that nobody asks for the dump any more.");
    }

    /** A duration as one reads it: {@code 250 ms}, {@code 12 s}, {@code 10 min}. */
    static String words(Duration time) {
        if (time.compareTo(Duration.ofSeconds(1)) < 0) return time.toMillis() + " ms";
        if (time.compareTo(Duration.ofMinutes(2)) < 0) return time.toSeconds() + " s";
        return time.toMinutes() + " min";
    }
}
