package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.export.DumpProgress.Phase;
import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import java.time.Duration;

/**
 * Waits while somebody else's export keeps the database to itself, as long as the caller allows in all; it never
 * starts an export beside it. One thread at a time.
 */
final class LockWait {
    /** What D1 answers to every query and every start meanwhile. */
    private static final String LOCKED = "Currently processing a long-running";

    // Nobody tells when the other export will be done: short at first, then without pestering D1.
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final Deadline deadline;
    private final Duration budget;
    private final Progress progress;
    private final String subject;
    private Duration waited = Duration.ZERO;
    private Duration next = FIRST;

    LockWait(Deadline deadline, Duration budget, Progress progress, String subject) {
        this.deadline = deadline;
        this.budget = budget;
        this.progress = progress;
        this.subject = subject;
    }

    /** Waits before the next try, or gives up. */
    void pause() throws ExportException {
        Duration left = budget.minus(waited);
        if (left.isZero() || left.isNegative()) {
            throw new ExportException(
                    Reason.LOCKED,
                    "Another export or import keeps " + subject + " to itself, waited " + Deadline.words(waited)
                            + ": try again later.");
        }
        Duration now = next.compareTo(left) < 0 ? next : left;
        progress.message(Phase.WAITING, "Another export keeps " + subject + " to itself, waiting.");
        deadline.sleep(now);
        waited = waited.plus(now);
        next = next.multipliedBy(2);
        if (next.compareTo(LONGEST) > 0) next = LONGEST;
    }

    /** Asks until nobody keeps the database to himself. */
    <T> T through(Question<T> question) throws RestException, ExportException {
        while (true) {
            try {
                return question.ask();
            } catch (RestException e) {
                if (!e.apiMessage().contains(LOCKED)) throw told(e, deadline);
                pause();
            }
        }
    }

    /** A request that D1 may refuse because an export runs. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws RestException, ExportException;
    }

    /** A call that ended because the whole export's time was over, or its thread was interrupted, says so. */
    static RestException told(RestException e, Deadline deadline) throws ExportException {
        if (e.cancelled() || Thread.currentThread().isInterrupted()) {
            throw Deadline.interrupted();
        }
        if (e.kind() == RestException.Kind.TIMED_OUT && deadline.over()) throw deadline.passed();
        return e;
    }
}
