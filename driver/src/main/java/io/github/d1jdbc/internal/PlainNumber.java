package io.github.d1jdbc.internal;

import com.fasterxml.jackson.core.io.NumberInput;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a number's value from the bytes of a page whose grammar {@link RowScanner} has checked, mostly without a String. */
final class PlainNumber {
    private static final int SHORT = 15;

    /** So many digits never overflow a long. */
    private static final int MOST_DIGITS = 18;

    /** Up to here a double holds every integer. */
    private static final long EXACT = 1L << 53;

    /** The powers of ten that a double holds exactly, as far as {@link #MOST_DIGITS} need them. */
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18
    };

    private PlainNumber() {}

    /**
     * An integer of at most 15 digits as Integer or Long, a number with a point or an exponent as Double.
     *
     * @param real whether an integer is a Double too
     * @return null for a longer integer, which may have been rounded
     */
    static @Nullable Object object(byte[] page, int at, boolean real) {
        boolean negative = page[at] == '-';
        int from = negative ? at + 1 : at;
        int end = PlainBytes.digitsEnd(page, from);
        byte next = page[end];
        if (next == '.' || next == 'e' || next == 'E' || real) return real(page, at);
        if (end - from > SHORT) return null;
        long digits = PlainBytes.digits(page, from, end);
        long value = negative ? -digits : digits;
        if (value == (int) value) return (int) value;
        return value;
    }

    /**
     * The double, correctly rounded. Up to 2^53 and 10^22 both the digits and the power of ten are exact, so that their
     * quotient is rounded once (W. D. Clinger, "How to read floating point numbers accurately", 1990); others are
     * Jackson's matter.
     */
    static double real(byte[] page, int at) {
        boolean negative = page[at] == '-';
        int from = negative ? at + 1 : at;
        int end = PlainBytes.digitsEnd(page, from);
        int count = end - from;
        int places = 0;
        long digits = PlainBytes.digits(page, from, end);
        if (page[end] == '.') {
            int point = end;
            end = PlainBytes.digitsEnd(page, point + 1);
            places = end - point - 1;
            count += places;
            if (count <= MOST_DIGITS) digits = digits * (long) POWERS[places] + PlainBytes.digits(page, point + 1, end);
        }
        boolean plain = count <= MOST_DIGITS && digits <= EXACT && page[end] != 'e' && page[end] != 'E';
        if (!plain) return NumberInput.parseDouble(text(page, at), true);
        double value = digits / POWERS[places];
        return negative ? -value : value;
    }

    /** As it is written. The scanner has seen that a row goes on behind its last cell, so this ends inside the page. */
    static String text(byte[] page, int at) {
        int end = at;
        while (page[end] != ',' && page[end] != ']' && page[end] > ' ') end++;
        return new String(page, at, end - at, StandardCharsets.ISO_8859_1);
    }
}
