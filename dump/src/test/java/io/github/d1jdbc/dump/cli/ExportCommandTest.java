package io.github.d1jdbc.dump.cli;

import static io.github.d1jdbc.dump.cli.ServedApp.DUMP;
import static io.github.d1jdbc.dump.cli.ServedApp.TOKEN;
import static io.github.d1jdbc.dump.cli.ServedApp.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.d1jdbc.dump.Manifest;
import io.github.d1jdbc.server.D1Server;
import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code d1dump export} against the embedded D1 over HTTP. */
@Timeout(60)
class ExportCommandTest {

    @TempDir
    Path folder;

    private final ServedApp app = new ServedApp();
    private final D1Server server = app.server;

    @AfterEach
    void close() throws Exception {
        app.close();
    }

    @Test
    void theFileHasTheBytesThatD1Wrote() throws Exception {
        Cli.Run run = export("-o", file("app.sql"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(folder.resolve("app.sql")).content(StandardCharsets.UTF_8).isEqualTo(DUMP);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains(
                        "Exporting app: while D1 writes the dump, the database answers nobody else.",
                        "Exported app to " + file("app.sql"),
                        "2 tables, 3 rows, 7 statements",
                        "SHA-256",
                        "bookmark");
        assertThat(names()).containsExactlyInAnyOrder("app.sql", "app.sql.manifest.json");
    }

    @Test
    void theEndingOfTheFileNamesTheCompression() throws Exception {
        assertThat(export("-o", file("app.sql.gz"), "-q").exitCode()).isZero();
        assertThat(export("-o", file("app.sql.zst"), "-q").exitCode()).isZero();
        try (InputStream gzip = new GZIPInputStream(Files.newInputStream(folder.resolve("app.sql.gz")));
                InputStream zstd = new ZstdCompressorInputStream(Files.newInputStream(folder.resolve("app.sql.zst")))) {
            assertThat(gzip).hasBinaryContent(DUMP.getBytes(StandardCharsets.UTF_8));
            assertThat(zstd).hasBinaryContent(DUMP.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aDashStreamsTheDumpAndNothingElseToStandardOutput() {
        Cli.Run run = export("-o", "-");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo(DUMP);
        assertThat(run.err()).contains("Exported app to standard output");
        assertThat(names()).isEmpty();
    }

    @Test
    void aCompressedStreamIsBinaryClean() throws Exception {
        Cli.Run run = export("-o", "-", "--gzip", "--level", "9");
        assertThat(run.exitCode()).isZero();
        InputStream bytes = new ByteArrayInputStream(run.bytes().toByteArray());
        assertThat(new GZIPInputStream(bytes)).hasBinaryContent(DUMP.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void tablesAndContentAreChosen() throws Exception {
        assertThat(export("-o", file("t.sql"), "-t", "users", "-q").exitCode()).isZero();
        assertThat(folder.resolve("t.sql"))
                .content(StandardCharsets.UTF_8)
                .contains("users")
                .doesNotContain("orders");
        assertThat(export("-o", file("d.sql"), "-t", "orders", "--with-dependents", "-q")
                        .exitCode())
                .isZero();
        assertThat(folder.resolve("d.sql")).content(StandardCharsets.UTF_8).contains("CREATE INDEX orders_by_user");
        assertThat(export("-o", file("s.sql"), "--no-data", "-q").exitCode()).isZero();
        assertThat(folder.resolve("s.sql"))
                .content(StandardCharsets.UTF_8)
                .contains("CREATE TABLE")
                .doesNotContain("INSERT");
        assertThat(export("-o", file("r.sql"), "--no-schema", "-q").exitCode()).isZero();
        assertThat(folder.resolve("r.sql"))
                .content(StandardCharsets.UTF_8)
                .contains("INSERT")
                .doesNotContain("CREATE");
    }

    @Test
    void aUuidAndAUrlNameTheSameDatabase() {
        String url = "jdbc:d1://" + server.accountId() + "/app";
        for (String database : List.of(server.databaseId("app"), url)) {
            Cli.Run run = app.cli().run("export", database, "-o", "-", "-q");
            assertThat(run.out()).as(run.err()).isEqualTo(DUMP);
        }
    }

    @Test
    void aSqliteFileIsExportedWithoutAccountOrToken() throws Exception {
        Path sqlite = folder.resolve("local.sqlite");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sqlite);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(a INTEGER)");
            statement.execute("INSERT INTO t VALUES(5)");
        }
        Cli.Run run = new Cli().run("export", "jdbc:d1:local:" + sqlite, "-o", "-", "-q");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("CREATE TABLE t(a INTEGER);", "INSERT INTO \"t\" (\"a\") VALUES(5);");
    }

    @Test
    void theTokenMayComeFromAFileOrFromStandardInput() throws Exception {
        Path tokenFile = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        String[] args = {"export", "app", "-o", "-", "-q", "--token-file"};
        Cli.Run file = app.cli().with("CLOUDFLARE_API_TOKEN", "").run(with(args, tokenFile.toString()));
        Cli.Run input = app.cli().with("CLOUDFLARE_API_TOKEN", "").input(TOKEN).run(with(args, "-"));
        assertThat(file.exitCode()).as(file.err()).isZero();
        assertThat(input.exitCode()).as(input.err()).isZero();
    }

    @Test
    void emailAndKeySignInToo() throws Exception {
        D1Server.Options options =
                D1Server.Options.defaults().withEmailKey("a@example.org", "0123456789abcdef0123456789abcdef01234");
        try (D1Server other = D1Server.start(options)) {
            other.createDatabase("app");
            Cli.Run run = new Cli()
                    .with("CLOUDFLARE_EMAIL", "a@example.org")
                    .with("CLOUDFLARE_API_KEY", "0123456789abcdef0123456789abcdef01234")
                    .with("CLOUDFLARE_ACCOUNT_ID", other.accountId())
                    .with("CLOUDFLARE_API_BASE_URL", other.endpoint().toString())
                    .run("export", "app", "-o", "-", "-q");
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
    }

    @Test
    void theManifestVouchesForTheFile() throws Exception {
        assertThat(export("-o", file("app.sql.gz"), "-q").exitCode()).isZero();
        Path path = folder.resolve("app.sql.gz");
        Manifest manifest = Manifest.read(Manifest.pathFor(path));
        assertThat(manifest.staleAgainst(path)).isFalse();
        assertThat(manifest.matches(path)).isTrue();
        assertThat(manifest.source())
                .isEqualTo(new Manifest.Source(server.accountId(), server.databaseId("app"), "app", null));
        assertThat(manifest.rows()).containsEntry("users", 2L).containsEntry("orders", 1L);
        assertThat(manifest.options().compression()).isEqualTo("gzip");
        assertThat(manifest.restorable()).isTrue();
        assertThat(Files.readString(Manifest.pathFor(path))).doesNotContain(TOKEN, "X-Amz");
    }

    @Test
    void noManifestLeavesNone() {
        assertThat(export("-o", file("app.sql"), "--no-manifest", "-q").exitCode())
                .isZero();
        assertThat(names()).containsExactly("app.sql");
    }

    @Test
    void jsonIsOneObjectWithEverything() {
        Cli.Run run = export("-o", file("app.sql"), "--json", "-q");
        assertThat(run.out().lines()).hasSize(1);
        JsonNode result = Json.parse(run.out());
        assertThat(result.get("outcome").asText()).isEqualTo("exported");
        assertThat(result.get("path").asText()).isEqualTo(file("app.sql"));
        assertThat(result.get("rows").get("users").asLong()).isEqualTo(2);
        assertThat(result.get("file").get("bytes").asLong()).isEqualTo(DUMP.getBytes(StandardCharsets.UTF_8).length);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void progressAsJsonIsOneObjectALineToTheEnd() {
        Cli.Run run = export("-o", file("app.sql"), "--progress=json");
        List<String> events = run.err()
                .lines()
                .map(line -> Json.parse(line).get("event").asText())
                .toList();
        assertThat(events).contains("notice", "progress").endsWith("done");
        Cli.Run refused = export("-o", file("app.sql"), "--progress=json");
        JsonNode error =
                Json.parse(refused.err().lines().reduce((first, last) -> last).orElseThrow());
        assertThat(error.get("event").asText()).isEqualTo("error");
        assertThat(error.get("exitCode").asInt()).isEqualTo(refused.exitCode()).isEqualTo(1);
    }

    @Test
    void ifChangedSkipsUntilTheDatabaseOrTheOptionsChange() throws Exception {
        String[] args = {"-o", file("app.sql"), "--overwrite", "--if-changed"};
        assertThat(export(args).err()).contains("Exported app");
        int before = app.exports();

        Cli.Run same = export(args);
        assertThat(same.exitCode()).isZero();
        assertThat(same.err()).startsWith("unchanged: app is as ");
        assertThat(app.exports()).isEqualTo(before);

        assertThat(export(with(args, "--no-data")).err()).contains("Exported app");
        assertThat(export(args).err()).contains("Exported app");

        Files.writeString(folder.resolve("app.sql"), DUMP.replace("Ada", "Bob"));
        assertThat(export(args).err()).contains("Exported app");

        app.ask("INSERT INTO users VALUES(3, 'New')");
        assertThat(export(args).err()).contains("Exported app");
        assertThat(folder.resolve("app.sql")).content(StandardCharsets.UTF_8).contains("'New'");
    }

    @Test
    void aManifestThatCannotBeReadVouchesForNothing() throws Exception {
        String[] args = {"-o", file("app.sql"), "--overwrite", "--if-changed"};
        export(args);
        Files.writeString(folder.resolve("app.sql.manifest.json"), "{");
        assertThat(export(args).err()).contains("Exported app");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 100, 300})
    void aCutDownloadIsResumedAndCountedInTheSummary(long bytes) {
        server.faults().add(Fault.on(Route.DOWNLOAD).cutAfter(bytes));
        Cli.Run run = export("-o", file("app.sql"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("1 resumed download");
        assertThat(folder.resolve("app.sql")).content(StandardCharsets.UTF_8).isEqualTo(DUMP);
    }

    @Test
    void aResumeThatMustBlockTheDatabaseAgainAsksFirst() throws Exception {
        Files.writeString(folder.resolve("app.sql.part"), "PRAGMA");
        Cli.Run run = export("-o", file("app.sql"), "--resume");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.firstLine()).contains("the download link of app.sql.part is gone", "block the database");
        assertThat(run.err()).contains(": add --yes to agree");
        assertThat(app.exports()).isZero();
        Cli.Run agreed = export("-o", file("app.sql"), "--resume", "--yes");
        assertThat(agreed.exitCode()).as(agreed.err()).isZero();
        assertThat(folder.resolve("app.sql")).content(StandardCharsets.UTF_8).isEqualTo(DUMP);
    }

    private Cli.Run export(String... args) {
        return app.export(args);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private List<String> names() {
        String[] names = folder.toFile().list();
        return names == null ? List.of() : List.of(names);
    }
}
