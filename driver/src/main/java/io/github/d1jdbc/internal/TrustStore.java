package io.github.d1jdbc.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** The authorities to trust instead of the JDK's, from a PEM bundle, a PKCS12 or a JKS file. */
final class TrustStore {
    private final X509TrustManager manager;
    private final SSLContext context;

    private TrustStore(X509TrustManager manager, SSLContext context) {
        this.manager = manager;
        this.context = context;
    }

    /** @throws IOException names the file and what is wrong with it */
    static TrustStore read(Path file) throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(file);
            boolean pem = new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN CERTIFICATE-----");
            return of(pem ? pem(bytes) : keyStore(file));
        } catch (NoSuchFileException e) {
            throw new IOException("the trust store " + file + " does not exist", e);
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException(
                    "the trust store " + file + " cannot be read as PEM, PKCS12 or JKS: " + e.getMessage(), e);
        }
    }

    void applyTo(OkHttpClient.Builder builder) {
        builder.sslSocketFactory(context.getSocketFactory(), manager);
    }

    private static KeyStore pem(byte[] bytes) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        Collection<? extends Certificate> certificates =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("authority-" + store.size(), certificate);
        }
        return store;
    }

    /** A store of authorities holds no secret; its password is the JDK's property, or the usual one, or none. */
    private static KeyStore keyStore(Path file) throws GeneralSecurityException, IOException {
        IOException refused = null;
        for (String password : passwords()) {
            try {
                return KeyStore.getInstance(file.toFile(), password.toCharArray());
            } catch (IOException e) {
                if (refused == null) refused = e;
            }
        }
        throw refused == null ? new IOException("no password") : refused;
    }

    private static Collection<String> passwords() {
        @Nullable String told = System.getProperty("javax.net.ssl.trustStorePassword");
        return told == null ? Arrays.asList("changeit", "") : Arrays.asList(told, "changeit", "");
    }

    private static TrustStore of(KeyStore store) throws GeneralSecurityException, IOException {
        if (store.size() == 0) throw new IOException("it holds no certificate");
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {x509}, null);
                return new TrustStore(x509, context);
            }
        }
        throw new IOException("the JDK made no X.509 trust manager of it");
    }
}
