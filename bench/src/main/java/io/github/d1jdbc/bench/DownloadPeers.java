package io.github.d1jdbc.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.http.GET;
import retrofit2.http.Streaming;
import retrofit2.http.Url;

/** Ways to download that one gets without further thought; each gives the bytes of the body. One thread at a time. */
final class DownloadPeers implements AutoCloseable {

    /** Opens where the body goes. */
    interface Opener {
        OutputStream open() throws IOException;
    }

    /** As in Retrofit's documentation. */
    interface Api {
        @Streaming
        @GET
        Call<ResponseBody> get(@Url String url);
    }

    private static final int BUFFER = 256 * 1024;

    private final String url;
    private final OkHttpClient client;
    private final Api api;
    private final HttpClient jdk;

    DownloadPeers(String url, @Nullable TlsStore tls) throws IOException {
        this.url = url;
        OkHttpClient.Builder builder = new OkHttpClient.Builder();
        HttpClient.Builder jdkBuilder = HttpClient.newBuilder();
        if (tls != null) {
            builder.sslSocketFactory(tls.jdkContext().getSocketFactory(), tls.trust());
            jdkBuilder.sslContext(tls.jdkContext());
        }
        this.client = builder.build();
        this.api = new Retrofit.Builder()
                .baseUrl("https://signed.invalid/") // never used: the URL is whole
                .client(client)
                .build()
                .create(Api.class);
        this.jdk = jdkBuilder.build();
    }

    long retrofit(Opener target) throws IOException {
        retrofit2.Response<ResponseBody> response = api.get(url).execute();
        try (ResponseBody body = response.body()) {
            if (body == null) throw new IOException("no body");
            try (InputStream in = body.byteStream();
                    OutputStream out = target.open()) {
                return in.transferTo(out);
            }
        }
    }

    long okHttp(Opener target) throws IOException {
        try (Response response =
                        client.newCall(new Request.Builder().url(url).build()).execute();
                BufferedSink sink = Okio.buffer(Okio.sink(target.open()))) {
            return sink.writeAll(response.body().source());
        }
    }

    long jdkFile(Path file) throws IOException, InterruptedException {
        return Files.size(
                jdk.send(request(), HttpResponse.BodyHandlers.ofFile(file)).body());
    }

    long jdkStream(Opener target) throws IOException, InterruptedException {
        try (InputStream in = jdk.send(request(), HttpResponse.BodyHandlers.ofInputStream())
                        .body();
                OutputStream out = target.open()) {
            return in.transferTo(out);
        }
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(URI.create(url)).build();
    }

    /** Plain HTTP only. */
    long socket(int port, Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try (SocketChannel socket = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                FileChannel out = FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            socket.write(ByteBuffer.wrap(
                    "GET /object HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            int headEnd = -1;
            while (headEnd < 0) {
                if (socket.read(buffer) < 0) throw new IOException("no answer");
                headEnd = StandardCharsets.ISO_8859_1
                        .decode(buffer.duplicate().flip())
                        .toString()
                        .indexOf("\r\n\r\n");
            }
            String head = StandardCharsets.ISO_8859_1
                    .decode(buffer.duplicate().flip().limit(headEnd))
                    .toString();
            long length = Long.parseLong(head.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
            buffer.flip().position(headEnd + 4);
            long written = 0;
            while (true) {
                while (buffer.hasRemaining()) written += out.write(buffer);
                if (written >= length) return written;
                buffer.clear();
                if (socket.read(buffer) < 0) throw new IOException("the body is short");
                buffer.flip();
            }
        }
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
