package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d1jdbc.internal.Credentials;
import io.github.d1jdbc.internal.RestSettings;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStoreTest {

    private static ObjectStore store(String base) throws ExportException {
        return new ObjectStore(RestSettings.of(URI.create(base), "account", new Credentials.Token("t")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://store.example/dump.sql?X-Amz-Signature=s3cret",
                "file:///etc/passwd",
                "not a url ?X-Amz-Signature=s3cret",
                ""
            })
    void aUrlWithoutTlsIsNotUsedForAnApiWithTlsAndNeverShown(String url) throws Exception {
        ObjectStore store = store("https://api.cloudflare.com/client/v4");
        ExportException e = catchThrowableOfType(
                ExportException.class, () -> store.start(url, null, null).close());
        assertThat(e.reason()).isEqualTo(Reason.REFUSED);
        assertThat(e.getMessage()).doesNotContain("s3cret").doesNotContain("X-Amz");
    }

    @Test
    void anUnreachableStoreIsToldAsAFailedRequest() throws Exception {
        Deadline deadline = new Deadline(Ticker.SYSTEM, Duration.ofSeconds(20));
        try (Transfer transfer = store("http://127.0.0.1:1/client/v4").start("http://127.0.0.1:1/x?s=1", null, null)) {
            Throwable failure = catchThrowableOfType(java.io.IOException.class, () -> transfer.head(deadline));
            assertThat(failure).isNotNull();
        }
    }

    private static byte[] fetched(String url) throws Exception {
        Deadline deadline = new Deadline(Ticker.SYSTEM, Duration.ofSeconds(20));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Transfer transfer = store("http://127.0.0.1:1/client/v4").start(url, null, null)) {
            assertThat(transfer.head(deadline).status()).isEqualTo(200);
            for (Transfer.Chunk chunk = transfer.chunk(deadline); chunk != null; chunk = transfer.chunk(deadline)) {
                out.write(chunk.bytes(), 0, chunk.length());
                transfer.giveBack(chunk);
            }
        }
        return out.toByteArray();
    }

    /** One answer, sent in pieces; then the connection closes. */
    private static Thread serve(ServerSocket server, byte[] answer, Random random) {
        Thread thread = new Thread(() -> {
            try (Socket socket = server.accept()) {
                socket.setTcpNoDelay(true);
                InputStream in = socket.getInputStream();
                for (int last = 0, c = in.read(); c >= 0 && (c != '\n' || last != '\n'); c = in.read()) {
                    if (c != '\r') last = c;
                }
                OutputStream out = socket.getOutputStream();
                for (int at = 0; at < answer.length; ) {
                    int n = Math.min(1 + random.nextInt(random.nextBoolean() ? 60 : 60_000), answer.length - at);
                    out.write(answer, at, n);
                    at += n;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void theBodyIsWholeHoweverTheNetworkCutsHeadAndBody() throws Exception {
        Random random = new Random(7);
        String[] forms = {
            "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n",
            "HTTP/1.1 200 OK\nContent-Length: %d\n\n",
            "HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n",
            "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            // RFC 9112, 6.3: the encoding overrides the length.
            "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n",
        };
        for (int round = 0; round < 60; round++) {
            String form = forms[round % forms.length];
            byte[] body = new byte[random.nextInt(400_000)];
            random.nextBytes(body);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            answer.writeBytes(String.format(form, body.length).getBytes(StandardCharsets.US_ASCII));
            boolean chunked = form.contains("chunked");
            if (chunked && body.length > 0)
                answer.writeBytes((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            answer.writeBytes(body);
            if (chunked)
                answer.writeBytes(((body.length > 0 ? "\r\n" : "") + "0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
                Thread thread = serve(server, answer.toByteArray(), random);
                assertThat(fetched("http://127.0.0.1:" + server.getLocalPort() + "/x"))
                        .as("round %d", round)
                        .isEqualTo(body);
                thread.join();
            }
        }
    }

    @Test
    void aBodyThatEndsEarlyIsAFailureBehindAllThatCame() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            byte[] answer = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort".getBytes(StandardCharsets.US_ASCII);
            Thread thread = serve(server, answer, new Random(1));
            Deadline deadline = new Deadline(Ticker.SYSTEM, Duration.ofSeconds(20));
            String url = "http://127.0.0.1:" + server.getLocalPort() + "/x";
            try (Transfer transfer = store("http://127.0.0.1:1/client/v4").start(url, null, null)) {
                transfer.head(deadline);
                int n = 0;
                while (n < 5)
                    n += Objects.requireNonNull(transfer.chunk(deadline)).length();
                assertThat(catchThrowableOfType(IOException.class, () -> transfer.chunk(deadline)))
                        .isNotNull();
            }
            thread.join();
        }
    }

    @Test
    void aStoreThatFallsSilentIsGivenUpAfterTheReadTimeout() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Deadline deadline = new Deadline(Ticker.SYSTEM, Duration.ofSeconds(20));
            RestSettings of =
                    RestSettings.of(URI.create("http://127.0.0.1:1/client/v4"), "account", new Credentials.Token("t"));
            RestSettings settings = new RestSettings(
                    of.base(),
                    of.accountId(),
                    of.credentials(),
                    of.connectTimeout(),
                    Duration.ofMillis(50),
                    0,
                    null,
                    null,
                    "test");
            String url = "http://127.0.0.1:" + server.getLocalPort() + "/x";
            try (Transfer transfer = new ObjectStore(settings).start(url, null, null);
                    Socket socket = server.accept()) {
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                transfer.head(deadline);
                assertThat(catchThrowableOfType(IOException.class, () -> transfer.chunk(deadline)))
                        .hasMessageContaining("timed out");
            }
        }
    }
}
