package io.github.d1jdbc.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Serves one file over TLS on loopback under a key of its own. Where Node is installed, Node serves it: its OpenSSL
 * encrypts several times faster than the JDK, so that the client stays what is measured; else this JVM does.
 */
final class TlsStore implements AutoCloseable {

    private static final char[] PASSWORD = "loopback".toCharArray();
    private static final String NODE_SERVER = "const fs = require('fs');"
            + "const [, pfx, file] = process.argv;"
            + "require('https').createServer({pfx: fs.readFileSync(pfx), passphrase: 'loopback'}, (request, response) => {"
            + "  response.writeHead(200, {'Content-Length': fs.statSync(file).size, ETag: '\"bench-1\"'});"
            + "  fs.createReadStream(file, {highWaterMark: 256 * 1024}).pipe(response);"
            + "}).listen(0, '127.0.0.1', function () { console.log(this.address().port); });";

    private final Path folder;
    private final KeyStore keys;
    private @Nullable Process node;
    private @Nullable SSLServerSocket listener;
    private final int port;

    private TlsStore(Path folder, Path object) throws IOException, GeneralSecurityException {
        this.folder = folder;
        Path store = folder.resolve("loopback.p12");
        makeKey(store);
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        Certificate certificate = keys.getCertificate("loopback");
        String pem = java.util.Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
        Files.writeString(trustStore(), "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
        port = Programs.found("node") ? startNode(store, object) : startHere(object);
    }

    /** Starts to serve; the folder takes the key. */
    static TlsStore of(Path folder, Path object) throws IOException {
        try {
            return new TlsStore(folder, object);
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS on loopback", e);
        }
    }

    // keytool comes with every JDK and JRE, and no private key has to lie in the repository.
    private static void makeKey(Path store) throws IOException {
        Programs.run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "loopback",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=ip:127.0.0.1,dns:localhost",
                "-ext",
                "bc=ca:true",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString()));
    }

    private int startNode(Path store, Path object) throws IOException {
        Process process = new ProcessBuilder("node", "-e", NODE_SERVER, store.toString(), object.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        node = process;
        BufferedReader out = process.inputReader(StandardCharsets.US_ASCII);
        String line = out.readLine();
        if (line == null) throw new IOException("node did not start to serve");
        return Integer.parseInt(line.strip());
    }

    private int startHere(Path object) throws IOException, GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listener = server;
        Thread thread = new Thread(() -> accept(server, object), "bench-tls");
        thread.setDaemon(true);
        thread.start();
        return server.getLocalPort();
    }

    private static void accept(SSLServerSocket server, Path object) {
        while (true) {
            try {
                SSLSocket socket = (SSLSocket) server.accept();
                Thread thread = new Thread(() -> serve(socket, object), "bench-tls");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static void serve(SSLSocket socket, Path object) {
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            int newlines = 0; // a request without a body ends at an empty line
            for (int c = in.read(); c >= 0; c = in.read()) {
                newlines = c == '\n' ? newlines + 1 : c == '\r' ? newlines : 0;
                if (newlines < 2) continue;
                newlines = 0;
                out.write(("HTTP/1.1 200 OK\r\nETag: \"bench-1\"\r\nContent-Length: " + Files.size(object) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                Files.copy(object, out);
                out.flush();
            }
        } catch (IOException e) {
            if (!socket.isClosed()) throw new IllegalStateException("the TLS server failed", e);
        }
    }

    /** Where the object is. */
    String objectUrl() {
        return "https://127.0.0.1:" + port + "/object";
    }

    /** The certificate as a PEM file. */
    Path trustStore() {
        return folder.resolve("loopback.pem");
    }

    /** Whether Node serves. */
    boolean byNode() {
        return node != null;
    }

    X509TrustManager trust() throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("loopback", keys.getCertificate("loopback"));
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(trusted);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new IOException("no trust on loopback", e);
        }
    }

    /** The JDK's own TLS, whatever other provider is on the class path. */
    SSLContext jdkContext() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
            context.init(null, new javax.net.ssl.TrustManager[] {trust()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS in this JDK", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (listener != null) listener.close();
        Process process = node;
        if (process != null) {
            process.destroy();
            try {
                process.waitFor(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Files.deleteIfExists(trustStore());
        Files.deleteIfExists(folder.resolve("loopback.p12"));
    }
}
