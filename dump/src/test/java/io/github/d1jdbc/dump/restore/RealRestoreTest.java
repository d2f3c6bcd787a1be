package io.github.d1jdbc.dump.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.dump.SqliteWriter;
import io.github.d1jdbc.dump.restore.RestoreOptions.Existing;
import io.github.d1jdbc.dump.restore.RestoreOptions.Way;
import io.github.d1jdbc.engine.D1Http;
import io.github.d1jdbc.engine.RealD1;
import io.github.d1jdbc.engine.RealEngine;
import io.github.d1jdbc.export.DumpOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real engine exports comes back into the real engine, also what its own import refuses. */
@RealD1
@Timeout(120)
class RealRestoreTest {

    @TempDir
    Path folder;

    private static D1Connection connect(RealEngine engine, String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("password", engine.token());
        properties.setProperty("endpoint", engine.endpoint().toString());
        return DriverManager.getConnection("jdbc:d1://" + engine.accountId() + "/" + database, properties)
                .unwrap(D1Connection.class);
    }

    private Restored restore(D1Connection target, Path dump, Way way) throws Exception {
        RestoreOptions options =
                RestoreOptions.defaults().withScratch(folder).withWay(way).withMaxRowsWritten(1_000_000);
        try (Restorer restorer = Restorer.prepare(dump, target, options)) {
            return restorer.run(target);
        }
    }

    private void roundTrip(RealEngine engine, D1Connection source, Way way) throws Exception {
        Path dump = folder.resolve("dump.sql");
        source.exportTo(dump, DumpOptions.defaults().withOverwrite(true));
        D1Http.Database copy = engine.newDatabase();
        try (D1Connection target = connect(engine, copy.name())) {
            restore(target, dump, way);
            assertThat(SampleSql.content(target)).isEqualTo(SampleSql.content(source));
            assertThat(copy.raw("SELECT name FROM sqlite_schema WHERE name LIKE 'd1dump%' OR name LIKE 'd1_stage%'")
                            .body())
                    .contains("\"rows\":[]");
        }
    }

    @Test
    void everythingAwkwardComesBack(RealEngine engine, D1Http.Database database) throws Exception {
        try (D1Connection source = connect(engine, database.name())) {
            SampleSql.fill(source);
            roundTrip(engine, source, Way.IMPORT);
        }
    }

    static Stream<Arguments> schemas() {
        return Stream.of(
                schema(
                        "a child before its parent",
                        "CREATE TABLE c(p REFERENCES p(id)); CREATE TABLE p(id INTEGER"
                                + " PRIMARY KEY); INSERT INTO p VALUES(1); INSERT INTO c VALUES(1)"),
                schema(
                        "a trigger before its view",
                        "CREATE TABLE t(a); CREATE VIEW v AS SELECT a FROM t; CREATE TRIGGER"
                                + " i INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES(NEW.a); END; INSERT INTO v VALUES(3)"),
                schema("a comment at the end", "CREATE TABLE t(a);\nCREATE VIEW v AS SELECT a FROM t -- the end\n"),
                schema(
                        "quoted names",
                        "CREATE TABLE \"a b\"(\"c\"\"d\" TEXT); INSERT INTO \"a b\" VALUES('x');"
                                + " CREATE INDEX \"i j\" ON \"a b\"(\"c\"\"d\")"),
                schema(
                        "rows in a circle",
                        "CREATE TABLE a(id INTEGER PRIMARY KEY, b REFERENCES b(id)); CREATE TABLE b(id"
                                + " INTEGER PRIMARY KEY, a REFERENCES a(id)); INSERT INTO a VALUES(1, NULL); INSERT INTO b"
                                + " VALUES(1, 1); UPDATE a SET b = 1"),
                schema(
                        "values of every kind",
                        "CREATE TABLE t(a, b REAL, c TEXT, d BLOB, e INTEGER); INSERT INTO t"
                                + " VALUES(1, 1.5, 'x''y', X'00ff', 9007199254740991), (NULL, 9e999, '', X'', -1),"
                                + " ('a'||char(10)||'b', 0.1, 'é', NULL, 0)"),
                schema(
                        "keys and options",
                        "CREATE TABLE w(a TEXT, b INT, PRIMARY KEY(b, a)) WITHOUT ROWID, STRICT; INSERT"
                                + " INTO w VALUES('x', 1); CREATE TABLE g(a INT, b INT AS (a+1) STORED, c AS (a*2)); INSERT INTO"
                                + " g(a) VALUES(4); CREATE TABLE n(id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO n"
                                + " VALUES(41); DELETE FROM n"),
                schema(
                        "partial and expression indexes",
                        "CREATE TABLE t(a, b); CREATE UNIQUE INDEX u ON t(a) WHERE b > 0;"
                                + " CREATE INDEX e ON t(lower(a), b DESC); INSERT INTO t VALUES('A', 1), ('A', -1)"),
                schema(
                        "triggers with CASE",
                        "CREATE TABLE t(a); CREATE TABLE l(a); CREATE TRIGGER x AFTER INSERT ON t"
                                + " BEGIN INSERT INTO l VALUES(CASE WHEN NEW.a > 1 THEN 'big' ELSE 'small' END); END; INSERT INTO"
                                + " t VALUES(1), (2)"),
                schema(
                        "statistics",
                        "CREATE TABLE t(a); CREATE INDEX i ON t(a); INSERT INTO t VALUES(1), (2); PRAGMA"
                                + " optimize"),
                schema("nothing but a view", "CREATE VIEW v AS SELECT 1 AS one"));
    }

    private static Arguments schema(String name, String sql) {
        return Arguments.of(name, sql);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("schemas")
    void whatItExportsItTakesBack(String name, String sql, RealEngine engine) throws Exception {
        D1Http.Database database = engine.newDatabase();
        database.run(sql);
        try (D1Connection source = connect(engine, database.name())) {
            roundTrip(engine, source, Way.REQUESTS); // everyExportOfTheFactsIsRestored goes by import
        }
    }

    @Test
    void whatItsOwnImportRefusesIsRestored(RealEngine engine, D1Http.Database database) throws Exception {
        database.run("CREATE TABLE c(p REFERENCES p(id)); CREATE TABLE p(id INTEGER PRIMARY KEY);"
                + " INSERT INTO p VALUES(1); INSERT INTO c VALUES(1)");
        String dump = database.export("{}");
        assertThat(dump.indexOf("CREATE TABLE c")).isLessThan(dump.indexOf("CREATE TABLE p"));
        assertThat(engine.newDatabase().raw(dump).body()).contains("no such table: main.p");
        Path file = Files.writeString(folder.resolve("refused.sql"), dump);
        try (D1Connection target = connect(engine, engine.newDatabase().name())) {
            assertThat(restore(target, file, Way.IMPORT).rowsPerTable()).isEqualTo(Map.of("c", 1L, "p", 1L));
        }
    }

    @Test
    void cleanIsOneImportWithTheDump(RealEngine engine, D1Http.Database database) throws Exception {
        database.run(
                "CREATE TABLE a(id INTEGER PRIMARY KEY, b REFERENCES b(id)); CREATE TABLE b(id INTEGER PRIMARY KEY, a"
                        + " REFERENCES a(id)); INSERT INTO b VALUES(1, NULL); INSERT INTO a VALUES(1, 1); UPDATE b SET a = 1;"
                        + " CREATE VIRTUAL TABLE f USING fts5(x); INSERT INTO f VALUES('y'); CREATE VIEW v AS SELECT 1");
        Path good =
                Files.writeString(folder.resolve("good.sql"), "CREATE TABLE t(a UNIQUE);\nINSERT INTO t VALUES(1);\n");
        Path bad = Files.writeString(
                folder.resolve("bad.sql"),
                "CREATE TABLE t(a UNIQUE);\nINSERT INTO t VALUES(1);\nINSERT INTO t VALUES(1);\n");
        try (D1Connection target = connect(engine, database.name())) {
            Map<String, String> before = SampleSql.content(target);
            RestoreOptions clean = RestoreOptions.defaults()
                    .withScratch(folder)
                    .withExisting(Existing.CLEAN)
                    .withWay(Way.IMPORT);
            try (Restorer restorer = Restorer.prepare(bad, target, clean)) {
                RestoreException failed = org.assertj.core.api.Assertions.catchThrowableOfType(
                        RestoreException.class, () -> restorer.run(target));
                assertThat(failed).hasMessageContaining("UNIQUE");
            }
            assertThat(SampleSql.content(target)).isEqualTo(before);
            try (Restorer restorer = Restorer.prepare(good, target, clean)) {
                restorer.run(target);
            }
            assertThat(SampleSql.content(target).keySet())
                    .isEqualTo(java.util.Set.of("table t", "rows of t", "index sqlite_autoindex_t_1"));
        }
    }

    @Test
    void theEstimateOfRowsWrittenIsNearWhatTheEngineCounts(RealEngine engine, D1Http.Database database)
            throws Exception {
        StringBuilder sql = new StringBuilder("CREATE TABLE t(id INTEGER PRIMARY KEY, a UNIQUE, b);\n");
        for (int i = 0; i < 300; i++)
            sql.append("INSERT INTO t VALUES(").append(i).append(',').append(i).append(",'b');\n");
        sql.append("CREATE INDEX i ON t(b);\n");
        Path dump = Files.writeString(folder.resolve("rows.sql"), sql);
        try (D1Connection target = connect(engine, database.name());
                Restorer restorer = Restorer.prepare(
                        dump,
                        target,
                        RestoreOptions.defaults().withScratch(folder).withWay(Way.IMPORT))) {
            Restored restored = restorer.run(target);
            assertThat(restorer.plan().rowsWritten()).isEqualTo(900);
            assertThat(restored.rowsWritten().orElseThrow()).isBetween(850L, 950L);
        }
    }

    @Test
    void aRealDatabaseComesBack(RealEngine engine, D1Http.Database database) throws Exception {
        try (D1Connection first = connect(engine, database.name())) {
            Restored restored = restore(first, SampleSql.chinook(), Way.IMPORT);
            assertThat(restored.rows()).isEqualTo(15_607);
            assertThat(restored.rowsWritten().orElseThrow()).isBetween(57_000L, 58_000L);
            roundTrip(engine, first, Way.IMPORT);
        }
    }

    /** The schemas of the comparison with the embedded D1, which are those of the engine's own facts. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "export-foreign-keys",
                "export-generated",
                "export-order",
                "export-schema",
                "export-values",
                "export-virtual"
            })
    void everyExportOfTheFactsIsRestored(String name, RealEngine engine) throws Exception {
        Path script =
                Path.of(System.getProperty("basedir", "."), "..", "driver/src/test/resources/parity", name + ".txt");
        D1Http.Database database = engine.newDatabase();
        int restored = 0;
        for (String line : Files.readAllLines(script)) {
            if (line.equals("new")) database = engine.newDatabase();
            if (line.startsWith("query {") || line.startsWith("raw {")) {
                database.post("raw", line.substring(line.indexOf('{')).replaceAll("\\{\\{.*?}}", "long"));
            }
            if (line.equals("export {}")) {
                equalToTheDump(engine, database);
                restored++;
            }
        }
        assertThat(restored).isPositive();
    }

    // D1's export may lose something of a value, so that the truth is the dump, loaded by SQLite.
    private void equalToTheDump(RealEngine engine, D1Http.Database database) throws Exception {
        Path dump = folder.resolve("dump.sql");
        Path loaded = folder.resolve("dump.db");
        try (D1Connection source = connect(engine, database.name())) {
            source.exportTo(dump, DumpOptions.defaults().withOverwrite(true));
        }
        try (DumpReader reader = DumpReader.open(dump)) {
            SqliteWriter.write(reader, loaded, true, false);
        }
        try (D1Connection target = connect(engine, engine.newDatabase().name());
                Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + loaded)) {
            restore(target, dump, Way.IMPORT);
            assertThat(SampleSql.content(target)).isEqualTo(SampleSql.content(sqlite));
        }
    }

    @Test
    void checksHoldAgainAfterARestoreThatIgnoredThem(RealEngine engine, D1Http.Database database) throws Exception {
        String table = "CREATE TABLE t(a CHECK(a > 0), b UNIQUE);\nINSERT INTO t VALUES(-5, 1);\n";
        Path good = Files.writeString(folder.resolve("good.sql"), table);
        Path bad = Files.writeString(folder.resolve("bad.sql"), table + "INSERT INTO t VALUES(-6, 1);\n");
        RestoreOptions ignoring = RestoreOptions.defaults()
                .withScratch(folder)
                .withIgnoreChecks(true)
                .withExisting(Existing.CLEAN);
        try (D1Connection target = connect(engine, database.name())) {
            for (Path dump : List.of(good, bad)) {
                try (Restorer restorer = Restorer.prepare(dump, target, ignoring)) {
                    assertThat(restorer.plan().way()).isEqualTo(Way.IMPORT);
                    restorer.run(target);
                } catch (RestoreException e) {
                    assertThat(dump).isEqualTo(bad);
                }
                assertThat(database.raw("INSERT INTO t VALUES(-7, 7)").body()).contains("CHECK constraint failed");
            }
            assertThat(database.raw("SELECT a FROM t").body()).contains("[[-5]]");
        }
    }
}
