package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseFilesTest {

    @TempDir
    private Path folder;

    private static InputStream script(String sql) {
        return new ByteArrayInputStream(sql.getBytes(StandardCharsets.UTF_8));
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "";
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatWasWrittenIsThereNextTime() throws Exception {
        Path file = folder.resolve("app data?.sqlite");
        try (D1Server server = D1Server.start()) {
            server.createDatabase("app", file);
            new Client(server).raw("app", "CREATE TABLE t(a); INSERT INTO t VALUES(42)");
        }
        assertThat(names()).containsExactly("app data?.sqlite");
        try (D1Server server = D1Server.start()) {
            server.createDatabase("again", file);
            assertThat(new Client(server).raw("again", "SELECT a FROM t").text())
                    .contains("\"rows\":[[42]]");
        }
    }

    @Test
    void theJournalModeOfTheFileIsPutBack() throws Exception {
        Path file = folder.resolve("app.sqlite");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            connection.createStatement().execute("CREATE TABLE t(a)");
        }
        try (D1Server server = D1Server.start()) {
            server.createDatabase("app", file);
            new Client(server).raw("app", "INSERT INTO t VALUES(1)");
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            assertThat(one(connection, "PRAGMA journal_mode")).isEqualTo("delete");
            assertThat(one(connection, "SELECT count(*) FROM t")).isEqualTo("1");
        }
        assertThat(names()).containsExactly("app.sqlite");
    }

    @Test
    void aFileIsOpenInOneServerOnly() throws Exception {
        Path file = folder.resolve("app.sqlite");
        try (D1Server first = D1Server.start();
                D1Server second = D1Server.start()) {
            first.createDatabase("app", file);
            assertThatThrownBy(() -> second.createDatabase("app", file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("app.sqlite is already open in an embedded D1");
            assertThat(second.createDatabase("app")).isNotEmpty();
            Files.createSymbolicLink(folder.resolve("link.sqlite"), file);
            assertThatThrownBy(() -> second.createDatabase("other", folder.resolve("link.sqlite")))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatIsNoDatabaseIsNamed() throws Exception {
        Path file =
                Files.writeString(folder.resolve("notes.txt"), "just some text, long enough for a header".repeat(9));
        try (D1Server server = D1Server.start()) {
            assertThatThrownBy(() -> server.createDatabase("app", file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("notes.txt");
        }
        assertThat(names()).containsExactly("notes.txt");
    }

    @Test
    void loadTakesDumpsOfEveryKind() throws Exception {
        try (D1Server server = D1Server.start()) {
            server.createDatabase("app");
            server.load("app", script("""
                    BEGIN TRANSACTION;
                    CREATE TABLE chi(p REFERENCES par(id));
                    INSERT INTO chi VALUES(1);
                    CREATE TABLE par(id INTEGER PRIMARY KEY);
                    INSERT INTO par VALUES(1);
                    COMMIT;
                    -- the end
                    CREATE TRIGGER t AFTER INSERT ON par BEGIN SELECT 1; SELECT 2; END;
                    ANALYZE"""));
            Client client = new Client(server);
            assertThat(client.raw("app", "SELECT count(*) FROM chi JOIN par ON p = id")
                            .text())
                    .contains("\"rows\":[[1]]");
            assertThat(client.raw("app", "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat4'")
                            .text())
                    .contains("\"rows\":[[0]]");
        }
    }

    @Test
    void aScriptThatFailsLeavesNothing() throws Exception {
        try (D1Server server = D1Server.start()) {
            server.createDatabase("app");
            assertThatThrownBy(() -> server.load("app", script("CREATE TABLE t(a); INSERT INTO nope VALUES(1)")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no such table: nope");
            assertThat(new Client(server).raw("app", "SELECT * FROM t").error()).contains("no such table: t");
        }
    }

    @Test
    void openSeesWhatTheServerWroteAndTheOtherWayRound() throws Exception {
        try (D1Server server = D1Server.start()) {
            server.createDatabase("app");
            Client client = new Client(server);
            client.raw("app", "CREATE TABLE t(a INTEGER); INSERT INTO t VALUES(9007199254740993)");
            try (Connection connection = server.open("app")) {
                assertThat(one(connection, "SELECT a FROM t")).isEqualTo("9007199254740993");
                connection.createStatement().execute("INSERT INTO t VALUES(2)");
            }
            assertThat(client.raw("app", "SELECT count(*) FROM t").text()).contains("\"rows\":[[2]]");
        }
    }

    @Test
    void closeDeletesWhatWasTemporary() throws Exception {
        Path file;
        try (D1Server server = D1Server.start(D1Server.Options.defaults().withExportPolls(0))) {
            server.createDatabase("app");
            Client client = new Client(server);
            assertThat(client.dump("app", "{}")).isNotEmpty();
            try (Connection connection = server.open("app")) {
                file = Path.of(one(connection, "SELECT file FROM pragma_database_list"));
            }
            assertThat(file).exists();
        }
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void unknownNamesAreTold() throws Exception {
        try (D1Server server = D1Server.start()) {
            assertThatThrownBy(() -> server.databaseId("nope"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("There is no database nope");
            assertThatThrownBy(() -> server.createDatabase("a b")).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
