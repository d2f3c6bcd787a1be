package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.internal.HttpClients;
import io.github.d1jdbc.internal.RestSettings;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import java.io.IOException;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.http.GET;
import retrofit2.http.Header;
import retrofit2.http.Headers;
import retrofit2.http.Streaming;
import retrofit2.http.Tag;
import retrofit2.http.Url;

/**
 * Fetches signed URLs with a bare client: it has no token that it could leak (S3 refuses a second authentication
 * besides the signature). Any number of threads may share it.
 */
final class ObjectStore {

    /** Only GET: the method is a part of the signature, a HEAD would be refused. */
    interface SignedUrlApi {
        @Streaming
        @Headers("Accept-Encoding: identity")
        @GET
        Call<ResponseBody> get(
                @Url HttpUrl url,
                @Header("Range") @Nullable String range,
                @Header("If-Match") @Nullable String etag,
                @Tag CallSocket socket);
    }

    // One for all: OkHttp shares a connection only between clients with the same factory.
    private static final StraightSockets SOCKETS = new StraightSockets();

    private final RestSettings settings;
    private final boolean httpsOnly;

    ObjectStore(RestSettings settings) {
        this.settings = settings;
        this.httpsOnly = "https".equals(settings.base().getScheme());
    }

    /**
     * Starts to fetch an object.
     *
     * @param range the value of the Range header, or null for the whole
     * @param etag only if the object is still this one, or null
     */
    Transfer start(String url, @Nullable String range, @Nullable String etag) throws ExportException {
        HttpUrl parsed = HttpUrl.parse(url);
        if (parsed == null) {
            throw new ExportException(Reason.REFUSED, "D1 gave a download URL that is none: export again.");
        }
        if (httpsOnly && !parsed.isHttps()) {
            throw new ExportException(
                    Reason.REFUSED,
                    "D1 gave a download URL without TLS (host " + parsed.host() + "), which is not used.");
        }
        CallSocket socket = new CallSocket();
        return new Transfer(api(parsed.isHttps()).get(parsed, range, etag, socket), socket);
    }

    private SignedUrlApi api(boolean tls) throws ExportException {
        // One connection of HTTP/1.1 carries one body faster than a stream of HTTP/2 with its windows.
        OkHttpClient.Builder builder = bare(tls).newBuilder().protocols(List.of(Protocol.HTTP_1_1));
        if (!tls) builder.socketFactory(SOCKETS).addNetworkInterceptor(CallSocket::note);
        return new Retrofit.Builder()
                .baseUrl("https://signed.invalid/") // never used: every URL is whole
                .client(builder.build())
                .build()
                .create(SignedUrlApi.class);
    }

    private OkHttpClient bare(boolean tls) throws ExportException {
        try {
            return tls ? HttpClients.fast(settings) : HttpClients.bare(settings, false);
        } catch (IOException e) {
            throw new ExportException(Reason.OPTIONS, "The download cannot begin: " + e.getMessage() + ".", e);
        }
    }
}
