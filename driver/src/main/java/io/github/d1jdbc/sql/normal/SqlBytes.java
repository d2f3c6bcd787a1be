package io.github.d1jdbc.sql.normal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** SQL that is being written, as UTF-8 bytes that can be read without a copy. One thread at a time may use it. */
public final class SqlBytes extends ByteArrayOutputStream {

    private static final int FIRST = 8 * 1024;
    /** A buffer that one large row has made is not kept for all the small ones behind it. */
    private static final int KEPT = 1 << 20;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    public SqlBytes() {
        super(FIRST);
    }

    /** Appends text. */
    public SqlBytes add(String text) {
        writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Appends one ASCII character. */
    public SqlBytes add(char c) {
        write(c);
        return this;
    }

    /** Appends a text literal of bytes that are UTF-8 without NUL. */
    public SqlBytes text(byte[] bytes, int from, int to) {
        write('\'');
        int done = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] != '\'') continue;
            write(bytes, done, i + 1 - done);
            done = i;
        }
        write(bytes, done, to - done);
        write('\'');
        return this;
    }

    /** Appends a blob literal. */
    public SqlBytes blob(byte[] bytes, int from, int to) {
        write('X');
        write('\'');
        for (int i = from; i < to; i++) {
            write(HEX[bytes[i] >> 4 & 15]);
            write(HEX[bytes[i] & 15]);
        }
        write('\'');
        return this;
    }

    /** The bytes themselves, good until the next change. */
    public byte[] bytes() {
        return buf;
    }

    /** Forgets all behind a length. */
    public void cut(int length) {
        if (length > count) throw new IllegalArgumentException("only " + count + " bytes are there");
        count = length;
        if (count == 0 && buf.length > KEPT) buf = new byte[FIRST];
    }
}
