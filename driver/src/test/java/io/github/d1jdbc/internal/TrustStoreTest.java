package io.github.d1jdbc.internal;

import static io.github.d1jdbc.internal.Wire.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.internal.RestException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustStoreTest {
    private static final Logger LOG = Logger.getLogger(TrustStoreTest.class.getName());
    private static final String PASSWORD = "changeit";

    @TempDir
    static Path folder;

    private static Path key = Path.of("");
    private static Path pem = Path.of("");

    @BeforeAll
    static void makeACertificate() throws Exception {
        key = folder.resolve("server.p12");
        pem = folder.resolve("server.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "d1",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-validity",
                "36500",
                "-storetype",
                "PKCS12",
                "-keystore",
                key.toString());
        keytool("-exportcert", "-rfc", "-alias", "d1", "-keystore", key.toString(), "-file", pem.toString());
    }

    @Test
    void pemBundleIsTrusted() throws Exception {
        assertThat(askOverTls(pem)).isEqualTo("lab");
    }

    @Test
    void pkcs12AndJksFilesAreTrusted() throws Exception {
        for (String type : List.of("PKCS12", "JKS")) {
            Path store = folder.resolve("trust." + type);
            keytool(
                    "-importcert",
                    "-noprompt",
                    "-alias",
                    "d1",
                    "-file",
                    pem.toString(),
                    "-storetype",
                    type,
                    "-keystore",
                    store.toString());
            assertThat(askOverTls(store)).isEqualTo("lab");
        }
    }

    @Test
    void unknownAuthorityIsNeverSentAndNotTriedAgain() throws Exception {
        FakeTime time = new FakeTime();
        try (SSLServerSocket server = tlsServer()) {
            RestClient client = RestClient.open(settings(server, null), time.timing(), null);
            RestException e = failure(() -> Wire.read(client));
            assertThat(e.kind()).isEqualTo(Kind.NEVER_SENT);
            assertThat(e).hasMessageContaining("check trustStore");
            assertThat(time.sleeps()).isEmpty();
        }
    }

    @Test
    void fileThatIsNoTrustStoreIsNamed() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "no store");
        assertThatThrownBy(() -> TrustStore.read(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("notes.txt")
                .hasMessageContaining("PEM, PKCS12 or JKS");
        Path empty = Files.writeString(
                folder.resolve("empty.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> TrustStore.read(empty)).isInstanceOf(IOException.class);
    }

    @Test
    void conscryptTrustsWhomTheTrustStoreNamesAndNobodyElse() throws Exception {
        try (SSLServerSocket server = tlsServer()) {
            RestSettings trusting = settings(server, pem);
            String address = "127.0.0.1:" + server.getLocalPort();
            assertThat(fetch(HttpClients.fast(trusting), address)).isEqualTo("org.conscrypt");
            assertThat(fetch(HttpClients.bare(trusting), address)).isEqualTo("sun.security.ssl");
            assertThatThrownBy(() -> fetch(HttpClients.fast(settings(server, null)), address))
                    .hasCauseInstanceOf(SSLException.class);
            // The certificate is for 127.0.0.1 only.
            assertThatThrownBy(() -> fetch(HttpClients.fast(trusting), "localhost:" + server.getLocalPort()))
                    .hasCauseInstanceOf(SSLPeerUnverifiedException.class);
        }
    }

    /** Gives the package whose TLS it was. */
    private static String fetch(OkHttpClient client, String address) throws IOException {
        List<String> packages = new ArrayList<>();
        OkHttpClient noting = client.newBuilder()
                .addNetworkInterceptor(chain -> {
                    packages.add(Objects.requireNonNull(chain.connection())
                            .socket()
                            .getClass()
                            .getPackageName());
                    return chain.proceed(chain.request());
                })
                .build();
        Request request = new Request.Builder().url("https://" + address + "/").build();
        try (Response response = noting.newCall(request).execute()) {
            assertThat(response.body().string()).contains("lab");
        }
        assertThat(packages).hasSize(1);
        return packages.get(0);
    }

    private static String askOverTls(Path trustStore) throws Exception {
        try (SSLServerSocket server = tlsServer()) {
            return RestClient.open(settings(server, trustStore)).database("lab").name();
        }
    }

    private static RestSettings settings(SSLServerSocket server, @Nullable Path trustStore) {
        RestSettings s = Wire.settings(URI.create("https://127.0.0.1:" + server.getLocalPort() + "/client/v4"), 4);
        return new RestSettings(
                s.base(),
                s.accountId(),
                s.credentials(),
                s.connectTimeout(),
                s.socketTimeout(),
                4,
                null,
                trustStore,
                "");
    }

    /** Answers every connection with one database. */
    private static SSLServerSocket tlsServer() throws Exception {
        KeyStore store = KeyStore.getInstance(key.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        String body = Golden.read("database.json");
        byte[] answer = ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
                        + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    InputStream in = socket.getInputStream();
                    // The request is shorter than one record; reading once is enough to have it.
                    if (in.read(new byte[16_384]) > 0) socket.getOutputStream().write(answer);
                } catch (IOException e) {
                    // A client that trusts nobody hangs up, which is what it should do.
                    LOG.log(Level.FINE, "a client hung up", e);
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
