package io.github.d1jdbc.internal;

import static io.github.d1jdbc.internal.Wire.ALL;
import static io.github.d1jdbc.internal.Wire.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.internal.RestClient.Statement;
import io.github.d1jdbc.internal.RestException.Kind;
import io.github.d1jdbc.server.D1Server;
import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against the embedded D1, which knows nothing of the client's records. */
class EmbeddedD1Test {
    private final FakeTime time = new FakeTime();
    private D1Server server;
    private RestClient client;
    private String id;

    @BeforeEach
    void start() throws IOException {
        server = D1Server.start();
        id = server.createDatabase("app");
        client = client(server.token());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private RestClient client(String token) {
        RestSettings settings = RestSettings.of(server.endpoint(), server.accountId(), new Credentials.Token(token));
        return RestClient.open(settings, time.timing(), null);
    }

    @Test
    void valuesOfEveryKindComeBack() throws Exception {
        write("CREATE TABLE t(a, b, c, d, e)");
        client.raw(
                id,
                List.of(new Statement(
                        "INSERT INTO t VALUES (?, ?, ?, unhex(?), (-3))",
                        Arrays.asList("é😀\n\"", 1.5, null, "00ff80"))),
                false,
                Abort.unlimited());
        Rows rows = read("SELECT a, b, c, d, e, a AS a FROM t");
        assertThat(rows.columns()).containsExactly("a", "b", "c", "d", "e", "a");
        assertThat(rows.text(0, 0)).isEqualTo("é😀\n\"");
        assertThat(rows.number(0, 1)).isEqualTo("1.5");
        assertThat(rows.cell(0, 2)).isEqualTo(Rows.Cell.NULL);
        assertThat(rows.blob(0, 3)).containsExactly(0, 255, 128);
        assertThat(rows.number(0, 4)).isEqualTo("-3");
    }

    @Test
    void databasesAreManaged() throws Exception {
        DatabaseInfo made = client.create("second", null, null);
        assertThat(client.database("second").uuid()).isEqualTo(made.uuid());
        assertThat(client.database(id).name()).isEqualTo("app");
        assertThat(client.databases(null)).extracting(DatabaseInfo::name).contains("app", "second");
        client.delete(made.uuid());
        assertThat(failure(() -> client.database("second")).code()).isEqualTo(7404);
    }

    @Test
    void exportRunsToItsUrlWhichTheBareClientReads() throws Exception {
        write("CREATE TABLE t(a)");
        ExportAnswer answer = client.export(id, null, ALL, Abort.unlimited());
        while (answer instanceof ExportAnswer.Running running) {
            answer = client.export(id, running.bookmark(), ALL, Abort.unlimited());
        }
        assertThat(answer).isInstanceOf(ExportAnswer.Complete.class);
        String url = String.valueOf(((ExportAnswer.Complete) answer).signedUrl());
        OkHttpClient bare = HttpClients.bare(client.settings());
        try (Response response =
                bare.newCall(new Request.Builder().url(url).build()).execute()) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(response.body().string()).contains("CREATE TABLE t(a);");
        }
    }

    @Test
    void wrongTokenIsRefused() {
        RestException e = failure(() -> client("wrong-token").database("app"));
        assertThat(e.kind()).isEqualTo(Kind.REFUSED);
        assertThat(e.status()).isIn(401, 403);
        assertThat(e).hasMessageContaining("the token lacks");
    }

    @Test
    void sqlErrorsAreQuoted() {
        RestException e = failure(() -> read("SELECT * FROM nope"));
        assertThat(e.apiMessage()).isEqualTo("no such table: nope: SQLITE_ERROR");
        assertThat(e.code()).isEqualTo(7500);
    }

    @Test
    void readsSurviveEveryPassingFault() throws Exception {
        List<Fault> faults = List.of(
                Fault.on(Route.RAW).http(500),
                Fault.on(Route.RAW).html(502),
                Fault.on(Route.RAW).rateLimited(Duration.ofSeconds(2)),
                Fault.on(Route.RAW).reset(),
                Fault.on(Route.RAW).close(),
                Fault.on(Route.RAW).resetAfterWork(),
                Fault.on(Route.RAW).badJson(),
                Fault.on(Route.RAW).empty(),
                Fault.on(Route.RAW).cutBody(20),
                Fault.on(Route.RAW).error(400, 7500, "D1 DB is overloaded. Requests queued for too long."));
        for (Fault fault : faults) {
            server.faults().add(fault);
            assertThat(read("SELECT 1").number(0, 0)).as(fault.toString()).isEqualTo("1");
            assertThat(server.faults().left()).as(fault.toString()).isEmpty();
        }
        assertThat(time.sleeps()).hasSize(faults.size());
    }

    @Test
    void writeOfUnknownOutcomeWasSentOnce() throws Exception {
        write("CREATE TABLE t(a)");
        server.faults().add(Fault.on(Route.RAW).resetAfterWork());
        assertThat(failure(() -> write("INSERT INTO t VALUES (1)")).kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(read("SELECT count(*) FROM t").number(0, 0)).isEqualTo("1");
    }

    @Test
    void writeThatWasNotCarriedOutIsSentAgain() throws Exception {
        write("CREATE TABLE t(a)");
        server.faults()
                .add(Fault.on(Route.RAW).rateLimited(Duration.ofSeconds(1)).times(2));
        write("INSERT INTO t VALUES (1)");
        assertThat(read("SELECT count(*) FROM t").number(0, 0)).isEqualTo("1");
    }

    @Test
    void bookmarkChangesWithAWrite() throws Exception {
        String before = client.bookmark(id, null);
        write("CREATE TABLE t(a)");
        assertThat(client.bookmark(id, null)).isNotEqualTo(before);
    }

    private Rows read(String sql) throws RestException {
        return client.raw(id, List.of(Statement.of(sql)), true, Abort.unlimited())
                .get(0);
    }

    private void write(String sql) throws RestException {
        client.raw(id, List.of(Statement.of(sql)), false, Abort.unlimited());
    }
}
