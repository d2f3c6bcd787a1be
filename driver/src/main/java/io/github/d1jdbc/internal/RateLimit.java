package io.github.d1jdbc.internal;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The request budget of one token: Cloudflare allows 1,200 requests in 5 minutes and then refuses every request for 5
 * minutes, the dashboard's included (fundamentals/api/reference/limits). A sliding window, shared by every client of
 * the token in this JVM; the last quarter is spread over the time until the window moves on, so that nobody runs into
 * a long stop. Thread-safe.
 */
final class RateLimit {
    static final int REQUESTS = 1_200;
    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final int PACED = REQUESTS / 4;
    private static final long WINDOW_NANOS = WINDOW.toNanos();
    private static final Map<Credentials, RateLimit> SHARED = new ConcurrentHashMap<>();
    // draft-ietf-httpapi-ratelimit-headers: `"default";r=50;t=30`, in its older form `remaining=50, reset=30`.
    private static final Pattern REMAINING = Pattern.compile("\\b(?:r|remaining)=(\\d{1,9})");
    private static final Pattern RESET = Pattern.compile("\\b(?:t|reset)=(\\d{1,9})");

    private final LongSupplier nanos;
    private final Clock clock;
    // When the requests of the window were sent or will be: a ring, oldest first.
    private final long[] sent = new long[REQUESTS];
    private int oldest;
    private int count;
    // What the server says is left until its own reset; it also sees other machines.
    private int serverLeft;
    private long serverReset;
    private long blockedUntil;

    RateLimit(LongSupplier nanos, Clock clock) {
        this.nanos = nanos;
        this.clock = clock;
        this.serverReset = nanos.getAsLong();
        this.blockedUntil = serverReset;
    }

    /** The one budget of these credentials in this JVM. */
    static RateLimit shared(Credentials credentials) {
        return SHARED.computeIfAbsent(credentials, c -> new RateLimit(System::nanoTime, Clock.systemUTC()));
    }

    /**
     * Takes a slot.
     *
     * @return how long to wait before sending; where that is more than {@code most}, no slot was taken
     */
    synchronized Duration reserve(Duration most) {
        long now = nanos.getAsLong();
        forget(now);
        long at = Math.max(slot(now), Math.max(now, blockedUntil));
        if (at - now > most.toNanos()) return Duration.ofNanos(at - now);
        if (count == REQUESTS) {
            oldest = (oldest + 1) % REQUESTS;
            count--;
        }
        sent[(oldest + count++) % REQUESTS] = at;
        if (serverReset > now && serverLeft > 0) serverLeft--;
        return Duration.ofNanos(at - now);
    }

    /** How many requests the window and the server still allow now. */
    synchronized int remaining() {
        long now = nanos.getAsLong();
        forget(now);
        if (blockedUntil > now) return 0;
        int own = REQUESTS - count;
        return serverReset > now ? Math.min(own, serverLeft) : own;
    }

    /** Takes in what an answer says about the limit; every header may be missing. */
    synchronized void observe(Headers headers) {
        long now = nanos.getAsLong();
        @Nullable Integer left = number(headers.get("x-ratelimit-remaining"));
        @Nullable Duration reset = HttpDates.delay(headers.get("x-ratelimit-reset"), clock);
        String structured = headers.get("Ratelimit");
        if (structured != null) {
            if (left == null) left = number(group(REMAINING, structured));
            if (reset == null) reset = HttpDates.delay(group(RESET, structured), clock);
        }
        if (left == null || reset == null) return;
        serverLeft = left;
        serverReset = now + shorter(reset, WINDOW).toNanos();
    }

    /** The server refuses everything for so long. */
    synchronized void block(Duration time) {
        blockedUntil =
                Math.max(blockedUntil, nanos.getAsLong() + shorter(time, WINDOW).toNanos());
    }

    private void forget(long now) {
        while (count > 0 && sent[oldest] + WINDOW_NANOS <= now) {
            oldest = (oldest + 1) % REQUESTS;
            count--;
        }
    }

    private long slot(long now) {
        int left = REQUESTS - count;
        long opens = count == 0 ? now : sent[oldest] + WINDOW_NANOS;
        long last = count == 0 ? now : Math.max(now, sent[(oldest + count - 1) % REQUESTS]);
        if (serverReset > now && serverLeft < left) {
            left = serverLeft;
            opens = serverReset;
        }
        if (left <= 0) return Math.max(last, opens);
        return left > PACED ? now : last + Math.max(0, opens - last) / (left + 1);
    }

    private static @Nullable String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    private static @Nullable Integer number(@Nullable String text) {
        return text != null && text.strip().matches("\\d{1,9}") ? Integer.valueOf(text.strip()) : null;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
