package io.github.d1jdbc.dump.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.dump.restore.RestoreException.Kind;
import io.github.d1jdbc.dump.restore.RestoreOptions.Existing;
import io.github.d1jdbc.dump.restore.RestoreOptions.Way;
import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class RestorerTest {

    /** A child before its parent, an index, a view, and triggers on both, as D1 exports them. */
    static final String SHOP = """
            PRAGMA defer_foreign_keys=TRUE;
            CREATE TABLE orders(id INTEGER PRIMARY KEY, user_id REFERENCES users(id), note TEXT);
            INSERT INTO "orders" ("id","user_id","note") VALUES(7,2,'a;b');
            INSERT INTO "orders" ("id","user_id","note") VALUES(8,1,NULL);
            CREATE TABLE users(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE);
            INSERT INTO "users" ("id","name") VALUES(1,'Ada');
            INSERT INTO "users" ("id","name") VALUES(2,'Zoë');
            DELETE FROM sqlite_sequence;
            INSERT INTO "sqlite_sequence" ("name","seq") VALUES('users',40);
            CREATE INDEX orders_by_user ON orders(user_id);
            CREATE TRIGGER no_zero BEFORE INSERT ON users WHEN NEW.id = 0 BEGIN SELECT RAISE(ABORT, 'zero'); END;
            CREATE TRIGGER into_view INSTEAD OF INSERT ON names BEGIN INSERT INTO users(name) VALUES(NEW.name); END;
            CREATE VIEW names AS SELECT name FROM users -- all of them
            ;""";

    private static final String OBJECTS = "into_view names no_zero orders orders_by_user users";

    @TempDir
    Path folder;

    private final TwoDatabases d1 = new TwoDatabases();

    @AfterEach
    void close() throws IOException {
        d1.close();
    }

    private Path dump(String sql) throws IOException {
        return Files.writeString(folder.resolve("shop.sql"), sql);
    }

    private RestoreOptions options() throws IOException {
        Path scratch = Files.createDirectories(folder.resolve("scratch"));
        return RestoreOptions.defaults()
                .withScratch(scratch)
                .withLockWait(Duration.ZERO)
                .withDeadline(Duration.ofSeconds(20));
    }

    private Restored restore(String database, Path dump, RestoreOptions options) throws Exception {
        try (D1Connection target = d1.connect(database);
                Restorer restorer = Restorer.prepare(dump, target, options)) {
            return restorer.run(target);
        }
    }

    private RestoreException refused(String database, Path dump, RestoreOptions options) {
        return catchThrowableOfType(RestoreException.class, () -> restore(database, dump, options));
    }

    private void assertShop(String database) throws Exception {
        assertThat(d1.objects(database)).isEqualTo(OBJECTS);
        assertThat(d1.value(database, "SELECT group_concat(id || user_id || coalesce(note, '-')) FROM orders"))
                .isEqualTo("72a;b,81-");
        assertThat(d1.value(database, "SELECT group_concat(name) FROM users")).isEqualTo("Ada,Zoë");
        assertThat(d1.value(database, "SELECT seq FROM sqlite_sequence WHERE name = 'users'"))
                .isEqualTo("40");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private long requests(Route route) {
        return d1.server.requests().stream()
                .filter(request -> request.route() == route)
                .count();
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"IMPORT", "REQUESTS"})
    void aDumpThatD1WouldRefuseIsRestored(Way way) throws Exception {
        Restored restored = restore("one", dump(SHOP), options().withWay(way));
        assertShop("one");
        assertThat(restored.way()).isEqualTo(way);
        assertThat(restored.rowsPerTable()).containsOnly(Map.entry("orders", 2L), Map.entry("users", 2L));
        assertThat(requests(Route.IMPORT) > 0).isEqualTo(way == Way.IMPORT);
        assertThat(files()).containsExactly("shop.sql");
    }

    @Test
    void aSmallDumpIsOneRequestAndALargerOneAnImport() throws Exception {
        assertThat(restore("one", dump(SHOP), options()).way()).isEqualTo(Way.REQUESTS);
        StringBuilder large = new StringBuilder(SHOP).append('\n');
        for (int i = 100; i < 600; i++)
            large.append("INSERT INTO users(id) VALUES(").append(i).append(");\n");
        assertThat(restore("two", dump(large.toString()), options()).way()).isEqualTo(Way.IMPORT);
    }

    @Test
    void aPlanSaysEverythingAndChangesNothing() throws Exception {
        Path dump = dump(SHOP);
        d1.load("one", "CREATE TABLE old(a); INSERT INTO old VALUES(1),(2),(3); CREATE VIEW v AS SELECT 1;");
        try (D1Connection target = d1.connect("one");
                Restorer restorer = Restorer.prepare(dump, target, options().withExisting(Existing.CLEAN))) {
            RestorePlan plan = restorer.plan();
            assertThat(plan.found()).containsOnly(Map.entry("old", 3L));
            assertThat(plan.target()).isEqualTo("1 table (old), 1 view");
            assertThat(plan.drops()).containsExactly("DROP VIEW IF EXISTS \"v\"", "DROP TABLE IF EXISTS \"old\"");
            assertThat(plan.rowsPerTable()).containsOnly(Map.entry("orders", 2L), Map.entry("users", 2L));
            // orders has one index, users the one of UNIQUE.
            assertThat(plan.rowsWritten()).isEqualTo(8);
            assertThat(plan.refusal()).isEmpty();
        }
        assertThat(d1.objects("one")).isEqualTo("old v");
        assertThat(requests(Route.IMPORT)).isZero();
        assertThat(files()).containsExactly("shop.sql");
    }

    @Test
    void aTargetWithSomethingInItIsRefused() throws Exception {
        d1.load("one", "CREATE TABLE precious(a);");
        RestoreException refused = refused("one", dump(SHOP), options());
        assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
        assertThat(refused)
                .hasMessageContaining("one is not empty: it has 1 table (precious)")
                .hasMessageContaining("nothing was changed");
        assertThat(refused.hint()).contains("--clean", "--append", "--create");
        assertThat(d1.objects("one")).isEqualTo("precious");
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"IMPORT", "REQUESTS"})
    void cleanDropsEverythingWhateverItsOrder(Way way) throws Exception {
        d1.load("one", """
                CREATE TABLE a(id INTEGER PRIMARY KEY, b REFERENCES b(id));
                CREATE TABLE b(id INTEGER PRIMARY KEY, a REFERENCES a(id));
                CREATE TABLE parent(id INTEGER PRIMARY KEY);
                CREATE TABLE child(p NOT NULL REFERENCES parent(id));
                CREATE TABLE self(id INTEGER PRIMARY KEY, up REFERENCES self(id));
                INSERT INTO a VALUES(1,1); INSERT INTO b VALUES(1,1);
                INSERT INTO parent VALUES(1); INSERT INTO child VALUES(1); INSERT INTO self VALUES(1,1),(2,1);
                CREATE VIRTUAL TABLE words USING fts5(w); INSERT INTO words VALUES('hello');
                CREATE VIEW one AS SELECT 1 AS x; CREATE VIEW two AS SELECT x FROM one;
                CREATE TRIGGER t INSTEAD OF INSERT ON one BEGIN DELETE FROM parent; END;
                CREATE TABLE users(other);
                """);
        restore("one", dump(SHOP), options().withExisting(Existing.CLEAN).withWay(way));
        assertShop("one");
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"IMPORT", "REQUESTS"})
    void aCleanThatFailsLeavesWhatWasThere(Way way) throws Exception {
        d1.load("one", "CREATE TABLE precious(a); INSERT INTO precious VALUES(42);");
        Path bad = dump(SHOP + "\nINSERT INTO users(id, name) VALUES(3,'Ada');\n"); // breaks UNIQUE
        RestoreException failed =
                refused("one", bad, options().withExisting(Existing.CLEAN).withWay(way));
        assertThat(failed.kind()).isEqualTo(Kind.FAILED);
        assertThat(failed).hasMessageContaining("UNIQUE").hasMessageContaining("precious 1");
        assertThat(failed.hint()).contains("wrangler d1 time-travel restore one --bookmark=");
        assertThat(d1.value("one", "SELECT a FROM precious")).isEqualTo("42");
    }

    @Test
    void aFailedRestoreIntoAnEmptyDatabaseLeavesItEmptyAndNoJournal() throws Exception {
        Path bad = dump(SHOP + "\nINSERT INTO users(id, name) VALUES(3,'Ada');\n");
        RestoreException failed = refused("one", bad, options().withWay(Way.IMPORT));
        assertThat(failed.kind()).isEqualTo(Kind.FAILED);
        assertThat(failed).hasMessageContaining("one is empty as it was before");
        assertThat(failed.bookmark()).isEmpty();
        assertThat(d1.objects("one")).isEmpty();
        assertThat(files()).containsExactly("shop.sql");
    }

    @Test
    void appendAddsTablesToOthers() throws Exception {
        d1.load("one", "CREATE TABLE other(a); INSERT INTO other VALUES(1);");
        restore("one", dump(SHOP), options().withExisting(Existing.APPEND));
        assertThat(d1.objects("one")).isEqualTo("into_view names no_zero orders orders_by_user other users");
        assertThat(d1.value("one", "SELECT count(*) FROM other")).isEqualTo("1");
    }

    @Test
    void appendAddsRowsToTheSameTables() throws Exception {
        d1.load("one", "CREATE TABLE t(a); INSERT INTO t VALUES(1);");
        Restored restored = restore(
                "one",
                dump("CREATE TABLE t(a);\nINSERT INTO t VALUES(2),(3);\n"),
                options().withExisting(Existing.APPEND));
        assertThat(d1.value("one", "SELECT group_concat(a) FROM t")).isEqualTo("1,2,3");
        assertThat(restored.rowsPerTable()).containsOnly(Map.entry("t", 3L));
    }

    @Test
    void appendRefusesAMixture() throws Exception {
        d1.load("one", "CREATE TABLE users(a);");
        RestoreException refused = refused("one", dump(SHOP), options().withExisting(Existing.APPEND));
        assertThat(refused).hasMessageContaining("(users)");
        assertThat(d1.objects("one")).isEqualTo("users");
    }

    @Test
    void onlyRestoresOneTable() throws Exception {
        restore("one", dump(SHOP), options().withOnly(Set.of("USERS")));
        assertThat(d1.objects("one")).isEqualTo("no_zero users");
    }

    @Test
    void tooManyRowsAreRefusedBeforeTheFirstWrite() throws Exception {
        RestoreException refused = refused("one", dump(SHOP), options().withMaxRowsWritten(7));
        assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
        assertThat(refused).hasMessageContaining("about 8 rows, index entries included, more than 7");
        assertThat(d1.objects("one")).isEmpty();
    }

    @Test
    void partsNeedAnAgreementAndAreAllImported() throws Exception {
        StringBuilder sql = new StringBuilder("CREATE TABLE t(a, b);\n");
        for (int i = 0; i < 60; i++) {
            sql.append("INSERT INTO t VALUES(")
                    .append(i)
                    .append(",'")
                    .append("x".repeat(500))
                    .append("');\n");
        }
        Path dump = dump(sql.toString());
        RestoreOptions small = options().withMaxPartBytes(12_000).withWay(Way.IMPORT);
        RestoreException refused = refused("one", dump, small);
        assertThat(refused.hint()).contains("--accept-downtime");
        Restored restored = restore("one", dump, small.withAcceptDowntime(true));
        assertThat(restored.parts()).isGreaterThan(2);
        assertThat(d1.value("one", "SELECT count(*) FROM t")).isEqualTo("60");
        assertThat(d1.objects("one")).isEqualTo("t");
    }

    @Test
    void aPartThatFailsSaysWhatIsInAndHowToUndoIt() throws Exception {
        StringBuilder sql = new StringBuilder("CREATE TABLE t(a UNIQUE, b);\n");
        for (int i = 0; i < 60; i++) {
            sql.append("INSERT INTO t VALUES(")
                    .append(i % 59)
                    .append(",'")
                    .append("x".repeat(500))
                    .append("');\n");
        }
        RestoreOptions small =
                options().withMaxPartBytes(12_000).withWay(Way.IMPORT).withAcceptDowntime(true);
        RestoreException failed = refused("one", dump(sql.toString()), small);
        assertThat(failed.kind()).isEqualTo(Kind.FAILED);
        assertThat(failed).hasMessageMatching("(?s).*part \\d of \\d failed.*one now has .*rows: .*t \\d\\d.*");
        assertThat(failed.hint()).contains("wrangler d1 time-travel restore one --bookmark=", ".json");
        assertThat(files()).containsExactly("shop.sql", "shop.sql.restore-one.json");
        assertThat(Files.readString(folder.resolve("shop.sql.restore-one.json")))
                .contains(failed.bookmark().orElseThrow(), "\"databaseName\" : \"one\"");
    }

    @Test
    void requestsSayWhichAreIn() throws Exception {
        StringBuilder sql = new StringBuilder("CREATE TABLE t(a UNIQUE);\n");
        for (int i = 0; i < 900; i++)
            sql.append("INSERT INTO t VALUES(").append(i % 850).append(");\n");
        RestoreException failed = refused("one", dump(sql.toString()), options().withWay(Way.REQUESTS));
        assertThat(failed.kind()).isEqualTo(Kind.FAILED);
        assertThat(failed).hasMessageContaining("(after 2 that are in) failed").hasMessageContaining("t 79");
    }

    static Stream<Arguments> lostAnswers() {
        Fault api = Fault.on(Route.IMPORT);
        return Stream.of(
                Arguments.of("the answer to ingest", api.skip(1).resetAfterWork()),
                Arguments.of("forgotten when it is done", api.skip(2).times(9).lost()),
                Arguments.of(
                        "forgotten when it is done, told by 400",
                        api.skip(2).times(9).lost400()),
                Arguments.of("polls are refused", api.skip(2).times(99).error(403, 10000, "Authentication error")),
                Arguments.of("ingest has no result", api.skip(1).nullResult()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lostAnswers")
    void theMarkerSaysThatItWasCarriedOut(String name, Fault fault) throws Exception {
        d1.server.faults().add(fault);
        Restored restored = restore("one", dump(SHOP), options().withWay(Way.IMPORT));
        assertShop("one");
        assertThat(restored.notes()).anyMatch(note -> note.contains("was lost"));
    }

    @Test
    void aRequestWhoseAnswerIsLostIsLookedForToo() throws Exception {
        Path dump = dump(SHOP);
        try (D1Connection target = d1.connect("one");
                Restorer restorer = Restorer.prepare(dump, target, options().withWay(Way.REQUESTS))) {
            int before = (int) requests(Route.RAW);
            d1.server.faults().add(Fault.on(Route.RAW).skip(1).resetAfterWork());
            Restored restored = restorer.run(target);
            assertThat(requests(Route.RAW)).isGreaterThan(before);
            assertThat(restored.notes()).anyMatch(note -> note.contains("was lost"));
        }
        assertShop("one");
    }

    @Test
    void withoutTheMarkerTheOutcomeIsUnknown() throws Exception {
        d1.server.faults().add(Fault.on(Route.IMPORT).skip(1).times(99).lost()); // never begun
        RestoreException unknown = refused("one", dump(SHOP), options().withWay(Way.IMPORT));
        assertThat(unknown.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(unknown).hasMessageContaining("is not known").hasMessageContaining("one is empty as it was before");
        assertThat(unknown.hint()).contains("wrangler d1 time-travel restore one --bookmark=");
        assertThat(files()).containsExactly("shop.sql", "shop.sql.restore-one.json");
    }

    @Test
    void aLockedDatabaseIsLeftAlone() throws Exception {
        d1.server.faults().add(Fault.on(Route.IMPORT).times(99).locked());
        RestoreException failed = refused("one", dump(SHOP), options().withWay(Way.IMPORT));
        assertThat(failed.kind()).isEqualTo(Kind.FAILED);
        assertThat(failed).hasMessageContaining("to itself").hasMessageContaining("empty as it was before");
    }

    @Test
    void anInterruptTellsTheTruth() throws Exception {
        Thread me = Thread.currentThread();
        RestoreOptions options = options().withWay(Way.IMPORT).withProgress(update -> {
            if (update.phase() == io.github.d1jdbc.export.DumpProgress.Phase.IMPORTING) me.interrupt();
        });
        RestoreException failed = refused("one", dump(SHOP), options);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failed.kind()).isEqualTo(Kind.INTERRUPTED);
        assertThat(failed).hasMessageContaining("does not stop D1");
        assertThat(failed.hint()).contains("--bookmark=");
    }

    @Test
    void somebodyElsesChangeAfterThePlanStopsIt() throws Exception {
        try (D1Connection target = d1.connect("one");
                Restorer restorer = Restorer.prepare(dump(SHOP), target, options())) {
            d1.load("one", "CREATE TABLE quick(a);");
            RestoreException refused = catchThrowableOfType(RestoreException.class, () -> restorer.run(target));
            assertThat(refused).hasMessageContaining("changed by somebody else");
        }
        assertThat(d1.objects("one")).isEqualTo("quick");
    }

    @Test
    void rowsWithoutTheirTableAreRefused() throws Exception {
        RestoreException refused = refused("one", dump("INSERT INTO nowhere VALUES(1);\n"), options());
        assertThat(refused).hasMessageContaining("rows of nowhere and does not make this table");
    }

    @Test
    void whatIsExportedIsRestoredByteForByte() throws Exception {
        try (Connection sqlite = d1.server.open("one")) {
            SampleSql.fill(sqlite);
        }
        Path dump = folder.resolve("one.sql.gz");
        try (D1Connection source = d1.connect("one")) {
            source.exportTo(dump, DumpOptions.defaults().withCompression(io.github.d1jdbc.export.Compression.GZIP));
        }
        restore("two", dump, options().withWay(Way.IMPORT));
        assertThat(SampleSql.content(d1.server, "two")).isEqualTo(SampleSql.content(d1.server, "one"));
    }

    @Test
    void aShellsDumpWithAVirtualTableIsRestored() throws Exception {
        Path dump = dump("""
                PRAGMA foreign_keys=OFF;
                BEGIN TRANSACTION;
                PRAGMA writable_schema=ON;
                INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)
                  VALUES('table','words','words',0,'CREATE VIRTUAL TABLE words USING fts5(w)');
                CREATE TABLE IF NOT EXISTS 'words_data'(id INTEGER PRIMARY KEY, block BLOB);
                INSERT INTO words_data VALUES(1,X'');
                INSERT INTO words_data VALUES(10,X'00000000000000');
                CREATE TABLE IF NOT EXISTS 'words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
                CREATE TABLE IF NOT EXISTS 'words_content'(id INTEGER PRIMARY KEY, c0);
                INSERT INTO words_content VALUES(4,'hello');
                CREATE TABLE IF NOT EXISTS 'words_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
                CREATE TABLE IF NOT EXISTS 'words_config'(k PRIMARY KEY, v) WITHOUT ROWID;
                INSERT INTO words_config VALUES('version',4);
                CREATE TABLE t(a);
                INSERT INTO t VALUES(unistr('x\\u000ay'));
                PRAGMA writable_schema=OFF;
                COMMIT;
                """);
        restore("one", dump, options().withWay(Way.IMPORT));
        assertThat(d1.value("one", "SELECT rowid || w FROM words WHERE words MATCH 'hello'"))
                .isEqualTo("4hello");
        assertThat(d1.value("one", "SELECT a FROM t")).isEqualTo("x\ny");
    }

    @Test
    void whatIsMissingAfterwardsIsADifference() throws Exception {
        RestoreOptions options = options().withWay(Way.IMPORT).withProgress(update -> {
            if (update.phase() != io.github.d1jdbc.export.DumpProgress.Phase.CHECKING) return;
            try (Connection sqlite = d1.server.open("one");
                    java.sql.Statement statement = sqlite.createStatement()) {
                statement.execute("DROP VIEW names");
                statement.execute("DELETE FROM orders WHERE id = 7");
            } catch (java.sql.SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        RestoreException different = refused("one", dump(SHOP), options);
        assertThat(different.kind()).isEqualTo(Kind.DIFFERENT);
        assertThat(different)
                .hasMessageContaining("names is not there")
                .hasMessageContaining("orders has 1 rows instead of 2");
        assertThat(different.hint()).contains("--bookmark=");
    }

    @Test
    void ignoredChecksGoByImportOnly() throws Exception {
        Path dump = dump("CREATE TABLE t(a CHECK(a > 0));\nINSERT INTO t VALUES(-5);\n");
        assertThat(refused("one", dump, options())).hasMessageContaining("CHECK");
        RestoreOptions ignoring = options().withIgnoreChecks(true);
        assertThat(refused("one", dump, ignoring.withWay(Way.REQUESTS)).kind()).isEqualTo(Kind.UNCONFIRMED);
        assertThat(restore("one", dump, ignoring).way()).isEqualTo(Way.IMPORT);
        assertThat(d1.value("one", "SELECT a FROM t")).isEqualTo("-5");
        Path own = dump(
                "PRAGMA ignore_check_constraints=ON;\nCREATE TABLE t(a CHECK(a > 0));\nINSERT INTO t VALUES(-5);\n");
        assertThat(restore("two", own, options()).way()).isEqualTo(Way.IMPORT);
    }

    @Test
    void aRealDatabaseComesBackThroughTheEmbeddedD1() throws Exception {
        RestoreOptions options = options().withMaxRowsWritten(100_000).withJournal(folder.resolve("journal.json"));
        assertThat(restore("one", SampleSql.chinook(), options).rows()).isEqualTo(15_607);
        Path dump = folder.resolve("chinook.sql");
        try (D1Connection source = d1.connect("one")) {
            source.exportTo(dump, DumpOptions.defaults());
        }
        restore("two", dump, options);
        assertThat(SampleSql.content(d1.server, "two")).isEqualTo(SampleSql.content(d1.server, "one"));
        assertThat(files()).containsExactly("chinook.sql");
    }
}
