package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

// Every test starts the server with options of its own.
@SuppressWarnings("NullAway.Init")
class ExportRouteTest {

    private static final String NOTHING = "{\"success\":false,\"error\":\"Not currently exporting anything.\"}";
    private static final D1Server.Options DEFAULTS = D1Server.Options.defaults();

    private D1Server server;
    private Client client;

    private void start(D1Server.Options options) throws IOException {
        server = D1Server.start(options);
        server.createDatabase("app");
        client = new Client(server);
        client.raw("app", "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t(v) VALUES('a'),('b')");
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private Client.Answer begin() {
        return client.post(path(), "{\"output_format\":\"polling\"}");
    }

    private Client.Answer poll(String bookmark) {
        ObjectNode body = Client.JSON.createObjectNode();
        return client.post(
                path(),
                body.put("output_format", "polling")
                        .put("current_bookmark", bookmark)
                        .toString());
    }

    private String path() {
        return "/" + server.databaseId("app") + "/export";
    }

    @Test
    void activeAnswersAre202AndTheLastIs200() throws Exception {
        start(DEFAULTS.withExportPolls(2));
        Client.Answer first = begin();
        assertThat(first.status()).isEqualTo(202);
        String bookmark = first.result().path("at_bookmark").asText();
        assertThat(first.result().path("status").asText()).isEqualTo("active");
        assertThat(first.result().path("messages").path(0).asText())
                .isEqualTo("Generating " + server.databaseId("app") + "-" + bookmark + ".sql");
        assertThat(poll(bookmark).status()).isEqualTo(202);
        Client.Answer last = poll(bookmark);
        assertThat(last.status()).isEqualTo(200);
        assertThat(last.result().path("at_bookmark").asText()).isEqualTo(bookmark);
        assertThat(last.result().path("result").path("filename").asText())
                .isEqualTo(server.databaseId("app") + "-" + bookmark + ".sql");
        assertThat(poll(bookmark).result().toString()).isEqualTo(NOTHING);
    }

    @Test
    void withZeroPollsTheFirstAnswerIsComplete() throws Exception {
        start(DEFAULTS.withExportPolls(0));
        Client.Answer answer = begin();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.result().path("status").asText()).isEqualTo("complete");
        assertThat(Client.texts(answer.result().path("messages"))).hasSize(3);
    }

    @Test
    void aRunningExportCanLeaveItsStatusOut() throws Exception {
        start(DEFAULTS.withActiveStatus(false));
        Client.Answer first = begin();
        assertThat(first.status()).isEqualTo(202);
        assertThat(first.result().has("status")).isFalse();
        assertThat(first.result().path("success").asBoolean()).isTrue();
    }

    @Test
    void whileItRunsTheDatabaseIsBlocked() throws Exception {
        start(DEFAULTS.withExportPolls(3));
        String bookmark = begin().result().path("at_bookmark").asText();
        assertThat(client.raw("app", "SELECT 1").error())
                .isEqualTo("[7500] Currently processing a long-running export.");
        assertThat(client.raw("app", "SELECT 1").status()).isEqualTo(400);
        assertThat(begin().result().path("error").asText())
                .isEqualTo("Currently processing a long-running export. Cannot start a new export until that"
                        + " completes or times out.");
        for (int i = 0; i < 3; i++) poll(bookmark);
        assertThat(client.raw("app", "SELECT 1").status()).isEqualTo(200);
    }

    @Test
    void anExportThatNobodyPollsEndsItself() throws Exception {
        start(DEFAULTS.withExportPolls(3).withExportIdle(Duration.ZERO));
        String bookmark = begin().result().path("at_bookmark").asText();
        assertThat(client.raw("app", "SELECT 1").status()).isEqualTo(200);
        assertThat(poll(bookmark).result().toString()).isEqualTo(NOTHING);
    }

    @Test
    void aResultCanBeKeptForASecondQuestion() throws Exception {
        start(DEFAULTS.withExportPolls(0).withExportKeep(Duration.ofMinutes(1)));
        String bookmark = begin().result().path("at_bookmark").asText();
        assertThat(poll(bookmark).result().path("status").asText()).isEqualTo("complete");
        assertThat(client.raw("app", "SELECT 1").status()).isEqualTo(200);
    }

    @Test
    void partsAreAnnouncedAndMakeTheEtag() throws Exception {
        start(DEFAULTS.withExportPolls(0).withPartBytes(64));
        JsonNode result = begin().result();
        byte[] dump = client.download(
                        URI.create(result.path("result").path("signed_url").asText()))
                .body();
        int parts = (dump.length + 63) / 64;
        assertThat(parts).isGreaterThan(2);
        assertThat(Client.texts(result.path("messages")))
                .hasSize(parts + 2)
                .contains("Uploaded part 1", "Uploaded part " + parts)
                .last()
                .asString()
                .endsWith(".sql in " + parts + " parts.");
        MessageDigest whole = MessageDigest.getInstance("MD5");
        for (int i = 0; i < parts; i++) {
            MessageDigest part = MessageDigest.getInstance("MD5");
            part.update(dump, i * 64, Math.min(64, dump.length - i * 64));
            whole.update(part.digest());
        }
        String etag = '"' + HexFormat.of().formatHex(whole.digest()) + "-" + parts + '"';
        assertThat(client.download(URI.create(begin().result()
                                .path("result")
                                .path("signed_url")
                                .asText()))
                        .headers()
                        .firstValue("etag"))
                .contains(etag);
    }

    @Test
    void messagesCanComeInAnotherOrder() throws Exception {
        start(DEFAULTS.withExportPolls(0).withPartBytes(64).withMessagesShuffled(true));
        assertThat(Client.texts(begin().result().path("messages")))
                .first()
                .asString()
                .startsWith("Finished uploading");
    }

    @Test
    void theDumpIsOneSnapshot() throws Exception {
        start(DEFAULTS.withExportPolls(1));
        String before = begin().result().path("at_bookmark").asText();
        try (Connection connection = server.open("app")) {
            connection.createStatement().execute("INSERT INTO t(v) VALUES('later')");
        }
        String url = poll(before).result().path("result").path("signed_url").asText();
        String dump = new String(client.download(URI.create(url)).body(), StandardCharsets.UTF_8);
        assertThat(dump).contains("VALUES(2,'b');").doesNotContain("later");
    }

    @Test
    void virtualTablesFailTheExport() throws Exception {
        start(DEFAULTS);
        client.raw("app", "CREATE VIRTUAL TABLE ft USING fts5(a)");
        JsonNode result = client.export("app", "{}");
        assertThat(result.path("success").asBoolean()).isFalse();
        assertThat(result.path("status").asText()).isEqualTo("error");
        assertThat(result.path("error").asText())
                .isEqualTo("D1 Export error: cannot export databases with Virtual Tables (fts5)");
        assertThat(client.raw("app", "SELECT 1").status()).isEqualTo(200);
        assertThat(client.dump("app", "{\"tables\":[\"t\"]}")).endsWith("VALUES(2,'b');");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"output_format\":\"file\"}",
                "{\"output_format\":\"polling\",\"dump_options\":{\"tables\":\"t\"}}",
                "{\"output_format\":\"polling\",\"dump_options\":{\"tables\":[1]}}"
            })
    void malformedRequestsAre7400(String body) throws Exception {
        start(DEFAULTS);
        assertThat(client.post(path(), body).error()).startsWith("[7400] The request is malformed: ");
    }

    @Test
    void aPollForAnotherBookmarkFindsNothing() throws Exception {
        start(DEFAULTS.withExportPolls(5));
        begin();
        assertThat(poll("00000000-00000000-00000000-00000000000000000000000000000000")
                        .result()
                        .toString())
                .isEqualTo(NOTHING);
    }

    @Test
    void bookmarksDriftWhenToldSo() throws Exception {
        start(DEFAULTS.withBookmarkDrift(true).withExportPolls(0));
        assertThat(begin().result().path("at_bookmark").asText())
                .isNotEqualTo(begin().result().path("at_bookmark").asText());
    }
}
