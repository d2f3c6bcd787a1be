package io.github.d1jdbc.dump;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no dump, or half of one, is called so in one clear sentence. */
class BadDumpsTest {

    private static final String DUMP = "PRAGMA defer_foreign_keys=TRUE;\nCREATE TABLE t(a);\nINSERT INTO \"t\" (\"a\")"
            + " VALUES('one');\nINSERT INTO \"t\" (\"a\") VALUES('two');\nCREATE INDEX i ON t(a);";

    static Stream<Arguments> notDumps() {
        return Stream.of(
                Arguments.of("", "x.sql: this file is empty"),
                Arguments.of(" \r\n\t\n", "x.sql: this file has nothing but white space"),
                Arguments.of(
                        "SQLite format 3\0\u0010\0",
                        "x.sql: this is a SQLite database file, not a dump; write one with: sqlite3 FILE .dump"),
                Arguments.of(
                        "\n<!DOCTYPE html>\n<html><head><title>502</title>",
                        "x.sql: this is an HTML page, so an error page was saved in place of the dump: <!DOCTYPE html>"),
                Arguments.of(
                        "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code>",
                        "x.sql: this is XML, so an answer of the file store was saved in place of the dump (a download"
                                + " link lives one hour): <?xml version=\"1.0\"?><Error><Code>AccessDenied</Code>"),
                Arguments.of(
                        "{\"success\":false,\"errors\":[]}",
                        "x.sql: this is JSON, so an answer of the API was saved in place of the dump:"
                                + " {\"success\":false,\"errors\":[]}"),
                Arguments.of("PK\u0003\u0004rest", "x.sql: this is a zip archive; unpack it first"),
                Arguments.of("BZh91AY", "x.sql: this is compressed by bzip2; decompress it first"),
                Arguments.of("\u00FD7zXZ\0\0", "x.sql: this is compressed by xz; decompress it first"),
                Arguments.of(
                        "\u00FF\u00FEP\0R\0",
                        "x.sql: this is UTF-16 text (as some shells redirect it); save it as UTF-8"),
                Arguments.of("\u0007\u001B[31mred", "x.sql: this is not SQL: \\u0007\\u001b[31mred"),
                Arguments.of("'quoted'", "x.sql: this is not SQL: 'quoted'"));
    }

    @ParameterizedTest
    @MethodSource("notDumps")
    void aFileThatIsNoDumpIsCalledWhatItIs(String content, String message) {
        assertThatExceptionOfType(DumpException.class)
                .isThrownBy(() -> read(content.getBytes(ISO_8859_1)))
                .withMessage(message)
                .satisfies(e -> assertThat(e.offset()).isEqualTo(-1));
    }

    @Test
    void aRealDatabaseFileIsNamed(@TempDir Path folder) throws SQLException {
        Path file = folder.resolve("app.sqlite");
        try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = sqlite.createStatement()) {
            statement.execute("CREATE TABLE t(a)");
        }
        assertThatThrownBy(() -> DumpReader.open(file))
                .isInstanceOf(DumpException.class)
                .hasMessageContaining("app.sqlite: this is a SQLite database file");
    }

    @Test
    void aDumpThatEndsInAStatementNamesItsPlace() {
        String cut = DUMP.substring(0, DUMP.indexOf("two"));
        assertThatExceptionOfType(DumpException.class)
                .isThrownBy(() -> read(cut.getBytes(UTF_8)))
                .withMessage(
                        "x.sql, byte 88 (line 4, statement 4): the file ends in the middle of this statement: it was"
                                + " cut short: INSERT INTO \"t\" (\"a\") VALUES('")
                .satisfies(e -> {
                    assertThat(e.file()).isEqualTo("x.sql");
                    assertThat(e.offset()).isEqualTo(88);
                    assertThat(e.line()).isEqualTo(4);
                    assertThat(e.statement()).isEqualTo(4);
                    assertThat(e.excerpt()).isEqualTo("INSERT INTO \"t\" (\"a\") VALUES('");
                });
    }

    @Test
    void everyCutIsSeenButThatBetweenStatements() throws IOException {
        byte[] dump = DUMP.getBytes(UTF_8);
        for (int length = 1; length < dump.length; length++) {
            byte[] cut = Arrays.copyOf(dump, length);
            String begun = new String(cut, UTF_8).strip();
            if (begun.endsWith(";")) {
                assertThat(read(cut)).isPositive();
            } else {
                assertThatThrownBy(() -> read(cut))
                        .isInstanceOf(DumpException.class)
                        .hasMessageContaining("cut short");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"GZIP", "ZSTD"})
    void everyCutOfACompressedDumpIsSeen(Compression compression) throws IOException {
        byte[] whole = compressed(DUMP, compression);
        assertThat(read(whole)).isEqualTo(5);
        for (int length = 5; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(DumpException.class)
                    .hasMessageStartingWith(
                            "x.sql: the " + (compression == Compression.GZIP ? "gzip" : "zstd") + " data")
                    .hasMessageContaining("cut short");
        }
    }

    @Test
    void aFlippedBitInGzipIsSeen() throws IOException {
        byte[] whole = compressed(DUMP, Compression.GZIP);
        whole[whole.length - 6] ^= 1;
        assertThatThrownBy(() -> read(whole))
                .isInstanceOf(DumpException.class)
                .hasMessageMatching("x.sql: the gzip data is damaged, at about byte \\d+: .*");
    }

    @Test
    void whatIsCompressedTwiceIsCalledSo() throws IOException {
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        try (OutputStream out = Compression.GZIP.compress(twice, DumpOptions.DEFAULT_LEVEL)) {
            out.write(compressed(DUMP, Compression.ZSTD));
        }
        assertThatThrownBy(() -> read(twice.toByteArray()))
                .isInstanceOf(DumpException.class)
                .hasMessage("x.sql: this is compressed twice; decompress it once first");
    }

    @Test
    void aStatementBeyondTheBoundIsRefusedWhereverTheChunksEnd() {
        String large = DUMP + "\n-- c\nINSERT INTO t VALUES('" + "x".repeat(1_000) + "');\nSELECT 1;";
        for (int bufferSize : new int[] {1, 100, 900, 5_000}) {
            assertThatExceptionOfType(DumpException.class)
                    .isThrownBy(() -> read(large.getBytes(UTF_8), 1_000, bufferSize))
                    .withMessageStartingWith("x.sql, byte ")
                    .withMessageContaining(
                            "statement 6): this statement is longer than 1000 bytes, the most that is" + " read: ")
                    .satisfies(e -> assertThat(e.excerpt()).hasSizeLessThanOrEqualTo(81));
        }
    }

    @Test
    void aReaderThatFailedFailsAgain() throws IOException {
        try (DumpReader reader = DumpReader.open(
                new ByteArrayInputStream("SELECT 1; SELECT".getBytes(UTF_8)), "x.sql", DumpReader.Options.defaults())) {
            assertThat(reader.next()).isNotNull();
            assertThatThrownBy(reader::next).isInstanceOf(DumpException.class);
            assertThatThrownBy(reader::next).isInstanceOf(DumpException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void whatTheDiskDoesIsNoFaultOfTheDump(Compression compression) throws IOException {
        IOException broken = new IOException("disk on fire");
        FilterInputStream disk = new FilterInputStream(new ByteArrayInputStream(compressed(DUMP, compression))) {
            private int calls;

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                if (calls++ > 2) throw broken;
                return super.read(into, from, Math.min(length, 10));
            }
        };
        assertThatThrownBy(() -> {
                    try (DumpReader reader = DumpReader.open(disk, "x.sql", DumpReader.Options.defaults())) {
                        reader.forEach(statement -> assertThat(statement).isNotNull());
                    }
                })
                .isSameAs(broken);
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> DumpReader.open(folder.resolve("none.sql"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> DumpReader.open(folder)).isInstanceOf(IOException.class);
    }

    @Test
    void excerptsShowNoControlCharacters() {
        assertThat(DumpException.clean("a\tb\r\n\u0000\u009b\u202e\uD83D😀" + "x".repeat(100)))
                .startsWith("a\\tb\\r\\n\\u0000\\u009b\\u202e\\ud83d😀xxx")
                .endsWith("x…");
        assertThat(DumpException.clean("")).isEmpty();
    }

    @Test
    void boundsAreChecked() {
        assertThatThrownBy(() -> DumpReader.Options.defaults().withMaxStatementBytes(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not 0");
    }

    private static int read(byte[] dump) throws IOException {
        return read(dump, 1 << 20, 8_192);
    }

    private static int read(byte[] dump, int maxStatement, int bufferSize) throws IOException {
        int[] count = {0};
        try (DumpReader reader = DumpReader.open(
                new ByteArrayInputStream(dump),
                "x.sql",
                DumpReader.Options.defaults().withMaxStatementBytes(maxStatement),
                bufferSize,
                DumpReader.Rows.SCANNED)) {
            reader.forEach(statement -> count[0]++);
        }
        return count[0];
    }

    static byte[] compressed(String dump, Compression compression) throws IOException {
        return compressed(dump.getBytes(UTF_8), compression);
    }

    static byte[] compressed(byte[] dump, Compression compression) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressing = compression.compress(out, DumpOptions.DEFAULT_LEVEL)) {
            compressing.write(dump);
        }
        return out.toByteArray();
    }
}
