package io.github.d1jdbc.dump.verify;

import io.github.d1jdbc.dump.Affinity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a value becomes on its way through D1's own export and back (d1-facts 2.6): numbers go through JavaScript, which
 * has no integers beyond 2^53 and writes 1.0 as 1; a line end is marked by {@code \n}, so that a written-out {@code \n}
 * becomes one; bytes that are no UTF-8 become U+FFFD. Values are Long, Double, {@code byte[]} (a BLOB), {@link Text}
 * and null.
 */
final class ExportLoss {

    /** A TEXT by its bytes. */
    static final class Text {
        private final byte[] bytes;

        Text(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Text text && Arrays.equals(bytes, text.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Text[" + bytes.length + " bytes]";
        }
    }

    private static final long SAFE = 1L << 53;
    private static final double PLAIN = 1e21; // from there on JavaScript writes an exponent
    private static final double INT64 = 0x1p63;
    private static final int MOST_DIGITS = 17;

    private ExportLoss() {}

    /**
     * The value that the dump restores into a column.
     *
     * @param lineEnds whether the exporter mixes up line ends; one that does not is proposed (workers-sdk#15334)
     */
    static @Nullable Object of(@Nullable Object value, Affinity affinity, boolean lineEnds) {
        if (value instanceof Long number) return integer(number, affinity);
        if (value instanceof Double number) return real(number, affinity);
        return value instanceof Text text ? text(text, lineEnds) : value;
    }

    private static Object integer(long value, Affinity affinity) {
        if (value > -SAFE && value < SAFE) return value;
        return literal((double) value, affinity);
    }

    private static Object real(double value, Affinity affinity) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < PLAIN;
        return whole ? literal(value, affinity) : (Object) value;
    }

    // An integer literal beyond 64 bits is a REAL; a REAL column makes a REAL of any (sqlite.org/datatype3.html).
    private static Object literal(double value, Affinity affinity) {
        BigDecimal printed = printed(value);
        boolean fits = Math.abs(value) < INT64 || value == -INT64;
        if (fits && printed.precision() - printed.scale() <= 19) {
            try {
                long integer = printed.longValueExact();
                return affinity == Affinity.REAL ? (Object) (double) integer : integer;
            } catch (ArithmeticException e) {
                // Printed beyond 2^63, as 9223372036854776000 is for 2^63-1.
                return printed.doubleValue();
            }
        }
        return printed.doubleValue();
    }

    /** The shortest decimal that gives the same double, the nearest of them (ECMA-262, Number::toString). */
    private static BigDecimal printed(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = MOST_DIGITS - 2; digits < MOST_DIGITS; digits++) {
            BigDecimal shorter = exact.round(new MathContext(digits));
            if (shorter.doubleValue() == value) return shorter;
        }
        return exact.round(new MathContext(MOST_DIGITS));
    }

    private static Text text(Text text, boolean lineEnds) {
        byte[] bytes = text.bytes();
        boolean ascii = true;
        boolean lf = false;
        boolean cr = false;
        boolean backslash = false;
        for (byte b : bytes) {
            ascii &= b >= 0;
            lf |= b == '\n';
            cr |= b == '\r';
            backslash |= b == '\\';
        }
        boolean mixed = lineEnds && backslash && (lf || cr);
        if (ascii && !mixed) return text;
        String value = new String(bytes, StandardCharsets.UTF_8);
        if (mixed && cr) value = value.replace("\\r", "\r");
        if (mixed && lf) value = value.replace("\\n", "\n");
        return new Text(value.getBytes(StandardCharsets.UTF_8));
    }
}
