package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {

    private static final int CLIENTS = 8;
    private static final int WRITES = 25;

    @Test
    void manyClientsShareADatabase() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (D1Server server = D1Server.start()) {
            server.createDatabase("app");
            Client setup = new Client(server);
            setup.raw(
                    "app", "CREATE TABLE counter(n INTEGER); INSERT INTO counter VALUES(0); CREATE TABLE t(a UNIQUE)");
            List<Future<Boolean>> all = new ArrayList<>();
            for (int c = 0; c < CLIENTS; c++) {
                int id = c;
                all.add(threads.submit(() -> {
                    Client client = new Client(server);
                    boolean fine = true;
                    for (int i = 0; i < WRITES; i++) {
                        String insert = "INSERT INTO t VALUES(" + (id * WRITES + i) + ")";
                        String sql = "UPDATE counter SET n = n + 1; " + insert;
                        fine &= client.raw("app", sql).status() == 200;
                        // The second statement fails, so that the first must be undone.
                        fine &= client.raw("app", sql).status() == 400;
                    }
                    return fine;
                }));
            }
            for (Future<Boolean> one : all) assertThat(one.get()).isTrue();
            String rows = setup.raw("app", "SELECT n, (SELECT count(*) FROM t) FROM counter")
                    .result()
                    .path(0)
                    .path("results")
                    .path("rows")
                    .toString();
            assertThat(rows).isEqualTo("[[200,200]]");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void databasesDoNotWaitForEachOther() throws Exception {
        try (D1Server server = D1Server.start(D1Server.Options.defaults().withExportPolls(5))) {
            server.createDatabase("busy");
            server.createDatabase("free");
            Client client = new Client(server);
            client.post("/" + server.databaseId("busy") + "/export", "{\"output_format\":\"polling\"}");
            assertThat(client.raw("busy", "SELECT 1").status()).isEqualTo(400);
            assertThat(client.raw("free", "SELECT 1").status()).isEqualTo(200);
            assertThat(client.get("/busy").status()).isEqualTo(200);
        }
    }
}
