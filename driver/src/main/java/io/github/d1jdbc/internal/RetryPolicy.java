package io.github.d1jdbc.internal;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a failed request goes out again and when: exponential backoff with full jitter, at least what
 * {@code Retry-After} says, and never after a wait of more than a minute. What may have changed something is repeated
 * only when D1 cannot have carried it out. Immutable.
 */
record RetryPolicy(int maxRetries, Timing timing) {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final long BASE_MILLIS = 250;
    private static final long CAP_MILLIS = 10_000;
    private static final long LIMITED_MILLIS = 1_000;

    /**
     * Says what comes after a failure.
     *
     * @param attempt how many attempts have failed, from 1
     * @param retryAfter what the answer asked for, or null
     * @return how long to wait before the next attempt, or null to give up
     */
    @Nullable
    Duration next(int attempt, RestException failure, boolean repeatable, @Nullable Duration retryAfter) {
        if (attempt > maxRetries || !worthIt(failure, repeatable)) return null;
        if (retryAfter != null && retryAfter.compareTo(LONGEST) > 0) return null;
        long ceiling = Math.min(CAP_MILLIS, BASE_MILLIS << Math.min(attempt - 1, 10));
        long jitter = timing.random().nextLong(ceiling + 1);
        // wrangler waits a second at least after a 429 (workers-utils/src/retry.ts).
        if (failure.status() == 429) jitter += LIMITED_MILLIS;
        Duration wait = Duration.ofMillis(jitter);
        return retryAfter != null && retryAfter.compareTo(wait) > 0 ? retryAfter : wait;
    }

    private static boolean worthIt(RestException failure, boolean repeatable) {
        if (failure.daily()) return false;
        if (failure.status() == 429) return true;
        return switch (failure.kind()) {
            case NEVER_SENT -> !untrusted(failure.getCause());
            case UNKNOWN, REFUSED -> repeatable && failure.temporary() && !failure.locked();
            case UNREADABLE -> repeatable && failure.temporary();
            case TIMED_OUT, CANCELLED, WITHDRAWN -> false;
        };
    }

    /** A certificate that is not trusted now will not be trusted in a second. */
    private static boolean untrusted(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) return true;
            if (!(cause instanceof IOException || cause instanceof java.security.GeneralSecurityException)) break;
        }
        return false;
    }
}
