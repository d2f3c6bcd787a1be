package io.github.d1jdbc.dump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.d1jdbc.engine.D1Http;
import io.github.d1jdbc.engine.RealD1;
import io.github.d1jdbc.engine.RealEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgainstTest {

    @TempDir
    Path folder;

    private static Map<String, String> outcomes(Cli.Run run) {
        Map<String, String> outcomes = new TreeMap<>();
        for (JsonNode table : Json.parse(run.out()).at("/against/tables")) {
            outcomes.put(table.path("name").asText(), table.path("outcome").asText());
        }
        return outcomes;
    }

    private Path exported(Cli cli, String database) {
        Path file = folder.resolve("shop.sql.gz");
        Cli.Run export = cli.run("export", database, "-o", file.toString(), "-q");
        assertThat(export.exitCode()).as(export.err()).isZero();
        return file;
    }

    private static Cli.Run verify(Cli cli, Path file, String database, String... more) {
        return cli.run(ServedApp.with(
                new String[] {"verify", file.toString(), "--against", database, "--yes", "--json", "-q"}, more));
    }

    private static void awkward(Cli.Run run) {
        assertThat(run.exitCode()).as(run.all()).isZero();
        Map<String, String> outcomes = outcomes(run);
        List<String> lossy = new ArrayList<>();
        outcomes.forEach((table, outcome) -> {
            if (outcome.equals("as_exported")) lossy.add(table);
            else assertThat(outcome).as(table).isEqualTo("equal");
        });
        assertThat(lossy).containsExactly("i", "keyed", "r", "st", "t");
        assertThat(outcomes)
                .containsKeys(
                        "b", "big", "wide", "plain", "gen", "rid", "Ünï \"q\" tab", "ft", "box", "sqlite_sequence");
        JsonNode t = Json.parse(run.out()).at("/against/tables").findParents("lossyValues").stream()
                .filter(table -> table.path("name").asText().equals("t"))
                .findFirst()
                .orElseThrow();
        assertThat(t.at("/lossyValues/v").asLong()).isEqualTo(3);
        assertThat(Json.parse(run.out()).path("manifest").asBoolean()).isTrue();
    }

    @Test
    void anAwkwardDatabaseIsEqualOrAsExported() throws IOException, SQLException {
        try (ServedApp app = new ServedApp()) {
            for (String sql : AwkwardDatabase.statements()) app.ask(sql);
            for (String sql : AwkwardDatabase.virtual()) app.ask(sql);
            awkward(verify(app.cli(), exported(app.cli(), "app"), "app"));
        }
    }

    @Test
    @RealD1
    void anAwkwardDatabaseInTheRealEngineIsEqualOrAsExported(RealEngine engine, D1Http.Database database) {
        for (String sql : AwkwardDatabase.statements()) database.run(sql);
        for (String sql : AwkwardDatabase.virtual()) database.run(sql);
        Cli cli = real(engine);
        Path file = exported(cli, database.name());
        awkward(verify(cli, file, database.name()));
        database.run("UPDATE t SET v = 'other' WHERE id = 5");
        database.run("DELETE FROM plain WHERE b = 'row 700'");
        database.run("CREATE INDEX new_one ON plain(a)");
        Cli.Run changed = verify(cli, file, database.name());
        assertThat(changed.exitCode()).isEqualTo(3);
        assertThat(Json.parse(changed.out()).at("/against/differences").findValuesAsText("object"))
                .containsExactlyInAnyOrder("t", "plain", "new_one");
    }

    private static Cli real(RealEngine engine) {
        return new Cli()
                .with("CLOUDFLARE_API_TOKEN", engine.token())
                .with("CLOUDFLARE_ACCOUNT_ID", engine.accountId())
                .with("CLOUDFLARE_API_BASE_URL", engine.endpoint().toString());
    }

    @Test
    void differencesAreListedByTable() throws IOException, SQLException {
        try (ServedApp app = new ServedApp()) {
            Path file = exported(app.cli(), "app");
            app.ask("UPDATE users SET name = 'Eve' WHERE id = 1");
            app.ask("INSERT INTO orders VALUES(8,1)");
            app.ask("CREATE VIEW v AS SELECT 1");
            app.ask("DROP INDEX orders_by_user");
            Cli.Run run = app.cli().run("verify", file.toString(), "--against", "app", "--yes");
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.out())
                    .contains("against       app: 0 of 2 tables equal")
                    .containsPattern("rows +orders +1 row +2 rows")
                    .containsPattern("content +users")
                    .containsPattern("schema +v +none +there")
                    .containsPattern("schema +orders_by_user +there +missing");
            assertThat(run.err()).contains("Comparing with app reads about 10 rows, in 5 requests");
        }
    }

    @Test
    void cheapLevelsCountRowsAndBytes() throws IOException, SQLException {
        try (ServedApp app = new ServedApp()) {
            Path file = exported(app.cli(), "app");
            assertThat(verify(app.cli(), file, "app", "--level", "sums").exitCode())
                    .isZero();
            app.ask("UPDATE users SET name = 'Eva' WHERE id = 1");
            assertThat(verify(app.cli(), file, "app", "--level", "sums").exitCode())
                    .as("as many bytes")
                    .isZero();
            assertThat(verify(app.cli(), file, "app").exitCode()).isEqualTo(3);
            app.ask("UPDATE users SET name = 'Evelyn' WHERE id = 1");
            assertThat(verify(app.cli(), file, "app", "--level", "counts").exitCode())
                    .isZero();
            Cli.Run sums = verify(app.cli(), file, "app", "--level", "sums");
            assertThat(sums.exitCode()).isEqualTo(3);
            assertThat(Json.parse(sums.out()).at("/against/differences/0/kind").asText())
                    .isEqualTo("BYTES");
        }
    }

    @Test
    void costIsToldFirstAndNobodyIsAskedWithoutATerminal() throws IOException {
        try (ServedApp app = new ServedApp()) {
            Path file = exported(app.cli(), "app");
            Cli.Run silent = app.cli().run("verify", file.toString(), "--against", "app");
            assertThat(silent.exitCode()).isEqualTo(2);
            assertThat(silent.err()).contains("add --yes to agree");
            Cli.Run dear = verify(app.cli(), file, "app", "--max-rows-read", "3");
            assertThat(dear.exitCode()).isEqualTo(2);
            assertThat(dear.err()).contains("reads about 9 rows", "--max-rows-read allows 3");
            assertThat(verify(app.cli(), file, "nobody").exitCode()).isEqualTo(1);
        }
    }

    @Test
    void onlyWhatWasExportedIsCompared() throws IOException {
        try (ServedApp app = new ServedApp()) {
            Path file = folder.resolve("users.sql");
            assertThat(app.export("-t", "users", "-o", file.toString()).exitCode())
                    .isZero();
            Cli.Run run = verify(app.cli(), file, "app");
            assertThat(run.exitCode()).as(run.all()).isZero();
            assertThat(outcomes(run)).containsOnlyKeys("users");
            assertThat(Json.parse(run.out()).at("/against/leftOut/0").asText()).isEqualTo("orders");
            Path schema = folder.resolve("schema.sql");
            assertThat(app.export("--no-data", "-o", schema.toString()).exitCode())
                    .isZero();
            assertThat(verify(app.cli(), schema, "app").exitCode()).isZero();
        }
    }

    @Test
    void withoutAnyNameForTheRowidItIsRefusedByName() throws IOException, SQLException {
        try (ServedApp app = new ServedApp()) {
            app.ask("CREATE TABLE three(rowid, _rowid_, oid)");
            app.ask("CREATE TABLE alias(rowid TEXT, _rowid_ TEXT, oid INTEGER PRIMARY KEY)");
            app.ask("INSERT INTO alias VALUES('a','b',5)");
            Path file = exported(app.cli(), "app");
            Cli.Run run = verify(app.cli(), file, "app");
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(Json.parse(run.out()).at("/against/differences").findValuesAsText("message"))
                    .singleElement()
                    .asString()
                    .contains("three", "rowid, _rowid_ and oid");
            assertThat(outcomes(run)).containsEntry("alias", "equal");
            assertThat(verify(app.cli(), file, "app", "--level", "sums").exitCode())
                    .isZero();
        }
    }

    @Test
    void aSqliteFileIsComparedToo() throws IOException, SQLException {
        Path sql = folder.resolve("shop.sql");
        Files.writeString(sql, "CREATE TABLE t(a, b TEXT); INSERT INTO t VALUES(1.0,'x'),(2,'y');");
        Path file = folder.resolve("shop.db");
        assertThat(new Cli()
                        .run("convert", sql.toString(), "--to", "sqlite", "-o", file.toString())
                        .exitCode())
                .isZero();
        String url = "jdbc:sqlite:" + file;
        assertThat(new Cli().run("verify", sql.toString(), "--against", url).exitCode())
                .isZero();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE t SET a = 1 WHERE b = 'x'");
        }
        assertThat(new Cli().run("verify", sql.toString(), "--against", url).exitCode())
                .isEqualTo(3);
        assertThat(new Cli()
                        .run("verify", sql.toString(), "--against", url + "x")
                        .err())
                .contains("there is no SQLite file");
    }
}
