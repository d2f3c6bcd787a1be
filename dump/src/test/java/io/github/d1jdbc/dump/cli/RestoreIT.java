package io.github.d1jdbc.dump.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.d1jdbc.server.D1Server;
import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code d1dump restore} as a process: signals and a disk that fills up. */
@Timeout(90)
class RestoreIT {

    @TempDir
    Path folder;

    @TempDir
    Path printed;

    private static int users(D1Server server) throws SQLException {
        try (Connection connection = server.open("copy");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM sqlite_schema WHERE name = 'users'")) {
            return row.getInt(1);
        }
    }

    private List<String> names() {
        String[] names = folder.toFile().list();
        return names == null ? List.of() : List.of(names);
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalTellsThatD1EndsWhatItHasBegun(String signal, int exitCode) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "a POSIX shell");
        Path dump = Files.writeString(folder.resolve("app.sql"), ServedApp.DUMP);
        try (D1Server server = D1Server.start()) {
            server.createDatabase("copy");
            server.faults().add(Fault.on(Route.IMPORT).skip(2).times(99).hang());
            try (ToolProcess restore = new ToolProcess.Builder(printed)
                    .of(server)
                    .start(
                            "restore",
                            dump.toString(),
                            "copy",
                            "--yes",
                            "--via",
                            "import",
                            "--progress",
                            "json",
                            "--scratch",
                            printed.toString())) {
                restore.awaitErr("\"phase\":\"importing\"");
                restore.signal(signal);
                assertThat(restore.exitCode()).as(restore.err()).isEqualTo(exitCode);
                assertThat(restore.err())
                        .contains(
                                "Stopping...", "does not stop D1", "wrangler d1 time-travel restore copy --bookmark=");
            }
            // D1 has carried it out, or never got it; there is nothing between the two.
            assertThat(users(server)).isBetween(0, 1);
        }
        assertThat(names()).containsExactlyInAnyOrder("app.sql", "app.sql.restore-copy.json");
        try (var left = Files.list(printed)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.contains("d1dump-restore"));
        }
    }

    @Test
    void aScratchThatFillsUpChangesNothing() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "a POSIX shell");
        Path dump = Files.writeString(
                folder.resolve("app.sql"),
                "CREATE TABLE users(a, b);\n"
                        + ("INSERT INTO users VALUES(1,'" + "x".repeat(1000) + "');\n").repeat(300));
        try (D1Server server = D1Server.start()) {
            server.createDatabase("copy");
            try (ToolProcess restore = new ToolProcess.Builder(printed)
                    .of(server)
                    .after("ulimit -f 200")
                    .jvm("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xshare:auto")
                    .start("restore", dump.toString(), "copy", "--yes", "--scratch", printed.toString())) {
                assertThat(restore.exitCode()).as(restore.err()).isEqualTo(1);
                assertThat(restore.err().lines().filter(line -> line.startsWith("d1dump: ")))
                        .hasSize(1);
            }
            assertThat(users(server)).isZero();
            assertThat(server.requests()).noneMatch(request -> request.route() == Route.IMPORT);
        }
        assertThat(names()).containsExactly("app.sql");
    }
}
