package io.github.d1jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in memory: a value of D1 has at most 2,000,000. A change of it changes no row until it is bound. Positions
 * count from 1. For one thread at a time.
 */
final class JdbcBlob implements Blob {
    private byte @Nullable [] bytes;

    /** Keeps the array, which nobody else may change. */
    JdbcBlob(byte[] bytes) {
        this.bytes = bytes;
    }

    private byte[] bytes() throws SQLException {
        if (bytes == null) throw SqlErrors.closed("Blob");
        return bytes;
    }

    @Override
    public long length() throws SQLException {
        return bytes().length;
    }

    @Override
    public byte[] getBytes(long position, int length) throws SQLException {
        byte[] all = bytes();
        int from = LobRange.start(position, all.length);
        return Arrays.copyOfRange(all, from, LobRange.end(from, length, all.length));
    }

    @Override
    public InputStream getBinaryStream() throws SQLException {
        return new ByteArrayInputStream(bytes());
    }

    @Override
    public InputStream getBinaryStream(long position, long length) throws SQLException {
        byte[] all = bytes();
        int from = LobRange.start(position, all.length);
        LobRange.within(from, length, all.length);
        return new ByteArrayInputStream(all, from, (int) length);
    }

    @Override
    public long position(byte[] pattern, long start) throws SQLException {
        byte[] all = bytes();
        LobRange.given(pattern);
        for (int at = LobRange.start(start, all.length); at + pattern.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + pattern.length, pattern, 0, pattern.length)) return at + 1L;
        }
        return -1;
    }

    @Override
    public long position(Blob pattern, long start) throws SQLException {
        bytes();
        LobRange.given(pattern);
        return position(pattern.getBytes(1, (int) pattern.length()), start);
    }

    @Override
    public int setBytes(long position, byte[] from) throws SQLException {
        bytes();
        LobRange.given(from);
        return setBytes(position, from, 0, from.length);
    }

    @Override
    public int setBytes(long position, byte[] from, int offset, int length) throws SQLException {
        int at = LobRange.start(position, bytes().length);
        LobRange.within(offset, length, LobRange.given(from).length);
        put(at, from, offset, length);
        return length;
    }

    /** What is written is there when the stream is flushed or closed. */
    @Override
    public OutputStream setBinaryStream(long position) throws SQLException {
        int from = LobRange.start(position, bytes().length);
        return new ByteArrayOutputStream() {
            @Override
            public void flush() {
                put(from, toByteArray(), 0, count);
            }

            @Override
            public void close() {
                flush();
            }
        };
    }

    // Puts a part in, over what is there; a freed one has nothing to change.
    private void put(int at, byte[] part, int offset, int length) {
        if (bytes == null) return;
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length, Math.addExact(at, length)));
        System.arraycopy(part, offset, bytes, at, length);
    }

    @Override
    public void truncate(long length) throws SQLException {
        byte[] all = bytes();
        LobRange.within(0, length, all.length);
        bytes = Arrays.copyOf(all, (int) length);
    }

    @Override
    public void free() {
        bytes = null;
    }
}
