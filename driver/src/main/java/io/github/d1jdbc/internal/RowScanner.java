package io.github.d1jdbc.internal;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks the rows of a {@code /raw} answer byte by byte against the grammar of JSON (RFC 8259, UTF-8 included) and
 * notes where each cell starts. It accepts what D1 sends and nothing else: rows of equal width whose cells are null,
 * numbers, texts, booleans or arrays of bytes. One scan, one thread.
 */
final class RowScanner {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long CONTROLS = ONES * 0x20;

    private final byte[] page;
    private final CellOffsets cells = new CellOffsets();
    private int at;
    private int rows;
    private int width;
    private boolean longIntegers;
    private boolean replacements;

    private RowScanner(byte[] page, int start) {
        this.page = page;
        this.at = start;
    }

    /**
     * Scans the array whose opening bracket stands right before {@code start}.
     *
     * @throws IOException names the byte where the page breaks the grammar, never its content
     */
    static RowScanner scan(byte[] page, int start) throws IOException {
        RowScanner scanner = new RowScanner(page, start);
        scanner.rows();
        return scanner;
    }

    /** The offset of the bracket that closes the rows. */
    int end() {
        return at;
    }

    int rowCount() {
        return rows;
    }

    /** Cells a row; 0 while there is no row. */
    int width() {
        return width;
    }

    CellOffsets cells() {
        return cells;
    }

    /** Whether any number is written as an integer of 16 digits or more, as is every integer from 2^53 on. */
    boolean hasLongIntegers() {
        return longIntegers;
    }

    /** Whether U+FFFD stands in any text: D1 writes it for bytes that are no UTF-8. */
    boolean hasReplacements() {
        return replacements;
    }

    private void rows() throws IOException {
        int next = skipSpace();
        if (next == ']') return;
        while (true) {
            if (next != '[') throw broken("a row");
            at++;
            row();
            next = skipSpace();
            if (next == ']') return;
            if (next != ',') throw broken("',' or ']' behind a row");
            at++;
            next = skipSpace();
        }
    }

    private void row() throws IOException {
        int first = cells.size();
        int next = skipSpace();
        while (next != ']' || cells.size() > first) {
            cells.add(at);
            cell(next);
            next = skipSpace();
            if (next == ']') break;
            if (next != ',') throw broken("',' or ']' behind a cell");
            at++;
            next = skipSpace();
        }
        at++;
        int count = cells.size() - first;
        if (rows == 0) width = count;
        else if (count != width) throw broken("a row of " + width + " cells, not " + count);
        rows++;
    }

    private void cell(int first) throws IOException {
        switch (first) {
            case '"' -> {
                at++;
                text();
            }
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            case 'n' -> word("null");
            case 't' -> word("true");
            case 'f' -> word("false");
            case '[' -> bytes();
            default -> throw broken("a cell");
        }
    }

    /** From behind the opening quote to behind the closing one, eight bytes at a time while they are plain ASCII. */
    private void text() throws IOException {
        int i = at;
        while (true) {
            while (i + Long.BYTES <= page.length) {
                long special = specials((long) LONGS.get(page, i));
                if (special != 0) {
                    i += Long.numberOfTrailingZeros(special) >>> 3;
                    break;
                }
                i += Long.BYTES;
            }
            if (i >= page.length) throw brokenAt(i, "the end of a text");
            byte b = page[i];
            if (b == '"') {
                at = i + 1;
                return;
            }
            if (b == '\\') i = escape(i);
            else if (b < 0) i = multibyte(i);
            else if (b < 0x20) throw brokenAt(i, "no bare control character");
            else i++;
        }
    }

    /**
     * Marks the high bit of bytes that need a look: quote, backslash, control, non-ASCII. Only the lowest mark is
     * exact (Hacker's Delight, 6-1: borrows run upwards), and only that one is used.
     */
    private static long specials(long word) {
        long quote = word ^ QUOTES;
        long backslash = word ^ BACKSLASHES;
        return (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((word - CONTROLS) & ~word) | word)
                & HIGHS;
    }

    private int escape(int backslash) throws IOException {
        int kind = peek(backslash + 1);
        switch (kind) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return backslash + 2;
            }
            case 'u' -> {
                for (int i = backslash + 2; i < backslash + 6; i++) {
                    if (Character.digit(peek(i), 16) < 0) throw brokenAt(i, "a hex digit");
                }
                return backslash + 6;
            }
            default -> throw brokenAt(backslash, "an escape of JSON");
        }
    }

    /** One character of two to four bytes (Unicode 15, table 3-7: neither overlong nor a surrogate). */
    private int multibyte(int i) throws IOException {
        int lead = page[i] & 0xFF;
        int second = peek(i + 1);
        int length;
        boolean fits;
        if (lead >= 0xC2 && lead <= 0xDF) {
            length = 2;
            fits = continues(second);
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            length = 3;
            fits = continues(second)
                    && (lead != 0xE0 || second >= 0xA0)
                    && (lead != 0xED || second <= 0x9F)
                    && continues(peek(i + 2));
            replacements |= lead == 0xEF && second == 0xBF && peek(i + 2) == 0xBD;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            length = 4;
            fits = continues(second)
                    && (lead != 0xF0 || second >= 0x90)
                    && (lead != 0xF4 || second <= 0x8F)
                    && continues(peek(i + 2))
                    && continues(peek(i + 3));
        } else {
            throw brokenAt(i, "UTF-8");
        }
        if (!fits) throw brokenAt(i, "UTF-8");
        return i + length;
    }

    private static boolean continues(int b) {
        return (b & 0xFFFFFFC0) == 0x80;
    }

    private void number() throws IOException {
        if (page[at] == '-') at++;
        int from = at;
        if (peek(at) == '0') at++;
        else digits();
        int integer = at;
        if (peek(at) == '.') {
            at++;
            digits();
        }
        int e = peek(at);
        if (e == 'e' || e == 'E') {
            at++;
            int sign = peek(at);
            if (sign == '+' || sign == '-') at++;
            digits();
        }
        if (integer - from >= 16 && integer == at) longIntegers = true;
    }

    private void digits() throws IOException {
        int from = at;
        while (isDigit(peek(at))) at++;
        if (at == from) throw broken("a digit");
    }

    private static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    private void word(String word) throws IOException {
        for (int i = 0; i < word.length(); i++) {
            if (peek(at + i) != word.charAt(i)) throw broken(word);
        }
        at += word.length();
    }

    /** A blob: D1 writes its bytes as an array of numbers from 0 to 255. */
    private void bytes() throws IOException {
        at++;
        int next = skipSpace();
        if (next == ']') {
            at++;
            return;
        }
        while (true) {
            int from = at;
            int value = 0;
            while (isDigit(peek(at)) && at - from < 4) value = value * 10 + (page[at++] - '0');
            if (at == from || value > 255 || (page[from] == '0' && at - from > 1)) throw brokenAt(from, "a byte");
            next = skipSpace();
            at++;
            if (next == ']') return;
            if (next != ',') throw brokenAt(at - 1, "',' or ']' behind a byte");
            skipSpace();
        }
    }

    private int skipSpace() throws IOException {
        while (at < page.length) {
            int b = page[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') return b;
            at++;
        }
        throw broken("more: the answer ends");
    }

    private int peek(int i) {
        return i < page.length ? page[i] & 0xFF : -1;
    }

    private IOException broken(String expected) {
        return brokenAt(at, expected);
    }

    private static IOException brokenAt(int offset, String expected) {
        return new IOException("the rows are broken at byte " + offset + ", where " + expected + " was expected");
    }
}
