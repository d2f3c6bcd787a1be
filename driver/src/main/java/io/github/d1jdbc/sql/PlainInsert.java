package io.github.d1jdbc.sql;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Passes over an INSERT of one row that begins as the one before it did, to the byte, and holds nothing but plain
 * literals: the bulk of every dump, eight bytes at a time. Whatever it does not know it leaves to {@link SqlLexer}.
 * One thread at a time.
 */
public final class PlainInsert {

    /** It is not such an INSERT, or does not lie in these bytes whole. */
    public static final int NO = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long QUOTES = ONES * '\'';

    private static final int LONGEST_PREFIX = 32 * 1024;
    /** Integers of so many digits are exact as doubles, so that nothing can have happened to them. */
    private static final int SAFE_DIGITS = 15;

    private static final byte[] NULL = {'N', 'U', 'L', 'L'};

    private byte[] prefix = {};

    /** Remembers how an INSERT begins, up to its first row's opening parenthesis and with it. */
    public void learn(byte[] bytes, int from, int to) {
        prefix = to - from > LONGEST_PREFIX ? new byte[0] : Arrays.copyOfRange(bytes, from, to);
    }

    /** The next INSERT goes elsewhere. */
    public void forget() {
        prefix = new byte[0];
    }

    /**
     * The index behind the semicolon, or {@link #NO}. The literals are NULL, numbers (no integer of more than 15
     * digits), blobs, and strings without NUL or U+FFFD.
     */
    public int end(byte[] bytes, int from, int limit) {
        int i = from + prefix.length;
        if (prefix.length == 0 || i >= limit || !Arrays.equals(bytes, from, i, prefix, 0, prefix.length)) return NO;
        while (true) {
            i = literal(bytes, i, limit);
            if (i == NO || i + 1 >= limit) return NO;
            byte c = bytes[i++];
            if (c == ')') return bytes[i] == ';' ? i + 1 : NO;
            if (c != ',') return NO;
        }
    }

    private static int literal(byte[] bytes, int from, int limit) {
        if (from >= limit) return NO;
        return switch (bytes[from]) {
            case '\'' -> text(bytes, from + 1, limit);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(bytes, from, limit);
            case 'N' -> nothing(bytes, from, limit);
            case 'X' -> blob(bytes, from + 1, limit);
            default -> NO;
        };
    }

    private static int text(byte[] bytes, int from, int limit) {
        int i = from;
        while (i <= limit - Long.BYTES) {
            long word = (long) LONGS.get(bytes, i);
            long quotes = word ^ QUOTES;
            // The lowest mark is a quote, a NUL or a byte above ASCII; those behind it may be none.
            long marks = (((quotes - ONES) & ~quotes) | (word - ONES) | word) & HIGH;
            if (marks == 0) {
                i += Long.BYTES;
                continue;
            }
            i += Long.numberOfTrailingZeros(marks) >>> 3;
            byte c = bytes[i];
            if (c == '\'') {
                if (i + 1 == limit || bytes[i + 1] != '\'') return i + 1;
                i += 2;
            } else if (c >= 0) {
                return NO;
            } else {
                while (i < limit && bytes[i] < 0) {
                    if (isReplacement(bytes, i, limit)) return NO;
                    i++;
                }
            }
        }
        return NO;
    }

    // U+FFFD in UTF-8; where the bytes end, it may be one.
    private static boolean isReplacement(byte[] bytes, int at, int limit) {
        if (bytes[at] != (byte) 0xEF) return false;
        return at + 2 >= limit || (bytes[at + 1] == (byte) 0xBF && bytes[at + 2] == (byte) 0xBD);
    }

    private static int number(byte[] bytes, int from, int limit) {
        int first = bytes[from] == '-' ? from + 1 : from;
        int i = digits(bytes, first, limit);
        if (i == first || i == limit) return NO;
        boolean integer = true;
        if (bytes[i] == '.') {
            integer = false;
            i = digits(bytes, i + 1, limit);
        }
        if (i < limit && (bytes[i] | 32) == 'e') {
            integer = false;
            int exponent = i + 1 < limit && (bytes[i + 1] == '-' || bytes[i + 1] == '+') ? i + 2 : i + 1;
            i = digits(bytes, exponent, limit);
            if (i == exponent) return NO;
        }
        return integer && i - first > SAFE_DIGITS ? NO : i;
    }

    private static int digits(byte[] bytes, int from, int limit) {
        int i = from;
        while (i < limit && bytes[i] >= '0' && bytes[i] <= '9') i++;
        return i;
    }

    private static int nothing(byte[] bytes, int from, int limit) {
        int end = from + NULL.length;
        return end <= limit && Arrays.equals(bytes, from, end, NULL, 0, NULL.length) ? end : NO;
    }

    private static int blob(byte[] bytes, int from, int limit) {
        if (from >= limit || bytes[from] != '\'') return NO;
        int i = from + 1;
        for (; i <= limit - Long.BYTES; i += Long.BYTES) {
            long quotes = (long) LONGS.get(bytes, i) ^ QUOTES;
            long marks = (quotes - ONES) & ~quotes & HIGH;
            if (marks != 0) return i + (Long.numberOfTrailingZeros(marks) >>> 3) + 1;
        }
        while (i < limit && bytes[i] != '\'') i++;
        return i < limit ? i + 1 : NO;
    }
}
