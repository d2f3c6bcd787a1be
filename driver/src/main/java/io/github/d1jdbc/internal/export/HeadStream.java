package io.github.d1jdbc.internal.export;

import java.io.IOException;
import java.io.InputStream;

/**
 * Gives no more than one line at a time, so that whoever reads the head of an HTTP answer by it has taken nothing of the
 * body; then gives the rest to somebody else. One thread at a time.
 */
final class HeadStream extends InputStream {

    private static final int BUFFER = 8 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private boolean left;

    HeadStream(InputStream in) {
        this.in = in;
    }

    /** The stream from here on; this one has come to its end. */
    InputStream rest() {
        left = true;
        return new Rest();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) return 0;
        if (left || !filled()) return -1;
        int end = position;
        int most = Math.min(limit, position + length);
        while (end < most && buffer[end++] != '\n') {}
        return copy(bytes, offset, end - position);
    }

    private boolean filled() throws IOException {
        if (position < limit) return true;
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, BUFFER));
        return limit > 0;
    }

    private int copy(byte[] bytes, int offset, int length) {
        System.arraycopy(buffer, position, bytes, offset, length);
        position += length;
        return length;
    }

    @Override
    public int available() throws IOException {
        return left ? 0 : limit - position + in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private final class Rest extends InputStream {
        @Override
        public int read() throws IOException {
            return position < limit ? buffer[position++] & 0xFF : in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (position == limit) return in.read(bytes, offset, length);
            return copy(bytes, offset, Math.min(length, limit - position));
        }
    }
}
