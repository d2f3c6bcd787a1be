package io.github.d1jdbc.internal.export;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Response;

/**
 * One request of the object store. A thread of its own asks and reads into a few large buffers; the caller takes them,
 * so that socket and compressor work at the same time in constant memory and the caller can be interrupted at any time.
 */
final class Transfer implements AutoCloseable {

    private static final int BUFFERS = 4;
    private static final int BUFFER_SIZE = 256 * 1024;
    /** A slow body is handed over after this time, though the buffer is not full. */
    private static final long HAND_OVER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int ERROR_BYTES = 2048;
    private static final Pattern ERROR_CODE = Pattern.compile("<Code>([A-Za-z0-9]{1,60})</Code>");

    private sealed interface News permits Head, Chunk, End {}

    /**
     * Status line and headers.
     *
     * @param length of the body, or -1
     * @param errorCode the code in S3's error document, or empty
     */
    record Head(
            int status,
            @Nullable String etag,
            long length,
            @Nullable String range,
            @Nullable String encoding,
            @Nullable String retryAfter,
            String errorCode)
            implements News {

        /** The answer in words, without anything that the store says about the request. */
        String words() {
            return "HTTP " + status + (errorCode.isEmpty() ? "" : " " + errorCode);
        }
    }

    /** Bytes of the body; to be given back when they are used. */
    static final class Chunk implements News {
        private final byte[] bytes;
        private final int length;

        Chunk(byte[] bytes, int length) {
            this.bytes = bytes;
            this.length = length;
        }

        byte[] bytes() {
            return bytes;
        }

        int length() {
            return length;
        }
    }

    private record End(@Nullable IOException failure) implements News {}

    private final Call<ResponseBody> call;
    private final CallSocket socket;
    private final BlockingQueue<News> news = new ArrayBlockingQueue<>(BUFFERS + 3);
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS);
    private final Thread reader;

    Transfer(Call<ResponseBody> call, CallSocket socket) {
        this.call = call;
        this.socket = socket;
        this.reader = new Thread(this::run, "d1-export-download");
        reader.setDaemon(true);
        reader.start();
    }

    /** Waits for the answer's head. */
    Head head(Deadline deadline) throws IOException, ExportException {
        News next = next(deadline);
        if (next instanceof Head head) return head;
        throw ended(next);
    }

    /** Waits for bytes; null at the body's end. */
    @Nullable
    Chunk chunk(Deadline deadline) throws IOException, ExportException {
        News next = next(deadline);
        if (next instanceof Chunk chunk) return chunk;
        if (next instanceof End end && end.failure == null) return null;
        throw ended(next);
    }

    /** Gives a buffer back to the reader. */
    void giveBack(Chunk chunk) {
        free.add(chunk.bytes);
    }

    // The caller never blocks in a socket, so that deadline and interrupt are seen at once.
    private News next(Deadline deadline) throws ExportException {
        deadline.check();
        try {
            News next = news.poll(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
            if (next == null) throw deadline.passed();
            return next;
        } catch (InterruptedException e) {
            throw Deadline.interrupted();
        }
    }

    private static IOException ended(News news) {
        IOException failure = news instanceof End end ? end.failure : null;
        return failure != null ? failure : new IOException("the answer has no head");
    }

    // The reader's whole life: ask, tell the head, fill buffers, tell the end.
    private void run() {
        IOException failure = null;
        try {
            Response<ResponseBody> response = call.execute();
            try (ResponseBody body = response.isSuccessful() ? response.body() : response.errorBody()) {
                news.put(head(response, body));
                if (response.isSuccessful() && body != null) read(socket.body(response, body));
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            failure = new IOException("closed", e);
        } catch (RuntimeException e) {
            failure = new IOException("the answer cannot be read", e);
        }
        news.add(new End(failure)); // there is room for it: buffers, head and this
    }

    private static Head head(Response<ResponseBody> response, @Nullable ResponseBody body) throws IOException {
        String code = "";
        if (!response.isSuccessful() && body != null) {
            Matcher matcher = ERROR_CODE.matcher(
                    new String(body.byteStream().readNBytes(ERROR_BYTES), java.nio.charset.StandardCharsets.UTF_8));
            if (matcher.find()) code = matcher.group(1);
        }
        return new Head(
                response.code(),
                response.headers().get("ETag"),
                body == null ? 0 : body.contentLength(),
                response.headers().get("Content-Range"),
                response.headers().get("Content-Encoding"),
                response.headers().get("Retry-After"),
                code);
    }

    private void read(InputStream in) throws IOException, InterruptedException {
        for (int i = 0; i < BUFFERS; i++) free.add(new byte[BUFFER_SIZE]);
        int n = 0;
        while (n >= 0) {
            byte[] buffer = free.take();
            int length = 0;
            long began = System.nanoTime();
            try {
                while (length < BUFFER_SIZE && (length == 0 || System.nanoTime() - began < HAND_OVER_NANOS)) {
                    n = in.read(buffer, length, BUFFER_SIZE - length);
                    if (n < 0) break;
                    length += n;
                }
            } finally {
                // What came before the connection broke is good: the next request goes on behind it.
                if (length > 0) news.add(new Chunk(buffer, length));
            }
        }
    }

    /** Gives up what is left of the request. */
    @Override
    public void close() {
        call.cancel();
        reader.interrupt();
    }
}
