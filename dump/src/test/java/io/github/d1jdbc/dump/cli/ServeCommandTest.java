package io.github.d1jdbc.dump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ServeCommandTest {

    @TempDir
    Path folder;

    @Test
    void anyClientCanAskWhatItServesUntilItIsInterrupted() throws Exception {
        Path dump = Files.writeString(folder.resolve("d.sql"), "CREATE TABLE t(a);\nINSERT INTO t VALUES(41),(42);\n");
        try (PipedInputStream pipe = new PipedInputStream();
                PipedOutputStream out = new PipedOutputStream(pipe)) {
            PrintStream err = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
            Main main = new Main(out, err, InputStream.nullInputStream(), Map.of());
            FutureTask<Integer> exitCode = new FutureTask<>(() -> main.run(
                    "serve",
                    "--port",
                    "0",
                    "--name",
                    "shop",
                    "--token",
                    "a-token-of-tests",
                    "--json",
                    "--load",
                    dump.toString()));
            Thread thread = new Thread(exitCode, "serve");
            thread.start();
            try {
                JsonNode served =
                        Json.parse(new BufferedReader(new InputStreamReader(pipe, StandardCharsets.UTF_8)).readLine());
                assertThat(served.get("token").asText()).isEqualTo("a-token-of-tests");
                assertThat(served.get("database").get("name").asText()).isEqualTo("shop");
                assertThat(ask(served, "SELECT max(a) AS m FROM t")).contains("42");
            } finally {
                thread.interrupt();
            }
            assertThat(exitCode.get(20, TimeUnit.SECONDS)).isEqualTo(130);
        }
    }

    private static String ask(JsonNode served, String sql) throws Exception {
        URI uri = URI.create(served.get("endpoint").asText() + "/accounts/"
                + served.get("account").asText() + "/d1/database/"
                + served.get("database").get("uuid").asText() + "/raw");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + served.get("token").asText())
                .POST(HttpRequest.BodyPublishers.ofString(
                        Json.line(Json.object().put("sql", sql))))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Cli.Run run = new Cli().run("serve", "--port", Integer.toString(taken.getLocalPort()));
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.firstLine())
                    .startsWith("d1dump: port " + taken.getLocalPort() + " is taken on this machine: ");
        }
    }

    @Test
    void aPortThatDoesNotExistIsAUsageError() {
        Cli.Run run = new Cli().run("serve", "--port", "99999");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.firstLine()).startsWith("d1dump: there is no port 99999: ");
    }

    @Test
    void aFileThatIsNoDatabaseIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("x.sqlite"), "no database, but long enough ".repeat(200));
        Cli.Run run = new Cli().run("serve", "--port", "0", file.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.firstLine()).contains("x.sqlite");
    }

    @Test
    void aDumpThatDoesNotLoadIsNamed() throws Exception {
        Path dump = Files.writeString(folder.resolve("d.sql"), "<html>");
        Cli.Run run = new Cli().run("serve", "--port", "0", "--load", dump.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.firstLine()).startsWith("d1dump: cannot load ").contains("d.sql");
    }

    @ParameterizedTest
    @CsvSource({"app.sqlite, app", "/data/My Shop.v2.db, my-shop-v2", "++.db, app", "UPPER, upper", "_x-1.sqlite, x-1"})
    void aDatabaseIsNamedAfterItsFile(String file, String expected) {
        assertThat(ServeCommand.defaultName(Path.of(file))).isEqualTo(expected);
    }
}
