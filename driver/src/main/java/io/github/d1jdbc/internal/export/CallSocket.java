package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.internal.export.StraightSockets.StraightSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/** The socket that carries a call, noted in the call's request. Belongs to the call's thread. */
final class CallSocket {

    private @Nullable Socket socket;

    /** An interceptor that notes the socket in each request that asks for it. */
    static Response note(Interceptor.Chain chain) throws IOException {
        CallSocket noted = chain.request().tag(CallSocket.class);
        Connection connection = chain.connection();
        if (noted != null && connection != null) noted.socket = connection.socket();
        return chain.proceed(chain.request());
    }

    /** The body, straight from the socket where its bytes lie there as they are, else by way of OkHttp. */
    InputStream body(retrofit2.Response<ResponseBody> response, ResponseBody body) throws IOException {
        // OkHttp names no length for a chunked body, whatever its head says.
        boolean asIs = response.raw().protocol() == Protocol.HTTP_1_1 && body.contentLength() > 0;
        if (!asIs || !(socket instanceof StraightSocket straight)) return body.byteStream();
        return new Exactly(straight.straight(), body.contentLength());
    }

    /** The bytes of one body. */
    private static final class Exactly extends InputStream {
        private final InputStream in;
        private long left;

        Exactly(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) return -1;
            int n = in.read(bytes, offset, (int) Math.min(length, left));
            if (n < 0) throw new IOException("unexpected end of stream");
            left -= n;
            return n;
        }
    }
}
