package io.github.d1jdbc.dump;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqliteWriterTest {

    @TempDir
    Path folder;

    private Path target() {
        return folder.resolve("app.sqlite");
    }

    private SqliteLoader.Loaded write(String dump) throws IOException {
        return write(dump.getBytes(UTF_8), false);
    }

    private SqliteLoader.Loaded write(byte[] dump, boolean ignoreChecks) throws IOException {
        try (DumpReader reader =
                DumpReader.open(new ByteArrayInputStream(dump), "x.sql", DumpReader.Options.defaults())) {
            return SqliteWriter.write(reader, target(), true, ignoreChecks);
        }
    }

    private List<String> query(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + target());
                Statement statement = sqlite.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) values.add(rows.getString(1));
        }
        return values;
    }

    private void nothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "9223372036854775807 | integer:9223372036854775807",
                "-9223372036854775808 | integer:-9223372036854775808",
                "9007199254740993 | integer:9007199254740993",
                "9223372036854776000 | real:9.2233720368547758e+18",
                "90.762791 | real:90.762791",
                "1.0 | real:1.0",
                "Infinity | real:9.0e+999",
                "-9e999 | real:-9.0e+999",
                "'it''s' | text:'it''s'",
                "NULL | null:NULL",
                "X'00ff' | blob:X'00FF'",
                "X'' | blob:X''",
                "TRUE | integer:1",
                "1+1 | integer:2",
                "upper('a') | text:'A'",
                "unistr('\\u0041') | text:'A'",
            })
    void everyValueIsStoredAsItIs(String cell, String stored) throws IOException, SQLException {
        write("CREATE TABLE t(v);INSERT INTO t VALUES(" + cell + ");");
        String real =
                "CASE typeof(v) WHEN 'real' THEN CASE WHEN abs(v) < 1e999 THEN format('%!.17g', v) ELSE quote(v) END"
                        + " ELSE quote(v) END";
        assertThat(query("SELECT typeof(v) || ':' || " + real + " FROM t")).containsExactly(stored);
    }

    @Test
    void textKeepsNulAndBytesThatAreNoUtf8() throws IOException, SQLException {
        write(
                "CREATE TABLE t(v);INSERT INTO t VALUES('a\0b');INSERT INTO t VALUES('\u00FFx');".getBytes(ISO_8859_1),
                false);
        assertThat(query("SELECT typeof(v) || hex(v) FROM t")).containsExactly("text610062", "textFF78");
    }

    @Test
    void manyRowsInTurnKeepTheirOrder() throws IOException, SQLException {
        StringBuilder dump =
                new StringBuilder("CREATE TABLE t(a, b AS (a) VIRTUAL);CREATE TABLE u(a, b DEFAULT 'd');\n");
        for (int i = 0; i < 1_300; i++) {
            dump.append("INSERT INTO t VALUES(").append(i).append(");\n");
            if (i % 100 == 0)
                dump.append("INSERT INTO u(b, a) VALUES('x',").append(i).append(");INSERT INTO u(a) VALUES(-1);\n");
        }
        SqliteLoader.Loaded loaded = write(dump.toString());
        assertThat(loaded.rows()).isEqualTo(1_326);
        assertThat(loaded.rowsPerTable()).containsEntry("t", 1_300L).containsEntry("u", 26L);
        assertThat(query("SELECT count(*) FROM t WHERE a = rowid - 1")).containsExactly("1300");
        assertThat(query("SELECT a || b FROM u LIMIT 2")).containsExactly("0x", "-1d");
    }

    @Test
    void schemaObjectsComeWhenTheRowsAreThere() throws IOException, SQLException {
        write("""
                PRAGMA defer_foreign_keys=TRUE;
                BEGIN TRANSACTION;
                CREATE TRIGGER ivw INSTEAD OF INSERT ON vw BEGIN INSERT INTO log VALUES('view'); END;
                CREATE TABLE log(v);
                CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, p REFERENCES later);
                CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO log VALUES('fired'); END;
                INSERT INTO t VALUES(7,1);
                CREATE TABLE later(id INTEGER PRIMARY KEY);
                DELETE FROM sqlite_sequence;
                INSERT INTO sqlite_sequence VALUES('t',99);
                ANALYZE sqlite_schema;
                INSERT INTO sqlite_stat1 VALUES('t',NULL,'1');
                CREATE UNIQUE INDEX i ON t(p);
                CREATE VIEW vw AS SELECT id FROM t -- all
                ;
                COMMIT;
                """);
        assertThat(query("SELECT count(*) FROM log")).containsExactly("0");
        assertThat(query("SELECT type || ' ' || name FROM sqlite_schema WHERE type <> 'table' ORDER BY name"))
                .containsExactly("trigger g", "index i", "trigger ivw", "view vw");
        assertThat(query("SELECT seq FROM sqlite_sequence")).containsExactly("99");
        assertThat(query("SELECT stat FROM sqlite_stat1")).containsExactly("1");
    }

    @Test
    void searchTablesOfD1AndOfTheShellCanBeSearched() throws IOException, SQLException {
        write("CREATE VIRTUAL TABLE ft USING fts5(a);INSERT INTO ft(rowid, a) VALUES(5,'hello world');");
        assertThat(query("SELECT rowid FROM ft WHERE ft MATCH 'world'")).containsExactly("5");
        List<String> shadow = new ArrayList<>();
        for (String table : List.of("ft_data", "ft_idx", "ft_content", "ft_docsize", "ft_config")) {
            shadow.addAll(query("SELECT sql || ';' FROM sqlite_schema WHERE name = '" + table + "'"));
            String columns = String.join(
                    "||','||",
                    query("SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('" + table + "') ORDER BY cid"));
            shadow.addAll(query("SELECT 'INSERT INTO " + table + " VALUES(' || " + columns + " || ');' FROM " + table));
        }
        assertThat(shadow).hasSizeGreaterThan(8);
        write("PRAGMA writable_schema=ON;\nINSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)"
                + "VALUES('table','ft','ft',0,'CREATE VIRTUAL TABLE ft USING fts5(a)');\n" + String.join("\n", shadow)
                + "\nPRAGMA writable_schema=OFF;");
        assertThat(query("SELECT a FROM ft WHERE ft MATCH 'hello' AND rowid = 5"))
                .containsExactly("hello world");
        assertThat(query("SELECT count(*) FROM ft_docsize")).containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ATTACH DATABASE '/tmp/x' AS y | a statement that no dump of D1 has is never run",
                "VACUUM INTO '/tmp/x' | a statement that no dump of D1 has is never run",
                "UPDATE t SET a = 1 | a statement that no dump of D1 has is never run",
                "INSERT INTO t SELECT 1 | an INSERT that is not only rows of values is never run",
                "INSERT INTO t VALUES((SELECT 1)) | the value (SELECT 1) is neither a literal nor a known function",
                "INSERT INTO t VALUES(load_extension('x')) | the value load_extension('x') is neither",
                "INSERT INTO t VALUES(other) | the value other is neither a literal nor a known function",
                "INSERT INTO temp.t VALUES(1) | it belongs into another schema than main",
                "INSERT INTO sqlite_schema(type) VALUES('table') | a row of the schema table that makes no virtual",
                "CREATE TEMP TABLE u(a) | temporary objects belong into no dump",
                "CREATE TABLE u AS SELECT 1 AS a | a table that is made by a SELECT is never run",
                "CREATE TABLE y.u(a) | it belongs into another schema than main",
                "CREATE VIRTUAL TABLE v USING csv(filename='x') | virtual tables are only made of fts5 and rtree",
                "PRAGMA journal_mode=WAL | PRAGMA journal_mode belongs into no dump",
                "ANALYZE | only ANALYZE sqlite_schema belongs into a dump",
                "INSERT INTO _cf_KV VALUES(1) | rows of _cf_KV belong into no dump",
            })
    void whatIsNotAllowedIsRefusedWithItsPlace(String statement, String problem) throws IOException {
        assertThatExceptionOfType(DumpException.class)
                .isThrownBy(() -> write("CREATE TABLE t(a);\n" + statement + ";\nINSERT INTO t VALUES(1);"))
                .withMessageStartingWith("x.sql, byte 19 (line 2, statement 2): " + problem);
        nothingIsLeft();
    }

    @Test
    void aNulHidesNoSecondStatement() throws IOException {
        assertThatThrownBy(() -> write("CREATE TABLE t(a)\0 rest;"))
                .isInstanceOf(DumpException.class)
                .hasMessageContaining("a NUL byte in it");
        nothingIsLeft();
    }

    @Test
    void theRowThatSqliteRefusesIsNamed() throws IOException {
        StringBuilder dump = new StringBuilder("CREATE TABLE t(a INTEGER PRIMARY KEY, b CHECK(b > 0));\n");
        for (int i = 1; i <= 1_200; i++) {
            dump.append("INSERT INTO t VALUES(")
                    .append(i)
                    .append(',')
                    .append(i == 777 ? 0 : 1)
                    .append(");\n");
        }
        assertThatExceptionOfType(DumpException.class)
                .isThrownBy(() -> write(dump.toString()))
                .withMessageContaining("(line 778, statement 778): SQLite refuses it, CHECK constraint failed: b > 0"
                        + " [SQLITE_CONSTRAINT_CHECK]: INSERT INTO \"t\" VALUES(");
        nothingIsLeft();
    }

    @Test
    void rowsThatBreakChecksAreTakenOnlyWhenAsked() throws IOException, SQLException {
        String dump = "CREATE TABLE t(a CHECK(a > 0));INSERT INTO t VALUES(0);";
        assertThatThrownBy(() -> write(dump)).isInstanceOf(DumpException.class);
        write(dump.getBytes(UTF_8), true);
        assertThat(query("SELECT a FROM t")).containsExactly("0");
        write("PRAGMA ignore_check_constraints=ON;" + dump);
        assertThat(query("SELECT a FROM t")).containsExactly("0");
    }

    @Test
    void anExistingFileStaysAsItIsUnlessTheNewOneIsWhole() throws IOException {
        Files.writeString(target(), "precious");
        try (DumpReader reader = DumpReader.open(
                new ByteArrayInputStream("CREATE TABLE t(a);".getBytes(UTF_8)),
                "x.sql",
                DumpReader.Options.defaults())) {
            assertThatThrownBy(() -> SqliteWriter.write(reader, target(), false, false))
                    .isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThatThrownBy(() -> write("CREATE TABLE t(a); INSERT INTO t VAL")).isInstanceOf(DumpException.class);
        assertThat(target()).hasContent("precious");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(target());
        }
    }

    @Test
    void goldenDumpsRoundTrip() throws IOException, SQLException {
        Path shell = GoldenDumpsTest.folder().resolve("shell-3.40.sql");
        write(Files.readAllBytes(shell), false);
        assertThat(query("SELECT quote(id)||quote(t)||quote(r)||quote(b) FROM \"order\" ORDER BY id"))
                .containsExactly(
                        "1'a''b'1.5X'00FF'",
                        "2'two\nlines'1.0e+300NULL",
                        "3'cr\rlf\n\\n'9.0e+9990.1",
                        "9007199254740993''-1.0'x'");
        assertThat(query("PRAGMA integrity_check")).containsExactly("ok");
    }
}
