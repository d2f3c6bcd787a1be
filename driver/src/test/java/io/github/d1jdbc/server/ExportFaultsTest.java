package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExportFaultsTest {

    private D1Server server;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        server = D1Server.start(D1Server.Options.defaults().withExportPolls(3));
        server.createDatabase("app");
        client = new Client(server);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private Client.Answer begin() {
        return client.post("/" + server.databaseId("app") + "/export", "{\"output_format\":\"polling\"}");
    }

    private Client.Answer poll(Client.Answer first) {
        String bookmark = first.result().path("at_bookmark").asText();
        String body = "{\"output_format\":\"polling\",\"current_bookmark\":\"" + bookmark + "\"}";
        return client.post("/" + server.databaseId("app") + "/export", body);
    }

    private JsonNode faulty(Fault fault) {
        server.faults().add(fault);
        return begin().result();
    }

    @Test
    void lostExportsAreForgotten() {
        server.faults().add(Fault.on(Route.EXPORT).lost().skip(1));
        Client.Answer lost = poll(begin());
        assertThat(lost.status()).isEqualTo(200);
        assertThat(lost.json().path("success").asBoolean()).isTrue();
        assertThat(lost.result().path("error").asText()).isEqualTo("Not currently exporting anything.");
        assertThat(client.raw("app", "SELECT 1").status()).isEqualTo(200);
    }

    @Test
    void lostCanAlsoBeAStatus400() {
        server.faults().add(Fault.on(Route.EXPORT).lost400().skip(1));
        Client.Answer lost = poll(begin());
        assertThat(lost.status()).isEqualTo(400);
        assertThat(lost.error()).isEqualTo("[7500] Not currently exporting anything.");
        assertThat(begin().status()).isEqualTo(202);
    }

    @Test
    void anExportFailsWithItsMessage() {
        JsonNode result = faulty(Fault.on(Route.EXPORT).exportError("D1 DB exceeded its CPU time limit"));
        assertThat(result.path("status").asText()).isEqualTo("error");
        assertThat(result.path("success").asBoolean()).isFalse();
        assertThat(result.path("error").asText()).isEqualTo("D1 DB exceeded its CPU time limit");
        assertThat(client.raw("app", "SELECT 1").status()).isEqualTo(200);
    }

    @Test
    void anActiveAnswerWithoutStatus() {
        JsonNode result = faulty(Fault.on(Route.EXPORT).noStatus());
        assertThat(result.has("status")).isFalse();
        assertThat(result.path("at_bookmark").asText()).isNotEmpty();
    }

    @Test
    void aNullResultLeavesTheExportRunning() {
        server.faults().add(Fault.on(Route.EXPORT).nullResult().skip(1));
        Client.Answer first = begin();
        assertThat(poll(first).result().isNull()).isTrue();
        assertThat(poll(first).result().path("at_bookmark").asText()).isNotEmpty();
    }

    @Test
    void completeAtOnce() {
        JsonNode result = faulty(Fault.on(Route.EXPORT).completeAtOnce());
        assertThat(result.path("status").asText()).isEqualTo("complete");
        assertThat(result.path("result").path("signed_url").asText()).startsWith("http://127.0.0.1:");
    }

    @Test
    void completeWithoutBookmark() {
        JsonNode result = faulty(Fault.on(Route.EXPORT).completeWithoutBookmark());
        assertThat(result.has("at_bookmark")).isFalse();
        assertThat(result.path("status").asText()).isEqualTo("complete");
    }

    @Test
    void completeWithoutUrlCanBeAskedAgain() {
        server.faults()
                .add(
                        Fault.on(Route.EXPORT).completeWithoutUrl(),
                        Fault.on(Route.EXPORT).completeAtOnce());
        Client.Answer first = begin();
        assertThat(first.result().path("status").asText()).isEqualTo("complete");
        assertThat(first.result().path("result").has("signed_url")).isFalse();
        assertThat(poll(first).result().path("result").path("signed_url").asText())
                .isNotEmpty();
    }

    @Test
    void theUrlStandsElsewhere() {
        JsonNode camel = faulty(Fault.on(Route.EXPORT).camelCaseUrl());
        assertThat(camel.path("result").has("signed_url")).isFalse();
        assertThat(camel.path("result").path("signedUrl").asText()).isNotEmpty();
        JsonNode flat = faulty(Fault.on(Route.EXPORT).flatUrl());
        assertThat(flat.has("result")).isFalse();
        assertThat(flat.path("signed_url").asText()).isNotEmpty();
        assertThat(flat.path("filename").asText()).endsWith(".sql");
    }

    @Test
    void lockedStartsNothing() {
        JsonNode result = faulty(Fault.on(Route.EXPORT).locked());
        assertThat(result.path("success").asBoolean()).isFalse();
        assertThat(result.path("error").asText()).startsWith("Currently processing a long-running export.");
        assertThat(client.raw("app", "SELECT 1").status()).isEqualTo(200);
    }
}
