package io.github.d1jdbc.dump;

import java.nio.charset.StandardCharsets;

/** How SQLite reads numbers (sqlite.org/lang_expr.html, "Literal Values"), over a slice that has an optional sign. */
final class NumberLiteral {

    private static final int LONG_DIGITS = 19;
    private static final int HEX_DIGITS = 16;
    private static final int SHORT = 18; // so many digits never overflow a long
    private static final long EXACT = 1L << 53; // up to here a double holds every integer
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17
    };

    private NumberLiteral() {}

    /** {@link Cells#INTEGER}, {@link Cells#HEX} or {@link Cells#REAL}, or -1 where the slice is no number. */
    static byte form(byte[] bytes, int start, int end) {
        boolean negative = bytes[start] == '-';
        int from = negative || bytes[start] == '+' ? start + 1 : start;
        if (end - from > 2 && bytes[from] == '0' && (bytes[from + 1] | 32) == 'x') {
            return hexForm(bytes, from + 2, end, negative);
        }
        int i = digits(bytes, from, end);
        if (i == end && i > from) return fitsLong(bytes, from, end, negative) ? Cells.INTEGER : Cells.REAL;
        int integerDigits = i - from;
        int fractionDigits = 0;
        if (i < end && bytes[i] == '.') {
            int dot = i++;
            i = digits(bytes, i, end);
            fractionDigits = i - dot - 1;
        }
        if (integerDigits + fractionDigits == 0) return -1;
        if (i < end && (bytes[i] | 32) == 'e') {
            i++;
            if (i < end && (bytes[i] == '-' || bytes[i] == '+')) i++;
            int exponent = i;
            i = digits(bytes, i, end);
            if (i == exponent) return -1;
        }
        return i == end ? Cells.REAL : -1;
    }

    private static int digits(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] >= '0' && bytes[i] <= '9') i++;
        return i;
    }

    // Hex digits beyond 64 bits, and the negative of the smallest integer, are errors to SQLite.
    private static byte hexForm(byte[] bytes, int from, int end, boolean negative) {
        int first = from;
        while (first < end - 1 && bytes[first] == '0') first++;
        if (end - first > HEX_DIGITS) return -1;
        for (int i = from; i < end; i++) if (Character.digit(bytes[i], HEX_DIGITS) < 0) return -1;
        return negative && hex(bytes, from, end) == Long.MIN_VALUE ? -1 : Cells.HEX;
    }

    private static boolean fitsLong(byte[] bytes, int from, int end, boolean negative) {
        int first = from;
        while (first < end - 1 && bytes[first] == '0') first++;
        int digits = end - first;
        if (digits != LONG_DIGITS) return digits < LONG_DIGITS;
        long magnitude = decimal(bytes, first, end); // 19 digits always fit when read as an unsigned number
        return magnitude >= 0 || (negative && magnitude == Long.MIN_VALUE);
    }

    private static long decimal(byte[] bytes, int from, int end) {
        long value = 0;
        for (int i = from; i < end; i++) value = value * 10 + (bytes[i] - '0');
        return value;
    }

    private static long hex(byte[] bytes, int from, int end) {
        long value = 0;
        for (int i = from; i < end; i++) value = value << 4 | Character.digit(bytes[i], HEX_DIGITS);
        return value;
    }

    static long longOf(byte[] bytes, int start, int end, boolean isHex) {
        boolean negative = bytes[start] == '-';
        int from = negative || bytes[start] == '+' ? start + 1 : start;
        long magnitude = isHex ? hex(bytes, from + 2, end) : decimal(bytes, from, end);
        return negative ? -magnitude : magnitude;
    }

    /**
     * The nearest double, which is how SQLite 3.53.4 reads it; older ones are off by a bit at times. Up to 2^53 and
     * 10^22 both the digits and the power of ten are exact, so that their quotient is rounded once (W. D. Clinger, "How
     * to read floating point numbers accurately", 1990).
     */
    static double doubleOf(byte[] bytes, int start, int end) {
        boolean negative = bytes[start] == '-';
        int from = negative || bytes[start] == '+' ? start + 1 : start;
        if (end - from > SHORT) return parsed(bytes, start, end);
        long digits = 0;
        int point = end - 1; // where there is none, nothing stands behind it
        for (int i = from; i < end; i++) {
            byte b = bytes[i];
            if (b == '.') {
                point = i;
            } else if (b >= '0' && b <= '9') {
                digits = digits * 10 + (b - '0');
            } else {
                return parsed(bytes, start, end);
            }
        }
        if (digits > EXACT) return parsed(bytes, start, end);
        double value = digits / POWERS[end - 1 - point];
        return negative ? -value : value;
    }

    private static double parsed(byte[] bytes, int start, int end) {
        return Double.parseDouble(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
    }
}
