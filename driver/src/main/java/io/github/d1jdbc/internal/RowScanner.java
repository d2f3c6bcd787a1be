package io.github.d1jdbc.internal;

import java.io.IOException;

/**
 * Checks the rows of a {@code /raw} answer byte by byte against the grammar of JSON (RFC 8259, UTF-8 included) and
 * notes where each cell starts. It accepts what D1 sends and nothing else: rows of equal width whose cells are null,
 * numbers, texts, booleans or arrays of bytes. One scan, one thread.
 */
final class RowScanner {
    private final byte[] page;
    private final CellOffsets cells = new CellOffsets();
    private int end;
    private int rows;
    private int width;
    private boolean longIntegers;
    private boolean replacements;

    private RowScanner(byte[] page) {
        this.page = page;
    }

    /**
     * Scans the array whose opening bracket stands right before {@code start}.
     *
     * @throws IOException names the byte where the page breaks the grammar, never its content
     */
    static RowScanner scan(byte[] page, int start) throws IOException {
        RowScanner scanner = new RowScanner(page);
        scanner.end = scanner.rows(start);
        scanner.cells.add(scanner.end);
        return scanner;
    }

    /** The offset of the bracket that closes the rows. */
    int end() {
        return end;
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

    private int rows(int start) throws IOException {
        int i = skipSpace(start);
        if (page[i] == ']') return i;
        while (true) {
            if (page[i] != '[') throw brokenAt(i, "a row");
            i = skipSpace(row(i + 1));
            if (page[i] == ']') return i;
            if (page[i] != ',') throw brokenAt(i, "',' or ']' behind a row");
            i = skipSpace(i + 1);
        }
    }

    private int row(int start) throws IOException {
        int first = cells.size();
        int i = skipSpace(start);
        while (page[i] != ']' || cells.size() > first) {
            i = plainCells(i);
            if (i < 0) {
                i = ~i;
                break;
            }
            i = skipSpace(cell(skipSpace(i)));
            if (page[i] == ']') break;
            if (page[i] != ',') throw brokenAt(i, "',' or ']' behind a cell");
            i = skipSpace(i + 1);
        }
        int count = cells.size() - first;
        if (rows == 0) width = count;
        else if (count != width) throw brokenAt(i + 1, "a row of " + width + " cells, not " + count);
        rows++;
        return i + 1;
    }

    /**
     * The fast way over cells as D1 mostly writes them, with no space between them: texts, null, numbers without an
     * exponent, of few digits. All in one method and on local variables, because calls and fields cost more here than
     * the bytes do. Each cell that is passed is noted.
     *
     * @param start where a cell begins
     * @return where the first cell begins that is none of these, or ~ of the bracket that ends the row
     */
    private int plainCells(int start) throws IOException {
        byte[] page = this.page;
        int last = page.length - Long.BYTES;
        int i = start;
        while (i < last) {
            byte first = page[i];
            int end;
            int coded = 0;
            if (first == '"') {
                end = PlainBytes.textEnd(page, i + 1);
                if (end >= last) return i;
                if (page[end] == '"') {
                    end++;
                } else {
                    end = text(end);
                    coded = CellOffsets.CODED;
                }
            } else if (first == 'n') {
                if (!PlainBytes.isNull(page, i)) return i;
                end = i + 4;
            } else {
                end = PlainBytes.numberEnd(page, first == '-' ? i + 1 : i);
            }
            if (end < 0 || end >= last) return i;
            byte next = page[end];
            if (next == ',') {
                cells.add(i | coded);
                i = end + 1;
            } else if (next == ']') {
                cells.add(i | coded);
                return ~end;
            } else {
                return i;
            }
        }
        return i;
    }

    /** The offset behind the cell that begins at one, which is noted. */
    private int cell(int i) throws IOException {
        byte first = page[i];
        if (first == '"') {
            int end = PlainBytes.textEnd(page, i + 1);
            boolean plain = end < page.length && page[end] == '"';
            cells.add(plain ? i : i | CellOffsets.CODED);
            return plain ? end + 1 : text(end);
        }
        cells.add(i);
        return switch (first) {
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(i);
            case 'n' -> word(i, "null");
            case 't' -> word(i, "true");
            case 'f' -> word(i, "false");
            case '[' -> bytes(i + 1);
            default -> throw brokenAt(i, "a cell");
        };
    }

    /** From inside a text to behind its closing quote. */
    private int text(int start) throws IOException {
        int i = start;
        while (i < page.length) {
            byte b = page[i];
            if (b == '"') return i + 1;
            if (b == '\\') i = escape(i);
            else if (b < 0) i = characters(i);
            else if (b < 0x20) throw brokenAt(i, "no bare control character");
            // Nothing is passed where the page has no eight bytes more.
            else i = Math.max(i + 1, PlainBytes.textEnd(page, i));
        }
        throw brokenAt(i, "the end of a text");
    }

    /** Over one character of several bytes at least. */
    private int characters(int start) throws IOException {
        int i = PlainBytes.latinEnd(page, start);
        return i == start ? multibyte(start) : i;
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

    private int number(int start) throws IOException {
        int from = page[start] == '-' ? start + 1 : start;
        int i = digits(from);
        if (page[from] == '0') i = from + 1;
        int integer = i;
        if (peek(i) == '.') i = digits(i + 1);
        if ((peek(i) | 0x20) == 'e') {
            int sign = peek(i + 1);
            i = digits(sign == '+' || sign == '-' ? i + 2 : i + 1);
        }
        if (integer - from >= 16 && integer == i) longIntegers = true;
        return i;
    }

    private int digits(int from) throws IOException {
        int i = PlainBytes.digitsEnd(page, from);
        if (i == from) throw brokenAt(from, "a digit");
        return i;
    }

    private static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    private int word(int start, String word) throws IOException {
        for (int i = 0; i < word.length(); i++) {
            if (peek(start + i) != word.charAt(i)) throw brokenAt(start, word);
        }
        return start + word.length();
    }

    /** A blob: D1 writes its bytes as an array of numbers from 0 to 255. */
    private int bytes(int start) throws IOException {
        int i = skipSpace(start);
        if (page[i] == ']') return i + 1;
        while (true) {
            int from = i;
            int value = 0;
            while (isDigit(peek(i)) && i - from < 4) value = value * 10 + (page[i++] - '0');
            if (i == from || value > 255 || (page[from] == '0' && i - from > 1)) throw brokenAt(from, "a byte");
            i = skipSpace(i);
            if (page[i] == ']') return i + 1;
            if (page[i] != ',') throw brokenAt(i, "',' or ']' behind a byte");
            i = skipSpace(i + 1);
        }
    }

    /** The next byte that is no white space, which D1 sends none of. */
    private int skipSpace(int start) throws IOException {
        int i = start;
        while (i < page.length) {
            byte b = page[i];
            if (b > ' ' || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) return i;
            i++;
        }
        throw brokenAt(i, "more: the answer ends");
    }

    private int peek(int i) {
        return i < page.length ? page[i] & 0xFF : -1;
    }

    private static IOException brokenAt(int offset, String expected) {
        return new IOException("the rows are broken at byte " + offset + ", where " + expected + " was expected");
    }
}
