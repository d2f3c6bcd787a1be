package io.github.d1jdbc.sql;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds the end of a literal as D1 writes it, eight bytes at a time. It reads on to the array's end, so that its caller
 * looks where the end lies once and not with each byte. One thread at a time.
 */
final class PlainLiteral {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long QUOTES = ONES * '\'';
    private static final long ZEROS = ONES * '0';
    private static final long BEYOND_NINE = ONES * (0x7F - 9);
    private static final long REPLACEMENTS = 0xEFEFEFEFEFEFEFEFL;

    /** So many bytes are looked at from one index without asking for the array's end again. */
    private static final int REACH = 2 * Long.BYTES;
    /** Integers of so many digits are exact as doubles, so that nothing can have happened to them. */
    private static final int SAFE_DIGITS = 15;

    private static final byte[] NULL = {'N', 'U', 'L', 'L'};
    private static final byte[] REPLACE = ascii("replace(");
    private static final byte[] LINE_FEED = ascii(",'\\n',char(10))");
    private static final byte[] CARRIAGE_RETURN = ascii(",'\\r',char(13))");

    /** How many texts had doubtful line ends since somebody set it to 0. */
    int ambiguous;
    /** Where the first of them begins. */
    int ambiguousAt;

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** The index behind the literal, or {@link PlainInsert#NO}. */
    int end(byte[] bytes, int from) {
        if (from > bytes.length - REACH) return PlainInsert.NO;
        return switch (bytes[from]) {
            case '\'' -> text(bytes, from + 1);
            case '-' -> number(bytes, from + 1);
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(bytes, from);
            case 'N' -> behind(NULL, bytes, from);
            case 'X' -> bytes[from + 1] == '\'' ? blob(bytes, from + 2) : PlainInsert.NO;
            case 'r' -> replaced(bytes, from);
            default -> PlainInsert.NO;
        };
    }

    private static int text(byte[] bytes, int from) {
        int i = from;
        while (i <= bytes.length - REACH) {
            long word = (long) LONGS.get(bytes, i);
            long quotes = word ^ QUOTES;
            long replacements = word ^ REPLACEMENTS;
            // The lowest mark is a quote, a NUL or the first byte of U+FFFD; those behind it may be none.
            long marks =
                    (((quotes - ONES) & ~quotes) | ((word - ONES) & ~word) | ((replacements - ONES) & ~replacements))
                            & HIGH;
            if (marks == 0) {
                i += Long.BYTES;
                continue;
            }
            i += Long.numberOfTrailingZeros(marks) >>> 3;
            byte c = bytes[i];
            if (c == '\'') {
                if (bytes[i + 1] != '\'') return i + 1;
                i += 2;
            } else if (c == 0 || (bytes[i + 1] == (byte) 0xBF && bytes[i + 2] == (byte) 0xBD)) {
                return PlainInsert.NO;
            } else {
                i++;
            }
        }
        return PlainInsert.NO;
    }

    private static int number(byte[] bytes, int from) {
        int i = digits(bytes, from);
        if (i == from || i > bytes.length - REACH) return PlainInsert.NO;
        boolean integer = true;
        if (bytes[i] == '.') {
            integer = false;
            i = digits(bytes, i + 1);
            if (i > bytes.length - REACH) return PlainInsert.NO;
        }
        if ((bytes[i] | 32) == 'e') {
            integer = false;
            int exponent = bytes[i + 1] == '-' || bytes[i + 1] == '+' ? i + 2 : i + 1;
            i = digits(bytes, exponent);
            if (i == exponent) return PlainInsert.NO;
        }
        return integer && i - from > SAFE_DIGITS ? PlainInsert.NO : i;
    }

    private static int digits(byte[] bytes, int from) {
        int i = from;
        while (i <= bytes.length - Long.BYTES) {
            long word = (long) LONGS.get(bytes, i) ^ ZEROS;
            // The lowest mark is no digit; a carry reaches only those behind it.
            long marks = ((word + BEYOND_NINE) | word) & HIGH;
            if (marks != 0) return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            i += Long.BYTES;
        }
        return i;
    }

    private static int blob(byte[] bytes, int from) {
        int i = from;
        while (i <= bytes.length - Long.BYTES) {
            long quotes = (long) LONGS.get(bytes, i) ^ QUOTES;
            long marks = (quotes - ONES) & ~quotes & HIGH;
            if (marks != 0) return i + (Long.numberOfTrailingZeros(marks) >>> 3) + 1;
            i += Long.BYTES;
        }
        return PlainInsert.NO;
    }

    // replace(replace('a\r\nb','\r',char(13)),'\n',char(10)): either, or both in this order.
    private int replaced(byte[] bytes, int from) {
        int twice = behind(REPLACE, bytes, from);
        if (twice == PlainInsert.NO) return PlainInsert.NO;
        int inner = behind(REPLACE, bytes, twice);
        int start = inner == PlainInsert.NO ? twice : inner;
        if (start >= bytes.length || bytes[start] != '\'') return PlainInsert.NO;
        int end = text(bytes, start + 1);
        if (end == PlainInsert.NO) return PlainInsert.NO;
        int i = behind(CARRIAGE_RETURN, bytes, end);
        if (inner != PlainInsert.NO && i == PlainInsert.NO) return PlainInsert.NO;
        if (inner != PlainInsert.NO || i == PlainInsert.NO) {
            i = behind(LINE_FEED, bytes, i == PlainInsert.NO ? end : i);
        }
        if (i != PlainInsert.NO && isAmbiguous(bytes, start + 1, end - 1) && ambiguous++ == 0) ambiguousAt = start;
        return i;
    }

    // One mark must stand for the line end that made D1 write replace(); of several, all but one may be literal.
    private static boolean isAmbiguous(byte[] bytes, int from, int to) {
        int n = 0;
        int r = 0;
        int quotes = 0;
        for (int i = from; i < to; i++) {
            byte c = bytes[i];
            if (c == '\'') quotes++;
            if (c != '\\') continue;
            if (bytes[i + 1] == 'n') n++;
            if (bytes[i + 1] == 'r') r++;
            if (n > 1 || r > 1) return true;
        }
        return n + r > 0 && to - from - quotes / 2 >= SqlLexer.CONTENT_LIMIT;
    }

    private static int behind(byte[] expected, byte[] bytes, int from) {
        int end = from + expected.length;
        return end <= bytes.length && Arrays.equals(bytes, from, end, expected, 0, expected.length)
                ? end
                : PlainInsert.NO;
    }
}
