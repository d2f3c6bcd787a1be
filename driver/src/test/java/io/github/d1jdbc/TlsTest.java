package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Base64;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS that fails: nothing is sent, and one sentence says why. */
class TlsTest {
    private static final Logger LOG = Logger.getLogger(TlsTest.class.getName());
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String TOKEN = "very-secret-token";

    @TempDir
    static Path folder;

    private static KeyStore key;

    @BeforeAll
    static void makeACertificate() throws Exception {
        Path file = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "d1",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=elsewhere.invalid",
                        "-ext",
                        "SAN=dns:elsewhere.invalid",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        key = KeyStore.getInstance(file.toFile(), PASSWORD);
    }

    private static SQLException failure(ServerSocket server, String more) {
        Properties token = new Properties();
        token.setProperty("password", TOKEN);
        String url = "jdbc:d1://acc/shop?maxRetries=0&endpoint=https://127.0.0.1:" + server.getLocalPort() + more;
        try {
            DriverManager.getConnection(url, token).close();
        } catch (SQLException e) {
            assertThat((Throwable) e).isInstanceOf(SQLTransientConnectionException.class);
            assertThat(e.getSQLState()).isEqualTo("08001");
            assertThat(e.getMessage()).doesNotContain("\n", TOKEN).endsWith(".");
            return e;
        }
        throw new AssertionError("it connected");
    }

    /** Shakes hands with whoever trusts its certificate, which is for another host, and then hangs up. */
    private static SSLServerSocket server() throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(key, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (SSLSocket socket = (SSLSocket) server.accept()) {
                    socket.startHandshake();
                    assertThat(socket.getInputStream().read()).isNegative();
                } catch (IOException e) {
                    // A client that trusts nobody hangs up.
                    LOG.log(Level.FINE, "a client hung up", e);
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    @Test
    void aSelfSignedCertificateIsRefused() throws Exception {
        try (SSLServerSocket server = server()) {
            assertThat((Throwable) failure(server, ""))
                    .hasMessageContaining("TLS with 127.0.0.1")
                    .hasMessageContaining("trustStore");
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefusedThoughItIsTrusted() throws Exception {
        Path pem = folder.resolve("server.pem");
        Files.writeString(
                pem,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(key.getCertificate("d1").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        try (SSLServerSocket server = server()) {
            assertThat((Throwable) failure(server, "&trustStore=" + pem))
                    .hasMessageContaining("127.0.0.1")
                    .hasMessageContaining("not verified");
        }
    }

    @Test
    void aServerThatSaysNothingIsGivenUpAfterTheConnectTimeout() throws Exception {
        // The system accepts for it; nobody ever answers.
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            assertThat((Throwable) failure(server, "&connectTimeout=PT0.2S&socketTimeout=PT1H"))
                    .hasMessageContaining("127.0.0.1:" + server.getLocalPort());
        }
    }
}
