package io.github.d1jdbc.dump;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.dump.Finding.Kind;
import io.github.d1jdbc.dump.Loss.Certainty;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class InspectionTest {

    private static final String D1 = "PRAGMA defer_foreign_keys=TRUE;\n";

    private static Inspection inspect(String dump) throws IOException {
        return inspect(dump.getBytes(UTF_8));
    }

    private static Inspection inspect(byte[] dump) throws IOException {
        try (DumpReader reader =
                DumpReader.open(new ByteArrayInputStream(dump), "dump", DumpReader.Options.defaults())) {
            return Inspection.of(reader);
        }
    }

    private static Arguments refused(Kind kind, String object, String message, String... lines) {
        return Arguments.of(kind, object, message, String.join("\n", lines));
    }

    private static String columns(int count) {
        return IntStream.range(0, count).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refused(
                        Kind.CHILD_BEFORE_PARENT,
                        "chi",
                        "rows of chi come before the table par that they refer to, which is made later",
                        "CREATE TABLE chi(pid INTEGER REFERENCES par(ID));",
                        "INSERT INTO chi(pid) VALUES(1);",
                        "CREATE TABLE par(id INTEGER PRIMARY KEY);",
                        "INSERT INTO par(id) VALUES(1);"),
                refused(
                        Kind.CHILD_BEFORE_PARENT,
                        "chi",
                        "rows of chi come before the table par that they refer to, which the dump does not make",
                        "CREATE TABLE chi(pid INTEGER REFERENCES par);",
                        "INSERT INTO chi(pid) VALUES(NULL);"),
                refused(
                        Kind.PARENT_KEY_NOT_UNIQUE,
                        "chi",
                        "rows of chi refer to par(code), on which no unique key is there yet",
                        "CREATE TABLE par(id INTEGER PRIMARY KEY, code TEXT);",
                        "CREATE TABLE chi(c REFERENCES par(code));",
                        "INSERT INTO chi(c) VALUES('x');",
                        "CREATE UNIQUE INDEX i ON par(code);"),
                refused(
                        Kind.TRIGGER_BEFORE_TABLE,
                        "ivw",
                        "the trigger ivw needs the view vw, which is made later",
                        "CREATE TRIGGER ivw INSTEAD OF INSERT ON vw BEGIN SELECT 1; END;",
                        "CREATE VIEW vw AS SELECT 1 AS a;"),
                refused(
                        Kind.INDEX_BEFORE_TABLE,
                        "i",
                        "the index i needs the table t, which the dump does not make",
                        "CREATE INDEX i ON t(a);"),
                refused(
                        Kind.STATEMENT_TOO_LONG,
                        "t",
                        "a statement for t has 100,001 bytes; D1 takes 100,000",
                        "CREATE TABLE t(a TEXT);",
                        "INSERT INTO t(a) VALUES('" + "x".repeat(100_001 - 27) + "');"),
                refused(
                        Kind.ROW_TOO_LARGE,
                        "t",
                        "a row of t has 2,000,001 bytes; D1 takes 2,000,000",
                        "CREATE TABLE t(a TEXT, b BLOB);",
                        "INSERT INTO t(a,b) VALUES('" + "x".repeat(1_000_001) + "',X'" + "00".repeat(1_000_000)
                                + "');"),
                refused(
                        Kind.SEMICOLON_IN_COMMENT,
                        "v",
                        "the comment at the end of v swallows the semicolon",
                        "CREATE VIEW v AS SELECT 1 -- one;",
                        "CREATE VIEW w AS SELECT 2;"),
                refused(
                        Kind.TRANSACTION,
                        "BEGIN",
                        "D1 refuses BEGIN: its import has no transactions of the file's own",
                        "BEGIN TRANSACTION;"),
                refused(Kind.TRANSACTION, "SAVEPOINT", "D1 refuses SAVEPOINT", "SAVEPOINT s;"),
                refused(
                        Kind.PRAGMA_REFUSED,
                        "writable_schema",
                        "D1 refuses PRAGMA writable_schema",
                        "PRAGMA writable_schema=ON;"),
                refused(
                        Kind.FUNCTION_REFUSED,
                        "unistr",
                        "D1 has no function unistr, which t needs",
                        "CREATE TABLE t(a);",
                        "INSERT INTO t(a) VALUES(unistr('\\u000a'));"),
                refused(
                        Kind.FUNCTION_REFUSED,
                        "readfile",
                        "D1 is not known to have the function readfile, which t needs",
                        "CREATE TABLE t(a);",
                        "INSERT INTO t(a) VALUES(readfile('x'));"),
                refused(
                        Kind.VALUE_NOT_SQL,
                        "t",
                        "a value of t is no literal: 2024-01-01",
                        "CREATE TABLE t(a);",
                        "INSERT INTO t(a) VALUES(2024-01-01);"),
                refused(
                        Kind.BARE_INFINITY,
                        "t",
                        "the bare word Infinity in t: D1 takes it for a column",
                        "CREATE TABLE t(a);",
                        "INSERT INTO t(a) VALUES(-Infinity);"),
                refused(
                        Kind.NUL,
                        "t",
                        "a NUL byte in t: SQLite reads no further than to it",
                        "CREATE TABLE t(a);",
                        "INSERT INTO t(a) VALUES('a\0b');"),
                refused(
                        Kind.STATEMENT_NOT_ALLOWED,
                        "ATTACH",
                        "ATTACH is nothing that a dump of D1 has; d1dump never runs it",
                        "ATTACH DATABASE 'x' AS y;"),
                refused(
                        Kind.STATEMENT_NOT_ALLOWED,
                        "INSERT without plain rows into t",
                        "INSERT without plain rows into t is nothing that a dump of D1 has",
                        "CREATE TABLE t(a);",
                        "INSERT INTO t SELECT 1;"),
                refused(Kind.TEMPORARY, "t", "D1 has no temporary objects: t", "CREATE TEMP TABLE t(a);"),
                refused(
                        Kind.SHADOW_TABLE,
                        "ft_data",
                        "ft_data belongs to the virtual table ft, which makes it itself; it cannot be filled",
                        "CREATE VIRTUAL TABLE ft USING fts5(a);",
                        "INSERT INTO ft_data(id, block) VALUES(1,X'00');"),
                refused(
                        Kind.SHADOW_TABLE,
                        "ft_idx",
                        "ft_idx belongs to the virtual table ft, which makes it itself; it cannot be filled",
                        "CREATE TABLE 'ft_idx'(segid, term, pgno);",
                        "CREATE VIRTUAL TABLE ft USING fts5(a);"),
                refused(
                        Kind.MODULE_UNKNOWN,
                        "v",
                        "D1 has no virtual tables of csv",
                        "CREATE VIRTUAL TABLE v USING csv(filename='x');"),
                refused(
                        Kind.TOO_MANY_COLUMNS,
                        "wide",
                        "wide has 101 columns; D1 takes 100",
                        "CREATE TABLE wide(" + columns(101) + ");"),
                refused(Kind.RESERVED_NAME, "_cf_KV", "the name _cf_KV is reserved", "CREATE TABLE _cf_KV(key);"),
                refused(
                        Kind.RESERVED_NAME,
                        "sqlite_schema",
                        "rows of sqlite_schema, which D1 does not let be written",
                        "INSERT INTO sqlite_schema(type) VALUES('table');"),
                refused(
                        Kind.DUPLICATE_NAME,
                        "T",
                        "T is made twice",
                        "CREATE TABLE t(a);",
                        "CREATE VIEW T AS SELECT 1;"),
                refused(
                        Kind.WRONG_CELL_COUNT,
                        "t",
                        "a row of t has 1 values for 2 columns",
                        "CREATE TABLE t(a, b, c AS (a));",
                        "INSERT INTO t VALUES(1);"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void eachReasonThatD1WouldNotImportItIsNamed(Kind kind, String object, String message, String sql)
            throws IOException {
        Inspection inspection = inspect(D1 + sql);
        assertThat(inspection.importable()).isFalse();
        assertThat(inspection.refusals())
                .filteredOn(finding -> kind == Kind.STATEMENT_TOO_LONG || finding.kind() != Kind.STATEMENT_TOO_LONG)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(kind);
                    assertThat(finding.object()).isEqualTo(object);
                    assertThat(finding.message()).startsWith(message);
                    assertThat(finding.line()).isGreaterThan(1);
                    assertThat(finding.offset()).isGreaterThanOrEqualTo(D1.length());
                });
    }

    @Test
    void everyRefusalHasATest() {
        assertThat(refusals().map(arguments -> arguments.get()[0]).collect(Collectors.toSet()))
                .containsAll(Stream.of(Kind.values())
                        .filter(Kind::refusal)
                        .filter(kind -> kind != Kind.DUMP_TOO_LARGE) // 5 GiB
                        .toList());
    }

    @Test
    void whatD1ImportsIsNotRefused() throws IOException {
        Inspection inspection = inspect(D1
                + String.join(
                        "\n",
                        "CREATE TABLE par(id INTEGER PRIMARY KEY, code TEXT UNIQUE, x, y, UNIQUE(x, y));",
                        "INSERT INTO \"par\" (\"id\",\"code\") VALUES(1,'a');",
                        "CREATE UNIQUE INDEX early ON par(id, x);",
                        "CREATE TABLE chi(a REFERENCES par, b REFERENCES par(CODE), c, d, FOREIGN KEY(c,d) REFERENCES par(y,x),",
                        "  e, FOREIGN KEY(a,e) REFERENCES par(x,id), self REFERENCES chi(b), PRIMARY KEY(b));",
                        "INSERT INTO \"chi\" (\"a\",\"b\") VALUES(1,replace('a\\nb','\\n',char(10)));",
                        "CREATE TABLE wide(" + columns(100) + ");",
                        "CREATE TABLE long(a);",
                        "INSERT INTO long(a) VALUES('" + "x".repeat(100_000 - 30) + "');",
                        "CREATE TABLE my_data(a);",
                        "INSERT INTO my_data(a) VALUES(9e999);",
                        "DELETE FROM sqlite_sequence;",
                        "INSERT INTO \"sqlite_sequence\" (\"name\",\"seq\") VALUES('par',1);",
                        "ANALYZE sqlite_schema;",
                        "INSERT INTO \"sqlite_stat1\" (\"tbl\",\"idx\",\"stat\") VALUES('par',NULL,'1');",
                        "CREATE VIRTUAL TABLE ft USING fts5(a);",
                        "INSERT INTO ft(rowid, a) VALUES(1,'text');",
                        "CREATE TRIGGER par AFTER INSERT ON par BEGIN SELECT 1; END;",
                        "CREATE VIEW v AS SELECT 1;",
                        "CREATE TRIGGER vt INSTEAD OF INSERT ON v BEGIN SELECT 1; END;",
                        "CREATE TABLE IF NOT EXISTS par(other);"));
        assertThat(inspection.refusals()).isEmpty();
        assertThat(inspection.importable()).isTrue();
        assertThat(inspection.objects()).isEqualTo(new Inspection.Objects(6, 1, 1, 2, 1));
    }

    @Test
    void rowsAndBytesAreCountedPerTable() throws IOException {
        Inspection inspection = inspect("CREATE TABLE empty(a);CREATE TABLE T(a,b);INSERT INTO t VALUES(1,2),(3,4);\n"
                + "INSERT INTO \"T\" (a) VALUES(5);INSERT INTO other VALUES(1,2,3);");
        assertThat(inspection.tables())
                .containsExactly(
                        new Inspection.Table("empty", true, 1, 0, 0),
                        new Inspection.Table("T", true, 2, 3, 33 + 29),
                        new Inspection.Table("other", false, 3, 1, 32));
        assertThat(inspection.rows()).isEqualTo(4);
        assertThat(inspection.statements()).isEqualTo(5);
        assertThat(inspection.notes()).extracting(Finding::kind).containsExactly(Kind.NEEDS_TABLE);
    }

    @Test
    void theLargestStatementsComeFirst() throws IOException {
        StringBuilder dump = new StringBuilder("CREATE TABLE t(a);");
        for (int i = 1; i <= 20; i++)
            dump.append("\nINSERT INTO t VALUES('").append("x".repeat(i)).append("');");
        List<Inspection.LargeStatement> largest = inspect(dump.toString()).largest();
        assertThat(largest).hasSize(5);
        assertThat(largest.get(0))
                .isEqualTo(new Inspection.LargeStatement("Insert", "t", 44, dump.length() - 45, 21, 21));
        assertThat(largest).extracting(Inspection.LargeStatement::bytes).containsExactly(44L, 43L, 42L, 41L, 40L);
    }

    @Test
    void faultsOfTheCharactersAreCounted() throws IOException {
        byte[] dump =
                "CREATE TABLE t(a);INSERT INTO t VALUES('é','\u00EF\u00BF\u00BD\u00EF\u00BF\u00BD');CREATE VIEW v AS SELECT '\u00FF\u0000';"
                        .getBytes(ISO_8859_1);
        Inspection.Encoding encoding = inspect(dump).encoding();
        assertThat(encoding).isEqualTo(new Inspection.Encoding(2, 40, 2, 1));
        assertThat(encoding.clean()).isFalse();
        assertThat(inspect("SELECT 'é€😀';").encoding().clean()).isTrue();
    }

    private static Arguments lost(Loss.Kind kind, Certainty certainty, String type, String value) {
        return Arguments.of(kind, certainty, type, value);
    }

    static Stream<Arguments> losses() {
        return Stream.of(
                lost(Loss.Kind.INTEGER_ROUNDED, Certainty.LIKELY, "INTEGER", "9007199254740992"),
                lost(Loss.Kind.INTEGER_ROUNDED, Certainty.LIKELY, "INTEGER", "-1152921504606847000"),
                lost(Loss.Kind.INTEGER_ROUNDED, Certainty.CERTAIN, "BIGINT", "9223372036854776000"),
                lost(Loss.Kind.INTEGER_ROUNDED, Certainty.CERTAIN, "INTEGER", "-9223372036854776000"),
                lost(Loss.Kind.INTEGER_ROUNDED, Certainty.LIKELY, "NUMERIC", "9223372036854776000"),
                lost(Loss.Kind.LINE_ENDS, Certainty.POSSIBLE, "TEXT", "replace('a\\nb','\\n',char(10))"),
                lost(Loss.Kind.LINE_ENDS, Certainty.LIKELY, "TEXT", "replace('a\\\\nb','\\n',char(10))"),
                lost(
                        Loss.Kind.LINE_ENDS,
                        Certainty.LIKELY,
                        "TEXT",
                        "replace(replace('a\\\\r\\n','\\r',char(13)),'\\n',char(10))"),
                lost(Loss.Kind.REPLACEMENT_CHARACTER, Certainty.LIKELY, "TEXT", "'a\uFFFDb'"),
                lost(Loss.Kind.REAL_AS_INTEGER, Certainty.POSSIBLE, "", "1"),
                lost(Loss.Kind.REAL_AS_INTEGER, Certainty.POSSIBLE, "BLOB", "-5"),
                lost(Loss.Kind.BLOB_OLD, Certainty.POSSIBLE, "BLOB", "X'00ff'"),
                lost(Loss.Kind.BLOB_DAMAGED, Certainty.CERTAIN, "BLOB", "X'0ff'"),
                lost(Loss.Kind.INFINITY, Certainty.POSSIBLE, "REAL", "Infinity"));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void whatTheExporterMayHaveLostIsToldPerColumn(Loss.Kind kind, Certainty certainty, String type, String value)
            throws IOException {
        Inspection inspection = inspect(D1 + "CREATE TABLE t(id INTEGER PRIMARY KEY, v " + type + ");\nINSERT INTO t"
                + " VALUES(1," + value + ");\nINSERT INTO t VALUES(2," + value + ");");
        assertThat(inspection.losses()).singleElement().satisfies(loss -> {
            assertThat(loss.kind()).isEqualTo(kind);
            assertThat(loss.certainty()).isEqualTo(certainty);
            assertThat(loss.table()).isEqualTo("t");
            assertThat(loss.column()).isEqualTo("v");
            assertThat(loss.count()).isEqualTo(2);
            assertThat(loss.line()).isEqualTo(3);
        });
        assertThat(inspection.lossy()).isEqualTo(certainty != Certainty.POSSIBLE);
    }

    @ParameterizedTest
    @CsvSource({
        "INTEGER, 9007199254740991",
        "REAL, 9007199254740992",
        "REAL, 5",
        "INTEGER, 5",
        "TEXT, 'plain \\n text'",
        "NUMERIC, 100000000000000000000",
        "REAL, 9e999",
        "BLOB, X''",
        "BLOB, NULL"
    })
    void whatTheExporterWritesRightIsNoLoss(String type, String value) throws IOException {
        String cell = value.startsWith("plain") ? "'" + value + "'" : value;
        Inspection inspection = inspect(
                D1 + "CREATE TABLE t(id INTEGER PRIMARY KEY, v " + type + ");INSERT INTO t VALUES(1," + cell + ");");
        assertThat(inspection.losses()).isEmpty();
    }

    @Test
    void aNumberThatTheExporterCannotWriteShowsThatNumbersAreExact() throws IOException {
        String dump = D1 + "CREATE TABLE t(id INTEGER PRIMARY KEY, v);INSERT INTO t(id,v) VALUES(9007199254740992,1);";
        assertThat(inspect(dump).losses()).hasSize(2);
        assertThat(inspect(dump + "INSERT INTO t(id,v) VALUES(9007199254740993,1);")
                        .losses())
                .isEmpty();
        assertThat(inspect(dump + "INSERT INTO t(id,v) VALUES(1,1.0);").losses())
                .isEmpty();
    }

    @Test
    void blobsAreSuspectOnlyWhereTheDumpMayBeOld() throws IOException {
        String dump = D1 + "CREATE TABLE t(id INTEGER PRIMARY KEY, v BLOB);INSERT INTO t(id,v) VALUES(1,X'00');";
        assertThat(inspect(dump).losses()).isEmpty();
    }

    @Test
    void rowidsAreLostWithoutIntegerPrimaryKey() throws IOException {
        Inspection inspection =
                inspect(D1 + "CREATE TABLE t(a TEXT);INSERT INTO t(a) VALUES('x');CREATE TABLE u(a TEXT);");
        assertThat(inspection.losses()).singleElement().satisfies(loss -> {
            assertThat(loss.kind()).isEqualTo(Loss.Kind.ROWID);
            assertThat(loss.column()).isEmpty();
            assertThat(loss.count()).isEqualTo(1);
        });
    }

    @Test
    void columnsOfRowsWithoutATableAreNumbered() throws IOException {
        Inspection inspection =
                inspect(D1 + "INSERT INTO t VALUES('a','\uFFFD');INSERT INTO u(x,y) VALUES(1,'\uFFFD');");
        assertThat(inspection.losses()).extracting(Loss::column).containsExactly("2", "y");
    }

    @Test
    void theShellsDumpHasLostNothing() throws IOException {
        Inspection inspection = inspect("""
                PRAGMA foreign_keys=OFF;
                BEGIN TRANSACTION;
                CREATE TABLE t(a);
                INSERT INTO t VALUES(9007199254740992);
                INSERT INTO t VALUES(unistr('\\u000a'));
                COMMIT;
                """);
        assertThat(inspection.losses()).isEmpty();
        assertThat(inspection.dialect().origin()).isEqualTo(Inspection.Origin.SQLITE_SHELL);
        assertThat(inspection.dialect().hints()).anyMatch(hint -> hint.contains("3.50 or later"));
    }

    @Test
    void virtualTablesOfTheShellAreKnown() throws IOException {
        Inspection inspection = inspect("INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)"
                + "VALUES('table','ft','ft',0,'CREATE VIRTUAL TABLE ft USING fts5(a)');\n"
                + "CREATE TABLE 'ft_data'(id, block);");
        assertThat(inspection.refusals())
                .extracting(Finding::kind)
                .containsExactly(Kind.RESERVED_NAME, Kind.SHADOW_TABLE);
        assertThat(inspection.objects().virtualTables()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "9007199254740992, 9007199254740992",
        "9007199254740993, 9007199254740992",
        "1152921504606846976, 1152921504606847000",
        "9223372036854775807, 9223372036854776000",
        "-9223372036854775808, -9223372036854776000",
        "90071992547409933, 90071992547409940",
        "123456789012345678, 123456789012345680"
    })
    void integersArePrintedAsJavaScriptPrintsThem(BigInteger value, BigInteger printed) {
        assertThat(ColumnSuspects.asJavaScriptPrintsIt(value)).isEqualTo(printed);
    }

    @Test
    void findingsAreBounded() throws IOException {
        StringBuilder dump = new StringBuilder();
        for (int i = 0; i < 1_500; i++)
            dump.append("CREATE TEMP TABLE t").append(i).append("(a);\n");
        Inspection inspection = inspect(dump.toString());
        assertThat(inspection.refusals()).hasSize(1_000);
        assertThat(inspection.notes()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.MORE);
            assertThat(finding.count()).isEqualTo(500);
        });
    }

    @Test
    void namesCannotControlTheTerminal() throws IOException {
        Inspection inspection = inspect("CREATE TEMP TABLE \"a\u001B[2J\"(a);");
        assertThat(inspection.refusals().get(0).message()).isEqualTo("D1 has no temporary objects: a\\u001b[2J");
    }
}
