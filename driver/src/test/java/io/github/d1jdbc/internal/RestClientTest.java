package io.github.d1jdbc.internal;

import static io.github.d1jdbc.internal.ScriptedServer.answer;
import static io.github.d1jdbc.internal.Wire.ACCOUNT;
import static io.github.d1jdbc.internal.Wire.ALL;
import static io.github.d1jdbc.internal.Wire.DATABASE;
import static io.github.d1jdbc.internal.Wire.client;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.internal.RestClient.Statement;
import io.github.d1jdbc.internal.Rows.Cell;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestClientTest {

    @Test
    void rowsComeAsTheyAreWritten() throws Exception {
        try (ScriptedServer server = new ScriptedServer(answer(200, Golden.read("raw-batch.json")))) {
            List<Rows> results = client(server)
                    .raw(
                            DATABASE,
                            List.of(
                                    new Statement("SELECT ?1 a", Arrays.asList("x", 1.5, null)),
                                    Statement.of("CREATE TABLE t(a)"),
                                    Statement.of("SELECT * FROM t")),
                            true,
                            Abort.unlimited());

            assertThat(results).hasSize(3);
            Rows rows = results.get(0);
            assertThat(rows.columns()).containsExactly("a", "b", "n");
            assertThat(rows.rowCount()).isEqualTo(1);
            assertThat(rows.number(0, 0)).isEqualTo("1");
            assertThat(rows.blob(0, 1)).containsExactly(0, 255);
            assertThat(rows.cell(0, 2)).isEqualTo(Cell.NULL);
            assertThat(results.get(1).columns()).isEmpty();
            assertThat(results.get(2).columns()).containsExactly("a");
            assertThat(results.get(1).meta().rowsWritten()).isEqualTo(2);
            assertThat(server.asked().get(0).body())
                    .isEqualTo("{\"batch\":[{\"sql\":\"SELECT ?1 a\",\"params\":[\"x\",1.5,null]},"
                            + "{\"sql\":\"CREATE TABLE t(a)\"},{\"sql\":\"SELECT * FROM t\"}]}");
        }
    }

    @Test
    void databaseIsFoundByName() throws Exception {
        try (ScriptedServer server = new ScriptedServer(answer(200, Golden.read("database.json")))) {
            DatabaseInfo info = client(server).database("my db/1");
            assertThat(info.uuid()).isEqualTo(DATABASE);
            assertThat(info.name()).isEqualTo("lab");
            assertThat(info.fileSize()).isEqualTo(8192);
            assertThat(server.asked().get(0).path())
                    .isEqualTo("/client/v4/accounts/" + ACCOUNT + "/d1/database/my%20db%2F1");
            assertThat(server.asked().get(0).headers()).containsEntry("authorization", "Bearer " + Wire.TOKEN);
        }
    }

    @Test
    void exportRunsAndCompletes() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                answer(202, Golden.read("export-active.json")), answer(200, Golden.read("export-complete.json")))) {
            RestClient client = client(server);
            ExportAnswer first = client.export(DATABASE, null, ALL, Abort.unlimited());
            assertThat(first).isInstanceOf(ExportAnswer.Running.class);
            String bookmark = ((ExportAnswer.Running) first).bookmark();
            ExportAnswer last = client.export(DATABASE, bookmark, ALL, Abort.unlimited());
            assertThat(last).isInstanceOf(ExportAnswer.Complete.class);
            assertThat(last.toString()).doesNotContain("X-Amz");
            assertThat(server.asked().get(1).body())
                    .isEqualTo("{\"output_format\":\"polling\",\"current_bookmark\":\"" + bookmark
                            + "\",\"dump_options\":{\"no_data\":false,\"no_schema\":false,\"tables\":[]}}");
        }
    }

    @Test
    void bookmarkIsTold() throws Exception {
        try (ScriptedServer server = new ScriptedServer(answer(200, Golden.read("bookmark.json")))) {
            assertThat(client(server).bookmark(DATABASE, null))
                    .isEqualTo("00000000-00000003-00000000-00000000000000000000000000000000");
        }
    }

    @Test
    void databasesAreReadToTheLastPage() throws Exception {
        String full = "{\"uuid\":\"u\",\"name\":\"n\"},".repeat(1_000);
        try (ScriptedServer server = new ScriptedServer(
                answer(200, "{\"success\":true,\"result\":[" + full.substring(0, full.length() - 1) + "]}"),
                answer(200, Golden.read("databases.json")))) {
            List<DatabaseInfo> databases = client(server).databases("a b");
            assertThat(databases).hasSize(1_002);
            assertThat(databases.get(1_001).jurisdiction()).isEqualTo("eu");
            assertThat(server.asked().get(0).path()).endsWith("/d1/database?name=a%20b&page=1&per_page=1000");
            assertThat(server.asked().get(1).path()).endsWith("&page=2&per_page=1000");
        }
    }

    @Test
    void databaseIsCreatedAndDeleted() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                answer(200, Golden.read("database.json")),
                answer(200, "{\"result\":null,\"success\":true,\"errors\":[],\"messages\":[]}"))) {
            RestClient client = client(server);
            assertThat(client.create("lab", "eu", null).uuid()).isEqualTo(DATABASE);
            client.delete(DATABASE);
            assertThat(server.asked().get(0).body()).isEqualTo("{\"name\":\"lab\",\"jurisdiction\":\"eu\"}");
            assertThat(server.asked().get(1).method()).isEqualTo("DELETE");
        }
    }

    @Test
    void importGoesStepByStep() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                answer(200, Golden.read("import-init.json")),
                answer(202, Golden.read("import-ingest.json")),
                answer(200, Golden.read("import-complete.json")),
                answer(200, Golden.read("import-known.json")),
                answer(400, Wire.error(7500, "Not currently importing anything.")))) {
            RestClient client = client(server);
            ImportAnswer init = client.importInit(DATABASE, "abc", Abort.unlimited());
            assertThat(init).isInstanceOf(ImportAnswer.Upload.class);
            assertThat(init.toString()).doesNotContain("X-Amz");
            ImportAnswer.Upload upload = (ImportAnswer.Upload) init;
            assertThat(upload.url()).contains("X-Amz-Signature=");
            assertThat(client.importIngest(DATABASE, "abc", upload.filename(), Abort.unlimited()))
                    .isEqualTo(new ImportAnswer.Running("0000-b", List.of("Starting import...")));
            assertThat(client.importPoll(DATABASE, "0000-b", Abort.unlimited()))
                    .isEqualTo(new ImportAnswer.Complete("0000-c", List.of("Processed 3 queries."), 3, 4));
            assertThat(client.importInit(DATABASE, "abc", Abort.unlimited()))
                    .isEqualTo(new ImportAnswer.Running("0000-b", List.of("File already uploaded. Processing.")));
            assertThat(client.importPoll(DATABASE, "0000-b", Abort.unlimited())).isEqualTo(new ImportAnswer.Nothing());
            assertThat(server.asked().get(0).body()).isEqualTo("{\"action\":\"init\",\"etag\":\"abc\"}");
            assertThat(server.asked().get(2).body()).isEqualTo("{\"action\":\"poll\",\"current_bookmark\":\"0000-b\"}");
        }
    }

    @Test
    void databaseIsSetBack() throws Exception {
        try (ScriptedServer server = new ScriptedServer(answer(200, Golden.read("restore.json")))) {
            Restored restored = client(server).restore(DATABASE, "0000-a");
            assertThat(restored.previousBookmark()).isEqualTo("0000-c");
            assertThat(restored.bookmark()).isEqualTo("0000-a");
            assertThat(server.asked().get(0).path()).endsWith("/time_travel/restore?bookmark=0000-a");
        }
    }

    @Test
    void emailAndKeyAreSentInsteadOfAToken() throws Exception {
        try (ScriptedServer server = new ScriptedServer(answer(200, Golden.read("bookmark.json")))) {
            RestSettings s = Wire.settings(server.base(), 0);
            RestSettings keyed = new RestSettings(
                    s.base(),
                    s.accountId(),
                    new Credentials.EmailKey("a@example.com", "k3y"),
                    s.connectTimeout(),
                    s.socketTimeout(),
                    0,
                    null,
                    null,
                    "Bücher 1.0");
            RestClient.open(keyed).bookmark(DATABASE, "2026-01-01T00:00:00+02:00");
            ScriptedServer.Asked asked = server.asked().get(0);
            assertThat(asked.headers())
                    .containsEntry("x-auth-email", "a@example.com")
                    .containsEntry("x-auth-key", "k3y")
                    .doesNotContainKey("authorization");
            assertThat(asked.headers().get("user-agent")).startsWith("d1-jdbc/").endsWith(") B?cher 1.0");
            assertThat(asked.path()).endsWith("?timestamp=2026-01-01T00%3A00%3A00%2B02%3A00");
        }
    }

    @Test
    void largeAnswersComeWholeWithAndWithoutALength() throws Exception {
        String row = "[1,\"" + "x".repeat(1_000) + "\"],";
        String page = "{\"result\":[{\"results\":{\"columns\":[\"a\",\"b\"],\"rows\":["
                + row.repeat(32_000)
                + "[2,\"end\"]]}}],\"success\":true}";
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        try (ScriptedServer server =
                new ScriptedServer(ScriptedServer.chunked(200, bytes, 1 << 16), answer(200, bytes))) {
            RestClient client = client(server);
            assertThat(Wire.read(client).get(0).text(32_000, 1)).isEqualTo("end");
            assertThat(Wire.read(client).get(0).text(32_000, 1)).isEqualTo("end");
        }
    }

    @Test
    void onlyAClientForHttpsReadsAuthorities() throws Exception {
        RestSettings plain = Wire.settings(URI.create("http://127.0.0.1:1/client/v4"), 0);
        RestSettings tls = Wire.settings(URI.create("https://127.0.0.1:1/client/v4"), 0);
        assertThat(HttpClients.bare(plain).x509TrustManager()).isNull();
        assertThat(HttpClients.bare(tls, false).x509TrustManager()).isNull();
        assertThat(HttpClients.bare(tls).x509TrustManager()).isNotNull();
        assertThat(HttpClients.bare(plain, true).x509TrustManager()).isNotNull();
    }

    @Test
    void clientsOfOneEndpointShareTheirConnections() throws Exception {
        RestSettings a = Wire.settings(URI.create("http://127.0.0.1:1/client/v4"), 0);
        RestSettings b = Wire.settings(URI.create("http://127.0.0.1:1/other"), 3);
        RestSettings c = Wire.settings(URI.create("http://127.0.0.1:2/client/v4"), 0);
        assertThat(HttpClients.bare(a).connectionPool())
                .isSameAs(HttpClients.bare(b).connectionPool());
        assertThat(HttpClients.bare(a).connectionPool())
                .isNotSameAs(HttpClients.bare(c).connectionPool());
    }

    @Test
    void everyThreadOfTheClientIsADaemon() throws Exception {
        try (ScriptedServer server = new ScriptedServer(answer(200, Wire.ONE_ROW))) {
            Wire.read(client(server));
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("d1-jdbc-http")
                            || thread.getName().contains("OkHttp")
                            || thread.getName().contains("Okio"))
                    .isNotEmpty()
                    .allMatch(Thread::isDaemon);
        }
    }

    @Test
    void statementsShowNoValue() {
        assertThat(new Statement("SELECT ?", List.of("private")).toString()).doesNotContain("private");
    }
}
