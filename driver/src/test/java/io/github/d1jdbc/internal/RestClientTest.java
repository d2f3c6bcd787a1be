package io.github.d1jdbc.internal;

import static io.github.d1jdbc.internal.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.internal.RestClient.ExportFilter;
import io.github.d1jdbc.internal.RestClient.Statement;
import io.github.d1jdbc.internal.Rows.Cell;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestClientTest {
    private static final String ACCOUNT = "0123456789abcdef0123456789abcdef";
    private static final String DATABASE = "d1ab0000-0000-4000-8000-000000000001";
    private static final ExportFilter ALL = new ExportFilter(List.of(), false, false);

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
            assertThat(server.asked().get(0).headers()).containsEntry("authorization", "Bearer tok-en");
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

    private static RestClient client(ScriptedServer server) {
        return RestClient.open(new RestSettings(
                server.base(),
                ACCOUNT,
                new Credentials.Token("tok-en"),
                ScriptedServer.PATIENCE,
                ScriptedServer.PATIENCE,
                0,
                null,
                null,
                ""));
    }
}
