package io.github.d1jdbc.internal;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of Conscrypt (BoringSSL, github.com/google/conscrypt), where somebody has put it on the class path: it
 * decrypts a download with less CPU than Java 17, above all in a JVM that has just started. Whom to trust is decided by
 * the JDK's trust manager all the same. Any number of threads may use it.
 */
final class NativeTls {
    private static final Logger LOG = Logger.getLogger("io.github.d1jdbc");
    private static final String PROVIDER = "org.conscrypt.OpenSSLProvider";

    // Of the few trust managers that HttpClients keeps: clients share connections only where the factory is the same.
    private static final Map<X509TrustManager, SSLSocketFactory> FACTORIES = new ConcurrentHashMap<>();

    private NativeTls() {}

    /** Sockets that trust what is trusted here, or null where there is no Conscrypt or it does not run. */
    static @Nullable SSLSocketFactory sockets(X509TrustManager trusted) {
        Provider provider = Holder.CONSCRYPT;
        if (provider == null) return null;
        SSLSocketFactory known = FACTORIES.get(trusted);
        if (known != null) return known;
        try {
            SSLContext context = SSLContext.getInstance("TLS", provider);
            context.init(null, new TrustManager[] {trusted}, null);
            SSLSocketFactory made = context.getSocketFactory();
            SSLSocketFactory first = FACTORIES.putIfAbsent(trusted, made);
            return first == null ? made : first;
        } catch (GeneralSecurityException e) {
            LOG.log(Level.FINE, "Conscrypt gives no TLS, the JDK's is used", e);
            return null;
        }
    }

    /** Looked for once, when the first download by TLS begins. */
    private static final class Holder {
        static final @Nullable Provider CONSCRYPT = find();

        private static @Nullable Provider find() {
            try {
                return Class.forName(PROVIDER)
                        .asSubclass(Provider.class)
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (ClassNotFoundException e) {
                return null; // the usual case
            } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
                // Its native library is not there for every system.
                LOG.log(Level.FINE, "Conscrypt does not run here, the JDK's TLS is used", e);
                return null;
            }
        }
    }
}
