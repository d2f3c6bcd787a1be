package io.github.d1jdbc.dump;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every literal is what SQLite says it is, and both ways to read a row agree. */
class LiteralsTest {

    private static final String[] PIECES = {
        "1",
        "-1",
        "+7",
        "0",
        "007",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "18446744073709551616",
        "123456789012345678901234567890",
        "0x1F",
        "-0xff",
        "0xffffffffffffffff",
        "1.5",
        "-.5",
        "5.",
        "1e3",
        "1E-3",
        "1.25e+10",
        "9e999",
        "-9e999",
        "0.1",
        "4.9e-324",
        "2.2250738585072011e-308",
        "NULL",
        "null",
        "TRUE",
        "false",
        "''",
        "'a'",
        "'it''s'",
        "''''",
        "'a,b)'",
        "'é😀'",
        "'line\nend'",
        "'\\n'",
        "X''",
        "x'00fF'",
        "replace('a\\nb','\\n',char(10))",
        "replace(replace('\\r\\n','\\r',char(13)),'\\n',char(10))",
        "Replace('a\\012','\\012', CHAR(10))",
        "unistr('\\u0041\\\\\\+01F600')",
        "CAST(X'410042' AS TEXT)",
        "cast( x'c3a9' As Text )",
        "char(65,66)",
        "'a'||char(0)||'b'",
        "1+1",
        "(1)",
        "-(-5)",
        "abs(-3)",
        "- 4",
        "'a'||'b'",
        "unistr('\\x')",
        "X'0'",
        "1 /* c */",
        "/* c */'x'",
        "--c\n3",
        "max(1,2)",
        "1.2.3",
        "12ab",
        "0x",
        "e5",
        "+'a'",
    };

    private static Connection sqlite() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite::memory:");
    }

    @Test
    void randomRowsAreReadTheSameByBytesAndByTokens() throws IOException {
        Random random = new Random(42);
        int scanned = 0;
        for (int n = 0; n < 20_000; n++) {
            StringBuilder row = new StringBuilder();
            int cells = 1 + random.nextInt(5);
            for (int i = 0; i < cells; i++) {
                row.append(i > 0 ? "," : "").append(space(random));
                row.append(PIECES[random.nextInt(PIECES.length)]).append(space(random));
            }
            row.append(')');
            if (random.nextInt(3) == 0)
                row.setCharAt(random.nextInt(row.length()), "'(),;x|-e.0 ".charAt(random.nextInt(12)));
            // What stands behind decides whether a cell is read eight bytes at a time or by the byte.
            if (sameWhereScanned("(" + row, random.nextBoolean() ? 0 : random.nextInt(60))) scanned++;
        }
        assertThat(scanned).isGreaterThan(5_000);
    }

    @Test
    void cellsOfEveryLengthAreReadTheSameByBytesAndByTokens() {
        String digits = "123456789012345678901234567890";
        String[] ends = {",", ")", " ,", "\n)", "x,", ";", "'", "''", "'a',", ".", "-", "--\n,", "/**/,", "e5,", "E-5)"
        };
        int scanned = 0;
        for (int length = 0; length < 24; length++) {
            for (String sign : new String[] {"", "-", "+", "--", "-'"}) {
                for (String end : ends) {
                    String number = sign + digits.substring(0, length);
                    String text = "'" + "a\u00e9;)".repeat(6).substring(0, length);
                    for (String cell : new String[] {
                        number + end,
                        number + "." + digits.substring(0, length) + end,
                        "1." + number + end,
                        text + "'" + end,
                        text + "''" + text.substring(1) + "'" + end,
                        "NULL" + end,
                        "NUL" + end,
                        "NULLS" + end,
                        "-NULL" + end
                    }) {
                        for (int behind : new int[] {0, 1, 7, 8, 9, 50})
                            if (sameWhereScanned("(" + cell + "2,'b')", behind)) scanned++;
                    }
                }
            }
        }
        assertThat(scanned).isGreaterThan(15_000);
    }

    private static String space(Random random) {
        return random.nextInt(4) > 0 ? "" : random.nextBoolean() ? " " : "\r\n\t";
    }

    private static boolean sameWhereScanned(String row, int behind) {
        String text = row + ";'-- 1".repeat(10).substring(0, behind);
        byte[] bytes = text.getBytes(UTF_8);
        Cells fast = new Cells();
        int end = new CellScanner().row(bytes, 1, bytes.length, fast);
        if (end < 0) return false;
        Cells slow = new Cells();
        assertThat(new RowLexer().row(bytes, 1, bytes.length, slow)).as(text).isEqualTo(end);
        assertThat(slow.size()).as(text).isEqualTo(fast.size());
        for (int i = 0; i < fast.size(); i++) {
            assertThat(slow.form(i)).as("cell %d of %s", i, text).isEqualTo(fast.form(i));
            assertThat(slow.start(i)).as("cell %d of %s", i, text).isEqualTo(fast.start(i));
            assertThat(slow.end(i)).as("cell %d of %s", i, text).isEqualTo(fast.end(i));
        }
        return true;
    }

    @Test
    void everyPrefixOfARowIsCutOrLeftToTheLexer() {
        for (String piece : PIECES) {
            byte[] row = ("(1," + piece + ",2)").getBytes(UTF_8);
            for (int length = 1; length < row.length; length++) {
                assertThat(new CellScanner().row(row, 1, length, new Cells()))
                        .as("%s to %d", piece, length)
                        .isIn(CellScanner.CUT, CellScanner.UNKNOWN);
            }
        }
    }

    static List<Path> dumps() throws IOException {
        return GoldenDumpsTest.dumps();
    }

    @ParameterizedTest
    @MethodSource("dumps")
    void sqliteReadsEveryLiteralOfTheGoldenDumpsTheSame(Path dump) throws IOException, SQLException {
        try (Connection sqlite = sqlite();
                DumpReader reader =
                        DumpReader.open(Files.newInputStream(dump), "dump", DumpReader.Options.defaults())) {
            for (DumpStatement next = reader.next(); next != null; next = reader.next()) {
                if (next instanceof InsertRow row) {
                    for (int i = 0; i < row.size(); i++) compare(sqlite, row, i);
                }
            }
        }
    }

    @Test
    void sqliteReadsEveryPieceTheSame() throws IOException, SQLException {
        try (Connection sqlite = sqlite()) {
            for (String piece : PIECES) compare(sqlite, row(piece), 0);
        }
    }

    @Test
    void sqliteReadsRandomNumbersTheSame() throws IOException, SQLException {
        Random random = new Random(3);
        try (Connection sqlite = sqlite()) {
            for (int n = 0; n < 3_000; n++) {
                StringBuilder number = new StringBuilder(random.nextInt(3) == 0 ? "-" : "");
                number.append(random.nextInt(10));
                for (int d = random.nextInt(24); d > 0; d--) number.append(random.nextInt(10));
                if (random.nextBoolean()) number.append('.').append(random.nextLong() >>> 1);
                if (random.nextInt(3) == 0) number.append('e').append(random.nextInt(700) - 350);
                compare(sqlite, row(number.toString()), 0);
            }
        }
    }

    @Test
    void shortNumbersAreTheNearestDoublesToo() {
        Random random = new Random(11);
        for (int n = 0; n < 200_000; n++) {
            StringBuilder number = new StringBuilder();
            for (int d = random.nextInt(20); d >= 0; d--) number.append((char) ('0' + random.nextInt(10)));
            if (random.nextInt(4) > 0) number.insert(random.nextInt(number.length() + 1), '.');
            if (number.length() == 1) number.append('0');
            if (random.nextInt(8) == 0) number.append('e').append(random.nextInt(60) - 30);
            if (random.nextInt(3) > 0) number.insert(0, random.nextBoolean() ? '-' : '+');
            byte[] bytes = ("(" + number + ",").getBytes(UTF_8);
            assertThat(Double.doubleToRawLongBits(NumberLiteral.doubleOf(bytes, 1, bytes.length - 1)))
                    .as("%s", number)
                    .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(number.toString())));
        }
    }

    private static InsertRow row(String cell) throws IOException {
        List<InsertRow> rows = new ArrayList<>();
        byte[] dump = ("INSERT INTO t VALUES(" + cell + ");").getBytes(UTF_8);
        try (DumpReader reader =
                DumpReader.open(new java.io.ByteArrayInputStream(dump), cell, DumpReader.Options.defaults())) {
            reader.forEach(statement -> rows.add(((InsertRow) statement).copy()));
        }
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private static void compare(Connection sqlite, InsertRow row, int cell) throws SQLException {
        String sql = row.sqlAt(cell);
        boolean bare = sql.toLowerCase(Locale.ROOT).contains("inf"); // D1 wrote what SQLite cannot read
        boolean hasNul = sql.indexOf(0) >= 0 || sql.indexOf(0xFFFD) >= 0;
        if (row.kind(cell) == CellKind.EXPRESSION || bare || hasNul) return;
        try (Statement statement = sqlite.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT typeof(v), v, hex(CAST(v AS BLOB)) FROM (SELECT " + sql + " AS v)")) {
            assertThat(result.next()).isTrue();
            assertThat(row.kind(cell).name().toLowerCase(Locale.ROOT)).as(sql).isEqualTo(result.getString(1));
            switch (row.kind(cell)) {
                case INTEGER -> assertThat(row.longAt(cell)).as(sql).isEqualTo(result.getLong(2));
                case REAL -> assertThat(row.doubleAt(cell) + 0.0).as(sql).isEqualTo(result.getDouble(2) + 0.0);
                case TEXT, BLOB ->
                    assertThat(HexFormat.of().withUpperCase().formatHex(row.bytesAt(cell)))
                            .as(sql)
                            .isEqualTo(result.getString(3));
                default -> assertThat(row.nullAt(cell)).isTrue();
            }
        }
    }

    @Test
    void gettersRefuseWhatTheCellIsNot() throws IOException {
        InsertRow row = row("1,'a',X'00',NULL,1.5,now()");
        assertThat(row.doubleAt(0)).isEqualTo(1.0);
        assertThat(row.valueAt(0)).isEqualTo(1L);
        assertThat(row.valueAt(1)).isEqualTo("a");
        assertThat(row.valueAt(2)).isEqualTo(new byte[1]);
        assertThat(row.valueAt(3)).isNull();
        assertThat(row.valueAt(4)).isEqualTo(1.5);
        assertThat(row.valueAt(5)).isEqualTo(new InsertRow.Expression("now()"));
        assertThatThrownBy(() -> row.longAt(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("TEXT");
        assertThatThrownBy(() -> row.doubleAt(3)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> row.textAt(2)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> row.bytesAt(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> row.kind(6)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
