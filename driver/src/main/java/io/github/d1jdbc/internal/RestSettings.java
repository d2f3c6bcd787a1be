package io.github.d1jdbc.internal;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where and how to reach the API. Immutable; {@code toString} shows no secret.
 *
 * @param base the API's base, for instance {@code https://api.cloudflare.com/client/v4}
 * @param accountId the account that owns the databases
 * @param credentials who asks
 * @param connectTimeout for the TCP connection and the TLS handshake
 * @param socketTimeout between two bytes of an answer
 * @param maxRetries how often a read, a poll or a download is repeated
 * @param proxy {@code host:port} of an HTTP proxy, or null
 * @param trustStore a PKCS12 or JKS file or PEM bundle of the authorities to trust instead of the JDK's, or null
 * @param applicationName is put behind the driver's name in User-Agent, or empty
 */
public record RestSettings(
        URI base,
        String accountId,
        Credentials credentials,
        Duration connectTimeout,
        Duration socketTimeout,
        int maxRetries,
        @Nullable String proxy,
        @Nullable Path trustStore,
        String applicationName) {

    /** Cloudflare's own API. */
    public static final URI CLOUDFLARE = URI.create("https://api.cloudflare.com/client/v4");

    /** The usual timeouts and retries. */
    public static RestSettings of(URI base, String accountId, Credentials credentials) {
        return new RestSettings(
                base, accountId, credentials, Duration.ofSeconds(10), Duration.ofSeconds(60), 4, null, null, "");
    }

    /** The same with another application's name. */
    public RestSettings withApplicationName(String name) {
        return new RestSettings(
                base, accountId, credentials, connectTimeout, socketTimeout, maxRetries, proxy, trustStore, name);
    }

    /** Whether the base is this machine, where Cloudflare's budget of requests does not apply. */
    boolean isLoopback() {
        String host = base.getHost();
        if (host == null) return false;
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.matches("127(\\.\\d{1,3}){3}")
                || name.equals("[::1]")
                || name.equals("::1");
    }
}
