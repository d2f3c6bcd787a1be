package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpListenerTest {

    private D1Server server;

    @BeforeEach
    void start() throws IOException {
        server = D1Server.start();
        server.createDatabase("app");
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private String head(String method, String more) {
        return method + " " + RawHttp.path(server, "app") + "/raw HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + server.token() + "\r\n" + more;
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    @Test
    void aConnectionTakesManyRequests() throws IOException {
        String body = Client.body("SELECT 1");
        String request = head("POST", "Content-Length: " + body.length() + "\r\n\r\n" + body);
        RawHttp.Answer answer = RawHttp.send(server, request + request + "\r\n" + request);
        assertThat(count(answer.text(), "HTTP/1.1 200 OK")).isEqualTo(3);
        assertThat(answer.end()).isEqualTo(RawHttp.End.SILENCE);
    }

    @Test
    void connectionCloseIsObeyed() throws IOException {
        RawHttp.Answer answer = RawHttp.send(server, RawHttp.post(server, "app", "raw", Client.body("SELECT 1")));
        assertThat(answer.head()).contains("connection: close");
        assertThat(answer.end()).isEqualTo(RawHttp.End.FIN);
    }

    @Test
    void bodiesComeInChunks() throws IOException {
        String chunked = """
                Transfer-Encoding: chunked
                Connection: close

                7
                {"sql":
                b;x=y
                "SELECT 42"
                1
                }
                0
                Trailer: x

                """.replace("\n", "\r\n");
        assertThat(RawHttp.send(server, head("POST", chunked)).body()).contains("\"rows\":[[42]]");
    }

    @Test
    void whoWaitsForContinueGetsIt() throws IOException {
        String body = Client.body("SELECT 1");
        String waiting = "Expect: 100-continue\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n";
        String text = RawHttp.send(server, head("POST", waiting + body)).text();
        assertThat(text).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n");
    }

    @Test
    void headHasNoBody() throws IOException {
        RawHttp.Answer answer = RawHttp.send(server, head("HEAD", "Connection: close\r\n\r\n"));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void whatIsNoHttpIsDropped() throws IOException {
        assertThat(RawHttp.send(server, "nonsense\r\n\r\n").text()).isEmpty();
        assertThat(RawHttp.send(server, head("POST", "Content-Length: x\r\n\r\n"))
                        .text())
                .isEmpty();
        String huge = "X-Long: " + "y".repeat(70_000) + "\r\n\r\n";
        assertThat(RawHttp.send(server, head("POST", huge)).text()).isEmpty();
    }

    @Test
    void aBodyThatEndsEarlyRunsNothing() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String request = head("POST", "Content-Length: 100\r\n\r\n{\"sql\":\"CREATE TABLE t(a)\"}");
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
        assertThat(new Client(server).raw("app", "SELECT * FROM t").error()).contains("no such table: t");
    }

    @Test
    void aClosedServerListensNoMore() throws IOException {
        int port = server.port();
        try (Socket idle = new Socket(InetAddress.getLoopbackAddress(), port)) {
            idle.setSoTimeout(10_000);
            server.close();
            assertThat(ended(idle)).isTrue();
        }
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                .isInstanceOf(ConnectException.class);
        server.close();
    }

    private static boolean ended(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }
}
