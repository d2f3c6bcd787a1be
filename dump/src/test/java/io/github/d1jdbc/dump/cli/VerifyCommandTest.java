package io.github.d1jdbc.dump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {

    private static final String DUMP = """
            CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT);
            INSERT INTO users VALUES(1,'ann'),(2,'bob');
            """;

    @TempDir
    Path folder;

    private String dump(String sql) throws IOException {
        Path file = folder.resolve("shop.sql");
        Files.writeString(file, sql);
        return file.toString();
    }

    @Test
    void aSoundDumpIsExitZeroWithItsTables() throws IOException {
        Cli.Run run = new Cli().run("verify", dump(DUMP));
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        "2 statements, 2 rows", "users", "integrity     ok", "foreign keys  ok", "manifest      none");
        assertThat(run.err()).contains("Verified ");
        assertThat(new Cli().run("verify", dump(DUMP), "-q").all()).isEmpty();
    }

    @Test
    void jsonHasEveryHash() throws IOException {
        Cli.Run run = new Cli().run("verify", dump(DUMP), "--json", "-q");
        JsonNode json = Json.parse(run.out());
        assertThat(json.path("outcome").asText()).isEqualTo("verified");
        assertThat(json.at("/tables/0/contentHash").asText()).matches("[0-9a-f]{64}");
        assertThat(json.at("/tables/0/rows").asLong()).isEqualTo(2);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void differencesAreATableAndExitThree() throws IOException {
        Cli.Run run = new Cli()
                .run("verify", dump(DUMP + "CREATE TABLE o(u REFERENCES users(id)); INSERT INTO o VALUES(9);"));
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out())
                .containsPattern("difference +in +expected +found")
                .contains("foreign key")
                .contains("1 row without one in users");
    }

    @Test
    void aManifestIsCompared() throws IOException {
        try (ServedApp app = new ServedApp()) {
            Path file = folder.resolve("app.sql.gz");
            assertThat(app.export("-o", file.toString()).exitCode()).isZero();
            Cli.Run good = new Cli().run("verify", file.toString());
            assertThat(good.exitCode()).as(good.all()).isZero();
            assertThat(good.out()).contains("manifest      right, by size, SHA-256 and the rows");
            Path manifest = folder.resolve("app.sql.gz.manifest.json");
            String json = Files.readString(manifest);
            Files.writeString(manifest, json.replace("\"users\" : 2", "\"users\" : 3"));
            Cli.Run rows = new Cli().run("verify", file.toString());
            assertThat(rows.exitCode()).isEqualTo(3);
            assertThat(rows.out()).contains("the manifest says 3 rows of users, the dump has 2 rows");
        }
    }

    @Test
    void aManifestOfAnotherFileIsStale() throws IOException {
        try (ServedApp app = new ServedApp()) {
            Path file = folder.resolve("app.sql");
            assertThat(app.export("-o", file.toString()).exitCode()).isZero();
            String sql = Files.readString(file);
            Files.writeString(file, sql + "\n");
            Cli.Run longer = new Cli().run("verify", file.toString());
            assertThat(longer.exitCode()).isEqualTo(3);
            assertThat(longer.out())
                    .contains("the manifest is stale, it was written for another file: the size of the file differs");
            Files.writeString(file, sql.replace("Ada", "Eve"));
            Cli.Run changed = new Cli().run("verify", file.toString());
            assertThat(changed.exitCode()).isEqualTo(3);
            assertThat(changed.out()).contains("the SHA-256 of the file differs");
            assertThat(new Cli().run("verify", file.toString(), "--no-manifest").exitCode())
                    .isZero();
        }
    }

    @Test
    void readsStandardInput() {
        Cli.Run run = new Cli().input(DUMP).run("verify", "-");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("standard input: ");
    }

    @Test
    void anInterruptIsExit130AndLeavesNothing() throws IOException {
        Path scratch = Files.createDirectory(folder.resolve("scratch"));
        String file = dump(DUMP);
        for (String[] command : new String[][] {
            {"inspect", file},
            {"convert", file, "--to", "sqlite", "-o", folder.resolve("out.db").toString()},
            {"verify", file, "--scratch", scratch.toString()}
        }) {
            Thread.currentThread().interrupt();
            Cli.Run run = new Cli().run(command);
            assertThat(Thread.interrupted()).as(command[0]).isTrue();
            assertThat(run.exitCode()).as(command[0]).isEqualTo(130);
            assertThat(run.err().lines()).as(command[0]).containsExactly("d1dump: stopped before it was done");
        }
        assertThat(folder.resolve("out.db")).doesNotExist();
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void helpFitsEightyColumns() {
        Cli.Run run = new Cli().run("verify", "--help");
        assertThat(run.out()).contains("--scratch", "Exit codes:");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(new String(run.bytes().toByteArray(), StandardCharsets.UTF_8))
                .contains("content hash");
    }
}
