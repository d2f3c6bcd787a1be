package io.github.d1jdbc.dump;

import java.io.IOException;
import java.io.OutputStream;

/** Tells which cells of a row D1 reads as they stand in a dump, and copies them. */
public final class D1Cells {

    private static final byte[] REPLACE = {'r', 'e', 'p', 'l', 'a', 'c', 'e'};

    private D1Cells() {}

    /**
     * Whether D1's import gives a cell the value that it has in the dump. It reads the file as UTF-8, stops at NUL, and
     * has no {@code unistr()} and no {@code Infinity} (d1-facts 2.6, 4.5).
     */
    public static boolean importsAsIs(InsertRow row, int cell) {
        Cells cells = row.cells();
        int from = cells.start(cell);
        int to = cells.end(cell);
        return switch (cells.form(cell)) {
            case Cells.TEXT, Cells.QUOTED_TEXT -> isText(row.buffer(), from, to);
            case Cells.TEXT_EXPRESSION -> isReplacedText(row.buffer(), from, to) && isText(row.buffer(), from, to);
            case Cells.INFINITY -> false;
            case Cells.EXPRESSION -> !hasUnistr(row.buffer(), from, to) && isText(row.buffer(), from, to);
            default -> true;
        };
    }

    private static boolean isText(byte[] bytes, int from, int to) {
        return Bytes.isPlain(bytes, from, to)
                || (Bytes.indexOf(bytes, from, to, '\0') == to && Utf8.firstInvalid(bytes, from, to) == to);
    }

    // replace(replace('…','\r',char(13)),'\n',char(10)), as D1 and old shells write line ends, and nothing more.
    private static boolean isReplacedText(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != '\'') {
            for (int k = 0; k < REPLACE.length; k++) {
                if (i == to || (bytes[i++] | 32) != REPLACE[k]) return false;
            }
            i = Bytes.skipSpace(bytes, i, to);
            if (i == to || bytes[i] != '(') return false;
            i = Bytes.skipSpace(bytes, i + 1, to);
        }
        i = Bytes.indexOf(bytes, i + 1, to, '\'');
        while (i + 1 < to && bytes[i + 1] == '\'') i = Bytes.indexOf(bytes, i + 2, to, '\'');
        for (; i < to; i++) if (bytes[i] == '|' || (bytes[i] | 32) == 'u') return false;
        return true;
    }

    private static boolean hasUnistr(byte[] bytes, int from, int to) {
        byte[] word = {'u', 'n', 'i', 's', 't', 'r'};
        for (int i = from; i + word.length <= to; i++) {
            int k = 0;
            while (k < word.length && (bytes[i + k] | 32) == word[k]) k++;
            if (k == word.length) return true;
        }
        return false;
    }

    /** Writes a cell as it stands in the dump. */
    public static void copy(InsertRow row, int cell, OutputStream to) throws IOException {
        byte form = row.cells().form(cell);
        int before = form == Cells.BLOB ? 2 : form == Cells.TEXT || form == Cells.QUOTED_TEXT ? 1 : 0;
        int from = row.cells().start(cell) - before;
        int end = row.cells().end(cell) + (before > 0 ? 1 : 0);
        to.write(row.buffer(), from, end - from);
    }

    /** Writes the whole statement of a row as it stands in the dump, without its semicolon. */
    public static void copyStatement(InsertRow row, OutputStream to) throws IOException {
        to.write(row.buffer(), row.start(), row.length());
    }
}
