package io.github.d1jdbc.internal.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d1jdbc.export.DumpProgress;
import io.github.d1jdbc.export.DumpProgress.Phase;
import io.github.d1jdbc.export.ImportOptions;
import io.github.d1jdbc.internal.Credentials;
import io.github.d1jdbc.internal.DatabaseInfo;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.RestSettings;
import io.github.d1jdbc.internal.export.Ticker;
import io.github.d1jdbc.internal.ingest.ImportException.Reason;
import io.github.d1jdbc.server.D1Server;
import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ImporterTest {
    private static final String TOKEN = "secret-token-that-must-never-be-seen";
    private static final String SQL =
            "CREATE TABLE t(a, b);\nINSERT INTO t VALUES(1,'x;y');\nINSERT INTO t VALUES(2,'é');\n";
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    Path folder;

    private D1Server server;
    private final List<DumpProgress.Update> told = new ArrayList<>();

    /** Waits by moving its clock. */
    private static final class Leaps implements Ticker {
        private final AtomicLong nanos = new AtomicLong();

        @Override
        public long nanos() {
            return nanos.get();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            if (Thread.interrupted()) throw new InterruptedException();
            nanos.addAndGet(time.toNanos());
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = D1Server.start(D1Server.Options.defaults().withToken(TOKEN));
        server.createDatabase("app");
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private RestClient client(int retries) {
        return RestClient.open(new RestSettings(
                server.endpoint(),
                server.accountId(),
                new Credentials.Token(TOKEN),
                Duration.ofSeconds(5),
                Duration.ofMillis(400),
                retries,
                null,
                null,
                ""));
    }

    private Importer importer(int retries) {
        DatabaseInfo info = new DatabaseInfo(server.databaseId("app"), "app", null, null, null, null);
        return new Importer(client(retries), info, new Leaps());
    }

    private Importer.Imported run(Path file) throws RestException, ImportException {
        return importer(2).run(file, ImportOptions.defaults().withProgress(told::add));
    }

    private Importer.Imported run() throws Exception {
        return run(Files.writeString(folder.resolve("app.sql"), SQL));
    }

    private String content() {
        try (Connection connection = server.open("app");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM sqlite_schema WHERE name = 't'")) {
            if (row.getInt(1) == 0) return "nothing";
            try (ResultSet rows = statement.executeQuery("SELECT group_concat(a || b) FROM t")) {
                return rows.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<D1Server.Request> requests(Route route) {
        return server.requests().stream()
                .filter(request -> request.route() == route)
                .toList();
    }

    @Test
    void aFileIsUploadedRunAndWaitedFor() throws Exception {
        Importer.Imported imported = run();
        assertThat(content()).isEqualTo("1x;y,2é");
        assertThat(imported.statements()).isEqualTo(3);
        assertThat(imported.bytes()).isEqualTo(SQL.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
        assertThat(imported.uploaded()).isTrue();
        assertThat(imported.bookmark()).isNotNull();
        assertThat(told.stream().map(DumpProgress.Update::phase).distinct())
                .containsExactly(Phase.PREPARING, Phase.UPLOADING, Phase.IMPORTING, Phase.DONE);
    }

    @Test
    void theTokenNeverGoesToTheStore() throws Exception {
        run();
        assertThat(requests(Route.UPLOAD)).hasSize(1).allMatch(request -> !request.authorized());
        assertThat(requests(Route.IMPORT)).allMatch(D1Server.Request::authorized);
    }

    @Test
    void aFileThatD1HasAlreadyIsNotUploadedAgain() throws Exception {
        run();
        try (Connection connection = server.open("app");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE t");
        }
        assertThat(run().uploaded()).isFalse();
        assertThat(requests(Route.UPLOAD)).hasSize(1);
        assertThat(content()).isEqualTo("1x;y,2é");
    }

    @Test
    void whatD1RefusesIsUndoneAndTold() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.sql"), SQL + "INSERT INTO nope VALUES(1);\n");
        ImportException refused = catchThrowableOfType(ImportException.class, () -> run(file));
        assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
        assertThat(refused).hasMessageContaining("no such table: nope").hasMessageContaining("into app");
        assertThat(content()).isEqualTo("nothing");
    }

    static Stream<Arguments> passing() {
        Fault api = Fault.on(Route.IMPORT);
        Fault put = Fault.on(Route.UPLOAD);
        return Stream.of(
                Arguments.of("init reset", api.reset()),
                Arguments.of("init hangs", api.hang()),
                Arguments.of("init 429", api.rateLimited(Duration.ZERO)),
                Arguments.of("init 500", api.http(500)),
                Arguments.of("init html", api.html(502)),
                Arguments.of("init empty", api.empty()),
                Arguments.of("init locked", api.locked()),
                Arguments.of("ingest 429", api.skip(1).rateLimited(Duration.ZERO)),
                Arguments.of("ingest locked", api.skip(1).locked()),
                Arguments.of("ingest slow", api.skip(1).slow(20, Duration.ofMillis(1))),
                Arguments.of("ingest without status", api.skip(1).noStatus()),
                Arguments.of("poll reset", api.skip(2).reset()),
                Arguments.of("poll closed", api.skip(2).close()),
                Arguments.of("poll hangs", api.skip(2).hang()),
                Arguments.of("poll 429", api.skip(2).rateLimited(Duration.ZERO)),
                Arguments.of("poll 503", api.skip(2).http(503)),
                Arguments.of("poll html", api.skip(2).html(502)),
                Arguments.of("poll locked", api.skip(2).locked()),
                Arguments.of("upload reset", put.reset()),
                Arguments.of("upload closed", put.close()),
                Arguments.of("upload hangs", put.hang()),
                Arguments.of("upload 500", put.http(500)),
                Arguments.of("upload 503 twice", put.http(503).times(2)),
                Arguments.of("upload html", put.html(502)),
                Arguments.of("upload 429", put.rateLimited(Duration.ZERO)),
                Arguments.of("upload expired", put.expired()),
                Arguments.of("upload cut at once", put.cutAfter(0)),
                Arguments.of("upload reset at once", put.resetAfter(0)),
                Arguments.of("upload done, answer lost", put.resetAfterWork()),
                Arguments.of("upload damaged", put.corrupt(10)),
                Arguments.of("upload with another ETag", put.etagChange()),
                Arguments.of("upload without ETag", put.noEtag()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passing")
    void whatPassesIsRepeatedAndTheFileIsImportedOnce(String name, Fault fault) throws Exception {
        server.faults().add(fault);
        run();
        assertThat(content()).isEqualTo("1x;y,2é");
    }

    static Stream<Arguments> lasting() {
        Fault api = Fault.on(Route.IMPORT).times(99);
        Fault put = Fault.on(Route.UPLOAD).times(99);
        return Stream.of(
                Arguments.of("locked", api.locked(), Reason.LOCKED),
                Arguments.of("nothing at init", api.lost(), Reason.REFUSED),
                Arguments.of("an error at init", api.exportError("no"), Reason.REFUSED),
                Arguments.of("upload reset", put.reset(), Reason.UPLOAD),
                Arguments.of("upload 403", put.http(403), Reason.UPLOAD),
                Arguments.of("upload expired", put.expired(), Reason.UPLOAD),
                Arguments.of("upload html", put.html(502), Reason.UPLOAD),
                Arguments.of("upload cut", put.cutAfter(0), Reason.UPLOAD),
                Arguments.of("an error at ingest", api.skip(1).exportError("no"), Reason.REFUSED),
                Arguments.of("ingest locked", api.skip(1).locked(), Reason.LOCKED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lasting")
    void whatLastsEndsWithNothingChanged(String name, Fault fault, Reason reason) throws Exception {
        server.faults().add(fault);
        ImportException failed = catchThrowableOfType(ImportException.class, this::run);
        assertThat(failed.reason()).as(failed.getMessage()).isEqualTo(reason);
        assertThat(failed.getMessage()).doesNotContain(TOKEN, "X-Amz", "http://");
        assertThat(content()).isEqualTo("nothing");
    }

    static Stream<Arguments> unknown() {
        Fault ingest = Fault.on(Route.IMPORT).skip(1).times(99);
        Fault poll = Fault.on(Route.IMPORT).skip(2).times(99);
        return Stream.of(
                Arguments.of("the answer to ingest is lost", ingest.resetAfterWork()),
                Arguments.of("ingest is answered 500", ingest.http(500)),
                Arguments.of("ingest is answered by HTML", ingest.html(502)),
                Arguments.of("ingest is answered by half of its JSON", ingest.badJson()),
                Arguments.of("ingest hangs", ingest.hang()),
                Arguments.of("ingest has no result", ingest.nullResult()),
                Arguments.of("the import is forgotten", poll.lost()),
                Arguments.of("the import is forgotten, by 400", poll.lost400()),
                Arguments.of("polls are refused", poll.error(403, 10000, "Authentication error")),
                Arguments.of("polls fail for ever", poll.http(500)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknown")
    void whatNobodyKnowsIsCalledSo(String name, Fault fault) throws Exception {
        server.faults().add(fault);
        Path file = Files.writeString(folder.resolve("app.sql"), SQL);
        Importer importer = importer(0);
        ImportOptions options = ImportOptions.defaults().withDeadline(Duration.ofMinutes(1));
        Throwable failed = catchThrowable(() -> importer.run(file, options));
        assertThat(failed).isInstanceOf(ImportException.class);
        assertThat(((ImportException) failed).reason()).isEqualTo(Reason.UNKNOWN);
        assertThat(failed).hasMessageContaining("not known").hasMessageContaining("look at its tables");
        // Nothing is started a second time.
        assertThat(requests(Route.UPLOAD)).hasSize(1);
    }

    @Test
    void anInterruptSaysThatD1GoesOn() throws Exception {
        Path file = Files.writeString(folder.resolve("app.sql"), SQL);
        Thread me = Thread.currentThread();
        ImportOptions options = ImportOptions.defaults().withProgress(update -> {
            if (update.phase() == Phase.IMPORTING) me.interrupt();
        });
        ImportException failed =
                catchThrowableOfType(ImportException.class, () -> importer(0).run(file, options));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failed.reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(failed).hasMessageContaining("does not stop D1");
    }

    @Test
    void anInterruptDuringTheUploadChangesNothing() throws Exception {
        server.faults().add(Fault.on(Route.UPLOAD).hang());
        Path file = Files.writeString(folder.resolve("app.sql"), SQL);
        Thread me = Thread.currentThread();
        ImportOptions options = ImportOptions.defaults().withProgress(update -> {
            if (update.phase() == Phase.UPLOADING) me.interrupt();
        });
        ImportException failed =
                catchThrowableOfType(ImportException.class, () -> importer(0).run(file, options));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failed).hasMessageContaining("nothing was changed");
        assertThat(content()).isEqualTo("nothing");
    }

    @Test
    void aLargeFileIsCutAndSentAgainWhole() throws Exception {
        StringBuilder sql = new StringBuilder(SQL);
        while (sql.length() < 4 * MEBIBYTE)
            sql.append("INSERT INTO t VALUES(3,'").append("z".repeat(90_000)).append("');\n");
        server.faults().add(Fault.on(Route.UPLOAD).resetAfter(MEBIBYTE));
        Importer.Imported imported = run(Files.writeString(folder.resolve("large.sql"), sql));
        assertThat(imported.bytes()).isGreaterThan(4 * MEBIBYTE);
        assertThat(requests(Route.UPLOAD)).hasSize(2);
        assertThat(content()).startsWith("1x;y,2é,3z");
    }

    @Test
    void aFileThatIsNoneIsRefusedBeforeAnythingIsSent() throws Exception {
        for (Path file :
                List.of(folder, folder.resolve("missing.sql"), Files.createFile(folder.resolve("empty.sql")))) {
            ImportException failed = catchThrowableOfType(ImportException.class, () -> run(file));
            assertThat(failed.reason()).isEqualTo(Reason.FILE);
            assertThat(failed).hasMessageContaining(file.toString());
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void moreThanFiveGibibytesAreRefusedUnread() throws Exception {
        Path large = folder.resolve("large.sql");
        try (java.io.RandomAccessFile file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(FileSum.MOST_BYTES + 1); // sparse: it takes no room
        }
        ImportException failed = catchThrowableOfType(ImportException.class, () -> run(large));
        assertThat(failed).hasMessageContaining("5,368,709,121 bytes");
        assertThat(server.requests()).isEmpty();
    }
}
