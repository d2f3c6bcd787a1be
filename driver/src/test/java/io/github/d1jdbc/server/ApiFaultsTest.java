package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiFaultsTest {

    private D1Server server;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        server = D1Server.start();
        server.createDatabase("app");
        client = new Client(server);
        client.raw("app", "CREATE TABLE t(a)");
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private RawHttp.Answer insert() throws IOException {
        return RawHttp.send(server, RawHttp.post(server, "app", "raw", Client.body("INSERT INTO t VALUES(1)")));
    }

    private int rows() {
        JsonNode results =
                client.raw("app", "SELECT count(*) FROM t").result().path(0).path("results");
        return results.path("rows").path(0).path(0).asInt();
    }

    @Test
    void resetIsARstBeforeTheAnswerAndTheWorkIsNotDone() throws IOException {
        server.faults().add(Fault.on(Route.RAW).reset());
        RawHttp.Answer answer = insert();
        assertThat(answer.text()).isEmpty();
        assertThat(answer.end()).isEqualTo(RawHttp.End.RST);
        assertThat(rows()).isZero();
    }

    @Test
    void closeIsAFinBeforeTheAnswer() throws IOException {
        server.faults().add(Fault.on(Route.RAW).close());
        RawHttp.Answer answer = insert();
        assertThat(answer.text()).isEmpty();
        assertThat(answer.end()).isEqualTo(RawHttp.End.FIN);
        assertThat(rows()).isZero();
    }

    @Test
    void resetAfterWorkLosesTheAnswerOnly() throws IOException {
        server.faults().add(Fault.on(Route.RAW).resetAfterWork());
        RawHttp.Answer answer = insert();
        assertThat(answer.text()).isEmpty();
        assertThat(answer.end()).isEqualTo(RawHttp.End.RST);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void hangSaysNothing() throws IOException {
        server.faults().add(Fault.on(Route.RAW).hang());
        RawHttp.Answer answer = insert();
        assertThat(answer.text()).isEmpty();
        assertThat(answer.end()).isEqualTo(RawHttp.End.SILENCE);
        assertThat(rows()).isZero();
    }

    @Test
    void cutBodyEndsBeforeItsLength() throws IOException {
        server.faults().add(Fault.on(Route.RAW).cutBody(7));
        RawHttp.Answer answer = insert();
        assertThat(answer.body()).isEqualTo("{\"resul");
        assertThat(answer.end()).isEqualTo(RawHttp.End.FIN);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void badJsonAndEmptyBodiesHaveFittingLengths() throws IOException {
        server.faults().add(Fault.on(Route.RAW).badJson(), Fault.on(Route.RAW).empty());
        RawHttp.Answer half = insert();
        assertThat(half.head()).contains("content-length: " + half.body().length());
        assertThat(half.body()).startsWith("{\"result\":").doesNotContain("messages");
        RawHttp.Answer empty = insert();
        assertThat(empty.status()).isEqualTo(200);
        assertThat(empty.head()).contains("content-length: 0");
    }

    @Test
    void slowAndDelayedAnswersAreWhole() throws IOException {
        server.faults()
                .add(
                        Fault.on(Route.RAW).slow(64, Duration.ofMillis(1)),
                        Fault.on(Route.RAW).delay(Duration.ofMillis(5)));
        assertThat(insert().body()).endsWith("\"messages\":[]}");
        assertThat(insert().body()).endsWith("\"messages\":[]}");
    }

    @Test
    void errorsOfEveryShape() {
        server.faults()
                .add(
                        Fault.on(Route.RAW).http(503),
                        Fault.on(Route.RAW).html(502),
                        Fault.on(Route.RAW).error(400, 7500, "D1 DB is overloaded. Requests queued for too long."),
                        Fault.on(Route.RAW).bareError(403, 9109, "Invalid access token"),
                        Fault.on(Route.RAW).challenge(),
                        Fault.on(Route.RAW).rateLimited(Duration.ofSeconds(7)));
        Client.Answer http = client.raw("app", "SELECT 1");
        assertThat(http.status()).isEqualTo(503);
        assertThat(http.error()).startsWith("[7500] internal error; reference = ");
        Client.Answer html = client.raw("app", "SELECT 1");
        assertThat(html.status()).isEqualTo(502);
        assertThat(html.text()).startsWith("<!DOCTYPE html>");
        assertThat(client.raw("app", "SELECT 1").error())
                .isEqualTo("[7500] D1 DB is overloaded. Requests queued for too long.");
        Client.Answer bare = client.raw("app", "SELECT 1");
        assertThat(bare.text()).isEqualTo("{\"code\":9109,\"error\":\"Invalid access token\"}");
        assertThat(client.raw("app", "SELECT 1").status()).isEqualTo(403);
        Client.Answer limited = client.raw("app", "SELECT 1");
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.error()).startsWith("[971] ");
        assertThat(client.raw("app", "SELECT 1").status()).isEqualTo(200);
    }

    @Test
    void challengeAndRateLimitHaveTheirHeaders() throws IOException {
        server.faults().add(Fault.on(Route.RAW).challenge(), Fault.on(Route.RAW).rateLimited(Duration.ofSeconds(7)));
        assertThat(insert().head()).contains("cf-mitigated: challenge").contains("content-type: text/html");
        assertThat(insert().head()).contains("retry-after: 7").contains("x-ratelimit-remaining: 0");
    }

    @Test
    void faultsWaitForTheirRouteSkipAndCount() {
        server.faults().add(Fault.on(Route.QUERY).http(500).skip(1).times(2));
        assertThat(client.raw("app", "SELECT 1").status()).isEqualTo(200);
        assertThat(client.query("app", "SELECT 1").status()).isEqualTo(200);
        assertThat(client.query("app", "SELECT 1").status()).isEqualTo(500);
        assertThat(server.faults().left()).hasSize(1);
        assertThat(server.faults().left().get(0).times()).isEqualTo(1);
        assertThat(client.query("app", "SELECT 1").status()).isEqualTo(500);
        assertThat(server.faults().left()).isEmpty();
        assertThat(client.query("app", "SELECT 1").status()).isEqualTo(200);
    }

    @Test
    void aSeedRepeatsItsFaults() {
        assertThat(statuses(7)).isEqualTo(statuses(7)).contains("500").contains("200");
        assertThat(statuses(7)).isNotEqualTo(statuses(8));
        server.faults().clear();
        assertThat(client.raw("app", "SELECT 1").status()).isEqualTo(200);
    }

    private String statuses(long seed) {
        server.faults()
                .seeded(
                        seed,
                        0.5,
                        Fault.on(Route.ANY).http(500),
                        Fault.on(Route.EXPORT).lost());
        StringBuilder statuses = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            statuses.append(client.raw("app", "SELECT 1").status()).append(' ');
        }
        return statuses.toString();
    }
}
