package io.github.d1jdbc.dump;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows in batches, read on another thread, are what one statement after the other would have made. */
class SqliteLoaderTest {

    /** A literal as a dump has it (bytes as ISO 8859-1), and SQL for the same value that is text without a doubt. */
    private record Cell(String dump, String sql) {}

    private Connection loaded;

    @BeforeEach
    void open() throws SQLException {
        loaded = DriverManager.getConnection("jdbc:sqlite::memory:");
    }

    @AfterEach
    void close() throws SQLException {
        loaded.close();
    }

    private SqliteLoader.Loaded load(String dump) throws IOException, SQLException {
        return load(new ByteArrayInputStream(dump.getBytes(ISO_8859_1)));
    }

    private SqliteLoader.Loaded load(InputStream dump) throws IOException, SQLException {
        try (DumpReader reader = DumpReader.open(dump, "x.sql", DumpReader.Options.defaults())) {
            return SqliteLoader.load(reader, loaded, false);
        }
    }

    private List<String> query(String sql) throws SQLException {
        return query(loaded, sql);
    }

    private static List<String> query(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) values.add(rows.getString(1));
        }
        return values;
    }

    private static Cell cell(Random random, int favourite) {
        int kind = random.nextInt(4) > 0 ? favourite : random.nextInt(11);
        return switch (kind) {
            case 0 -> same("NULL");
            case 1 -> same(Long.toString(random.nextLong() >> random.nextInt(64)));
            case 2 -> same(Double.toString(random.nextInt() / 1e3));
            case 3 -> text("plain " + random.nextInt(1000));
            case 4 -> text("");
            case 5 -> text("g\u00C3\u00BCltig \u00E2\u0082\u00AC \u00F0\u009F\u0099\u0082");
            case 6 -> text("ung\u00FCltig \u00C3");
            case 7 -> text("it's\0 " + random.nextInt(10));
            case 8 -> same("X'" + "00ff".repeat(random.nextInt(3)) + "'");
            case 9 -> new Cell("replace('a\\nb','\\n',char(10))", "CAST(X'610a62' AS TEXT)");
            default -> same("upper('expr')");
        };
    }

    private static Cell same(String literal) {
        return new Cell(literal, literal);
    }

    private static Cell text(String bytes) {
        StringBuilder hex = new StringBuilder();
        for (byte b : bytes.getBytes(ISO_8859_1)) hex.append(String.format("%02x", b));
        return new Cell("'" + bytes.replace("'", "''") + "'", "CAST(X'" + hex + "' AS TEXT)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void anyRowsAreWhatTheirStatementsWouldHaveMade(int seed) throws IOException, SQLException {
        Random random = new Random(seed);
        String[] types = {"", "TEXT", "INTEGER", "REAL", "BLOB", "NUMERIC"};
        StringBuilder dump = new StringBuilder();
        List<String> sql = new ArrayList<>();
        int[][] favourites = new int[3][];
        for (int t = 0; t < favourites.length; t++) {
            favourites[t] = random.ints(1 + random.nextInt(5), 0, 11).toArray();
            List<String> columns = new ArrayList<>();
            for (int i = 0; i < favourites[t].length; i++)
                columns.add("c" + i + " " + types[random.nextInt(types.length)]);
            String create = "CREATE TABLE t" + t + "(" + String.join(",", columns) + ")";
            dump.append(create).append(";\n");
            sql.add(create);
        }
        for (int row = 0; row < 900; row++) {
            // Long runs of one table, so that batches become full, and short ones.
            int t = row < 600 ? 0 : random.nextInt(favourites.length);
            List<String> cells = new ArrayList<>();
            List<String> values = new ArrayList<>();
            for (int favourite : favourites[t]) {
                Cell cell = cell(random, row % 300 < 250 && favourite < 5 ? Math.min(favourite, 3) : favourite);
                cells.add(cell.dump());
                values.add(cell.sql());
            }
            String head = "INSERT INTO t" + t + " VALUES(";
            dump.append(head).append(String.join(",", cells)).append(");\n");
            sql.add(head + String.join(",", values) + ")");
        }
        SqliteLoader.Loaded result = load(dump.toString());
        assertThat(result.rows()).isEqualTo(900);
        assertThat(result.statements()).isEqualTo(903);
        try (Connection oracle = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = oracle.createStatement()) {
            for (String one : sql) statement.execute(one);
            for (int t = 0; t < favourites.length; t++) {
                List<String> parts = new ArrayList<>();
                for (int i = 0; i < favourites[t].length; i++)
                    parts.add("typeof(c" + i + ") || hex(c" + i + ") || quote(c" + i + ")");
                String all = "SELECT rowid || " + String.join(" || ", parts) + " FROM t" + t;
                assertThat(query(all)).isEqualTo(query(oracle, all));
            }
        }
    }

    @Test
    void emptyTextIsTextAndAnEmptyBlobIsABlob() throws IOException, SQLException {
        load("CREATE TABLE t(a,b);INSERT INTO t VALUES('',X'');INSERT INTO t VALUES(NULL,NULL);");
        assertThat(query("SELECT typeof(a) || typeof(b) FROM t")).containsExactly("textblob", "nullnull");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a INTEGER PRIMARY KEY, b | 5,1 | UNIQUE constraint failed: t.a",
                "a INTEGER PRIMARY KEY, b | 'x',1 | datatype mismatch",
                "a, b NOT NULL | 1,NULL | NOT NULL constraint failed: t.b",
                "a, b CHECK(b > 0) | 1,0 | CHECK constraint failed: b > 0",
                "a PRIMARY KEY, b UNIQUE ON CONFLICT FAIL | 901,3 | UNIQUE constraint failed: t.b",
                "a, b AS (json(a)) STORED | 'no json',1 | malformed JSON",
            })
    void theRowThatIsRefusedIsNamedWhereverItStandsInABatch(String columns, String values, String problem) {
        boolean generated = columns.contains("STORED");
        for (int bad : new int[] {6, 24, 25, 26, 400, 737}) {
            StringBuilder dump = new StringBuilder("CREATE TABLE t(" + columns + ");\n");
            for (int i = 1; i <= 750; i++) {
                String cells = i == bad + 1 ? values : generated ? "1,1" : i + "," + i;
                String into = generated ? "INSERT INTO t(a) VALUES(" : "INSERT INTO t(a,b) VALUES(";
                dump.append(into)
                        .append(generated ? cells.substring(0, cells.indexOf(",")) : cells)
                        .append(");\n");
            }
            int line = bad + 2;
            // Not committed, so the same database takes the next one.
            assertThatExceptionOfType(DumpException.class)
                    .as("row %d", bad)
                    .isThrownBy(() -> load(dump.toString()))
                    .withMessageContaining(
                            "(line " + line + ", statement " + line + "): SQLite refuses it, " + problem);
        }
    }

    @Test
    void conflictClausesOfATableHoldForEveryRow() throws IOException, SQLException {
        StringBuilder dump = new StringBuilder("CREATE TABLE t(a INTEGER UNIQUE ON CONFLICT REPLACE, b);"
                + "CREATE TABLE u(a INTEGER UNIQUE ON CONFLICT IGNORE, b);");
        for (int i = 0; i < 100; i++)
            dump.append("INSERT INTO t VALUES(").append(i % 60 + ",").append(i + ");");
        for (int i = 0; i < 100; i++)
            dump.append("INSERT INTO u VALUES(").append(i % 60 + ",").append(i + ");");
        load(dump.toString());
        assertThat(query("SELECT count(*) || ' ' || sum(b) FROM t")).containsExactly("60 " + (4950 - 39 * 20));
        assertThat(query("SELECT count(*) || ' ' || sum(b) FROM u")).containsExactly("60 " + 59 * 30);
    }

    @Test
    void withoutAJournalTheRefusedRowIsNamedToo() throws SQLException {
        try (Statement statement = loaded.createStatement()) {
            statement.execute("PRAGMA journal_mode=OFF");
        }
        StringBuilder dump = new StringBuilder("CREATE TABLE t(a INTEGER PRIMARY KEY);\n");
        for (int i = 1; i <= 100; i++) dump.append("INSERT INTO t VALUES(" + (i == 43 ? 7 : i) + ");\n");
        assertThatExceptionOfType(DumpException.class)
                .isThrownBy(() -> load(dump.toString()))
                .withMessageContaining("(line 44, statement 44)");
    }

    @Test
    void valuesLargerThanWhatIsReadAheadComeInTheirOrder() throws IOException, SQLException {
        StringBuilder dump = new StringBuilder("CREATE TABLE t(a, b);");
        for (int i = 0; i < 12; i++) {
            int length = i % 3 == 0 ? 5_000_000 : 10 + i;
            dump.append("INSERT INTO t VALUES(" + i + ",'")
                    .append("x".repeat(length))
                    .append("');");
        }
        load(dump.toString());
        assertThat(query("SELECT group_concat(length(b)) FROM (SELECT b FROM t ORDER BY rowid)"))
                .containsExactly("5000000,11,12,5000000,14,15,5000000,17,18,5000000,20,21");
    }

    @Test
    void whatSqliteRefusesFirstIsToldBeforeWhatIsWrongFurtherOn() {
        String dump = "CREATE TABLE t(a UNIQUE);\nINSERT INTO t VALUES(1);\nINSERT INTO t VALUES(1);\n"
                + "CREATE TABLE u(a);\nATTACH 'x' AS y;\nINSERT INTO t VAL";
        assertThatExceptionOfType(DumpException.class)
                .isThrownBy(() -> load(dump))
                .withMessageContaining("(line 3, statement 3): SQLite refuses it, UNIQUE");
    }

    @Test
    void whatTheStreamThrowsIsThrown() {
        byte[] start = "CREATE TABLE t(a);\n".getBytes(UTF_8);
        IOException broken = new IOException("the cable is cut");
        InputStream cut = new SequenceInputStream(new ByteArrayInputStream(start), new InputStream() {
            @Override
            public int read() throws IOException {
                throw broken;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                throw broken;
            }
        });
        InputStream rows = new SequenceInputStream(
                new ByteArrayInputStream(
                        ("CREATE TABLE s(a);" + "INSERT INTO s VALUES(1);".repeat(30_000)).getBytes(UTF_8)),
                cut);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> load(rows))
                .isSameAs(broken);
    }

    @Test
    void anInterruptEndsTheLoadAndStaysSet() throws SQLException {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedIOException.class)
                .isThrownBy(() -> load("CREATE TABLE t(a);"))
                .withMessage("the loading was stopped");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(query("SELECT count(*) FROM sqlite_schema")).containsExactly("0");
    }

    @Test
    void noThreadIsLeftWhenALoadFails() {
        String dump = "CREATE TABLE t(a UNIQUE);" + "INSERT INTO t VALUES('" + "x".repeat(1000) + "');";
        InputStream endless = new InputStream() {
            private int at;

            @Override
            public int read() {
                int next = at++;
                return dump.charAt(next < dump.length() ? next : 25 + (next - 25) % (dump.length() - 25));
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                for (int i = from; i < from + length; i++) bytes[i] = (byte) read();
                return length;
            }
        };
        assertThatExceptionOfType(DumpException.class)
                .isThrownBy(() -> load(endless))
                .withMessageContaining("UNIQUE");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("d1dump-reader"));
    }

    @Test
    void aDatabaseInUtf16IsNotTaken() throws SQLException {
        try (Statement statement = loaded.createStatement()) {
            statement.execute("PRAGMA encoding='UTF-16'");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> load("CREATE TABLE t(a);"));
    }
}
