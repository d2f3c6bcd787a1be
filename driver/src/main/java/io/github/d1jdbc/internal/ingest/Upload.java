package io.github.d1jdbc.internal.ingest;

import io.github.d1jdbc.internal.HttpClients;
import io.github.d1jdbc.internal.RestSettings;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.http.Body;
import retrofit2.http.PUT;
import retrofit2.http.Url;

/**
 * PUTs files to signed URLs with a bare client: it has no token that it could leak (S3 refuses a second authentication
 * besides the signature). A thread of the client writes while the caller waits, so that an interrupt ends it at once.
 * Any number of threads may share one.
 */
final class Upload {

    interface SignedUrlApi {
        @PUT
        Call<ResponseBody> put(@Url HttpUrl url, @Body RequestBody file);
    }

    /**
     * What the store answered.
     *
     * @param etag without quotes, or null
     * @param errorCode the code in S3's error document, or empty
     */
    record Stored(int status, @Nullable String etag, String errorCode) {

        boolean ok() {
            return status >= 200 && status < 300;
        }

        /** The answer in words, without anything that the store says about the request. */
        String words() {
            return "HTTP " + status + (errorCode.isEmpty() ? "" : " " + errorCode);
        }
    }

    /** The file is no longer the one that was announced. */
    static final class ChangedException extends IOException {
        private static final long serialVersionUID = 1L;

        ChangedException(Path file) {
            super(file + " changed while it was uploaded");
        }
    }

    private static final int CHUNK = 64 * 1024;
    private static final long LOOK_MILLIS = 100;
    private static final int ERROR_BYTES = 2048;
    private static final Pattern ERROR_CODE = Pattern.compile("<Code>([A-Za-z0-9]{1,60})</Code>");

    private final RestSettings settings;
    private final boolean httpsOnly;

    Upload(RestSettings settings) {
        this.settings = settings;
        this.httpsOnly = "https".equals(settings.base().getScheme());
    }

    /** Why a URL is not used, or null. */
    @Nullable
    String problem(String url) {
        HttpUrl parsed = HttpUrl.parse(url);
        if (parsed == null) return "D1 gave an upload URL that is none";
        return httpsOnly && !parsed.isHttps() ? "D1 gave an upload URL without TLS (host " + parsed.host() + ")" : null;
    }

    /**
     * Sends the file; {@code progress} gets the bytes sent so far, on this thread.
     *
     * @param url one without a {@link #problem}
     * @throws IOException when there is no answer; sending again does no harm
     */
    Stored put(String url, Path file, FileSum sum, LongConsumer progress) throws IOException, InterruptedException {
        HttpUrl parsed = HttpUrl.get(url);
        FileBody body = new FileBody(file, sum);
        Call<ResponseBody> call = api(parsed.isHttps()).put(parsed, body);
        CompletableFuture<Stored> done = new CompletableFuture<>();
        call.enqueue(new Reader(done));
        try {
            while (true) {
                try {
                    Stored stored = done.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    progress.accept(body.sent);
                    return stored;
                } catch (TimeoutException e) {
                    progress.accept(body.sent); // still on its way
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) throw io;
            throw new IOException("the upload failed", e.getCause());
        } finally {
            call.cancel();
        }
    }

    private SignedUrlApi api(boolean tls) throws IOException {
        OkHttpClient client = HttpClients.bare(settings, tls)
                .newBuilder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .build();
        return new Retrofit.Builder()
                .baseUrl("https://signed.invalid/") // never used: every URL is whole
                .client(client)
                .build()
                .create(SignedUrlApi.class);
    }

    private record Reader(CompletableFuture<Stored> done) implements Callback<ResponseBody> {
        @Override
        public void onResponse(Call<ResponseBody> call, Response<ResponseBody> response) {
            try (ResponseBody body = response.isSuccessful() ? response.body() : response.errorBody()) {
                String etag = response.headers().get("ETag");
                done.complete(new Stored(response.code(), etag == null ? null : bare(etag), code(response, body)));
            } catch (IOException | RuntimeException e) {
                // Whatever it is, somebody waits for it.
                done.completeExceptionally(e);
            }
        }

        @Override
        public void onFailure(Call<ResponseBody> call, Throwable failure) {
            done.completeExceptionally(failure);
        }

        private static String bare(String etag) {
            String strong = etag.startsWith("W/") ? etag.substring(2) : etag;
            return strong.replace("\"", "").strip();
        }

        private static String code(Response<ResponseBody> response, @Nullable ResponseBody body) throws IOException {
            if (response.isSuccessful() || body == null) return "";
            byte[] beginning = body.byteStream().readNBytes(ERROR_BYTES);
            Matcher matcher = ERROR_CODE.matcher(new String(beginning, java.nio.charset.StandardCharsets.UTF_8));
            return matcher.find() ? matcher.group(1) : "";
        }
    }

    /** The file with the length that was announced: S3 takes no body of unknown length. */
    private static final class FileBody extends RequestBody {
        private final Path file;
        private final FileSum sum;
        private volatile long sent;

        FileBody(Path file, FileSum sum) {
            this.file = file;
            this.sum = sum;
        }

        @Override
        public @Nullable MediaType contentType() {
            return null; // it would not be in the signature
        }

        @Override
        public long contentLength() {
            return sum.bytes();
        }

        @Override
        public boolean isOneShot() {
            return true; // what is repeated is repeated by ImportRun
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] chunk = new byte[CHUNK];
                long done = 0;
                while (done < sum.bytes()) {
                    int n = in.read(chunk, 0, (int) Math.min(CHUNK, sum.bytes() - done));
                    if (n < 0) throw new ChangedException(file);
                    sink.write(chunk, 0, n);
                    done += n;
                    sent = done;
                }
                if (in.read() >= 0) throw new ChangedException(file);
            } catch (EOFException e) {
                throw new IOException("the connection ended", e);
            }
        }
    }
}
