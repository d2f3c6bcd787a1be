package io.github.d1jdbc.dump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {

    private static final String DUMP = """
            CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT CHECK(name <> ''));
            INSERT INTO users VALUES(1,'ann'),(2,'bob');
            """;

    @TempDir
    Path folder;

    private String dump(String sql) throws IOException {
        Path file = folder.resolve("shop.sql");
        Files.writeString(file, sql);
        return file.toString();
    }

    private Cli.Run convert(String file, String format, String out, String... more) {
        String[] arguments = new String[6 + more.length];
        String[] first = {
            "convert", file, "--to", format, "-o", folder.resolve(out).toString()
        };
        System.arraycopy(first, 0, arguments, 0, first.length);
        System.arraycopy(more, 0, arguments, first.length, more.length);
        return new Cli().run(arguments);
    }

    @Test
    void makesASqliteFile() throws IOException, SQLException {
        Cli.Run run = convert(dump(DUMP), "sqlite", "shop.db", "--json");
        assertThat(run.exitCode()).isZero();
        assertThat(Json.parse(run.out()).path("rows").asLong()).isEqualTo(2);
        assertThat(run.err()).contains("Converted ", "2 rows");
        try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("shop.db"));
                Statement statement = sqlite.createStatement();
                ResultSet rows = statement.executeQuery("SELECT group_concat(name) FROM users")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("ann,bob");
        }
    }

    @Test
    void makesFoldersOfJsonLinesAndCsv() throws IOException {
        assertThat(convert(dump(DUMP), "jsonl", "a").exitCode()).isZero();
        assertThat(folder.resolve("a/users.jsonl"))
                .hasContent("{\"id\":1,\"name\":\"ann\"}\n{\"id\":2,\"name\":\"bob\"}");
        assertThat(convert(dump(DUMP), "csv", "b").exitCode()).isZero();
        assertThat(folder.resolve("b/users.csv")).content().startsWith("\"id\",\"name\"\r\n1,\"ann\"\r\n");
    }

    @Test
    void readsStandardInput() {
        Cli.Run run = new Cli()
                .input(DUMP)
                .run(
                        "convert",
                        "-",
                        "--to",
                        "jsonl",
                        "-o",
                        folder.resolve("out").toString());
        assertThat(run.exitCode()).isZero();
        assertThat(folder.resolve("out/users.jsonl")).exists();
    }

    @Test
    void whatIsThereIsReplacedOnlyWhenAsked() throws IOException {
        Files.writeString(folder.resolve("shop.db"), "precious");
        Cli.Run run = convert(dump(DUMP), "sqlite", "shop.db");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("shop.db exists already: --overwrite replaces it");
        assertThat(folder.resolve("shop.db")).hasContent("precious");
        assertThat(convert(dump(DUMP), "sqlite", "shop.db", "--overwrite").exitCode())
                .isZero();
        assertThat(Files.size(folder.resolve("shop.db"))).isGreaterThan(4_000);
    }

    @Test
    void badInputIsOneLineAndExitOne() throws IOException {
        Cli.Run attach = convert(dump(DUMP + "ATTACH 'x' AS y;"), "sqlite", "shop.db");
        assertThat(attach.exitCode()).isEqualTo(1);
        assertThat(attach.err().lines()).singleElement().asString().contains("line 3", "never run", "ATTACH 'x' AS y");
        assertThat(folder.resolve("shop.db")).doesNotExist();
        Cli.Run nowhere = convert(dump(DUMP), "sqlite", "none/shop.db");
        assertThat(nowhere.exitCode()).isEqualTo(1);
        assertThat(nowhere.err().lines()).singleElement().asString().contains("none does not exist");
        Cli.Run check = convert(dump(DUMP + "INSERT INTO users VALUES(3,'');"), "sqlite", "shop.db");
        assertThat(check.err()).contains("CHECK constraint failed");
        assertThat(convert(dump(DUMP + "INSERT INTO users VALUES(3,'');"), "sqlite", "shop.db", "--ignore-checks")
                        .exitCode())
                .isZero();
    }

    @Test
    void wrongArgumentsAreExitTwo() throws IOException {
        assertThat(convert(dump(DUMP), "xml", "x").exitCode()).isEqualTo(2);
        assertThat(new Cli().run("convert", "x.sql", "-o", "y").exitCode()).isEqualTo(2);
        assertThat(new Cli().run("convert", "x.sql", "--to", "csv").exitCode()).isEqualTo(2);
    }

    @Test
    void helpFitsEightyColumns() {
        Cli.Run run = new Cli().run("convert", "--help");
        assertThat(run.out()).contains("--to", "--ignore-checks", "Exit codes:");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void makesSqlThatD1Imports() throws IOException {
        String file = dump("""
                CREATE TABLE c(p REFERENCES p);
                INSERT INTO c VALUES(1);
                CREATE TABLE p(id INTEGER PRIMARY KEY);
                INSERT INTO p VALUES(1);
                PRAGMA user_version=3;
                """);
        Cli.Run run = convert(file, "sql", "out.sql", "--json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("PRAGMA user_version is left out (line 5, byte ", "2 rows");
        assertThat(Json.parse(run.out()).path("changes")).hasSize(1);
        String normal = Files.readString(folder.resolve("out.sql"));
        assertThat(normal).endsWith("""
                INSERT INTO "p" ("id") VALUES(1);
                INSERT INTO "c" ("p") VALUES(1);
                """);
        assertThat(new Cli().run("convert", file, "--to", "sql", "-o", "-").out())
                .isEqualTo(normal);
        assertThat(convert(file, "sql", "out.sql").exitCode()).isEqualTo(1);
        assertThat(convert(file, "sql", "out.sql.gz", "--scratch", folder.toString())
                        .exitCode())
                .isZero();
        assertThat(convert(folder.resolve("out.sql.gz").toString(), "sql", "out.sql", "--overwrite")
                        .exitCode())
                .isZero();
        assertThat(folder.resolve("out.sql")).hasContent(normal);
    }

    @Test
    void sqlThatIsNotAllowedLeavesNothing() throws IOException {
        String file = dump(DUMP + "DROP TABLE users;");
        Cli.Run run = convert(file, "sql", "out.sql");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.firstLine()).contains("(line 3, statement 3)");
        assertThat(folder.toFile().list()).containsExactly("shop.sql");
        assertThat(convert(file, "sql", "out.sql", "--allow-statements", "drop,update")
                        .exitCode())
                .isZero();
    }
}
