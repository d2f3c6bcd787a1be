package io.github.d1jdbc.server;

import java.time.Duration;

/**
 * How the exports of an embedded D1 go. Immutable.
 *
 * @param polls how many answers say "active" before one is complete; 0: the first is
 * @param pollDelay how long an answer waits for the export's end
 * @param idle how long an export lives without being polled
 * @param keep how long a result that was handed out can be asked for again
 * @param partBytes size of the parts in which a dump is uploaded
 * @param activeStatus whether a running export says "active" or leaves the status out
 * @param shuffled whether messages come in another order than they were made
 */
public record ExportBehavior(
        int polls,
        Duration pollDelay,
        Duration idle,
        Duration keep,
        long partBytes,
        boolean activeStatus,
        boolean shuffled) {

    static final ExportBehavior DEFAULT =
            new ExportBehavior(1, Duration.ofMillis(20), Duration.ofSeconds(30), Duration.ZERO, 5L << 20, true, false);

    ExportBehavior withPolls(int value) {
        return new ExportBehavior(value, pollDelay, idle, keep, partBytes, activeStatus, shuffled);
    }

    ExportBehavior withPollDelay(Duration value) {
        return new ExportBehavior(polls, value, idle, keep, partBytes, activeStatus, shuffled);
    }

    ExportBehavior withIdle(Duration value) {
        return new ExportBehavior(polls, pollDelay, value, keep, partBytes, activeStatus, shuffled);
    }

    ExportBehavior withKeep(Duration value) {
        return new ExportBehavior(polls, pollDelay, idle, value, partBytes, activeStatus, shuffled);
    }

    ExportBehavior withPartBytes(long value) {
        return new ExportBehavior(polls, pollDelay, idle, keep, value, activeStatus, shuffled);
    }

    ExportBehavior withActiveStatus(boolean value) {
        return new ExportBehavior(polls, pollDelay, idle, keep, partBytes, value, shuffled);
    }

    ExportBehavior withShuffled(boolean value) {
        return new ExportBehavior(polls, pollDelay, idle, keep, partBytes, activeStatus, value);
    }
}
