package io.github.d1jdbc.internal;

import java.time.Duration;

/**
 * Waits while D1 answers "Currently processing a long-running export", and asks again: D1 has done nothing then, so a
 * write may be repeated too. Immutable.
 *
 * @param longest how long all waiting together may take, zero for not at all
 */
record ExportWait(Duration longest, Timing timing) {
    // An export of a small database is over in seconds; each question counts against the rate limit.
    private static final Duration STEP = Duration.ofSeconds(1);

    /** A request. */
    @FunctionalInterface
    interface Request<T> {
        T send() throws RestException;
    }

    <T> T call(Request<T> request, Abort abort) throws RestException {
        Duration left = longest;
        while (true) {
            try {
                return request.send();
            } catch (RestException e) {
                Duration limit = abort.remaining(timing.nanos().getAsLong());
                boolean fits = limit == null || limit.compareTo(STEP) > 0;
                if (!e.locked() || left.isZero() || !fits) throw e;
                Duration wait = left.compareTo(STEP) < 0 ? left : STEP;
                left = left.minus(wait);
                sleep(wait, abort, e);
            }
        }
    }

    private void sleep(Duration wait, Abort abort, RestException refused) throws RestException {
        try {
            timing.sleeper().sleep(wait, abort);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused;
        }
        if (abort.pulled()) {
            throw new RestException(
                    RestException.Kind.WITHDRAWN,
                    "Waiting for an export of the database was cancelled; nothing was done.",
                    refused);
        }
    }
}
