package io.github.d1jdbc.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Call;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP clients of this JVM: one connection pool for each endpoint, trust store and proxy, with daemon threads only.
 * A client from here is bare: it sends no credentials and repeats nothing by itself.
 */
public final class HttpClients {
    private static final Map<Key, OkHttpClient> CLIENTS = new ConcurrentHashMap<>();
    private static final AtomicInteger THREADS = new AtomicInteger();

    // The default of 5 calls a host would make threads of a pool wait for each other.
    private static final int CALLS = 256;

    private record Key(
            String endpoint,
            boolean tls,
            @Nullable Path trustStore,
            @Nullable String proxy) {}

    private HttpClients() {}

    /**
     * A client for the endpoint of these settings, with their timeouts, proxy and trusted authorities.
     *
     * @throws IOException says which setting cannot be used and why
     */
    public static OkHttpClient bare(RestSettings settings) throws IOException {
        return bare(settings, "https".equals(settings.base().getScheme()));
    }

    /**
     * The same for URLs elsewhere, a signed one for instance: with {@code tls} for https and http, else for http only.
     * A client without TLS reads no authorities, which takes longer than a short export from this machine.
     *
     * @throws IOException says which setting cannot be used and why
     */
    public static OkHttpClient bare(RestSettings settings, boolean tls) throws IOException {
        OkHttpClient shared = shared(settings, tls);
        OkHttpClient.Builder builder = shared.newBuilder()
                .connectTimeout(settings.connectTimeout())
                .readTimeout(settings.socketTimeout())
                .writeTimeout(settings.socketTimeout());
        X509TrustManager trusted = shared.x509TrustManager();
        if (trusted != null) {
            builder.sslSocketFactory(
                    new HandshakeTimeout(shared.sslSocketFactory(), settings.connectTimeout()), trusted);
        }
        return builder.build();
    }

    /**
     * The same for https and much data: with the TLS of Conscrypt where it is on the class path.
     *
     * @throws IOException says which setting cannot be used and why
     */
    public static OkHttpClient fast(RestSettings settings) throws IOException {
        OkHttpClient bare = bare(settings, true);
        X509TrustManager trusted = bare.x509TrustManager();
        SSLSocketFactory sockets = trusted == null ? null : NativeTls.sockets(trusted);
        if (trusted == null || sockets == null) return bare;
        return bare.newBuilder()
                .sslSocketFactory(new HandshakeTimeout(sockets, settings.connectTimeout()), trusted)
                .build();
    }

    private static OkHttpClient shared(RestSettings settings, boolean tls) throws IOException {
        URI base = settings.base();
        String endpoint = base.getScheme() + "://" + base.getAuthority();
        Key key = new Key(endpoint, tls, settings.trustStore(), settings.proxy());
        OkHttpClient known = CLIENTS.get(key);
        if (known != null) return known;
        OkHttpClient made = make(key);
        OkHttpClient first = CLIENTS.putIfAbsent(key, made);
        return first == null ? made : first;
    }

    private static OkHttpClient make(Key key) throws IOException {
        Dispatcher dispatcher = new Dispatcher(Executors.newCachedThreadPool(HttpClients::daemon));
        dispatcher.setMaxRequests(CALLS);
        dispatcher.setMaxRequestsPerHost(CALLS);
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .retryOnConnectionFailure(false)
                // An API does not redirect; following would send a body or a key to a host that nobody named.
                .followRedirects(false)
                .followSslRedirects(false)
                .addInterceptor(HttpClients::tellUnsent)
                .addNetworkInterceptor(HttpClients::keepFromRepeating);
        if (key.proxy() != null) builder.proxy(proxy(key.proxy()));
        if (!key.tls()) builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
        if (key.trustStore() != null) TrustStore.read(key.trustStore()).applyTo(builder);
        return builder.build();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "d1-jdbc-http-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    private static Proxy proxy(String hostAndPort) throws IOException {
        int colon = hostAndPort.lastIndexOf(':');
        try {
            int port = Integer.parseInt(hostAndPort.substring(colon + 1));
            if (colon > 0 && port > 0 && port <= 65_535) {
                return new Proxy(
                        Proxy.Type.HTTP, InetSocketAddress.createUnresolved(hostAndPort.substring(0, colon), port));
            }
        } catch (NumberFormatException e) {
            throw new IOException("the proxy must be host:port, for instance proxy.example.com:3128", e);
        }
        throw new IOException("the proxy must be host:port, for instance proxy.example.com:3128");
    }

    /** Tells failures before the request's first byte from those after it. */
    private static Response tellUnsent(Interceptor.Chain chain) throws IOException {
        HeadersStarted started = new HeadersStarted();
        chain.call().addEventListener(started);
        try {
            return chain.proceed(chain.request());
        } catch (IOException e) {
            throw started.seen ? e : new UnsentException(e);
        }
    }

    /** OkHttp repeats any request that is answered 503 with {@code Retry-After: 0}; a write must not be. */
    private static Response keepFromRepeating(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (response.code() != 503 || !"0".equals(response.header("Retry-After"))) return response;
        return response.newBuilder().removeHeader("Retry-After").build();
    }

    /** Set on the thread of the call, read there as well. */
    private static final class HeadersStarted extends EventListener {
        private volatile boolean seen;

        @Override
        public void requestHeadersStart(Call call) {
            seen = true;
        }
    }
}
