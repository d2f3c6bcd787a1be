package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiRoutesTest {

    private static final String NOWHERE = "/00000000-0000-4000-8000-000000000000";

    private D1Server server;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        server = D1Server.start(D1Server.Options.defaults().withEmailKey("me@example.org", "secret-key"));
        server.createDatabase("app");
        client = new Client(server);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private String path(String route) {
        return "/" + server.databaseId("app") + route;
    }

    private Client.Answer plain(String path, String... headers) {
        String base = server.endpoint() + "/accounts/" + server.accountId() + "/d1/database";
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        if (headers.length > 0) request.headers(headers);
        return client.send(request.build());
    }

    @Test
    void withoutTokenNobodyComesIn() {
        assertThat(plain("").status()).isEqualTo(401);
        assertThat(plain("").error()).isEqualTo("[10000] Authentication error");
        assertThat(plain("", "Authorization", "Bearer wrong").status()).isEqualTo(401);
        assertThat(plain("", "Authorization", server.token()).status()).isEqualTo(401);
    }

    @Test
    void anEmailAddressAndItsKeyComeIn() {
        assertThat(plain("", "X-Auth-Email", "me@example.org", "X-Auth-Key", "secret-key")
                        .status())
                .isEqualTo(200);
        assertThat(plain("", "X-Auth-Email", "me@example.org", "X-Auth-Key", "wrong")
                        .status())
                .isEqualTo(401);
        assertThat(plain("", "X-Auth-Email", "you@example.org", "X-Auth-Key", "secret-key")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void anotherAccountIsForbidden() {
        URI other = URI.create(server.endpoint() + "/accounts/ffffffffffffffffffffffffffffffff/d1/database");
        Client.Answer answer = client.send(HttpRequest.newBuilder(other)
                .header("Authorization", "Bearer " + server.token())
                .build());
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.error()).isEqualTo("[10000] Authentication error");
    }

    @Test
    void aDatabaseIsFoundByIdAndByName() {
        JsonNode byName = client.get("/app").result();
        JsonNode byId = client.get(path("")).result();
        assertThat(byName).isEqualTo(byId);
        assertThat(byName.path("uuid").asText()).isEqualTo(server.databaseId("app"));
        assertThat(byName.path("version").asText()).isEqualTo("production");
        assertThat(byName.path("num_tables").asInt()).isZero();
        assertThat(byName.path("file_size").asLong()).isEqualTo(8192);
        client.raw("app", "CREATE TABLE t(a)");
        assertThat(client.get("/app").result().path("num_tables").asInt()).isEqualTo(1);
    }

    @Test
    void fieldsChooseWhatIsTold() {
        JsonNode result = client.get("/app?fields=uuid,name").result();
        assertThat(new ArrayList<>(result.properties())).hasSize(2);
        assertThat(result.path("name").asText()).isEqualTo("app");
    }

    @Test
    void unknownDatabasesAre7404() {
        assertThat(client.get("/nope").error()).isEqualTo("[7404] The database nope could not be found");
        assertThat(client.get("/nope").status()).isEqualTo(404);
        Client.Answer raw = client.post(NOWHERE + "/raw", Client.body("SELECT 1"));
        assertThat(raw.status()).isEqualTo(404);
        assertThat(raw.error()).startsWith("[7404] The database 00000000");
        assertThat(client.delete(NOWHERE).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"query", "raw", "export", "import"})
    void aNameIsNoIdWhereWorkIsDone(String route) {
        Client.Answer answer = client.post("/app/" + route, Client.body("SELECT 1"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("[7400] Invalid property: databaseId => Invalid uuid");
    }

    @Test
    void createdDatabasesAreThere() {
        JsonNode created = client.post("", "{\"name\":\"second\"}").result();
        assertThat(created.path("name").asText()).isEqualTo("second");
        assertThat(server.databaseId("second")).isEqualTo(created.path("uuid").asText());
        assertThat(client.raw("second", "SELECT 1").status()).isEqualTo(200);
    }

    @Test
    void aNameIsTakenOnce() {
        Client.Answer answer = client.post("", "{\"name\":\"app\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("[7502] A database with that name already exists");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":\"a b\"}", "{\"name\":\"\"}", "{\"name\":\"../x\"}", "{\"name\":5}", "{}"})
    void badNamesAre7400(String body) {
        assertThat(client.post("", body).error()).isEqualTo("[7400] The request is malformed: invalid database name");
    }

    @Test
    void aDeletedDatabaseIsGone() {
        String path = path("");
        assertThat(client.delete(path).text())
                .isEqualTo("{\"result\":null,\"success\":true,\"errors\":[],\"messages\":[]}");
        assertThat(client.get(path).status()).isEqualTo(404);
        assertThat(client.post(path + "/raw", Client.body("SELECT 1")).status()).isEqualTo(404);
    }

    @Test
    void theListHasPagesAndAFilter() {
        for (int i = 0; i < 25; i++) server.createDatabase("db-" + i);
        Client.Answer second = client.get("?page=2&per_page=10");
        assertThat(second.result()).hasSize(10);
        assertThat(second.json().path("result_info").toString())
                .isEqualTo("{\"page\":2,\"per_page\":10,\"count\":10,\"total_count\":26}");
        assertThat(client.get("?page=3&per_page=10").result()).hasSize(6);
        assertThat(client.get("?page=4&per_page=10").result()).isEmpty();
        List<String> names = new ArrayList<>();
        client.get("?name=DB-2")
                .result()
                .forEach(db -> names.add(db.path("name").asText()));
        assertThat(names).containsExactly("db-2", "db-20", "db-21", "db-22", "db-23", "db-24");
    }

    @ParameterizedTest
    @CsvSource({"/nothing, 404, 7003", "/raw, 405, 10405", "/export, 405, 10405"})
    void wrongRoutesAndMethodsAreToldSo(String route, int status, int code) {
        Client.Answer answer = client.get(path(route));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error()).startsWith("[" + code + "]");
    }

    @Test
    void theBookmarkChangesOnlyWithAWrite() {
        String first = bookmark();
        assertThat(first).matches("[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{32}");
        client.raw("app", "SELECT 1");
        assertThat(bookmark()).isEqualTo(first);
        client.raw("app", "CREATE TABLE t(a UNIQUE)");
        String second = bookmark();
        assertThat(second).isGreaterThan(first);
        client.raw("app", "INSERT INTO t VALUES(1)");
        String third = bookmark();
        assertThat(third).isGreaterThan(second);
        client.raw("app", "INSERT OR IGNORE INTO t VALUES(1)");
        client.raw("app", "INSERT INTO t VALUES(1)");
        assertThat(bookmark()).isEqualTo(third);
    }

    private String bookmark() {
        return client.get(path("/time_travel/bookmark"))
                .result()
                .path("bookmark")
                .asText();
    }

    @Test
    void onlyThePresentCanBeRestored() {
        String before = bookmark();
        client.raw("app", "CREATE TABLE t(a)");
        Client.Answer past = client.post(path("/time_travel/restore?bookmark=" + before), "");
        assertThat(past.status()).isEqualTo(400);
        assertThat(past.error()).startsWith("[7500] no history available");
        Client.Answer present = client.post(path("/time_travel/restore?bookmark=" + bookmark()), "");
        assertThat(present.result().path("previous_bookmark").asText()).isEqualTo(bookmark());
    }

    @Test
    void largeAnswersAreGzippedWhenAskedFor() throws Exception {
        String sql = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x<1000) SELECT x FROM c";
        HttpRequest request = client.request(path("/raw"))
                .header("Accept-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString(Client.body(sql)))
                .build();
        HttpResponse<java.io.InputStream> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(response.headers().firstValue("cf-ray").orElse("")).matches("[0-9a-f]{16}-LOC");
        JsonNode json = Client.JSON.readTree(new GZIPInputStream(response.body()));
        assertThat(json.path("result").path(0).path("results").path("rows")).hasSize(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"sql\":\"SELECT 1\"} x", "nope"})
    void whatIsNoJsonIs7400(String body) {
        Client.Answer answer = client.post(path("/raw"), body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).startsWith("[7400] The request is malformed: ");
    }

    @Test
    void aTokenCanBeVerified() {
        URI uri = URI.create(server.endpoint() + "/user/tokens/verify");
        Client.Answer answer = client.send(HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + server.token())
                .build());
        assertThat(answer.result().path("status").asText()).isEqualTo("active");
    }

    @Test
    void aPathOutsideTheApiIs404() {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/elsewhere");
        assertThat(client.send(HttpRequest.newBuilder(uri).build()).status()).isEqualTo(404);
    }

    @Test
    void optionsShowNoSecret() {
        D1Server.Options options =
                D1Server.Options.defaults().withToken("very-secret").withEmailKey("a@b.c", "key-secret");
        assertThat(options.toString()).doesNotContain("secret");
    }
}
