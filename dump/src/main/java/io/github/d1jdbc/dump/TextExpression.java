package io.github.d1jdbc.dump;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The functions behind which dumps hide text, and what they give: {@code replace(…,'\n',char(10))} of D1 and older
 * shells, {@code unistr('…')} of sqlite3 3.50 and later, {@code CAST(X'…' AS TEXT)} of this tool, {@code char(…)}, and
 * {@code ||} between them (sqlite.org/lang_corefunc.html).
 *
 * <p>Only forms whose result is no longer than their text are known, so that a file cannot make it grow. What is not
 * known is no error: {@link #end} says so, and the cell stays an expression. One thread at a time may use it.
 */
final class TextExpression {

    /** {@link #end}: this is none of the known forms. */
    static final int UNKNOWN = -1;
    /** {@link #end}: so far it is one, but the bytes end. */
    static final int CUT = -2;

    private static final int DEEPEST = 8;
    private static final int LAST_CODE_POINT = 0x10FFFF;

    private byte[] bytes = {};
    private int at;
    private int limit;
    private boolean evaluate;
    private int failure;

    /** The index behind an expression that begins at {@code from}, {@link #UNKNOWN} or {@link #CUT}. */
    int end(byte[] buffer, int from, int to) {
        start(buffer, from, to, false);
        concatenation(0);
        return failure == 0 ? at : failure;
    }

    /** The value, as UTF-8, of an expression that {@link #end} knows. */
    byte[] value(byte[] buffer, int from, int to) {
        start(buffer, from, to, true);
        byte[] value = concatenation(0);
        if (failure != 0) throw new IllegalStateException("this expression was never checked");
        return value;
    }

    private void start(byte[] buffer, int from, int to, boolean evaluating) {
        bytes = buffer;
        at = from;
        limit = to;
        evaluate = evaluating;
        failure = 0;
    }

    private byte[] concatenation(int depth) {
        byte[] first = term(depth);
        if (!concatenated()) return first;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        if (evaluate) all.writeBytes(first);
        do {
            byte[] next = term(depth);
            if (evaluate && failure == 0) all.writeBytes(next);
        } while (concatenated());
        return all.toByteArray();
    }

    private boolean concatenated() {
        if (failure != 0) return false;
        int next = Bytes.skipSpace(bytes, at, limit);
        if (next + 1 >= limit || bytes[next] != '|' || bytes[next + 1] != '|') return false;
        at = next + 2;
        return true;
    }

    private byte[] term(int depth) {
        at = Bytes.skipSpace(bytes, at, limit);
        if (at == limit) return fail(CUT);
        if (depth > DEEPEST) return fail(UNKNOWN);
        return switch (bytes[at] | 32) {
            case '\'' -> string(true);
            case 'r' -> replace(depth);
            case 'u' -> unistr();
            case 'c' -> lookingAt("CA") ? cast() : characters();
            default -> fail(UNKNOWN);
        };
    }

    // replace(text, 'marker', char(n)): n's character is never longer than the marker.
    private byte[] replace(int depth) {
        open("REPLACE");
        byte[] text = concatenation(depth + 1);
        comma();
        int from = at;
        byte[] marker = string(true);
        int markerLength = contentLength(from);
        comma();
        int codePoint = failure == 0 ? codePointOf() : 0;
        if (failure == 0 && (markerLength == 0 || lengthOf(codePoint) > markerLength)) return fail(UNKNOWN);
        close();
        return evaluate && failure == 0 ? replaced(text, marker, utf8(codePoint)) : text;
    }

    private int codePointOf() {
        open("CHAR");
        int codePoint = number();
        close();
        return codePoint;
    }

    private byte[] characters() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        open("CHAR");
        do {
            text.writeBytes(utf8(number()));
            at = Bytes.skipSpace(bytes, at, limit);
        } while (failure == 0 && next(','));
        close();
        return text.toByteArray();
    }

    private boolean next(char c) {
        boolean is = at < limit && bytes[at] == c;
        if (is) at++;
        return is;
    }

    private byte[] cast() {
        open("CAST");
        expect('X', true);
        int from = at;
        byte[] digits = string(false);
        if (failure != 0) return digits;
        if (!isHex(bytes, from + 1, at - 1)) return fail(UNKNOWN);
        byte[] value = evaluate ? unhex(bytes, from + 1, at - 1) : digits;
        word("AS");
        int gap = at;
        word("TEXT");
        close();
        return failure == 0 && !Bytes.isSpace(bytes[gap]) ? fail(UNKNOWN) : value;
    }

    private byte[] unistr() {
        open("UNISTR");
        at = Bytes.skipSpace(bytes, at, limit);
        int from = at;
        byte[] text = string(true);
        if (failure != 0) return text;
        int end = at;
        close();
        return evaluate ? unescaped(text) : escapesAreRight(from + 1, end - 1) ? text : fail(UNKNOWN);
    }

    // The quotes doubled inside do not matter here: an escape has none.
    private boolean escapesAreRight(int from, int to) {
        int i = Bytes.indexOf(bytes, from, to, '\\');
        while (i < to) {
            int length = escapeLength(bytes, i, to);
            if (length < 0) return false;
            i = Bytes.indexOf(bytes, i + length, to, '\\');
        }
        return true;
    }

    /** SQLite's own list: a doubled backslash, or one before 4 hex digits, {@code +} and 6, u and 4, or U and 8. */
    private static int escapeLength(byte[] text, int from, int to) {
        if (from + 1 >= to) return -1;
        int kind = text[from + 1];
        if (kind == '\\') return 2;
        int digits = kind == '+' ? 6 : kind == 'U' ? 8 : 4;
        int first = kind == '+' || kind == 'U' || kind == 'u' ? from + 2 : from + 1;
        if (first + digits > to) return -1;
        for (int i = first; i < first + digits; i++) if (Character.digit(text[i], 16) < 0) return -1;
        return codePoint(text, first, digits) > LAST_CODE_POINT ? -1 : first + digits - from;
    }

    private static long codePoint(byte[] text, int first, int digits) {
        long codePoint = 0;
        for (int i = first; i < first + digits; i++) codePoint = codePoint << 4 | Character.digit(text[i], 16);
        return codePoint;
    }

    private static byte[] unescaped(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
        int done = 0;
        int i = Bytes.indexOf(text, 0, text.length, '\\');
        while (i < text.length) {
            out.write(text, done, i - done);
            int length = escapeLength(text, i, text.length);
            if (length == 2) {
                out.write('\\');
            } else {
                int digits = length == 8 ? 6 : length == 10 ? 8 : 4;
                out.writeBytes(utf8((int) codePoint(text, i + length - digits, digits)));
            }
            done = i + length;
            i = Bytes.indexOf(text, done, text.length, '\\');
        }
        out.write(text, done, text.length - done);
        return out.toByteArray();
    }

    private byte[] string(boolean mayFollowSpace) {
        expect('\'', mayFollowSpace);
        int from = at;
        boolean doubled = false;
        while (failure == 0) {
            at = Bytes.indexOf(bytes, at, limit, '\'');
            if (at == limit) return fail(CUT);
            if (at + 1 < limit && bytes[at + 1] == '\'') {
                doubled = true;
                at += 2;
            } else {
                at++;
                if (!evaluate) return bytes;
                return doubled ? undoubled(bytes, from, at - 1) : Arrays.copyOfRange(bytes, from, at - 1);
            }
        }
        return bytes;
    }

    /** Text between quotes, doubled quotes made single. */
    static byte[] undoubled(byte[] buffer, int from, int to) {
        byte[] text = new byte[to - from];
        int n = 0;
        for (int i = from; i < to; i++) {
            text[n++] = buffer[i];
            if (buffer[i] == '\'') i++;
        }
        return Arrays.copyOf(text, n);
    }

    private int contentLength(int from) {
        if (failure != 0) return 0;
        int open = Bytes.skipSpace(bytes, from, limit);
        return at - open - 2 - Bytes.count(bytes, open + 1, at - 1, '\'') / 2;
    }

    private int number() {
        at = Bytes.skipSpace(bytes, at, limit);
        int from = at;
        int value = 0;
        while (at < limit && bytes[at] >= '0' && bytes[at] <= '9' && value <= LAST_CODE_POINT) {
            value = value * 10 + bytes[at++] - '0';
        }
        if (at == limit) fail(CUT);
        if (at == from || value > LAST_CODE_POINT) fail(UNKNOWN);
        return Math.min(value, LAST_CODE_POINT);
    }

    private void open(String function) {
        word(function);
        expect('(', true);
    }

    private void close() {
        expect(')', true);
    }

    private void comma() {
        expect(',', true);
    }

    private void word(String word) {
        if (failure == 0) at = Bytes.skipSpace(bytes, at, limit);
        for (int i = 0; i < word.length(); i++) expect(word.charAt(i), false);
    }

    // Letters in any case; what is not a letter is compared as it is, because (byte | 32) would mix some up.
    private void expect(char c, boolean mayFollowSpace) {
        if (failure != 0) return;
        if (mayFollowSpace) at = Bytes.skipSpace(bytes, at, limit);
        if (at == limit) {
            fail(CUT);
        } else if (bytes[at] == c || (Character.isLetter(c) && bytes[at] == Character.toLowerCase(c))) {
            at++;
        } else {
            fail(UNKNOWN);
        }
    }

    private boolean lookingAt(String word) {
        for (int i = 0; i < word.length() && at + i < limit; i++) {
            if ((bytes[at + i] & ~32) != word.charAt(i)) return false;
        }
        return true;
    }

    private byte[] fail(int why) {
        if (failure == 0) failure = why;
        return bytes;
    }

    private static byte[] replaced(byte[] text, byte[] marker, byte[] by) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
        int done = 0;
        int i = indexOf(text, marker, 0);
        while (i >= 0) {
            out.write(text, done, i - done);
            out.writeBytes(by);
            done = i + marker.length;
            i = indexOf(text, marker, done);
        }
        out.write(text, done, text.length - done);
        return out.toByteArray();
    }

    private static int indexOf(byte[] text, byte[] marker, int from) {
        int last = text.length - marker.length;
        for (int i = from; i <= last; i++) {
            i = Bytes.indexOf(text, i, last + 1, (char) (marker[0] & 0xFF));
            if (i <= last && Arrays.equals(text, i, i + marker.length, marker, 0, marker.length)) return i;
        }
        return -1;
    }

    /** As SQLite's char() writes a code point, half surrogates included. */
    private static byte[] utf8(int c) {
        return switch (lengthOf(c)) {
            case 1 -> new byte[] {(byte) c};
            case 2 -> new byte[] {(byte) (0xC0 | c >> 6), continuation(c)};
            case 3 -> new byte[] {(byte) (0xE0 | c >> 12), continuation(c >> 6), continuation(c)};
            default ->
                new byte[] {(byte) (0xF0 | c >> 18), continuation(c >> 12), continuation(c >> 6), continuation(c)};
        };
    }

    private static byte continuation(int c) {
        return (byte) (0x80 | (c & 0x3F));
    }

    private static int lengthOf(int c) {
        return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }

    /** Whether a range is hex digits, two a byte. */
    static boolean isHex(byte[] buffer, int from, int to) {
        if ((to - from & 1) != 0) return false;
        for (int i = from; i < to; i++) if (HEX[buffer[i] & 0xFF] < 0) return false;
        return true;
    }

    /** The bytes that hex digits stand for. */
    static byte[] unhex(byte[] buffer, int from, int to) {
        byte[] value = new byte[(to - from) / 2];
        for (int i = 0; i < value.length; i++) {
            int at = from + 2 * i;
            value[i] = (byte) (HEX[buffer[at] & 0xFF] << 4 | HEX[buffer[at + 1] & 0xFF]);
        }
        return value;
    }

    private static final byte[] HEX = new byte[256];

    static {
        Arrays.fill(HEX, (byte) -1);
        for (int c = '0'; c <= '9'; c++) HEX[c] = (byte) (c - '0');
        for (int c = 0; c < 6; c++) HEX['a' + c] = HEX['A' + c] = (byte) (10 + c);
    }
}
