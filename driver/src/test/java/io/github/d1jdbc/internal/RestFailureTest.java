package io.github.d1jdbc.internal;

import static io.github.d1jdbc.internal.ScriptedServer.answer;
import static io.github.d1jdbc.internal.Wire.DATABASE;
import static io.github.d1jdbc.internal.Wire.client;
import static io.github.d1jdbc.internal.Wire.error;
import static io.github.d1jdbc.internal.Wire.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.internal.RestClient.Statement;
import io.github.d1jdbc.internal.RestException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestFailureTest {
    private static final String SIGNED =
            "https://0123.r2.cloudflarestorage.com/x.sql?X-Amz-Expires=3600&X-Amz-Signature=5ec4e7";

    @Test
    void errorOfSqliteKeepsItsTextCodeAndRay() throws Exception {
        RestException e = readAgainst(answer(400, error(7500, "no such table: nope: SQLITE_ERROR"), "cf-ray: 8f1-FRA"));
        assertThat(e.kind()).isEqualTo(Kind.REFUSED);
        assertThat(e.status()).isEqualTo(400);
        assertThat(e.code()).isEqualTo(7500);
        assertThat(e.apiMessage()).isEqualTo("no such table: nope: SQLITE_ERROR");
        assertThat(e.ray()).isEqualTo("8f1-FRA");
        assertThat(e)
                .hasMessage("SQL on database " + DATABASE
                        + " failed: no such table: nope: SQLITE_ERROR (HTTP 400, code 7500, ray 8f1-FRA).");
        assertThat(e.temporary()).isFalse();
    }

    @Test
    void messageIsOneLineAndBoundedWhileTheTextIsWhole() throws Exception {
        String text = "near \\\"a\\nb\\\": syntax error " + "x".repeat(5_000) + ": SQLITE_ERROR";
        RestException e = readAgainst(answer(400, error(7500, text)));
        assertThat(e.getMessage())
                .contains("near \"a b\": syntax")
                .doesNotContain("\n")
                .hasSizeLessThan(1_200);
        assertThat(e.apiMessage()).startsWith("near \"a\nb\"").hasSizeGreaterThan(5_000);
    }

    @Test
    void secretsOfTheEndpointAreNotShown() {
        RestException e = failure(() -> Wire.read(open(URI.create("http://user:pa55@127.0.0.1:1/client/v4"))));
        assertThat(trace(e)).contains("127.0.0.1:1").doesNotContain("pa55");
    }

    @Test
    void unknownDatabaseIsNamedWithItsAccount() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer(answer(404, error(7404, "The database app could not be found")))) {
            RestException e = failure(() -> client(server).database("app"));
            assertThat(e.code()).isEqualTo(7404);
            assertThat(e).hasMessageContaining("Looking up database app failed").hasMessageContaining(Wire.ACCOUNT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", ".."})
    void namesThatAPathCannotCarryAreRefusedUnasked(String name) throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            assertThat(failure(() -> client(server).database(name)).code()).isEqualTo(7404);
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void missingPermissionIsNamed() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                answer(403, error(10000, "Authentication error")),
                answer(401, error(10000, "Authentication error")),
                answer(
                        403,
                        error(7403, "The given account is not valid or is not authorized to access this service")))) {
            RestClient client = client(server);
            assertThat(failure(() -> client.export(DATABASE, null, Wire.ALL, Abort.unlimited())))
                    .hasMessageContaining("Authentication error (HTTP 403, code 10000)")
                    .hasMessageContaining("the token lacks \"D1 Edit\" or the account");
            assertThat(failure(() -> Wire.read(client))).hasMessageContaining("the token lacks \"D1 Read\"");
            assertThat(failure(() -> Wire.write(client))).hasMessageContaining("the token lacks \"D1 Edit\"");
        }
    }

    @Test
    void pageOfAGatewayIsQuotedInItsFirstCharacters() throws Exception {
        String html = "<!DOCTYPE html>\n<html>  <head>" + "x".repeat(200);
        RestException e = readAgainst(answer(502, html, "cf-ray: 8f1-FRA", "Content-Type: text/html"));
        assertThat(e.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(e.status()).isEqualTo(502);
        assertThat(e.temporary()).isTrue();
        assertThat(e.getMessage())
                .contains("\"<!DOCTYPE html> <html> <head>xxx")
                .contains("…\" (HTTP 502, ray 8f1-FRA)")
                .hasSizeLessThan(300);
    }

    @Test
    void challengeOfTheFirewallIsTold() throws Exception {
        RestException e = readAgainst(answer(403, "<html>Just a moment...", "cf-mitigated: challenge"));
        assertThat(e.kind()).isEqualTo(Kind.REFUSED);
        assertThat(e).hasMessageContaining("firewall").hasMessageContaining("WAF");
    }

    @Test
    void errorWithoutEnvelopeIsRead() throws Exception {
        RestException e = readAgainst(answer(400, "{\"code\":6003,\"error\":\"Invalid request headers\"}"));
        assertThat(e.code()).isEqualTo(6003);
        assertThat(e.apiMessage()).isEqualTo("Invalid request headers");
        // The same with 200 is no success.
        assertThat(readAgainst(answer(200, "{\"code\":6003,\"error\":\"Invalid request headers\"}"))
                        .kind())
                .isEqualTo(Kind.REFUSED);
    }

    @Test
    void chainOfCausesIsUnwrapped() throws Exception {
        RestException e = readAgainst(answer(
                400,
                "{\"success\":false,\"errors\":[{\"code\":6003,\"message\":\"Invalid request headers\",\"error_chain\":"
                        + "[{\"code\":6111,\"message\":\"Invalid format for Authorization header\",\"error_chain\":[{\"message\":\"deep\"}]}]},"
                        + "null,{\"code\":1,\"message\":\"second\"}],\"result\":null}"));
        assertThat(e)
                .hasMessageContaining(
                        "Invalid request headers; Invalid format for Authorization header; deep; second (HTTP 400, code 6003)");
    }

    @Test
    void statusWinsOverASuccessInTheBody() throws Exception {
        RestException e = readAgainst(answer(404, "{\"success\":true,\"result\":[]}"));
        assertThat(e.kind()).isEqualTo(Kind.REFUSED);
        assertThat(e).hasMessageContaining("an answer without a reason (HTTP 404)");
    }

    @Test
    void successIsDeniedByTheEnvelopeOfA200() throws Exception {
        RestException e = readAgainst(answer(200, error(7500, "UNIQUE constraint failed: t.a: SQLITE_CONSTRAINT")));
        assertThat(e.kind()).isEqualTo(Kind.REFUSED);
        assertThat(e.status()).isEqualTo(200);
        assertThat(e.apiMessage()).startsWith("UNIQUE constraint failed");
    }

    @Test
    void failedStatementInsideASuccessIsAnError() throws Exception {
        RestException e = readAgainst(answer(
                200,
                "{\"success\":true,\"result\":[{\"success\":false,\"error\":\"no such column: x: SQLITE_ERROR\"}]}"));
        assertThat(e.kind()).isEqualTo(Kind.REFUSED);
        assertThat(e.apiMessage()).isEqualTo("no such column: x: SQLITE_ERROR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"success\":true,\"result\":[{\"results\":{\"columns\":[\"a\"],\"rows\":[[1",
                "<html>welcome to the hotel</html>",
                "[]",
                "null",
                "{\"success\":true,\"result\":[]}",
                "{\"success\":true,\"result\":null}",
                "{\"success\":true}",
                "{\"success\":true,\"result\":[{\"results\":[[1]]}]}",
                "{\"success\":{},\"result\":[{}]}"
            })
    void bodiesThatAreNoAnswerAreUnreadable(String body) throws Exception {
        try (ScriptedServer server = new ScriptedServer(answer(200, body), answer(200, body))) {
            RestClient client = client(server);
            assertThat(failure(() -> Wire.read(client)).kind()).isEqualTo(Kind.UNREADABLE);
            assertThat(failure(() -> Wire.write(client)).kind()).isEqualTo(Kind.UNREADABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "internal error; reference = abc",
                "Network connection lost.",
                "D1 DB reset because its code was updated.",
                "Internal error in D1 DB storage caused object to be reset.",
                "D1 DB's isolate exceeded its memory limit and was reset."
            })
    void writeIsUnknownWhereD1LostTheObject(String text) throws Exception {
        try (ScriptedServer server =
                new ScriptedServer(answer(400, error(7500, text)), answer(400, error(7500, text)))) {
            RestClient client = client(server);
            RestException e = failure(() -> Wire.write(client));
            assertThat(e.kind()).isEqualTo(Kind.UNKNOWN);
            assertThat(failure(() -> Wire.read(client)).kind()).isEqualTo(Kind.REFUSED);
        }
    }

    @Test
    void statementThatSqliteRefusedIsRefusedEvenWith500() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer(answer(500, error(7500, "near \\\"x\\\": syntax error: SQLITE_ERROR")))) {
            assertThat(failure(() -> Wire.write(client(server))).kind()).isEqualTo(Kind.REFUSED);
        }
    }

    @Test
    void dailyLimitIsNotTemporary() throws Exception {
        RestException e = readAgainst(answer(
                429,
                error(7500, "Your account has exceeded D1's free tier daily row read limit. Upgrade to a paid plan")));
        assertThat(e.temporary()).isFalse();
    }

    @Test
    void redirectIsNotFollowed() throws Exception {
        try (ScriptedServer other = new ScriptedServer();
                ScriptedServer server = new ScriptedServer(
                        answer(307, "", "Location: " + other.base() + "/elsewhere"),
                        answer(301, "", "Location: /client/v5"))) {
            RestException e = failure(() -> Wire.write(client(server)));
            assertThat(e.kind()).isEqualTo(Kind.REFUSED);
            assertThat(e).hasMessageContaining("redirects, which is not followed");
            assertThat(failure(() -> client(server).database("x")).status()).isEqualTo(301);
            assertThat(other.asked()).isEmpty();
        }
    }

    @Test
    void portWhereNobodyListensIsNeverSent() throws Exception {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/client/v4");
        }
        RestException e = failure(() -> Wire.write(open(nobody)));
        assertThat(e.kind()).isEqualTo(Kind.NEVER_SENT);
        assertThat(e).hasMessageContaining("cannot connect to 127.0.0.1:");
        assertThat(e.temporary()).isTrue();
    }

    @Test
    void serverWithoutTlsIsNeverSent() throws Exception {
        try (ServerSocket plain = new ServerSocket(0)) {
            Thread server = new Thread(() -> {
                try (Socket socket = plain.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    // The client hangs up, as it should.
                    Thread.currentThread().interrupt();
                }
            });
            server.setDaemon(true);
            server.start();
            RestException e = failure(
                    () -> Wire.write(open(URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/client/v4"))));
            assertThat(e.kind()).isEqualTo(Kind.NEVER_SENT);
            assertThat(e).hasMessageContaining("TLS with 127.0.0.1");
        }
    }

    @Test
    void connectionThatBreaksAfterTheRequestIsUnknown() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                ScriptedServer.reset(), ScriptedServer.hangUp(), ScriptedServer.cut(200, "{\"success\":true,", 100))) {
            RestClient client = client(server);
            for (int i = 0; i < 3; i++) {
                RestException e = failure(() -> Wire.write(client));
                assertThat(e.kind()).isEqualTo(Kind.UNKNOWN);
                assertThat(e.status()).isZero();
                assertThat(e).hasMessageContaining("broke before the answer was whole");
            }
            assertThat(server.asked()).hasSize(3);
        }
    }

    @Test
    void silentServerIsUnknownAfterTheSocketTimeout() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            server.then(server.hang());
            RestSettings impatient = Wire.withSocketTimeout(Wire.settings(server.base(), 0), Duration.ofMillis(50));
            RestException e = failure(() -> Wire.write(RestClient.open(impatient)));
            assertThat(e.kind()).isEqualTo(Kind.UNKNOWN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "line\nend", "ümlaut-token", "tab\t"})
    void tokenThatIsNoHeaderIsRefusedUnasked(String token) throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            RestSettings s = Wire.settings(server.base(), 4);
            RestClient client = RestClient.open(new RestSettings(
                    s.base(),
                    s.accountId(),
                    new Credentials.Token(token),
                    s.connectTimeout(),
                    s.socketTimeout(),
                    4,
                    null,
                    null,
                    ""));
            RestException e = failure(() -> Wire.read(client));
            assertThat(e.kind()).isEqualTo(Kind.REFUSED);
            assertThat(e.status()).isEqualTo(401);
            assertThat(e.temporary()).isFalse();
            if (!token.isEmpty()) assertThat(e.getMessage()).doesNotContain(token);
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void settingsThatCannotBeUsedAreTold() {
        RestSettings s = Wire.settings(URI.create("https://127.0.0.1:1/client/v4"), 4);
        RestClient badProxy = RestClient.open(new RestSettings(
                s.base(),
                s.accountId(),
                s.credentials(),
                s.connectTimeout(),
                s.socketTimeout(),
                4,
                "nonsense",
                null,
                ""));
        assertThat(failure(() -> Wire.read(badProxy))).hasMessageContaining("the proxy must be host:port");
        RestClient noStore = RestClient.open(new RestSettings(
                s.base(),
                s.accountId(),
                s.credentials(),
                s.connectTimeout(),
                s.socketTimeout(),
                4,
                null,
                Path.of("no-such-file.pem"),
                ""));
        assertThat(failure(() -> Wire.read(noStore))).hasMessageContaining("no-such-file.pem");
    }

    @Test
    void halfASurrogatePairIsRefusedWithoutQuotingTheValue() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            for (String half : List.of("private \ud83d", "private \ude00", "private \ud83d too")) {
                List<Statement> batch = List.of(new Statement("SELECT ?", List.of(half)));
                RestException e = failure(() -> client(server).raw(DATABASE, batch, false, Abort.unlimited()));
                assertThat(e.kind()).isEqualTo(Kind.REFUSED);
                assertThat(trace(e)).doesNotContain("private");
            }
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void noSecretIsEverShown() throws Exception {
        Logger log = Logger.getLogger("io.github.d1jdbc");
        List<String> seen = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                seen.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        log.addHandler(handler);
        Level before = log.getLevel();
        log.setLevel(Level.ALL);
        String leak = "denied for Bearer " + Wire.TOKEN + " at " + SIGNED + " ok";
        ScriptedServer.Step[] steps = {
            answer(400, error(7500, leak)),
            answer(503, leak),
            answer(200, leak),
            answer(403, "{\"code\":1,\"error\":\"" + leak + "\"}"),
            answer(
                    400,
                    "{\"success\":false,\"errors\":[{\"message\":\"x\",\"error_chain\":[{\"message\":\"" + leak
                            + "\"}]}]}"),
            answer(200, "{\"success\":true,\"result\":[{\"success\":false,\"error\":\"" + leak + "\"}]}")
        };
        try {
            for (ScriptedServer.Step step : steps) {
                try (ScriptedServer server = new ScriptedServer(step, step)) {
                    RestException e = failure(() -> Wire.read(client(server, 1, new FakeTime())));
                    seen.add(trace(e));
                    seen.add(e.apiMessage());
                }
            }
            try (ScriptedServer server = new ScriptedServer(answer(
                    200,
                    "{\"success\":true,\"result\":{\"success\":false,\"error\":\"" + leak + "\",\"messages\":[\"" + leak
                            + "\"]}}"))) {
                ExportAnswer answer = client(server).export(DATABASE, null, Wire.ALL, Abort.unlimited());
                assertThat(answer).isInstanceOf(ExportAnswer.Failed.class);
                seen.add(answer.toString());
            }
        } finally {
            log.removeHandler(handler);
            log.setLevel(before);
        }
        assertThat(seen)
                .hasSizeGreaterThan(2 * steps.length)
                .noneMatch(text -> text.contains(Wire.TOKEN) || text.contains("5ec4e7") || text.contains("X-Amz-"));
    }

    private static RestException readAgainst(ScriptedServer.Step step) throws IOException {
        try (ScriptedServer server = new ScriptedServer(step)) {
            return failure(() -> Wire.read(client(server)));
        }
    }

    private static RestClient open(URI base) {
        return RestClient.open(Wire.settings(base, 0), new FakeTime().timing(), null);
    }

    private static String trace(@Nullable Throwable failure) {
        StringWriter text = new StringWriter();
        if (failure != null) failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
