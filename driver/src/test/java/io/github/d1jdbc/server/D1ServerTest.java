package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class D1ServerTest {

    private D1Server server;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        server = D1Server.start();
        server.createDatabase("app");
        client = new Client(server);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void rawGivesColumnsAndRows() {
        Client.Answer answer = client.raw("app", "SELECT 1 AS a, 2 AS a, 'x' AS b");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.result().path(0).path("results").toString())
                .isEqualTo("{\"columns\":[\"a\",\"a\",\"b\"],\"rows\":[[1,2,\"x\"]]}");
    }

    @Test
    void anExportIsPolledDownloadedAndGone() throws Exception {
        client.raw("app", "CREATE TABLE t(a, b TEXT); INSERT INTO t VALUES(1, 'it''s')");
        JsonNode result = client.export("app", "{}");
        assertThat(result.path("status").asText()).isEqualTo("complete");
        URI url = URI.create(result.path("result").path("signed_url").asText());
        assertThat(new String(client.download(url).body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("PRAGMA defer_foreign_keys=TRUE;\nCREATE TABLE t(a, b TEXT);\n"
                        + "INSERT INTO \"t\" (\"a\",\"b\") VALUES(1,'it''s');");
        String poll = "{\"output_format\":\"polling\",\"current_bookmark\":\""
                + result.path("at_bookmark").asText() + "\"}";
        assertThat(client.post("/" + server.databaseId("app") + "/export", poll)
                        .result()
                        .path("error")
                        .asText())
                .isEqualTo("Not currently exporting anything.");
    }

    @Test
    void theRequestLogKnowsRouteAndAuthorization() {
        client.get("?name=app");
        List<D1Server.Request> requests = server.requests();
        assertThat(requests).hasSize(1);
        assertThat(requests.get(0).route()).isEqualTo(Route.LIST);
        assertThat(requests.get(0).authorized()).isTrue();
        assertThat(requests.get(0).status()).isEqualTo(200);
    }
}
