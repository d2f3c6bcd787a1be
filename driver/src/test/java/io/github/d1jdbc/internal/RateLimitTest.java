package io.github.d1jdbc.internal;

import static io.github.d1jdbc.internal.ScriptedServer.answer;
import static io.github.d1jdbc.internal.Wire.ONE_ROW;
import static io.github.d1jdbc.internal.Wire.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.internal.RestException.Kind;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final FakeTime time = new FakeTime();
    private final RateLimit limit = new RateLimit(time::nanos, Clock.fixed(FakeTime.NOW, ZoneOffset.UTC));

    @Test
    void firstNineHundredGoAtOnce() {
        for (int i = 0; i < 900; i++) assertThat(limit.reserve(HOUR)).isZero();
        assertThat(limit.remaining()).isEqualTo(300);
        assertThat(limit.reserve(HOUR)).isPositive();
    }

    @Test
    void noWindowOfFiveMinutesHoldsMoreThanTheLimit() {
        Random random = new Random(7);
        Deque<Long> sent = new ArrayDeque<>();
        for (int i = 0; i < 20_000; i++) {
            long at = time.nanos() + limit.reserve(HOUR).toNanos();
            sent.addLast(at);
            if (sent.size() > RateLimit.REQUESTS) {
                assertThat(at - sent.removeFirst()).isGreaterThanOrEqualTo(RateLimit.WINDOW.toNanos());
            }
            // Bursts, pauses, and callers who wait for their turn.
            if (random.nextInt(3) > 0) time.pass(Duration.ofNanos(Math.max(0, at - time.nanos())));
            if (random.nextInt(500) == 0) time.pass(Duration.ofSeconds(random.nextInt(200)));
        }
    }

    @Test
    void oneCallerNeverWaitsLong() {
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 5_000; i++) {
            Duration wait = limit.reserve(HOUR);
            if (wait.compareTo(longest) > 0) longest = wait;
            time.pass(wait);
            time.pass(Duration.ofMillis(20));
        }
        assertThat(longest).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void slotIsNotTakenWhenTheWaitIsTooLong() {
        limit.block(Duration.ofSeconds(90));
        assertThat(limit.reserve(Duration.ofSeconds(60))).isEqualTo(Duration.ofSeconds(90));
        time.pass(Duration.ofSeconds(90));
        assertThat(limit.remaining()).isEqualTo(RateLimit.REQUESTS);
        assertThat(limit.reserve(Duration.ofSeconds(60))).isZero();
    }

    @Test
    void windowMovesOn() {
        for (int i = 0; i < 900; i++) limit.reserve(HOUR);
        time.pass(RateLimit.WINDOW);
        assertThat(limit.remaining()).isEqualTo(RateLimit.REQUESTS);
        assertThat(limit.reserve(HOUR)).isZero();
    }

    @Test
    void serversCountIsBelieved() {
        limit.observe(Headers.of("x-ratelimit-remaining", "40", "x-ratelimit-reset", "Sun, 22 Nov 2026 12:02:00 GMT"));
        assertThat(limit.remaining()).isEqualTo(40);
        // Forty requests are spread over two minutes.
        assertThat(limit.reserve(HOUR)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(limit.remaining()).isEqualTo(39);
        time.pass(Duration.ofMinutes(2));
        assertThat(limit.remaining()).isGreaterThan(1_000);
    }

    @Test
    void nothingLeftOnTheServerWaitsForItsReset() {
        limit.observe(Headers.of("x-ratelimit-remaining", "0", "x-ratelimit-reset", "30"));
        assertThat(limit.reserve(HOUR)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void structuredHeadersAreReadInBothForms() {
        limit.observe(Headers.of("Ratelimit", "\"default\";r=50;t=30"));
        assertThat(limit.remaining()).isEqualTo(50);
        limit.observe(Headers.of("RateLimit", "limit=1200, remaining=49, reset=29"));
        assertThat(limit.remaining()).isEqualTo(49);
    }

    @Test
    void headersThatMeanNothingChangeNothing() {
        limit.observe(Headers.of());
        limit.observe(Headers.of("x-ratelimit-remaining", "many", "x-ratelimit-reset", "soon"));
        limit.observe(Headers.of("x-ratelimit-remaining", "5"));
        limit.observe(Headers.of("Ratelimit", "\"default\""));
        assertThat(limit.remaining()).isEqualTo(RateLimit.REQUESTS);
    }

    @Test
    void budgetBelongsToTheTokenAndNotToLoopback() {
        RateLimit one = RateLimit.shared(new Credentials.Token("a"));
        assertThat(RateLimit.shared(new Credentials.Token("a"))).isSameAs(one);
        assertThat(RateLimit.shared(new Credentials.Token("b"))).isNotSameAs(one);
        for (String local : new String[] {"http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1"}) {
            assertThat(RestClient.open(Wire.settings(URI.create(local + "/client/v4"), 0))
                            .remainingRequests())
                    .isEqualTo(Integer.MAX_VALUE);
        }
        assertThat(RestClient.open(Wire.settings(RestSettings.CLOUDFLARE, 0)).remainingRequests())
                .isEqualTo(RateLimit.REQUESTS);
    }

    @Test
    void refusalForTooManyRequestsStopsEveryClientOfTheToken() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer(answer(429, "", "Retry-After: 300"), answer(200, ONE_ROW), answer(200, ONE_ROW))) {
            RestClient first = RestClient.open(Wire.settings(server.base(), 0), time.timing(), limit);
            RestClient second = RestClient.open(Wire.settings(server.base(), 4), time.timing(), limit);
            assertThat(failure(() -> Wire.read(first)).status()).isEqualTo(429);
            assertThat(second.remainingRequests()).isZero();
            RestException e = failure(() -> Wire.write(second));
            assertThat(e.kind()).isEqualTo(Kind.REFUSED);
            assertThat(e.status()).isEqualTo(429);
            assertThat(e).hasMessageContaining("try again in 300 s");
            assertThat(server.asked()).hasSize(1);
            time.pass(Duration.ofMinutes(5));
            assertThat(Wire.write(second)).hasSize(1);
        }
    }

    @Test
    void overloadedDatabaseStopsNobodyElse() throws Exception {
        String overloaded = Wire.error(7500, "D1 DB is overloaded. Too many requests queued.");
        try (ScriptedServer server =
                new ScriptedServer(answer(429, overloaded, "Retry-After: 300"), answer(200, ONE_ROW))) {
            RestClient client = RestClient.open(Wire.settings(server.base(), 0), time.timing(), limit);
            failure(() -> Wire.read(client));
            assertThat(Wire.read(client)).hasSize(1);
        }
    }

    @Test
    void waitForTheBudgetIsSleptThrough() throws Exception {
        limit.block(Duration.ofSeconds(20));
        try (ScriptedServer server = new ScriptedServer(answer(200, ONE_ROW))) {
            Wire.read(RestClient.open(Wire.settings(server.base(), 0), time.timing(), limit));
            assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(20));
        }
    }
}
