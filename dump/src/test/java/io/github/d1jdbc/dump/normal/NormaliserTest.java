package io.github.d1jdbc.dump.normal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.dump.DumpException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormaliserTest {

    private static final String SHOP = """
            CREATE TABLE a(id INTEGER PRIMARY KEY AUTOINCREMENT, b REFERENCES b);
            INSERT INTO "a" ("id","b") VALUES(1,1);
            CREATE TABLE b(id INTEGER PRIMARY KEY AUTOINCREMENT);
            INSERT INTO "b" ("id") VALUES(1);
            DELETE FROM sqlite_sequence;
            INSERT INTO "sqlite_sequence" ("name","seq") VALUES('a',9);
            INSERT INTO "sqlite_sequence" ("name","seq") VALUES('b',8);
            CREATE INDEX a_b ON a(b);
            CREATE TRIGGER t AFTER INSERT ON b BEGIN SELECT 1; END;
            CREATE VIEW v AS SELECT * FROM a;
            """;

    @TempDir
    Path folder;

    @AfterEach
    void nothingIsLeftInTheScratchFolder() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    private NormalOptions options() {
        return NormalOptions.defaults().withScratch(folder);
    }

    private String of(NormalOptions options, String dump) throws IOException {
        return Norm.of(options, dump.getBytes(UTF_8)).text();
    }

    @Test
    void onlyTheWantedTablesComeWithWhatBelongsToThem() throws IOException {
        assertThat(of(options().withOnly(Set.of("A")), SHOP)).isEqualTo("""
                PRAGMA defer_foreign_keys=TRUE;
                CREATE TABLE a(id INTEGER PRIMARY KEY AUTOINCREMENT, b REFERENCES b);
                INSERT INTO "a" ("id","b") VALUES(1,1);
                DELETE FROM sqlite_sequence WHERE name='a';
                INSERT INTO "sqlite_sequence" ("name","seq") VALUES('a',9);
                CREATE INDEX a_b ON a(b);
                """);
    }

    @Test
    void theCounterOfOneTableIsReadAgain() throws IOException {
        String once = of(options().withOnly(Set.of("A")), SHOP);
        assertThat(of(options().withTarget(Set.of("other")), once))
                .contains("DELETE FROM sqlite_sequence WHERE name='a'");
    }

    @Test
    void valuesInOtherWordsAreTold() throws IOException {
        String dump = """
                CREATE TABLE t(a);
                INSERT INTO t VALUES(1);
                INSERT INTO t VALUES(unistr('x\\u0041'));
                INSERT INTO t VALUES(Infinity);
                """;
        assertThat(Norm.of(options(), dump.getBytes(UTF_8)).result().changes())
                .anySatisfy(change -> assertThat(change)
                        .startsWith("rows of t with what")
                        .endsWith("(2 times, first at line 3, byte 44)"));
    }

    @Test
    void schemaOrRowsCanBeLeftOut() throws IOException {
        assertThat(of(options().withContent(true, false), SHOP)).doesNotContain("INSERT INTO \"", "DELETE");
        assertThat(of(options().withContent(false, true), SHOP))
                .startsWith("PRAGMA defer_foreign_keys=TRUE;\nINSERT INTO \"b\"")
                .doesNotContain("CREATE");
    }

    @Test
    void aTargetsOtherCountersStay() throws IOException {
        assertThat(of(options().withTarget(Set.of("D1_STAGE", "other")), SHOP))
                .contains("DELETE FROM sqlite_sequence WHERE name='b';\n")
                .doesNotContain("sqlite_sequence;");
    }

    @Test
    void partsAreWholeAndEachHasThePragmas() throws IOException, NoSuchAlgorithmException {
        StringBuilder dump = new StringBuilder("CREATE TABLE t(a);\n");
        for (int i = 0; i < 100; i++)
            dump.append("INSERT INTO \"t\" (\"a\") VALUES(").append(i).append(");\n");
        NormalOptions small = options().withMaxPartBytes(500).withLastStatement("CREATE TABLE done(a) -- last");
        Norm norm = Norm.of(small, dump.toString().getBytes(UTF_8));
        assertThat(norm.parts())
                .hasSizeGreaterThan(5)
                .hasSameSizeAs(norm.result().parts());
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < norm.parts().size(); i++) {
            byte[] part = norm.parts().get(i);
            String text = new String(part, UTF_8);
            assertThat(text).startsWith("PRAGMA defer_foreign_keys=TRUE;\n").endsWith(";\n");
            assertThat(part.length).isLessThanOrEqualTo(500);
            Normalised.Part told = norm.result().parts().get(i);
            assertThat(told.bytes()).isEqualTo(part.length);
            assertThat(told.md5())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("MD5").digest(part)));
            text.lines().filter(line -> line.startsWith("INSERT")).forEach(statements::add);
        }
        assertThat(statements).hasSize(100);
        assertThat(new String(norm.parts().get(norm.parts().size() - 1), UTF_8)).endsWith("done(a) -- last\n;\n");
        assertThat(norm.result().statements()).isEqualTo(102 + norm.parts().size());
    }

    @Test
    void rowsOfALongStatementAreSpreadOverSeveral() throws IOException {
        StringBuilder dump = new StringBuilder("CREATE TABLE t(a,b);\nINSERT INTO t VALUES");
        for (int i = 0; i < 500; i++)
            dump.append(i > 0 ? "," : "")
                    .append("(")
                    .append(i)
                    .append(",'")
                    .append("x".repeat(900))
                    .append("')");
        Norm norm = Norm.of(options(), dump.append(';').toString().getBytes(UTF_8));
        assertThat(norm.text().lines()).hasSize(2 + 5).allMatch(line -> line.length() <= 100_000);
        assertThat(norm.result().rowsPerTable()).containsEntry("t", 500L);
        assertThat(norm.result().stagedValues()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {99_950, 99_960, 99_970, 99_980, 99_990, 100_000, 100_010, 180_100})
    void noStatementIsEverTooLong(int length) throws IOException {
        String dump = "CREATE TABLE t(a,b);\nINSERT INTO t VALUES(1,2),(3,'" + "y".repeat(length) + "'),(4,5);";
        Norm norm = Norm.of(options(), dump.getBytes(UTF_8));
        assertThat(norm.text().lines()).allMatch(line -> line.length() <= 100_000);
        assertThat(Norm.of(options(), norm.bytes()).text()).isEqualTo(norm.text());
        assertThat(norm.result().rows()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ATTACH 'x' AS y",
                "UPDATE t SET a = 1",
                "CREATE TEMP TABLE x(a)",
                "INSERT INTO t SELECT * FROM t",
                "CREATE TABLE x AS SELECT 1",
                "CREATE VIRTUAL TABLE x USING csv(a)",
                "INSERT INTO t VALUES(load_extension('x'))",
                "CREATE TABLE T(b)",
            })
    void whatNoDumpHasIsRefusedWithItsPlaceBeforeAnythingIsWritten(String statement) {
        String dump = "CREATE TABLE t(a);\nINSERT INTO t VALUES(1);\n" + statement + ";\n";
        List<Integer> parts = new ArrayList<>();
        assertThatThrownBy(() -> {
                    Path file = Files.createTempFile("dump", ".sql");
                    try {
                        Files.writeString(file, dump);
                        Normaliser.normalise(file, options(), part -> {
                            parts.add(part);
                            throw new IOException("nothing may be written");
                        });
                    } finally {
                        Files.delete(file);
                    }
                })
                .isInstanceOf(DumpException.class)
                .hasMessageContaining("byte 44 (line 3, statement 3)");
        assertThat(parts).isEmpty();
    }

    @Test
    void whatIsLetThroughByNameComesBehindTheRows() throws IOException {
        String dump =
                "CREATE TABLE t(a);UPDATE t SET a = 1 -- all\n;INSERT INTO t VALUES(1);CREATE VIEW v AS SELECT 1;";
        assertThat(of(options().withAllowedStatements(Set.of("update")), dump)).endsWith("""
                INSERT INTO "t" ("a") VALUES(1);
                UPDATE t SET a = 1 -- all
                ;
                CREATE VIEW v AS SELECT 1;
                """);
    }

    @Test
    void whatD1CannotHoldIsRefused() {
        StringBuilder columns = new StringBuilder("CREATE TABLE w(c0");
        for (int i = 1; i <= 100; i++) columns.append(",c").append(i);
        refused(columns.append(");").toString(), "w has 101 columns");
        refused("CREATE TABLE t(a);INSERT INTO t VALUES('" + "x".repeat(2_000_001) + "');", "a row of 2,000,001 bytes");
        refused("CREATE VIEW v AS SELECT '" + "x".repeat(100_000) + "';", "a statement of 100,026 bytes");
        refused(
                "CREATE TABLE t(a);INSERT INTO t VALUES(upper('" + "x".repeat(100_000) + "'));",
                "a row with an expression that is too long");
    }

    private void refused(String dump, String reason) {
        assertThatThrownBy(() -> of(options(), dump))
                .isInstanceOf(DumpException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aDumpThatIsCutIsRefused() {
        refused("CREATE TABLE t(a);INSERT INTO t VALUES('x", "the file ends in the middle");
    }

    @Test
    void anInterruptEndsIt() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> of(options(), SHOP)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aStageThatIsNotOursIsRefused() {
        String stage = "CREATE TABLE \"d1_stage\"(v INTEGER, n INTEGER, c, PRIMARY KEY(v,n)) WITHOUT ROWID;";
        refused(stage + "INSERT INTO \"d1_stage\" VALUES(1,0,'x');DROP TABLE \"d1_stage\";", "a stage of this tool");
        refused(stage, "a stage of this tool");
    }
}
