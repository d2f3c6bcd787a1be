package io.github.d1jdbc.internal;

import static io.github.d1jdbc.internal.ScriptedServer.answer;
import static io.github.d1jdbc.internal.Wire.DATABASE;
import static io.github.d1jdbc.internal.Wire.ONE_ROW;
import static io.github.d1jdbc.internal.Wire.client;
import static io.github.d1jdbc.internal.Wire.error;
import static io.github.d1jdbc.internal.Wire.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.internal.RestException.Kind;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
    private final FakeTime time = new FakeTime();

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527})
    void readIsRepeatedOnAStatusThatPasses(int status) throws Exception {
        try (ScriptedServer server = new ScriptedServer(answer(status, "<html>"), answer(200, ONE_ROW))) {
            assertThat(Wire.read(client(server, 1, time))).hasSize(1);
            assertThat(time.sleeps()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 409})
    void readIsNotRepeatedOnAStatusThatStays(int status) throws Exception {
        try (ScriptedServer server = new ScriptedServer(answer(status, "{}"), answer(200, ONE_ROW))) {
            assertThat(failure(() -> Wire.read(client(server, 4, time))).status())
                    .isEqualTo(status);
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void readIsRepeatedWhenTheConnectionBreaksOrTheBodyIsCut() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                ScriptedServer.reset(),
                ScriptedServer.hangUp(),
                ScriptedServer.cut(200, "{", 9),
                answer(200, ""),
                answer(200, "{\"success\":tr"),
                answer(200, ONE_ROW))) {
            assertThat(Wire.read(client(server, 5, time))).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "D1 DB reset because its code was updated.",
                "Durable Object reset because its code was updated.",
                "Internal error while starting up D1 DB storage caused object to be reset.",
                "Network connection lost.",
                "Internal error in D1 DB storage caused object to be reset.",
                "Cannot resolve D1 DB due to transient issue on remote node.",
                "Can't read from request stream because client disconnected.",
                "D1 DB is overloaded. Requests queued for too long.",
                "D1 DB is overloaded. Too many requests queued.",
                "internal error; reference = 0abc"
            })
    void readIsRepeatedWhereD1SaysRetry(String text) throws Exception {
        try (ScriptedServer server = new ScriptedServer(answer(400, error(7500, text)), answer(200, ONE_ROW))) {
            assertThat(Wire.read(client(server, 1, time))).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no such table: t: SQLITE_ERROR",
                "D1 DB storage operation exceeded timeout which caused object to be reset.",
                "D1 DB exceeded its CPU time limit and was reset.",
                "D1 DB's isolate exceeded its memory limit and was reset.",
                "Currently processing a long-running export.",
                "Your account has exceeded D1's free tier daily row read limit."
            })
    void readIsNotRepeatedWhereItWouldFailAgain(String text) throws Exception {
        try (ScriptedServer server = new ScriptedServer(answer(400, error(7500, text)))) {
            assertThat(failure(() -> Wire.read(client(server, 4, time))).apiMessage())
                    .isEqualTo(text);
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void writeIsRepeatedOn429() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                answer(429, error(7500, "D1 DB is overloaded. Too many requests queued.")), answer(200, ONE_ROW))) {
            assertThat(Wire.write(client(server, 1, time))).hasSize(1);
        }
    }

    @Test
    void writeIsRepeatedWhileNothingCouldBeSent() throws Exception {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/client/v4");
        }
        RestClient client = RestClient.open(Wire.settings(nobody, 3), time.timing(), null);
        assertThat(failure(() -> Wire.write(client)).kind()).isEqualTo(Kind.NEVER_SENT);
        assertThat(time.sleeps()).hasSize(3);
    }

    @Test
    void writeWithUnknownOutcomeIsNeverRepeated() throws Exception {
        List<ScriptedServer.Step> steps = List.of(
                ScriptedServer.reset(),
                ScriptedServer.hangUp(),
                ScriptedServer.cut(200, "{", 9),
                answer(200, ""),
                answer(500, "{}"),
                answer(502, "<html>"),
                answer(503, "", "Retry-After: 0"),
                answer(504, error(7009, "timeout")),
                answer(408, ""),
                answer(400, error(7500, "Network connection lost.")));
        for (ScriptedServer.Step step : steps) {
            try (ScriptedServer server = new ScriptedServer(step, answer(200, ONE_ROW))) {
                RestException e = failure(() -> Wire.write(client(server, 4, time)));
                assertThat(e.kind()).isIn(Kind.UNKNOWN, Kind.UNREADABLE);
                assertThat(server.asked()).hasSize(1);
            }
        }
        assertThat(time.sleeps()).isEmpty();
    }

    @Test
    void everyOtherRequestThatWritesIsSentOnce() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer(answer(503, ""), answer(503, ""), answer(503, ""), answer(503, ""))) {
            RestClient client = client(server, 4, time);
            failure(() -> client.create("a", null, null));
            failure(() -> client.delete(DATABASE));
            failure(() -> client.restore(DATABASE, "b"));
            failure(() -> client.importIngest(DATABASE, "m", "f", Abort.unlimited()));
            assertThat(server.asked()).hasSize(4);
        }
    }

    @Test
    void exportIsAskedForAgain() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                answer(502, "<html>"), ScriptedServer.reset(), answer(202, Golden.read("export-active.json")))) {
            assertThat(client(server, 4, time).export(DATABASE, null, Wire.ALL, Abort.unlimited()))
                    .isInstanceOf(ExportAnswer.Running.class);
        }
    }

    @Test
    void givesUpAfterSoManyRetries() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer(answer(503, ""), answer(503, ""), answer(503, ""), answer(200, ONE_ROW))) {
            assertThat(failure(() -> Wire.read(client(server, 2, time))).status())
                    .isEqualTo(503);
            assertThat(server.asked()).hasSize(3);
        }
    }

    @Test
    void retryAfterIsObeyedInSecondsAndAsADate() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                answer(503, "", "Retry-After: 17"),
                answer(429, "", "Retry-After: Sun, 22 Nov 2026 12:00:42 GMT"),
                answer(200, ONE_ROW))) {
            Wire.read(client(server, 2, time));
            assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(17), Duration.ofSeconds(42));
        }
    }

    @Test
    void retryAfterOfMoreThanAMinuteIsTheEnd() throws Exception {
        try (ScriptedServer server = new ScriptedServer(answer(429, "", "Retry-After: 61"), answer(200, ONE_ROW))) {
            assertThat(failure(() -> Wire.read(client(server, 4, time))).status())
                    .isEqualTo(429);
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void waitsGrowAndAreSpread() {
        RetryPolicy policy = new RetryPolicy(100, time.timing());
        RestException broken = new RestException(Kind.UNKNOWN, "broken", null);
        for (int attempt = 1; attempt <= 100; attempt++) {
            Duration wait = policy.next(attempt, broken, true, null);
            assertThat(wait).isBetween(Duration.ZERO, Duration.ofSeconds(10));
            if (attempt == 1) assertThat(wait).isLessThanOrEqualTo(Duration.ofMillis(250));
        }
        assertThat(policy.next(101, broken, true, null)).isNull();
        RestException limited = new RestException(Kind.REFUSED, 429, 0, "", null, "limited");
        for (int i = 0; i < 100; i++) {
            assertThat(policy.next(1, limited, false, null)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void noRetryGoesPastTheTimeLimit() throws Exception {
        try (ScriptedServer server = new ScriptedServer(answer(503, "", "Retry-After: 30"), answer(200, ONE_ROW))) {
            RestException e = failure(() ->
                    client(server, 4, time).raw(DATABASE, Wire.SELECT, true, Abort.after(Duration.ofSeconds(20))));
            assertThat(e.status()).isEqualTo(503);
            assertThat(time.sleeps()).isEmpty();
        }
    }
}
