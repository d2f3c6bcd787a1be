package io.github.d1jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Text in memory. A change of it changes no row until it is bound. Positions and lengths are in chars, from 1; its
 * ASCII streams are UTF-8. For one thread at a time.
 */
final class JdbcClob implements NClob {
    private @Nullable String text;

    JdbcClob(String text) {
        this.text = text;
    }

    private String text() throws SQLException {
        if (text == null) throw SqlErrors.closed("Clob");
        return text;
    }

    // Puts a part in, over what is there; a freed one has nothing to change.
    private void put(int at, String part) {
        String all = text;
        if (all == null) return;
        int rest = at + part.length();
        text = all.substring(0, at) + part + (rest < all.length() ? all.substring(rest) : "");
    }

    @Override
    public long length() throws SQLException {
        return text().length();
    }

    @Override
    public String getSubString(long position, int length) throws SQLException {
        String all = text();
        int from = LobRange.start(position, all.length());
        return all.substring(from, LobRange.end(from, length, all.length()));
    }

    @Override
    public Reader getCharacterStream() throws SQLException {
        return new StringReader(text());
    }

    @Override
    public Reader getCharacterStream(long position, long length) throws SQLException {
        String all = text();
        int from = LobRange.start(position, all.length());
        LobRange.within(from, length, all.length());
        return new StringReader(all.substring(from, from + (int) length));
    }

    @Override
    public InputStream getAsciiStream() throws SQLException {
        return new ByteArrayInputStream(text().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long position(String pattern, long start) throws SQLException {
        String all = text();
        int found = all.indexOf(LobRange.given(pattern), LobRange.start(start, all.length()));
        return found < 0 ? -1 : found + 1L;
    }

    @Override
    public long position(Clob pattern, long start) throws SQLException {
        text();
        LobRange.given(pattern);
        return position(pattern.getSubString(1, (int) pattern.length()), start);
    }

    @Override
    public int setString(long position, String part) throws SQLException {
        put(LobRange.start(position, text().length()), LobRange.given(part));
        return part.length();
    }

    @Override
    public int setString(long position, String part, int offset, int length) throws SQLException {
        text();
        LobRange.within(offset, length, LobRange.given(part).length());
        return setString(position, part.substring(offset, offset + length));
    }

    /** What is written is there when the writer is flushed or closed. */
    @Override
    public Writer setCharacterStream(long position) throws SQLException {
        int from = LobRange.start(position, text().length());
        return new StringWriter() {
            @Override
            public void flush() {
                put(from, toString());
            }

            @Override
            public void close() {
                flush();
            }
        };
    }

    /** What is written is there when the stream is flushed or closed. */
    @Override
    public OutputStream setAsciiStream(long position) throws SQLException {
        int from = LobRange.start(position, text().length());
        return new ByteArrayOutputStream() {
            @Override
            public void flush() {
                put(from, toString(StandardCharsets.UTF_8));
            }

            @Override
            public void close() {
                flush();
            }
        };
    }

    @Override
    public void truncate(long length) throws SQLException {
        String all = text();
        LobRange.within(0, length, all.length());
        text = all.substring(0, (int) length);
    }

    @Override
    public void free() {
        text = null;
    }
}
