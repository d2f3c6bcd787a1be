package io.github.d1jdbc.dump;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.export.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DumpReaderTest {

    private static final int MIB = 1 << 20;

    private static DumpReader reader(byte[] dump) throws IOException {
        return DumpReader.open(new ByteArrayInputStream(dump), "dump", DumpReader.Options.defaults());
    }

    private static List<String> lines(byte[] dump) throws IOException {
        return Described.all(dump, 4_096, DumpReader.Rows.SCANNED);
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void contentNotNameSaysHowItIsCompressed(Compression compression, @TempDir Path folder) throws IOException {
        Path dump = GoldenDumpsTest.folder().resolve("d1.sql");
        Path file = folder.resolve("misnamed.txt");
        Files.write(file, BadDumpsTest.compressed(Files.readString(dump), compression));
        List<String> read = new ArrayList<>();
        try (DumpReader reader = DumpReader.open(file)) {
            assertThat(reader.compression()).isEqualTo(compression);
            reader.forEach(statement -> read.add(Described.line(statement)));
            assertThat(reader.bytesRead()).isEqualTo(Files.size(dump));
        }
        assertThat(read).isEqualTo(lines(Files.readAllBytes(dump)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"GZIP", "ZSTD"})
    void membersThatFollowEachOtherAreOneDump(Compression compression) throws IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(BadDumpsTest.compressed("CREATE TABLE t(a);\nINSERT INTO t VAL", compression));
        members.write(BadDumpsTest.compressed("", compression));
        members.write(BadDumpsTest.compressed("UES('x');", compression));
        assertThat(lines(members.toByteArray()))
                .isEqualTo(lines("CREATE TABLE t(a);\nINSERT INTO t VALUES('x');".getBytes(UTF_8)));
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void aDumpInMemoryIsReadAsFromAFile(Compression compression) throws IOException, NoSuchAlgorithmException {
        for (Path file : GoldenDumpsTest.dumps()) {
            byte[] plain = Files.readAllBytes(file);
            byte[] dump = BadDumpsTest.compressed(plain, compression);
            assertThat(Described.inPlace(dump)).isEqualTo(lines(plain));
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DumpReader reader = DumpReader.open(dump, "dump", DumpReader.Options.defaults())) {
                assertThat(reader.compression()).isEqualTo(compression);
                reader.digestInto(digest);
                reader.forEach(statement -> {});
                assertThat(reader.bytesRead()).isEqualTo(plain.length);
            }
            assertThat(digest.digest())
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(plain));
        }
    }

    @Test
    void anEmptyDumpInMemoryAndOneThatIsNoSqlAreRefused() {
        for (String wrong : new String[] {"", "   ", "<html>no</html>"}) {
            byte[] bytes = wrong.getBytes(UTF_8);
            assertThatThrownBy(() -> DumpReader.open(bytes, "memory", DumpReader.Options.defaults()))
                    .isInstanceOf(DumpException.class)
                    .hasMessageStartingWith("memory");
        }
    }

    @Test
    void linesAreRightInWhateverOrderTheyAreAskedFor() throws IOException {
        String dump = "CREATE TABLE t(a);\n\nINSERT INTO t VALUES('1\n2');\nINSERT INTO t VALUES(3);\nSELECT 1;\n";
        List<DumpStatement> kept = new ArrayList<>();
        try (DumpReader reader = DumpReader.open(dump.getBytes(UTF_8), "dump", DumpReader.Options.defaults())) {
            reader.forEach(statement -> {
                kept.add(statement instanceof InsertRow row ? row.copy() : statement);
                if (statement.number() == 4) assertThat(kept.get(0).line()).isEqualTo(1);
            });
        }
        assertThat(kept.stream().map(DumpStatement::line)).containsExactly(1L, 3L, 5L, 6L);
        assertThat(kept.get(0).line()).isEqualTo(1);
        assertThat(lines(dump.getBytes(UTF_8))).isEqualTo(Described.inPlace(dump.getBytes(UTF_8)));
    }

    @Test
    void aCopyOutlivesTheNextStatement() throws IOException {
        byte[] dump = "INSERT INTO \"t\" (\"a\") VALUES('one'),('two');INSERT INTO \"t\" (\"a\") VALUES(X'03');"
                .getBytes(UTF_8);
        List<InsertRow> copies = new ArrayList<>();
        try (DumpReader reader = reader(dump)) {
            reader.forEach(statement -> copies.add(((InsertRow) statement).copy()));
        }
        assertThat(copies.stream().map(Described::line)).containsExactlyElementsOf(lines(dump));
        assertThat(copies.get(1).text()).isEqualTo("INSERT INTO \"t\" (\"a\") VALUES('one'),('two')");
        assertThat(copies.get(1).textAt(0)).isEqualTo("two");
        assertThat(copies.get(1).isLast()).isTrue();
        assertThat(copies.get(2).source().text()).isEqualTo("INSERT INTO \"t\" (\"a\") VALUES(X'03')");
        assertThat(copies.get(2).source()).hasToString("statement 2 (line 1, byte 44)");
    }

    @Test
    void aHandlerMayThrowWhatItLikes() throws IOException {
        try (DumpReader reader = reader("SELECT 1;SELECT 2;".getBytes(UTF_8))) {
            assertThatThrownBy(() -> reader.forEach(statement -> {
                        throw new InterruptedException(statement.text());
                    }))
                    .isInstanceOf(InterruptedException.class)
                    .hasMessage("SELECT 1");
        }
    }

    @Test
    void closingClosesTheStream() throws IOException {
        boolean[] closed = {false};
        InputStream stream = new ByteArrayInputStream("SELECT 1;".getBytes(UTF_8)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        DumpReader.open(stream, "dump", DumpReader.Options.defaults()).close();
        assertThat(closed[0]).isTrue();
    }

    private static InsertRow firstRow(DumpReader reader) throws IOException {
        if (reader.next() instanceof InsertRow row) return row;
        throw new AssertionError("the dump begins with no row");
    }

    /** Repeats a text without ever holding more than one copy of it. */
    private static InputStream repeated(String text, int times) {
        byte[] bytes = text.getBytes(UTF_8);
        return new InputStream() {
            private long at;

            @Override
            public int read() {
                return at < (long) bytes.length * times ? bytes[(int) (at++ % bytes.length)] & 0xFF : -1;
            }

            @Override
            public int read(byte[] into, int from, int length) {
                int n = 0;
                while (n < length && at < (long) bytes.length * times) {
                    int begin = (int) (at % bytes.length);
                    int part = Math.min(length - n, bytes.length - begin);
                    System.arraycopy(bytes, begin, into, from + n, part);
                    n += part;
                    at += part;
                }
                return n == 0 && length > 0 ? -1 : n;
            }
        };
    }

    @Test
    void memoryDoesNotGrowWithTheDump() throws IOException {
        String text = "INSERT INTO \"t\" (\"a\",\"b\") VALUES(1,'" + "x".repeat(500) + "');\n-- a comment; more\n"
                + " ".repeat(300) + "\nINSERT INTO u VALUES(1),(2); /* " + "c".repeat(1_000) + " */ ;;\n";
        long[] rows = {0};
        try (DumpReader reader = DumpReader.open(
                repeated(text, 60_000), "endless", DumpReader.Options.defaults(), 64 * 1024, DumpReader.Rows.SCANNED)) {
            reader.forEach(statement -> rows[0]++);
            assertThat(reader.capacity()).isEqualTo(64 * 1024);
        }
        assertThat(rows[0]).isEqualTo(180_000);
    }

    @Test
    void theBufferFollowsTheLargestStatement() throws IOException {
        String large = "INSERT INTO t VALUES('" + "x".repeat(3 * MIB) + "');SELECT 1;";
        try (DumpReader reader = reader(large.getBytes(UTF_8))) {
            assertThat(firstRow(reader).textAt(0)).hasSize(3 * MIB);
            assertThat(reader.next()).isInstanceOf(DumpStatement.Other.class);
            assertThat(reader.next()).isNull();
            assertThat(reader.capacity()).isLessThanOrEqualTo(8 * MIB);
        }
    }

    @Test
    void aHugeRowOfTinyCellsIsNoRow() throws IOException {
        String row = "INSERT INTO t VALUES(" + "1,".repeat(Cells.MOST - 1) + "1%s);";
        assertThat(lines(row.formatted("").getBytes(UTF_8)))
                .singleElement()
                .asString()
                .contains("InsertRow");
        assertThat(lines(row.formatted(",1").getBytes(UTF_8)))
                .singleElement()
                .asString()
                .contains("InsertOther");
    }

    @Test
    void deeplyNestedFunctionsAreAnExpression() throws IOException {
        String nested = "replace(".repeat(100_000) + "'a'" + ",'\\n',char(10))".repeat(100_000);
        try (DumpReader reader = reader(("INSERT INTO t VALUES(" + nested + ");").getBytes(UTF_8))) {
            assertThat(firstRow(reader).kind(0)).isEqualTo(CellKind.EXPRESSION);
        }
    }

    @Test
    void namesLongerThanTheLexerKeepsAreWhole() throws IOException {
        String name = "n\"".repeat(4_000);
        String quoted = "\"" + name.replace("\"", "\"\"") + "\"";
        String bare = "b".repeat(5_000);
        String dump = "CREATE TABLE " + quoted + "(a);CREATE TABLE [" + name + "](a);CREATE VIEW " + bare
                + " AS SELECT 1;INSERT INTO " + quoted + " VALUES(1);";
        List<String> names = new ArrayList<>();
        try (DumpReader reader = reader(dump.getBytes(UTF_8))) {
            reader.forEach(statement -> names.add(
                    statement instanceof DumpStatement.Create create
                            ? create.name()
                            : ((InsertRow) statement).table()));
        }
        assertThat(names).containsExactly(name, name, bare, name);
    }

    @Test
    void tablesInTurnAreReadRight() throws IOException {
        String dump = "INSERT INTO a VALUES(1);INSERT INTO b VALUES('x;');INSERT INTO a VALUES(2);\n".repeat(50);
        assertThat(lines(dump.getBytes(UTF_8)))
                .hasSize(150)
                .isEqualTo(Described.all(dump.getBytes(UTF_8), 64, DumpReader.Rows.LEXED));
    }

    @Test
    void bytesAreFoundAndCountedAcrossWords() {
        byte[] bytes = "a\u0000'b''\u00a7c'\n\u0001\n'".getBytes(UTF_8);
        for (int from = 0; from <= bytes.length; from++) {
            for (int to = from; to <= bytes.length; to++) {
                int first = from;
                while (first < to && bytes[first] != '\'') first++;
                int count = 0;
                for (int i = from; i < to; i++) if (bytes[i] == '\n') count++;
                int other = from;
                while (other < to && bytes[other] >= 0) other++;
                assertThat(Bytes.indexOf(bytes, from, to, '\'')).isEqualTo(first);
                assertThat(Bytes.count(bytes, from, to, '\n')).isEqualTo(count);
                assertThat(Bytes.indexOfNonAscii(bytes, from, to)).isEqualTo(other);
            }
        }
    }
}
