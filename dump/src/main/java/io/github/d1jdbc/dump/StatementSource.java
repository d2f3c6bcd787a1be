package io.github.d1jdbc.dump;

import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/**
 * One statement as it stands in a dump, from its first word to its last character before the semicolon; comments
 * before it are left out. Immutable; threads may share it.
 */
public final class StatementSource {

    private final long offset;
    private final LongSupplier line;
    private final long number;
    private final boolean terminated;
    private final byte[] bytes;

    StatementSource(long offset, long line, long number, boolean terminated, byte[] bytes) {
        this(offset, () -> line, number, terminated, bytes);
    }

    /** With a line that is counted when it is asked for; any thread may ask. */
    StatementSource(long offset, LongSupplier line, long number, boolean terminated, byte[] bytes) {
        this.offset = offset;
        this.line = line;
        this.number = number;
        this.terminated = terminated;
        this.bytes = bytes;
    }

    /** Offset of its first byte in the uncompressed dump, from 0. */
    public long offset() {
        return offset;
    }

    /** Line of its first byte, from 1. */
    public long line() {
        return line.getAsLong();
    }

    /** Which statement of the dump it is, from 1. */
    public long number() {
        return number;
    }

    /**
     * False where a comment at its end swallowed the semicolon: D1's exporter appends {@code ;} to a view that ends
     * in {@code -- comment}. Such a dump runs nowhere as it is; the reader knows where the statement was to end.
     */
    public boolean terminated() {
        return terminated;
    }

    /** Its length in bytes, without the semicolon. */
    public int length() {
        return bytes.length;
    }

    /** Its text; bytes that are no UTF-8 become U+FFFD. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A copy of its bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The bytes themselves, for readers in this package. */
    byte[] rawBytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "statement " + number + " (line " + line() + ", byte " + offset + ")";
    }
}
