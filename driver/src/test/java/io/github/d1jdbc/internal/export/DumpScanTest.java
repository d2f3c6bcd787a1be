package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.export.DumpResult.Warning;
import io.github.d1jdbc.internal.export.ScannedSchema.Created;
import io.github.d1jdbc.internal.export.ScannedSchema.ObjectType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DumpScanTest {

    private static DumpScan scan(String sql) {
        return scan(sql.getBytes(StandardCharsets.UTF_8));
    }

    private static DumpScan scan(byte[] sql) {
        DumpScan scan = new DumpScan();
        scan.feed(sql, 0, sql.length);
        scan.finish();
        return scan;
    }

    private static long rows(DumpScan scan, String table) {
        return Objects.requireNonNull(scan.schema().tables().get(table)).rows();
    }

    private static List<String> codes(DumpScan scan) {
        return scan.schema().warnings().stream().map(Warning::code).toList();
    }

    @Test
    void statementsRowsAndObjectsAreCounted() {
        DumpScan scan = scan("""
                PRAGMA defer_foreign_keys=TRUE;
                CREATE TABLE IF NOT EXISTS "Quoted ""Name"(a TEXT, "b c" INTEGER);
                INSERT INTO "Quoted ""Name" ("a","b c") VALUES('it''s; VALUES(',1);
                INSERT INTO "Quoted ""Name" ("a","b c") VALUES(replace('a\\nb','\\n',char(10)),-2);
                CREATE TABLE [brack et](a);
                CREATE TABLE 'single'(a);
                CREATE TABLE if(a);
                CREATE TABLE lower_kw   (a);
                INSERT INTO "lower_kw" VALUES(1),(2),(3);
                DELETE FROM sqlite_sequence;
                INSERT INTO "sqlite_sequence" ("name","seq") VALUES('au',2);
                CREATE UNIQUE INDEX "quoted idx" ON "Quoted ""Name"("b c");
                CREATE TRIGGER trg AFTER INSERT ON if BEGIN INSERT INTO lower_kw VALUES(CASE WHEN 1 THEN 2 END); END;
                CREATE VIEW vw AS SELECT * FROM if""");
        assertThat(scan.incomplete()).isTrue();
        DumpScan whole = scan("CREATE VIEW vw AS SELECT 1;\nCREATE TABLE t(a);\nINSERT INTO \"t\" (\"a\") VALUES(1);");
        assertThat(whole.incomplete()).isFalse();
        assertThat(whole.statements()).isEqualTo(3);
        assertThat(scan.statements()).isEqualTo(13);
        assertThat(scan.schema().created())
                .containsExactly(
                        new Created(ObjectType.TABLE, "Quoted \"Name"),
                        new Created(ObjectType.TABLE, "brack et"),
                        new Created(ObjectType.TABLE, "single"),
                        new Created(ObjectType.TABLE, "if"),
                        new Created(ObjectType.TABLE, "lower_kw"),
                        new Created(ObjectType.INDEX, "quoted idx"),
                        new Created(ObjectType.TRIGGER, "trg"));
        assertThat(rows(scan, "Quoted \"Name")).isEqualTo(2);
        assertThat(rows(scan, "lower_kw")).isEqualTo(3);
        assertThat(rows(scan, "brack et")).isZero();
        assertThat(scan.schema().tables().keySet()).doesNotContain("main");
        assertThat(scan.obstacles()).isEmpty();
        assertThat(codes(scan)).isEmpty();
    }

    @Test
    void theResultDoesNotDependOnHowTheBytesAreCut() {
        String text = """
                PRAGMA x;
                CREATE TABLE t(a REFERENCES p(id));
                INSERT INTO "t" ("a") VALUES('x\uFFFDy');
                INSERT INTO "t" VALUES(9007199254740993,Infinity,replace('a\\nb\\n','\\n',char(10)));
                CREATE TRIGGER i INSTEAD OF INSERT ON v BEGIN SELECT 1; END;
                CREATE VIEW v AS SELECT 1;""";
        byte[] sql = text.getBytes(StandardCharsets.UTF_8);
        DumpScan whole = scan(sql);
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            DumpScan cut = new DumpScan();
            for (int at = 0; at < sql.length; ) {
                int n = Math.min(1 + random.nextInt(9), sql.length - at);
                cut.feed(sql, at, n);
                at += n;
            }
            cut.finish();
            assertThat(cut.schema().warnings()).isEqualTo(whole.schema().warnings());
            assertThat(cut.obstacles()).isEqualTo(whole.obstacles());
            assertThat(cut.largest()).isEqualTo(whole.largest());
        }
        assertThat(codes(whole))
                .containsExactlyInAnyOrder("integerBeyond2^53", "infinity", "replacementCharacter", "newlineEscape");
        assertThat(whole.obstacles()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "9007199254740991, false",
        "-9007199254740991, false",
        "9007199254740992, true",
        "-9007199254740992, true",
        "9223372036854776000, true",
        "9007199254740992.5, false",
        "1e300, false",
        "0x7fffffffffffffff, false",
        "99999999999999999999, true"
    })
    void integersFromTwoToTheFiftyThreeOnAreDoubtful(String number, boolean doubtful) {
        DumpScan scan = scan("INSERT INTO \"t\" (\"a\") VALUES(1," + number + ");");
        assertThat(codes(scan)).isEqualTo(doubtful ? List.of("integerBeyond2^53") : List.of());
    }

    @Test
    void aWarningSaysWhichTableHowOftenAndWhereFirst() {
        DumpScan scan =
                scan("INSERT INTO \"a\" VALUES(1);\nINSERT INTO \"b\" VALUES(9007199254740992,9007199254740999);");
        assertThat(scan.schema().warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.table()).hasValue("b");
            assertThat(warning.count()).isEqualTo(2);
            assertThat(warning.offset()).hasValue(50);
            assertThat(warning.message()).contains("Table b").contains("byte 50");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replace('one\\nline','\\n',char(10)) | false",
                "replace('one\\nor\\ntwo','\\n',char(10)) | true",
                "replace(replace('a\\r\\nb','\\r',char(13)),'\\n',char(10)) | false",
                "replace(replace('a\\r\\nb\\r','\\r',char(13)),'\\n',char(10)) | true",
                "'C:\\new\\nothing' | false"
            })
    void aTextIsAmbiguousOnlyWhenAMarkMayBeLiteral(String value, boolean doubtful) {
        DumpScan scan = scan("INSERT INTO \"t\" (\"a\") VALUES(" + value + ");");
        assertThat(codes(scan)).isEqualTo(doubtful ? List.of("newlineEscape") : List.of());
    }

    @Test
    void theLongestStatementIsKnownAndOneOverTheLimitIsAnObstacle() {
        String fits = "INSERT INTO \"t\" (\"a\") VALUES('" + "x".repeat(100_000 - 33) + "');";
        assertThat(fits).hasSize(100_000);
        assertThat(scan(fits).obstacles()).isEmpty();
        DumpScan scan = scan("CREATE TABLE t(a);\n" + fits.replace("('x", "('xx"));
        assertThat(scan.largest().bytes()).isEqualTo(100_001);
        assertThat(scan.largest().offset()).isEqualTo(19);
        assertThat(scan.largest().table()).isEqualTo("t");
        assertThat(scan.obstacles())
                .singleElement()
                .asString()
                .contains("100,000")
                .contains("byte 19");
    }

    @Test
    void aChildFilledBeforeItsParentIsAnObstacle() {
        String child = "CREATE TABLE child(p INTEGER REFERENCES Parent(id));\n";
        String parent = "CREATE TABLE \"parent\"(id INTEGER PRIMARY KEY, me REFERENCES parent(id));\n";
        String row = "INSERT INTO \"child\" (\"p\") VALUES(1);\n";
        assertThat(scan(child + row + parent).obstacles())
                .singleElement()
                .asString()
                .contains("child")
                .contains("Parent");
        assertThat(scan(parent + child + row).obstacles()).isEmpty();
        assertThat(scan(child + parent + row).obstacles()).isEmpty();
        assertThat(scan(child + parent).obstacles()).isEmpty();
        assertThat(scan(parent + "INSERT INTO \"parent\" (\"id\") VALUES(1);").obstacles())
                .isEmpty();
    }

    @Test
    void anInsteadOfTriggerBeforeItsViewIsAnObstacle() {
        String trigger = "CREATE TRIGGER i INSTEAD OF UPDATE OF a, b ON [v] BEGIN SELECT 1; END;\n";
        String view = "CREATE VIEW V AS SELECT 1 AS a, 2 AS b;\n";
        assertThat(scan(trigger + view).obstacles())
                .singleElement()
                .asString()
                .contains("i")
                .contains("v");
        assertThat(scan(view + trigger).obstacles()).isEmpty();
        assertThat(scan("CREATE TRIGGER i AFTER INSERT ON v BEGIN SELECT 1; END;")
                        .obstacles())
                .isEmpty();
    }

    @Test
    void aCommentThatSwallowsTheSemicolonIsAnObstacleAndTheNextObjectIsStillSeen() {
        DumpScan scan = scan("CREATE VIEW a AS SELECT 1 -- first;\nCREATE VIEW b AS SELECT 2;\n");
        assertThat(scan.schema().created())
                .containsExactly(new Created(ObjectType.VIEW, "a"), new Created(ObjectType.VIEW, "b"));
        assertThat(scan.statements()).isEqualTo(2);
        assertThat(scan.incomplete()).isFalse();
        assertThat(scan.obstacles()).singleElement().asString().contains("comment at the end of a");
    }

    @Test
    void aTableWhoseLastCommentSwallowsTheSemicolonStillGetsItsRows() {
        DumpScan scan = scan("CREATE TABLE t(a) -- rows;\nINSERT INTO \"t\" (\"a\") VALUES(1);");
        assertThat(rows(scan, "t")).isEqualTo(1);
        assertThat(scan.obstacles()).hasSize(1);
    }

    @Test
    void aLastStatementWhoseSemicolonIsSwallowedIsWholeAndCanBeRepaired() {
        DumpScan scan = scan("CREATE VIEW a AS SELECT 1 -- last;");
        assertThat(scan.incomplete()).isFalse();
        assertThat(scan.lacksSemicolon()).isTrue();
        assertThat(scan.statements()).isEqualTo(1);
        assertThat(scan.schema().created()).hasSize(1);
        assertThat(scan.obstacles()).hasSize(1);
        DumpScan repaired = scan("CREATE VIEW a AS SELECT 1 -- last;");
        byte[] more = "\n;\nCREATE VIEW b AS SELECT 2;\n".getBytes(StandardCharsets.UTF_8);
        repaired.feed(more, 0, more.length);
        repaired.finish();
        assertThat(repaired.obstacles()).isEmpty();
        assertThat(repaired.schema().created()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t(a, -- the id;\n b);",
                "CREATE VIEW v AS SELECT a -- one;\n, b FROM t;",
                "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; -- and;\n INSERT INTO u VALUES(1); END;",
                "CREATE TABLE t(a) -- kept;\n STRICT;"
            })
    void aCommentInTheMiddleSwallowsNothing(String sql) {
        DumpScan scan = scan(sql);
        assertThat(scan.obstacles()).isEmpty();
        assertThat(scan.statements()).isEqualTo(1);
        assertThat(scan.incomplete()).isFalse();
    }

    @Test
    void aNulIsAnObstacleWhereverItStands() {
        assertThat(scan("INSERT INTO \"t\" (\"a\") VALUES('a\0b');").obstacles())
                .hasSize(1);
        assertThat(scan("CREATE VIEW v AS SELECT '\0';").obstacles()).hasSize(1);
        assertThat(codes(scan("CREATE VIEW v AS SELECT '\0';"))).containsExactly("nul");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO \"t\" VALUES(1)",
                "INSERT INTO \"t\" VALUES('a",
                "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1;",
                "CREATE TABLE t(a) /* open"
            })
    void aDumpThatEndsInAStatementIsIncomplete(String sql) {
        assertThat(scan("PRAGMA x;\n" + sql).incomplete()).isTrue();
    }

    @Test
    void rowsOfAVirtualTableCountAndItsCommandsDoNot() {
        DumpScan scan = scan("""
                CREATE VIRTUAL TABLE ft USING fts5(title, body);
                INSERT INTO "ft" ("rowid","title","body") VALUES(1,'a','b');
                INSERT INTO "ft"("ft") VALUES('rebuild');
                CREATE TABLE tag(tag);
                INSERT INTO "tag" ("tag") VALUES('x');
                """);
        assertThat(rows(scan, "ft")).isEqualTo(1);
        assertThat(rows(scan, "tag")).isEqualTo(1);
    }
}
