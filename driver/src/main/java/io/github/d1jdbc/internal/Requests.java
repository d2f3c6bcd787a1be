package io.github.d1jdbc.internal;

import io.github.d1jdbc.internal.RestException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/**
 * Carries a request out: waits for its place in the budget, sends it, reads the answer and repeats where that is right.
 * Any number of threads may share one.
 *
 * @param limit the budget, or null where none applies (loopback)
 */
record Requests(
        Failures failures, RetryPolicy policy, @Nullable RateLimit limit, Timing timing) {
    private static final Logger LOG = Logger.getLogger("io.github.d1jdbc");
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** Makes a result of an answer, or an exception, which may be a reason to repeat. */
    @FunctionalInterface
    interface Reading<T> {
        T read(Answer answer) throws RestException;
    }

    <T> T send(Ask ask, Supplier<Call<ResponseBody>> request, Reading<T> reading, Abort abort) throws RestException {
        for (int attempt = 1; ; attempt++) {
            waitForBudget(ask, abort);
            RestException failure;
            Duration retryAfter = null;
            try {
                Answer answer = exchange(ask, request.get(), abort);
                retryAfter = HttpDates.delay(answer.headers().get("Retry-After"), timing.clock());
                if (limit != null) limit.observe(answer.headers());
                return reading.read(answer);
            } catch (RestException e) {
                failure = e;
            }
            if (limit != null && retryAfter != null && isRateLimit(failure)) limit.block(retryAfter);
            Duration wait = policy.next(attempt, failure, ask.repeatable(), retryAfter);
            if (wait == null || !fits(wait, abort)) throw failure;
            if (LOG.isLoggable(Level.FINE)) {
                LOG.fine(failure.getMessage() + " - attempt " + attempt + ", again in " + wait.toMillis() + " ms");
            }
            pause(ask, wait, abort);
        }
    }

    private Answer exchange(Ask ask, Call<ResponseBody> call, Abort abort) throws RestException {
        // Nothing leaves for a caller who is gone already.
        if (Thread.currentThread().isInterrupted() || abort.pulled()) throw cancelled(ask, false);
        Duration remaining = abort.remaining(timing.nanos().getAsLong());
        if (remaining != null && (remaining.isNegative() || remaining.isZero())) throw late(ask, abort);
        try {
            return Transport.send(call, abort, remaining);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled(ask, true);
        } catch (CancellationException e) {
            throw cancelled(ask, true);
        } catch (TimeoutException e) {
            throw late(ask, abort);
        } catch (IOException e) {
            throw abort.pulled() ? cancelled(ask, true) : failures.broken(ask, e);
        } catch (IllegalArgumentException e) {
            // Retrofit's message quotes the whole request, values included: it must not go on, not even as a cause.
            throw unwritable(ask);
        }
    }

    /** Without a cause: it would quote the request. */
    static RestException unwritable(Ask ask) {
        return new RestException(
                Kind.REFUSED,
                400,
                0,
                "",
                null,
                ask.doing() + " was not sent: a text in it holds half of a surrogate pair, which UTF-8 and D1 cannot"
                        + " keep; correct the text.");
    }

    private void waitForBudget(Ask ask, Abort abort) throws RestException {
        if (limit == null) return;
        Duration wait = limit.reserve(LONGEST_WAIT);
        if (wait.isZero()) return;
        if (wait.compareTo(LONGEST_WAIT) > 0 || !fits(wait, abort)) {
            throw new RestException(
                    Kind.REFUSED,
                    429,
                    0,
                    "",
                    null,
                    ask.doing()
                            + " was not sent: the 1,200 requests that Cloudflare allows a user in 5 minutes are used"
                            + " up; try again in " + wait.plusMillis(999).toSeconds() + " s.");
        }
        pause(ask, wait, abort);
    }

    private boolean fits(Duration wait, Abort abort) {
        Duration remaining = abort.remaining(timing.nanos().getAsLong());
        return remaining == null || wait.compareTo(remaining) < 0;
    }

    private void pause(Ask ask, Duration wait, Abort abort) throws RestException {
        try {
            timing.sleeper().sleep(wait, abort);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled(ask, false);
        }
        if (abort.pulled()) throw cancelled(ask, false);
    }

    /** A 429 may also speak of one overloaded database; only the other kind stops every request of the token. */
    private static boolean isRateLimit(RestException failure) {
        return failure.status() == 429 && !failure.apiMessage().contains("overloaded") && !failure.locked();
    }

    private static RestException cancelled(Ask ask, boolean sent) {
        String end = sent ? " was cancelled; D1 may still finish it." : " was cancelled before it was sent.";
        return new RestException(sent ? Kind.CANCELLED : Kind.WITHDRAWN, ask.doing() + end, null);
    }

    private static RestException late(Ask ask, Abort abort) {
        Duration limit = abort.limit();
        String time = limit == null ? "its time" : limit.toMillis() / 1000.0 + " s";
        return new RestException(
                Kind.TIMED_OUT, ask.doing() + " took longer than " + time + "; D1 may still finish it.", null);
    }
}
