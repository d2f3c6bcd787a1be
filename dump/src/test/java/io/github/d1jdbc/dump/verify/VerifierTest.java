package io.github.d1jdbc.dump.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.dump.DumpException;
import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.dump.SqliteLoader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierTest {

    @TempDir
    Path scratch;

    private Verification verify(String sql) throws IOException {
        return new Verifier(Verifier.Options.defaults().withScratch(scratch))
                .verify(new ByteArrayInputStream(sql.getBytes(UTF_8)), "x.sql", -1, Optional.empty());
    }

    private static ContentHash hash(Verification verification, String table) {
        return verification.tables().stream()
                .filter(one -> one.name().equals(table))
                .findFirst()
                .orElseThrow()
                .hash()
                .orElseThrow();
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(scratch)) {
            return files.toList();
        }
    }

    @Test
    void everyClassOfValueIsHashedAsItIsStored() throws IOException {
        Verification verification = verify("CREATE TABLE t(a);"
                + "INSERT INTO t VALUES(1),(1.0),('1'),(X'31'),(NULL),(''),(X''),(9e999),"
                + "('a'||char(0)||'b'),(CAST(X'FFFE' AS TEXT)),(9223372036854775807),(-0.0);");
        RowHasher expected = new RowHasher("t", List.of("a"));
        expected.add(1);
        expected.endRow();
        expected.add(1.0);
        expected.endRow();
        expected.addText("1".getBytes(UTF_8));
        expected.endRow();
        expected.addBlob("1".getBytes(UTF_8));
        expected.endRow();
        expected.addNull();
        expected.endRow();
        expected.addText(new byte[0]);
        expected.endRow();
        expected.addBlob(new byte[0]);
        expected.endRow();
        expected.add(Double.POSITIVE_INFINITY);
        expected.endRow();
        expected.addText("a\0b".getBytes(UTF_8));
        expected.endRow();
        expected.addText(new byte[] {(byte) 0xFF, (byte) 0xFE});
        expected.endRow();
        expected.add(Long.MAX_VALUE);
        expected.endRow();
        expected.add(0.0);
        expected.endRow();
        assertThat(hash(verification, "t")).isEqualTo(expected.hash());
        assertThat(verification.differences()).isEmpty();
        assertThat(left()).isEmpty();
    }

    @Test
    void orderAndRowidsAndGeneratedColumnsDoNotCount() throws IOException {
        Verification one = verify("CREATE TABLE t(a, b TEXT); INSERT INTO t VALUES(1,'x'),(2,'y'),(2,'y');");
        Verification two =
                verify("CREATE TABLE t(a, c AS (a+1), b TEXT); INSERT INTO t(a,b) VALUES(2,'y'),(1,'x'),(2,'y');");
        assertThat(hash(one, "t")).isEqualTo(hash(two, "t"));
    }

    @Test
    void virtualTablesCountWhereTheyStoreRows() throws IOException {
        Verification verification = verify("""
                CREATE TABLE doc(id INTEGER PRIMARY KEY, body TEXT, n AS (length(body)) STORED);
                INSERT INTO doc VALUES(1,'hello');
                CREATE VIRTUAL TABLE own USING fts5(title, body);
                INSERT INTO own(rowid,title,body) VALUES(7,'a','b');
                CREATE VIRTUAL TABLE outside USING fts5(body, content='doc', content_rowid='id');
                INSERT INTO outside(outside) VALUES('rebuild');
                CREATE VIRTUAL TABLE box USING rtree(id, x0, x1);
                INSERT INTO box VALUES(1, 0.5, 2.0);
                """.replace(", n AS (length(body)) STORED", ""));
        assertThat(verification.tables())
                .extracting(TableContent::name)
                .containsExactly("doc", "own", "outside", "box");
        assertThat(hash(verification, "own").rows()).isEqualTo(1);
        assertThat(hash(verification, "box").rows()).isEqualTo(1);
        assertThat(verification.tables().get(2).hash()).isEmpty();
        assertThat(verification.differences()).isEmpty();
    }

    @Test
    void rowsWithoutTheirParentAreNamed() throws IOException {
        Verification verification = verify("""
                CREATE TABLE p(id INTEGER PRIMARY KEY);
                CREATE TABLE c(p REFERENCES p(id));
                INSERT INTO c VALUES(1),(2),(NULL);
                """);
        assertThat(verification.differences()).singleElement().satisfies(difference -> {
            assertThat(difference.kind()).isEqualTo(Difference.Kind.FOREIGN_KEY);
            assertThat(difference.message()).isEqualTo("2 rows of c without a parent row in p");
        });
    }

    @Test
    void foreignKeysThatCannotBeCheckedAreADifference() throws IOException {
        Verification verification =
                verify("CREATE TABLE p(a); CREATE TABLE c(p REFERENCES p(a)); INSERT INTO c VALUES(1);");
        assertThat(verification.clean(Difference.Kind.FOREIGN_KEY)).isFalse();
        assertThat(verification.differences().get(0).message()).contains("cannot be checked", "mismatch");
    }

    @Test
    void rowsThatGetLostInTheLoadAreADifference() throws IOException {
        Verification verification = verify(
                "CREATE TABLE t(a UNIQUE); INSERT OR IGNORE INTO t VALUES(1); INSERT OR IGNORE INTO t VALUES(1);");
        assertThat(verification.differences())
                .extracting(Difference::message)
                .containsExactly("the dump has 2 rows of t, and 1 row can be loaded");
    }

    @Test
    void theScratchFileIsPrivateAndGoneWhateverHappens() throws IOException {
        List<String> seen = new ArrayList<>();
        Verifier verifier =
                new Verifier(Verifier.Options.defaults().withScratch(scratch).withListener((step, table) -> {
                    try {
                        Path folder = left().get(0);
                        seen.add(step + " " + PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)) + " "
                                + PosixFilePermissions.toString(
                                        Files.getPosixFilePermissions(folder.resolve("scratch.sqlite"))));
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }));
        byte[] broken = "CREATE TABLE t(a);INSERT INTO t VALUES(1);INSERT INTO nope VALUES(1);".getBytes(UTF_8);
        assertThatThrownBy(() -> verifier.verify(new ByteArrayInputStream(broken), "x.sql", -1, Optional.empty()))
                .isInstanceOf(DumpException.class)
                .hasMessageContaining("no such table: nope");
        assertThat(seen).containsExactly("LOADING rwx------ rw-------");
        assertThat(left()).isEmpty();
    }

    @Test
    void anInterruptEndsItAndLeavesNothing() throws IOException {
        Verifier verifier =
                new Verifier(Verifier.Options.defaults().withScratch(scratch).withListener((step, table) -> {
                    if (step == Verifier.Step.HASHING) Thread.currentThread().interrupt();
                }));
        String rows = "CREATE TABLE t(a);INSERT INTO t VALUES" + "(1),".repeat(50_000) + "(2);";
        try {
            assertThatThrownBy(() -> verifier.verify(
                            new ByteArrayInputStream(rows.getBytes(UTF_8)), "x.sql", -1, Optional.empty()))
                    .isInstanceOf(InterruptedIOException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void tooLittleRoomIsSaidBeforeTheLoad() {
        Verifier verifier = new Verifier(Verifier.Options.defaults().withScratch(scratch));
        assertThatThrownBy(() -> verifier.verify(
                        new ByteArrayInputStream("SELECT 1;".getBytes(UTF_8)),
                        "x.sql",
                        Long.MAX_VALUE / 4,
                        Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("needs about")
                .hasMessageContaining("name another folder");
        Verifier nowhere = new Verifier(Verifier.Options.defaults().withScratch(scratch.resolve("none")));
        assertThatThrownBy(() -> nowhere.verify(
                        new ByteArrayInputStream("SELECT 1;".getBytes(UTF_8)), "x.sql", -1, Optional.empty()))
                .hasMessageContaining("none does not exist");
    }

    @Test
    void aFullDiskIsSaidAsThat() throws IOException, SQLException {
        String rows = "CREATE TABLE t(a);INSERT INTO t VALUES" + "('0123456789'),".repeat(20_000) + "(2);";
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + scratch.resolve("small.db"));
                Statement statement = connection.createStatement();
                DumpReader reader = DumpReader.open(
                        new ByteArrayInputStream(rows.getBytes(UTF_8)), "x.sql", DumpReader.Options.defaults())) {
            statement.execute("PRAGMA journal_mode=OFF");
            statement.execute("PRAGMA max_page_count=20");
            assertThatThrownBy(() -> SqliteLoader.load(reader, connection, false))
                    .isInstanceOf(IOException.class)
                    .hasMessage("SQLite cannot write the database: database or disk is full [SQLITE_FULL]");
        }
    }
}
