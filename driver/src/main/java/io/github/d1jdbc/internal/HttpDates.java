package io.github.d1jdbc.internal;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads headers such as {@code Retry-After}, which hold seconds or a date (RFC 9110, 10.2.3). */
final class HttpDates {
    // A count of seconds that would be more than 30 years is a time of day of the Unix clock.
    private static final long EPOCH = 1_000_000_000L;

    private HttpDates() {}

    /** How long from now, never negative; null where the header is missing or means nothing. */
    static @Nullable Duration delay(@Nullable String header, Clock clock) {
        if (header == null) return null;
        String text = header.strip();
        Instant now = clock.instant();
        Duration delay;
        if (text.matches("\\d{1,10}")) {
            long seconds = Long.parseLong(text);
            delay = seconds < EPOCH
                    ? Duration.ofSeconds(seconds)
                    : Duration.between(now, Instant.ofEpochSecond(seconds));
        } else {
            try {
                delay = Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
            } catch (DateTimeException e) {
                return null;
            }
        }
        return delay.isNegative() ? Duration.ZERO : delay;
    }
}
