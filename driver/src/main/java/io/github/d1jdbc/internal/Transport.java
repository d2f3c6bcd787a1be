package io.github.d1jdbc.internal;

import com.fasterxml.jackson.core.JacksonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;

/**
 * Sends one request and reads its answer to the end on a thread of the HTTP client, while the caller waits in a way
 * that an interrupt, the cord and the time limit end at once.
 */
final class Transport {
    private Transport() {}

    /**
     * @param remaining how long it may take, or null
     * @throws CancellationException the cord was pulled
     * @throws TimeoutException the time was over
     * @throws UnsentException no byte left; any other IOException: it may have been carried out
     * @throws IllegalArgumentException the request cannot be built; the message may quote it, so show it to nobody
     */
    static Answer send(Call<ResponseBody> call, Abort abort, @Nullable Duration remaining)
            throws IOException, InterruptedException, TimeoutException {
        CompletableFuture<Answer> done = new CompletableFuture<>();
        abort.onPull(() -> {
            done.completeExceptionally(new CancellationException());
            call.cancel();
        });
        try {
            if (!done.isDone()) call.enqueue(new Reader(done));
            return remaining == null ? done.get() : done.get(remaining.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException | TimeoutException e) {
            call.cancel();
            throw e;
        } catch (ExecutionException e) {
            // Jackson fails only while it writes the request: no reader of ours works on that thread.
            if (e.getCause() instanceof JacksonException unwritable) throw new IllegalArgumentException(unwritable);
            if (e.getCause() instanceof IOException io) throw io;
            if (e.getCause() instanceof RuntimeException runtime) throw runtime;
            throw new IOException(e.getCause());
        } finally {
            abort.onPull(null);
        }
    }

    private record Reader(CompletableFuture<Answer> done) implements Callback<ResponseBody> {
        @Override
        public void onResponse(Call<ResponseBody> call, Response<ResponseBody> response) {
            ResponseBody body = response.isSuccessful() ? response.body() : response.errorBody();
            try {
                done.complete(new Answer(response.code(), response.headers(), read(body)));
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                // Whatever it is, somebody waits for it.
                done.completeExceptionally(e);
            }
        }

        @Override
        public void onFailure(Call<ResponseBody> call, Throwable failure) {
            done.completeExceptionally(failure);
        }

        /** Into one array of the right size where the length is known, so that a large page is held only once. */
        private static byte[] read(@Nullable ResponseBody body) throws IOException {
            if (body == null) return new byte[0];
            try (body) {
                long length = body.contentLength();
                if (length < 0) return body.source().readByteArray();
                if (length > Integer.MAX_VALUE - 8) throw new IOException("an answer of " + length + " bytes");
                InputStream in = body.byteStream();
                byte[] bytes = new byte[(int) length];
                int read = in.readNBytes(bytes, 0, bytes.length);
                if (read < bytes.length) throw new EOFException("the answer ended at byte " + read + " of " + length);
                return bytes;
            }
        }
    }
}
