package io.github.d1jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** Reads streams that are bound as values, at once, and no further than a value of D1 may be long. */
final class StreamValue {
    /** D1's limit of a value in bytes (developers.cloudflare.com/d1/platform/limits). */
    static final int MAX_BYTES = 2_000_000;

    /** Up to the end of the stream. */
    static final long ALL = -1;

    private StreamValue() {}

    /** The next so many bytes, which must be there, or {@link #ALL}. */
    static byte[] bytes(InputStream stream, long length, int index) throws SQLException {
        checkLength(length, index);
        try {
            byte[] bytes = stream.readNBytes(length == ALL ? MAX_BYTES + 1 : (int) length);
            if (length != ALL && bytes.length < length) throw SqlErrors.shortStream(index, bytes.length, length);
            if (bytes.length > MAX_BYTES) throw SqlErrors.tooLongValue(index, MAX_BYTES);
            return bytes;
        } catch (IOException e) {
            throw SqlErrors.unreadable(index, e);
        }
    }

    /** The next so many bytes as UTF-8, which ASCII is too. */
    static String text(InputStream stream, long length, int index) throws SQLException {
        byte[] bytes = bytes(stream, length, index);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw SqlErrors.badParameter("Parameter " + index + " is a stream of bytes that are no UTF-8.", "22021");
        }
    }

    /** The next so many chars, which must be there, or {@link #ALL}. */
    static String text(Reader reader, long length, int index) throws SQLException {
        checkLength(length, index);
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[8192];
        try {
            while (length == ALL || text.length() < length) {
                int wanted = length == ALL ? buffer.length : (int) Math.min(buffer.length, length - text.length());
                int read = reader.read(buffer, 0, wanted);
                if (read < 0) break;
                text.append(buffer, 0, read);
                if (text.length() > MAX_BYTES) throw SqlErrors.tooLongValue(index, MAX_BYTES);
            }
        } catch (IOException e) {
            throw SqlErrors.unreadable(index, e);
        }
        if (text.length() < length) throw SqlErrors.shortStream(index, text.length(), length);
        return text.toString();
    }

    private static void checkLength(long length, int index) throws SQLException {
        if (length < ALL) throw SqlErrors.argument("A length must not be negative.");
        if (length > MAX_BYTES) throw SqlErrors.tooLongValue(index, MAX_BYTES);
    }
}
