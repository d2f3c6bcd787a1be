package io.github.d1jdbc.server;

import com.fasterxml.jackson.core.io.NumberOutput;

/**
 * Writes numbers as JavaScript does: every number is a double, in the shortest digits that read back as the same
 * double (ECMA-262, Number::toString). Thread-safe.
 */
final class JsNumber {

    /** Up to here every integer is a double of its own. */
    static final long MAX_SAFE = 1L << 53;

    private JsNumber() {}

    /** An integer of SQLite, after JavaScript made a double of it. */
    static String text(long value) {
        return value >= -MAX_SAFE && value <= MAX_SAFE ? Long.toString(value) : text((double) value);
    }

    /** A finite double. */
    static String text(double value) {
        if (value == (long) value && Math.abs(value) <= MAX_SAFE) return Long.toString((long) value);
        if (value < 0) return "-" + positive(-value);
        return positive(value);
    }

    private static String positive(double value) {
        // Java's form is "d.ddd" or "d.dddE-7", always with a point.
        String java = NumberOutput.toString(value, true);
        int e = java.indexOf('E');
        int exponent = e < 0 ? 0 : Integer.parseInt(java.substring(e + 1));
        String mantissa = e < 0 ? java : java.substring(0, e);
        int point = mantissa.indexOf('.');
        StringBuilder digits = new StringBuilder(mantissa).deleteCharAt(point);
        int n = point + exponent; // the value is 0.digits × 10^n
        int zeros = 0;
        while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') zeros++;
        digits.delete(0, zeros);
        n -= zeros;
        while (digits.length() > 1 && digits.charAt(digits.length() - 1) == '0') digits.setLength(digits.length() - 1);
        // Java wants two digits where one is enough: 4.9E-324 is 5e-324 in JavaScript.
        if (value < 1e-320 && digits.length() == 2) {
            int nearest = Integer.parseInt(digits.toString()) + 5;
            String one = Integer.toString(nearest / 10);
            if (Double.parseDouble(one + "e" + (n - 1)) == value) return format(one, n);
        }
        return format(digits.toString(), n);
    }

    private static String format(String significant, int exponent) {
        boolean ten = significant.equals("10");
        String digits = ten ? "1" : significant;
        int n = ten ? exponent + 1 : exponent;
        int k = digits.length();
        if (n > 21 || n <= -6) {
            String sign = n > 0 ? "+" : "-";
            String rest = k > 1 ? "." + digits.substring(1) : "";
            return digits.charAt(0) + rest + "e" + sign + Math.abs(n - 1);
        }
        if (k <= n) return digits + "0".repeat(n - k);
        if (n > 0) return digits.substring(0, n) + "." + digits.substring(n);
        return "0." + "0".repeat(-n) + digits;
    }
}
