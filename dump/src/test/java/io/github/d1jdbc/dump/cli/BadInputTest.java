package io.github.d1jdbc.dump.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is given for a dump: one clear line, exit 1, and nothing is changed. */
class BadInputTest {

    @TempDir
    Path folder;

    private List<String[]> commands(String file) {
        return List.of(
                new String[] {"inspect", file},
                new String[] {"convert", file, "--to", "sqlite", "-o", out("out.db")},
                new String[] {"convert", file, "--to", "jsonl", "-o", out("out.jsonl")},
                new String[] {"convert", file, "--to", "csv", "-o", out("out.csv")},
                new String[] {"verify", file, "--scratch", out("scratch")});
    }

    private String out(String name) {
        return folder.resolve("to").resolve(name).toString();
    }

    private void refused(String file, String sentence) throws IOException {
        Files.createDirectories(folder.resolve("to").resolve("scratch"));
        for (String[] command : commands(file)) {
            Cli.Run run = new Cli().run(command);
            assertThat(run.exitCode())
                    .as("%s: %s", String.join(" ", command), run.all())
                    .isEqualTo(1);
            assertThat(run.err().lines())
                    .as(String.join(" ", command))
                    .singleElement()
                    .asString()
                    .startsWith("d1dump: ")
                    .contains(sentence);
            assertThat(run.out()).isEmpty();
            try (var left = Files.list(folder.resolve("to"))) {
                assertThat(left).as(String.join(" ", command)).containsExactly(Path.of(out("scratch")));
            }
            assertThat(Path.of(out("scratch"))).isEmptyDirectory();
        }
    }

    private static byte[] dump() {
        StringBuilder sql = new StringBuilder("CREATE TABLE t(a,b);\n");
        for (int i = 0; i < 2_000; i++)
            sql.append("INSERT INTO t VALUES(").append(i * 7919L % 1009).append(",'x');\n");
        return sql.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void noDumpAtAll() throws IOException, SQLException {
        Path database = folder.resolve("real.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE t(a)");
        }
        Map<String, String> files = new LinkedHashMap<>();
        files.put("<!DOCTYPE html><html><body>502</body></html>", "this is an HTML page");
        files.put("<?xml version=\"1.0\"?><Error/>", "this is XML");
        files.put("{\"success\":false}", "this is JSON");
        files.put("", "this file is empty");
        files.put(
                "CREATE TABLE t(a);\nINSERT INTO t VALUES('never end", "the file ends in the middle of this statement");
        refused(database.toString(), "this is a SQLite database file, not a dump");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve("bad.sql");
            Files.writeString(path, file.getKey());
            refused(path.toString(), file.getValue());
        }
        refused(folder.resolve("missing.sql").toString(), "does not exist");
        refused(folder.toString(), "is a folder, not a dump");
    }

    @Test
    void truncatedGzipAndZstd() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gzip)) {
            out.write(dump());
        }
        Path cut = folder.resolve("cut.sql.gz");
        Files.write(cut, Arrays.copyOf(gzip.toByteArray(), gzip.size() * 2 / 3));
        refused(cut.toString(), "the gzip data ends in the middle");
        byte[] zstd = com.github.luben.zstd.Zstd.compress(dump());
        Path cutZstd = folder.resolve("cut.sql.zst");
        Files.write(cutZstd, Arrays.copyOf(zstd, zstd.length * 2 / 3));
        refused(cutZstd.toString(), "the zstd data");
    }

    @Test
    void aFileThatMayNotBeRead() throws IOException {
        Path secret = folder.resolve("secret.sql");
        Files.write(secret, dump());
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(secret)).as("root may read everything").isFalse();
        refused(secret.toString(), "may not be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ATTACH 'evil.db' AS e;",
                "INSERT INTO t VALUES(writefile('evil','x'));",
                "INSERT INTO t VALUES(load_extension('evil'));",
                "INSERT INTO t SELECT writefile('evil','x');",
                "SELECT writefile('evil','x');",
                "PRAGMA temp_store_directory='evil';",
                "PRAGMA journal_mode=WAL;",
                "VACUUM INTO 'evil.db';",
                "CREATE TABLE x AS SELECT readfile('/etc/passwd');",
                "CREATE TEMP TABLE x(a);",
                "CREATE VIRTUAL TABLE x USING csv(filename='/etc/passwd');",
                "CREATE TABLE e.x(a);",
                "DETACH main;",
                "DROP TABLE t;",
                "UPDATE t SET a = 1;"
            })
    void statementsThatNoDumpHasAreNeverRun(String evil) throws IOException {
        Path file = folder.resolve("evil.sql");
        Files.writeString(file, "CREATE TABLE t(a);\nINSERT INTO t VALUES(1);\n" + evil + "\n");
        Path scratch = Files.createDirectories(folder.resolve("scratch"));
        for (String[] command : new String[][] {
            {
                "convert",
                file.toString(),
                "--to",
                "sqlite",
                "-o",
                folder.resolve("out.db").toString()
            },
            {"verify", file.toString(), "--scratch", scratch.toString()}
        }) {
            Cli.Run run = new Cli().run(command);
            assertThat(run.exitCode()).as(run.all()).isEqualTo(1);
            assertThat(run.err().lines()).singleElement().asString().contains("line 3");
        }
        assertThat(folder.resolve("out.db")).doesNotExist();
        assertThat(scratch).isEmptyDirectory();
        assertThat(Path.of("evil.db")).doesNotExist();
        assertThat(Path.of("evil")).doesNotExist();
    }

    // A schema may name any function; none of it runs while rows are loaded, checked and read back.
    @Test
    void evilSchemasRunNothing() throws IOException {
        Path made = folder.resolve("made");
        String call = "writefile('" + made + "','x')";
        String load = "load_extension('" + made + "')";
        for (String evil : List.of(
                "CREATE VIEW v AS SELECT " + call + ";",
                "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT " + load + "; END;",
                "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT " + call + "; END;",
                "CREATE TABLE g(a, b AS (" + load + "));INSERT INTO g(a) VALUES(1);",
                "CREATE TABLE g(a, b AS (" + call + ") STORED);INSERT INTO g(a) VALUES(1);",
                "CREATE TABLE g(a DEFAULT (" + load + "));INSERT INTO g DEFAULT VALUES;",
                "CREATE TABLE g(a CHECK(" + load + " IS NULL));INSERT INTO g(a) VALUES(1);",
                "CREATE INDEX i ON t(" + load + ");")) {
            Path file = folder.resolve("evil.sql");
            Files.writeString(file, "CREATE TABLE t(a);\nINSERT INTO t VALUES(1);\n" + evil + "\n");
            Path out = folder.resolve("out.db");
            Files.deleteIfExists(out);
            Cli.Run convert = new Cli().run("convert", file.toString(), "--to", "sqlite", "-o", out.toString());
            Cli.Run verify = new Cli().run("verify", file.toString());
            assertThat(convert.exitCode()).as(evil).isIn(0, 1);
            assertThat(verify.exitCode()).as(evil).isIn(0, 1);
            if (verify.exitCode() == 1)
                assertThat(verify.err().lines()).as(evil).hasSize(1);
            if (convert.exitCode() == 1) assertThat(out).as(evil).doesNotExist();
            assertThat(made).as(evil).doesNotExist();
        }
    }

    @Test
    void sha256sumTakesTheManifestsLine() throws IOException, InterruptedException {
        try (ServedApp app = new ServedApp()) {
            Path file = folder.resolve("app.sql.gz");
            assertThat(app.export("-o", file.toString()).exitCode()).isZero();
            String manifest = Files.readString(folder.resolve("app.sql.gz.manifest.json"));
            String line = Json.parse(manifest).at("/file/sha256sum").asText();
            assertThat(Json.parse(manifest).at("/contentHashes/users").asText()).matches("[0-9a-f]{64}");
            Path sums = folder.resolve("app.sql.gz.sha256");
            Files.writeString(sums, line + "\n");
            assertThat(check(sums)).isZero();
            Files.writeString(file, "x");
            assertThat(check(sums)).isEqualTo(1);
            Path plain = folder.resolve("plain.sql");
            app.export("-o", plain.toString(), "--no-content-hash");
            assertThat(Json.parse(Files.readString(folder.resolve("plain.sql.manifest.json")))
                            .path("contentHashes"))
                    .isEmpty();
        }
    }

    private int check(Path sums) throws IOException, InterruptedException {
        return new ProcessBuilder("sha256sum", "-c", "--status", sums.toString())
                .directory(folder.toFile())
                .start()
                .waitFor();
    }
}
