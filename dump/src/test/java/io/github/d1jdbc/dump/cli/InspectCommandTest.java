package io.github.d1jdbc.dump.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {

    private static final String GOOD =
            "PRAGMA defer_foreign_keys=TRUE;\nCREATE TABLE users(id INTEGER PRIMARY KEY, name"
                    + " TEXT);\nINSERT INTO \"users\" (\"id\",\"name\") VALUES(1,'ann');\n";
    private static final String REFUSED = GOOD + "CREATE TRIGGER g AFTER INSERT ON v BEGIN SELECT 1; END;";
    private static final String LOST = GOOD + "INSERT INTO \"users\" (\"id\",\"name\") VALUES(2,'\uFFFD');";

    @TempDir
    Path folder;

    private String file(String sql) throws IOException {
        Path file = folder.resolve("shop.sql");
        Files.writeString(file, sql);
        return file.toString();
    }

    @Test
    void tellsTablesVerdictAndLosses() throws IOException {
        Cli.Run run = new Cli().run("inspect", file(REFUSED + LOST.substring(GOOD.length())));
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("shop.sql: ", "5 statements", "2 rows")
                .containsPattern("\n  users +2 +2 +\\d+ B\n")
                .contains("written by  guess: written by D1's export")
                .contains(
                        "D1 would not import it as it is:\n  - line 4: the trigger g needs the table v, which the dump does")
                .contains("  - likely, users.name, 1 value: U+FFFD stands where");
    }

    @Test
    void saysWhenThereIsNothingToSay() throws IOException {
        Cli.Run run = new Cli().run("inspect", file(GOOD), "--strict");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("D1 would import it, as far as reading it tells", "UTF-8 without fault")
                .contains("Nothing in it looks as if D1's exporter had lost anything.");
    }

    @Test
    void strictEndsWithThreeForRefusalsAndLosses() throws IOException {
        assertThat(new Cli().run("inspect", file(REFUSED), "--strict", "-q").exitCode())
                .isEqualTo(3);
        assertThat(new Cli().run("inspect", file(LOST), "--strict", "-q").exitCode())
                .isEqualTo(3);
        assertThat(new Cli().run("inspect", file(LOST), "-q").out()).isEmpty();
    }

    @Test
    void jsonHasTheSame() throws IOException {
        Cli.Run run = new Cli().run("inspect", file(REFUSED), "--json");
        JsonNode object = Json.parse(run.out());
        assertThat(object.path("importable").asBoolean()).isFalse();
        assertThat(object.path("lossy").asBoolean()).isFalse();
        assertThat(object.path("compression").asText()).isEqualTo("none");
        assertThat(object.path("tables").path(0).path("name").asText()).isEqualTo("users");
        assertThat(object.path("tables").path(0).path("rows").asLong()).isEqualTo(1);
        assertThat(object.path("objects").path("triggers").asLong()).isEqualTo(1);
        assertThat(object.path("refusals").path(0).path("kind").asText()).isEqualTo("trigger_before_table");
        assertThat(object.path("largestStatements").size()).isEqualTo(4);
        assertThat(object.path("dialect").path("origin").asText()).isEqualTo("d1");
        assertThat(object.path("encoding").path("firstInvalid").asLong()).isEqualTo(-1);
        assertThat(object.path("losses").isArray()).isTrue();
    }

    @Test
    void readsStandardInput() {
        Cli.Run run = new Cli().input(GOOD).run("inspect", "-");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("-: ").contains("1 row");
    }

    @Test
    void aCompressedDumpIsToldBySize() throws IOException {
        Path file = folder.resolve("shop.sql.gz");
        try (OutputStream out = Compression.GZIP.compress(Files.newOutputStream(file), DumpOptions.DEFAULT_LEVEL)) {
            out.write(GOOD.getBytes(UTF_8));
        }
        assertThat(new Cli().run("inspect", file.toString()).out()).contains("SQL, gzip, 3 statements");
    }

    @Test
    void whatIsNoDumpIsOneLineAndExitOne() throws IOException {
        Cli.Run page = new Cli().run("inspect", file("<!doctype html><title>Bad gateway</title>"));
        assertThat(page.exitCode()).isEqualTo(1);
        assertThat(page.out()).isEmpty();
        assertThat(page.err().lines()).singleElement().asString().contains("shop.sql: this is an HTML page");
        Cli.Run cut = new Cli().run("inspect", file(GOOD.substring(0, GOOD.length() - 5)));
        assertThat(cut.exitCode()).isEqualTo(1);
        assertThat(cut.err().lines()).singleElement().asString().contains("line 3, statement 3", "cut short");
        Cli.Run missing = new Cli().run("inspect", folder.resolve("none.sql").toString());
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("none.sql does not exist");
        Cli.Run directory = new Cli().run("inspect", folder.toString());
        assertThat(directory.exitCode()).isEqualTo(1);
        assertThat(directory.err().lines()).singleElement().asString().contains("is a folder, not a dump");
    }

    @Test
    void aFileIsNeeded() {
        Cli.Run run = new Cli().run("inspect");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("missing required parameter: 'FILE'", "d1dump inspect --help");
    }

    @Test
    void helpTellsExitCodesInEightyColumns() {
        Cli.Run run = new Cli().run("inspect", "--help");
        assertThat(run.out()).contains("d1dump inspect FILE", "--strict", "--json", "Exit codes:");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void columnsStandUnderTheirHeadsAndNumbersHaveSeparators() throws IOException {
        String longName = "a name of more than forty letters, which is long";
        StringBuilder sql = new StringBuilder("PRAGMA defer_foreign_keys=TRUE;\nCREATE TABLE t(a INTEGER);\n");
        sql.append("CREATE TABLE \"" + longName + "\"(a);\n");
        for (int i = 0; i < 1234; i++) sql.append("INSERT INTO \"t\" (\"a\") VALUES(" + i + ");\n");
        sql.append("INSERT INTO \"t\" (\"a\") VALUES('\u00FF\u00FE');\n");
        sql.append("INSERT INTO \"t\" (\"a\") VALUES('\u00EF\u00BF\u00BD');\nINSERT INTO other VALUES(1);\n");
        Path file = folder.resolve("edge.sql");
        Files.writeString(file, sql, ISO_8859_1);
        assertThat(new Cli().run("inspect", file.toString()).out().lines().skip(1))
                .startsWith(
                        "",
                        "  table                                     columns           rows        size",
                        "  t                                               1          1,236    41.2 KiB",
                        "  " + longName + "        1              0         0 B",
                        "  other (rows only)                               1              1        28 B",
                        "",
                        "  objects     2 tables, 0 virtual tables, 0 indexes, 0 triggers, 0 views",
                        "  largest     66 bytes: CreateTable " + longName + " (line 3, byte 59)",
                        "              35 bytes: Insert t (line 1,239, byte 43,477)",
                        "              34 bytes: Insert t (line 1,007, byte 35,125)",
                        "  characters  2 × no UTF-8 (first at byte 43,471), 1 × U+FFFD");
    }

    @Test
    void theLogOfTheDriverIsLeftAsItWas() throws IOException {
        Logger logger = Logger.getLogger("io.github.d1jdbc");
        Level before = logger.getLevel();
        Cli.Run run = new Cli().run("inspect", file(GOOD), "-v");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(logger.getLevel()).isEqualTo(before);
        assertThat(logger.getUseParentHandlers()).isTrue();
    }
}
