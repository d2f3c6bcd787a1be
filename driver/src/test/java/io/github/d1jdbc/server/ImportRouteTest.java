package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImportRouteTest {

    private static final String DUMP = "PRAGMA defer_foreign_keys=TRUE;\nCREATE TABLE t(a, b);\n"
            + "INSERT INTO \"t\" (\"a\",\"b\") VALUES(1,'x;y');\nINSERT INTO \"t\" (\"a\",\"b\") VALUES(2,'é');";

    private D1Server server;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        server = D1Server.start(D1Server.Options.defaults().withExportPolls(0));
        server.createDatabase("app");
        client = new Client(server);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private Client.Answer act(String body) {
        return client.post("/" + server.databaseId("app") + "/import", body);
    }

    private static String md5(String sql) throws Exception {
        byte[] digest = MessageDigest.getInstance("MD5").digest(sql.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    private JsonNode init(String etag) {
        return act("{\"action\":\"init\",\"etag\":\"" + etag + "\"}").result();
    }

    private Client.Answer upload(JsonNode init, String sql) {
        URI url = URI.create(init.path("upload_url").asText());
        return client.send(HttpRequest.newBuilder(url)
                .PUT(HttpRequest.BodyPublishers.ofString(sql))
                .build());
    }

    private Client.Answer ingest(String etag, String filename) {
        return act("{\"action\":\"ingest\",\"etag\":\"" + etag + "\",\"filename\":\"" + filename + "\"}");
    }

    private JsonNode toTheEnd(JsonNode first) {
        JsonNode result = first;
        for (int i = 0; i < 100 && "active".equals(result.path("status").asText()); i++) {
            String bookmark = result.path("at_bookmark").asText();
            result = act("{\"action\":\"poll\",\"current_bookmark\":\"" + bookmark + "\"}")
                    .result();
        }
        return result;
    }

    private JsonNode load(String sql) throws Exception {
        JsonNode init = init(md5(sql));
        assertThat(upload(init, sql).status()).isEqualTo(200);
        return toTheEnd(ingest(md5(sql), init.path("filename").asText()).result());
    }

    @Test
    void aDumpIsUploadedIngestedAndPolled() throws Exception {
        JsonNode result = load(DUMP);
        assertThat(result.path("status").asText()).isEqualTo("complete");
        assertThat(result.path("result").path("num_queries").asInt()).isEqualTo(4);
        assertThat(result.path("result").path("meta").path("changes").asInt()).isEqualTo(2);
        assertThat(result.path("result").path("final_bookmark").asText()).isNotEmpty();
        assertThat(client.dump("app", "{}")).isEqualTo(DUMP);
    }

    @Test
    void theUploadAnswersWithTheMd5() throws Exception {
        JsonNode init = init(md5(DUMP));
        assertThat(init.path("filename").asText())
                .isEqualTo(server.databaseId("app") + "." + md5(DUMP).substring(0, 16) + ".sql");
        HttpRequest put = HttpRequest.newBuilder(
                        URI.create(init.path("upload_url").asText()))
                .PUT(HttpRequest.BodyPublishers.ofString(DUMP))
                .build();
        assertThat(java.net.http.HttpClient.newHttpClient()
                        .send(put, java.net.http.HttpResponse.BodyHandlers.discarding())
                        .headers()
                        .firstValue("etag"))
                .contains('"' + md5(DUMP) + '"');
    }

    @Test
    void aFileThatIsThereIsNotAskedForAgain() throws Exception {
        load(DUMP);
        client.raw("app", "DROP TABLE t");
        JsonNode again = init(md5(DUMP));
        assertThat(again.has("upload_url")).isFalse();
        assertThat(Client.texts(again.path("messages"))).first().isEqualTo("File already uploaded. Processing.");
        assertThat(toTheEnd(again).path("status").asText()).isEqualTo("complete");
    }

    @Test
    void aFailedImportLeavesNothing() throws Exception {
        JsonNode result = load(DUMP + "\nINSERT INTO nope VALUES(1);");
        assertThat(result.path("success").asBoolean()).isFalse();
        assertThat(result.path("status").asText()).isEqualTo("error");
        assertThat(result.path("error").asText()).isEqualTo("no such table: nope: SQLITE_ERROR");
        assertThat(client.dump("app", "{}")).isEqualTo("PRAGMA defer_foreign_keys=TRUE;");
    }

    @Test
    void whatD1RefusesIsRefusedInAFileToo() throws Exception {
        assertThat(load("BEGIN TRANSACTION; CREATE TABLE t(a); COMMIT;")
                        .path("error")
                        .asText())
                .startsWith("To execute a transaction, please use");
        assertThat(load("PRAGMA user_version=1;").path("error").asText()).isEqualTo("not authorized: SQLITE_AUTH");
        String literal = "INSERT INTO t VALUES('" + "x".repeat(100_000) + "');";
        assertThat(load("CREATE TABLE t(a);" + literal).path("error").asText())
                .isEqualTo("statement too long: SQLITE_TOOBIG");
    }

    @Test
    void anotherFileThanAnnouncedIsNotIngested() throws Exception {
        JsonNode init = init(md5(DUMP));
        upload(init, DUMP + " ");
        JsonNode result = ingest(md5(DUMP), init.path("filename").asText()).result();
        assertThat(result.path("error").asText()).isEqualTo("File was not uploaded, or its contents do not match etag");
    }

    @Test
    void malformedActionsAre7400() throws Exception {
        assertThat(act("{}").error()).startsWith("[7400] ").contains("action must be init, ingest or poll");
        assertThat(act("{\"action\":\"init\",\"etag\":\"x\"}").error()).contains("etag must be an md5 hash");
        assertThat(ingest(md5(DUMP), "other.sql").error()).contains("filename does not match etag");
    }

    @Test
    void aPollWithoutAnImportFindsNothing() {
        assertThat(act("{\"action\":\"poll\",\"current_bookmark\":\"x\"}")
                        .result()
                        .toString())
                .isEqualTo("{\"success\":false,\"error\":\"Not currently importing anything.\"}");
    }
}
