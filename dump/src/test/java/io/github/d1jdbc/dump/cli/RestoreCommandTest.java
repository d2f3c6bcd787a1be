package io.github.d1jdbc.dump.cli;

import static io.github.d1jdbc.dump.cli.ServedApp.DUMP;
import static io.github.d1jdbc.dump.cli.ServedApp.TOKEN;
import static io.github.d1jdbc.dump.cli.ServedApp.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RestoreCommandTest {

    private static final String WRONG = "not-the-token-of-this-server";

    @TempDir
    Path folder;

    private final ServedApp app = new ServedApp();

    @BeforeEach
    void files() throws Exception {
        app.server.createDatabase("copy");
        Files.writeString(folder.resolve("app.sql"), DUMP);
        Files.writeString(folder.resolve("wrong"), WRONG);
    }

    @AfterEach
    void close() throws Exception {
        app.close();
    }

    private Cli.Run restore(String... args) {
        return app.cli().run(with(new String[] {"restore"}, in(args)));
    }

    private String[] in(String... args) {
        return Arrays.stream(args).map(this::inFolder).toArray(String[]::new);
    }

    private String inFolder(String text) {
        return text.replace("FOLDER", folder.toString());
    }

    private String value(String database, String sql) throws SQLException {
        try (Connection connection = app.server.open(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "no row";
        }
    }

    private String objects(String database) throws SQLException {
        return value(
                database,
                "SELECT coalesce(group_concat(name, ' '), '') FROM (SELECT name FROM sqlite_schema"
                        + " WHERE name NOT LIKE '\\_cf\\_%' ESCAPE '\\' ORDER BY name)");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"import", "requests", "auto"})
    void aDumpComesBack(String way) throws Exception {
        Cli.Run run = restore("FOLDER/app.sql", "copy", "--yes", "--via", way);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().map(String::strip))
                .contains("content   2 tables, 3 rows, counted in the target")
                .anyMatch(line -> line.startsWith("Restored " + folder.resolve("app.sql") + " into copy ("))
                .anyMatch(line -> line.startsWith("before    bookmark "));
        assertThat(objects("copy")).isEqualTo("orders orders_by_user users");
        assertThat(names()).containsExactly("app.sql", "wrong");
    }

    @Test
    void jsonIsOneObjectOnStandardOutput() {
        Cli.Run run = restore("FOLDER/app.sql", "copy", "--yes", "--json", "--via", "import");
        JsonNode object = Json.parse(run.out());
        assertThat(object.path("outcome").asText()).isEqualTo("restored");
        assertThat(object.path("tables").path("users").asInt()).isEqualTo(2);
        assertThat(object.path("rowsWritten").asInt()).isPositive();
        assertThat(object.path("bookmarkAfter").asText())
                .isGreaterThan(object.path("bookmarkBefore").asText());
    }

    @Test
    void aDryRunPrintsThePlanAndChangesNothing() throws Exception {
        app.server.load(
                "copy", new java.io.ByteArrayInputStream("CREATE TABLE old(a);".getBytes(StandardCharsets.UTF_8)));
        int before = app.server.requests().size();
        Cli.Run run = restore("FOLDER/app.sql", "copy", "--dry-run", "--clean");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "Plan: restore " + folder.resolve("app.sql") + " into copy",
                        "has 1 table (old); rows: old 0",
                        "removes   all of that, by 1 DROP statement",
                        "inserts   3 rows into 2 tables",
                        "about 4 rows written, an estimate",
                        "the Free plan allows a day");
        assertThat(objects("copy")).isEqualTo("old");
        assertThat(app.server.requests().stream().skip(before).map(request -> request.route()))
                .doesNotContain(Route.IMPORT, Route.UPLOAD, Route.BOOKMARK);
        assertThat(Json.parse(restore("FOLDER/app.sql", "copy", "--dry-run", "--clean", "--json")
                                .out())
                        .path("drops")
                        .get(0)
                        .asText())
                .isEqualTo("DROP TABLE IF EXISTS \"old\"");
        assertThat(names()).containsExactly("app.sql", "wrong");
    }

    @Test
    void withoutATerminalNothingIsAskedAndNothingDone() throws Exception {
        Cli.Run run = restore("FOLDER/app.sql", "copy");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.firstLine()).contains("no terminal", "--yes");
        assertThat(objects("copy")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "n", ""})
    void onATerminalThePlanIsShownAndAgreedTo(String answer) throws Exception {
        Cli.Run run = app.cli().onTerminal().answering(answer).run("restore", inFolder("FOLDER/app.sql"), "copy");
        assertThat(run.err()).contains("Plan: restore", "Go on? [y/N]");
        boolean yes = answer.equals("y");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(yes ? 0 : 2);
        assertThat(objects("copy")).isEqualTo(yes ? "orders orders_by_user users" : "");
    }

    @Test
    void createMakesADatabaseInTheJurisdictionOfTheManifest() throws Exception {
        assertThat(app.export("-o", inFolder("FOLDER/new.sql")).exitCode()).isZero();
        Path manifest = folder.resolve("new.sql.manifest.json");
        Files.writeString(
                manifest, Files.readString(manifest).replace("\"jurisdiction\" : null", "\"jurisdiction\" : \"eu\""));
        Cli.Run run = restore("FOLDER/new.sql", "fresh", "--create", "--yes");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("Created database fresh", "in the jurisdiction eu");
        assertThat(objects("fresh")).isEqualTo("orders orders_by_user users");
        Cli.Run again = restore("FOLDER/new.sql", "fresh", "--create", "--yes");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("there is a database fresh already");
    }

    @Test
    void aDryRunOfCreateCreatesNothing() {
        Cli.Run run = restore("FOLDER/app.sql", "fresh", "--create", "--dry-run");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("into fresh, a new database");
        assertThat(app.server.requests()).noneMatch(request -> request.route() == Route.CREATE);
    }

    @Test
    void theDumpsOwnSourceNeedsItsNameEvenWithYes() throws Exception {
        assertThat(app.export("-o", inFolder("FOLDER/own.sql")).exitCode()).isZero();
        Cli.Run run = restore("FOLDER/own.sql", "app", "--clean", "--yes");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.firstLine()).contains("the dump came from this very database, app", "--into-source app");
        assertThat(restore("FOLDER/own.sql", "app", "--clean", "--yes", "--into-source", "application")
                        .exitCode())
                .isEqualTo(2);
        assertThat(value("app", "SELECT count(*) FROM users")).isEqualTo("2");
        app.ask("DELETE FROM orders");
        assertThat(restore("FOLDER/own.sql", "app", "--clean", "--yes", "--into-source", "app")
                        .exitCode())
                .isZero();
        assertThat(value("app", "SELECT count(*) FROM orders")).isEqualTo("1");
    }

    static Stream<Arguments> badInput() {
        return Stream.of(
                bad(1, "nope", "FOLDER/app.sql", "nope", "--yes"),
                bad(1, "app is not empty: it has 2 tables (users, orders), 1 index", "FOLDER/app.sql", "app", "--yes"),
                bad(1, "missing.sql does not exist", "FOLDER/missing.sql", "copy", "--yes"),
                bad(1, "is a folder", "FOLDER", "copy", "--yes"),
                bad(1, "SQLite", "FOLDER/binary.sql", "copy", "--yes"),
                bad(1, "HTML", "FOLDER/page.sql", "copy", "--yes"),
                bad(1, "cut.sql.gz", "FOLDER/cut.sql.gz", "copy", "--yes"),
                bad(1, "half.sql", "FOLDER/half.sql", "copy", "--yes"),
                bad(1, "attach.sql, byte", "FOLDER/attach.sql", "copy", "--yes"),
                bad(1, "--max-rows-written", "FOLDER/app.sql", "copy", "--yes", "--max-rows-written", "3"),
                bad(1, "FOLDER/nowhere", "FOLDER/app.sql", "copy", "--yes", "--scratch", "FOLDER/nowhere"),
                bad(1, "FOLDER/nowhere", "FOLDER/app.sql", "copy", "--yes", "--journal", "FOLDER/nowhere/j.json"),
                bad(2, "no database", "FOLDER/app.sql"),
                bad(2, "standard input", "-", "copy", "--yes"),
                bad(2, "do not go together", "FOLDER/app.sql", "copy", "--yes", "--clean", "--append"),
                bad(2, "expected one of auto, import, requests", "FOLDER/app.sql", "copy", "--via", "mail"),
                bad(2, "deadline", "FOLDER/app.sql", "copy", "--deadline", "0s"),
                bad(5, "", "FOLDER/app.sql", "copy", "--yes", "--token-file", "FOLDER/wrong"),
                bad(5, "", "FOLDER/app.sql", "fresh", "--yes", "--create", "--token-file", "FOLDER/wrong"),
                bad(
                        4,
                        "127.0.0.1:1",
                        "FOLDER/app.sql",
                        "jdbc:d1:///copy?maxRetries=0",
                        "--yes",
                        "--endpoint",
                        "http://127.0.0.1:1/v4"));
    }

    private static Arguments bad(int exitCode, String message, String... args) {
        return Arguments.of(exitCode, message, args);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("badInput")
    void badInputIsOneLineAndChangesNothing(int exitCode, String message, String[] args) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("binary.sql"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(a)");
        }
        Files.writeString(folder.resolve("page.sql"), "<!DOCTYPE html><html><body>502</body></html>");
        Files.writeString(
                folder.resolve("half.sql"), DUMP.substring(0, DUMP.length() - 60) + "\nINSERT INTO users VALUES(9,'ha");
        Files.writeString(folder.resolve("attach.sql"), DUMP + "\nATTACH 'x.db' AS x;\n");
        byte[] gzip = gzip(DUMP.repeat(50));
        Files.write(folder.resolve("cut.sql.gz"), Arrays.copyOf(gzip, gzip.length / 2));
        List<String> before = names();
        Cli.Run run = restore(args);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).as(run.err()).hasSize(1);
        assertThat(run.firstLine()).startsWith("d1dump: ").contains(inFolder(message));
        assertThat(run.all()).doesNotContain(TOKEN, WRONG);
        assertThat(objects("copy")).isEmpty();
        assertThat(objects("app")).isEqualTo("orders orders_by_user users");
        assertThat(names()).isEqualTo(before);
        assertThat(app.server.requests())
                .noneMatch(request -> request.route() == Route.IMPORT)
                .noneMatch(request -> request.route() == Route.CREATE && request.status() == 200);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    static Stream<Arguments> faults() {
        Fault api = Fault.on(Route.IMPORT).times(99);
        Fault put = Fault.on(Route.UPLOAD).times(99);
        return Stream.of(
                Arguments.of("another import runs", api.locked(), 4),
                Arguments.of("not authorised", api.error(403, 10000, "Authentication error"), 5),
                Arguments.of("a challenge", api.challenge(), 5),
                Arguments.of("D1 refuses", api.skip(1).exportError("no such table: x: SQLITE_ERROR"), 1),
                Arguments.of("the store is expired", put.expired(), 4),
                Arguments.of("the store has other bytes", put.corrupt(10), 1),
                Arguments.of("forgotten before it began", api.skip(1).lost(), 6));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void everyFailureSaysWhatIsInTheTarget(String name, Fault fault, int exitCode) throws Exception {
        app.server.faults().add(fault);
        Cli.Run run = restore(
                "FOLDER/app.sql",
                "jdbc:d1://" + app.server.accountId() + "/copy?maxRetries=1",
                "--yes",
                "--via",
                "import",
                "--lock-wait",
                "0s",
                "--deadline",
                "15s",
                "-v",
                "--progress",
                "plain");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.all()).doesNotContain(TOKEN, "X-Amz-Signature=", "X-Amz-Credential=");
        List<String> said =
                run.err().lines().filter(line -> line.startsWith("d1dump: ")).toList();
        assertThat(said).hasSize(1);
        assertThat(said.get(0)).contains("copy is empty as it was before");
        if (exitCode == 6) assertThat(said.get(0)).contains("wrangler d1 time-travel restore copy --bookmark=");
        assertThat(objects("copy")).isEmpty();
    }

    @Test
    void listShowsWhatIsInTheDump() {
        Cli.Run run = restore("FOLDER/app.sql", "--list");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().map(String::strip))
                .containsExactly("2 rows  users", "1 row  orders", "1 index, 0 views, 0 triggers");
        assertThat(Json.parse(restore("FOLDER/app.sql", "--list", "--json").out())
                        .path("tables")
                        .path("users")
                        .asInt())
                .isEqualTo(2);
        assertThat(app.server.requests()).isEmpty();
    }

    @Test
    void aSqliteFileIsReplacedOnlyWhenAskedAndOnlyWhenComplete() throws Exception {
        String url = "jdbc:sqlite:" + inFolder("FOLDER/copy.db");
        assertThat(restore("FOLDER/app.sql", url).exitCode()).isZero();
        byte[] first = Files.readAllBytes(folder.resolve("copy.db"));
        Cli.Run refused = restore("FOLDER/app.sql", url, "--yes");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.firstLine()).contains("exists already", "--clean");
        assertThat(restore("FOLDER/app.sql", url, "--clean").exitCode()).isEqualTo(2);
        Files.writeString(folder.resolve("bad.sql"), DUMP + "\nINSERT INTO nope VALUES(1);\n");
        assertThat(restore("FOLDER/bad.sql", url, "--clean", "--yes").exitCode())
                .isEqualTo(1);
        assertThat(folder.resolve("copy.db")).hasBinaryContent(first);
        assertThat(restore("FOLDER/app.sql", url, "--clean", "--yes", "-q").exitCode())
                .isZero();
        assertThat(restore("FOLDER/app.sql", url, "--clean", "--yes", "--only", "users")
                        .exitCode())
                .isEqualTo(2);
        assertThat(names()).containsExactly("app.sql", "bad.sql", "copy.db", "wrong");
    }

    @Test
    void aLocalFileIsATargetToo() throws Exception {
        String url = "jdbc:d1:local:" + inFolder("FOLDER/local.sqlite");
        Cli.Run run = new Cli().run("restore", inFolder("FOLDER/app.sql"), url, "--yes");
        assertThat(run.exitCode()).as(run.err()).isZero();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("local.sqlite"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM users")) {
            assertThat(row.getInt(1)).isEqualTo(2);
        }
    }

    @Test
    void progressAsJsonTellsThePhases() {
        Cli.Run run = restore("FOLDER/app.sql", "copy", "--yes", "--via", "import", "--progress", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()
                        .lines()
                        .map(Json::parse)
                        .filter(event -> event.path("event").asText().equals("progress"))
                        .map(event -> event.path("phase").asText())
                        .distinct())
                .containsExactly("preparing", "uploading", "importing", "checking", "done");
        assertThat(run.err().lines().map(Json::parse))
                .last()
                .satisfies(event -> assertThat(event.path("outcome").asText()).isEqualTo("restored"));
    }

    @Test
    void aFailedSecondTryKeepsTheFirstJournal() throws Exception {
        Fault lost = Fault.on(Route.IMPORT).skip(1).times(99).lost();
        app.server.faults().add(lost);
        String[] args = {"FOLDER/app.sql", "copy", "--yes", "--via", "import", "--deadline", "5s"};
        assertThat(restore(args).exitCode()).isEqualTo(6);
        app.server.faults().clear();
        app.server.faults().add(lost);
        assertThat(restore(args).exitCode()).isEqualTo(6);
        assertThat(names())
                .containsExactly("app.sql", "app.sql.restore-copy-2.json", "app.sql.restore-copy.json", "wrong");
    }

    @Test
    void verifyComparesEveryValue() throws Exception {
        Cli.Run run = restore("FOLDER/app.sql", "copy", "--yes", "--verify", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Json.parse(run.out()).path("verified").asBoolean()).isTrue();
        assertThat(run.err()).contains("every value equals the dump's");
        assertThat(restore("FOLDER/app.sql", "copy", "--yes", "--verify", "--only", "users")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void aFileThatIsNotItsManifestsIsRefused() throws Exception {
        assertThat(app.export("-o", inFolder("FOLDER/cut.sql")).exitCode()).isZero();
        String whole = Files.readString(folder.resolve("cut.sql"));
        // Cut behind a statement: nothing in the file itself tells.
        Files.writeString(folder.resolve("cut.sql"), whole.substring(0, whole.indexOf("CREATE INDEX")));
        Cli.Run run = restore("FOLDER/cut.sql", "copy", "--yes");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.firstLine()).contains("is not the file that its manifest was written for", "remove ");
        assertThat(objects("copy")).isEmpty();
    }

    @Test
    void aDatabaseThatWasCreatedInVainIsTold() {
        app.server.faults().add(Fault.on(Route.IMPORT).times(99).exportError("no such table: x: SQLITE_ERROR"));
        Cli.Run run = restore("FOLDER/app.sql", "fresh", "--create", "--yes", "--via", "import");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("fresh is empty as it was before; the new database fresh stays");
    }

    @Test
    void anExportThatRunsIsWaitedForAndThenGivenUp() throws Exception {
        app.server
                .faults()
                .add(Fault.on(Route.RAW).times(999).error(400, 7500, "Currently processing a long-running export."));
        Cli.Run run = restore("FOLDER/app.sql", "copy", "--yes", "--lock-wait", "0s");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
        assertThat(run.err().lines()).hasSize(1);
        app.server.faults().clear();
        app.server.faults().add(Fault.on(Route.RAW).error(400, 7500, "Currently processing a long-running export."));
        assertThat(restore("FOLDER/app.sql", "copy", "--yes", "--lock-wait", "20s")
                        .exitCode())
                .isZero();
    }
}
