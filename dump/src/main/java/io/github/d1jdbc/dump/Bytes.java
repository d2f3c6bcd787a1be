package io.github.d1jdbc.dump;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Searches byte arrays eight bytes at a time (the "SIMD within a register" technique). */
final class Bytes {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int STEP = 2 * Long.BYTES;
    private static final long QUOTES = 0x2727272727272727L;
    private static final long ZEROS = 0x3030303030303030L;
    private static final long BEYOND_NINE = 0x7676767676767676L; // what makes 10 the high bit
    private static final long GATHER = 0x0102040810204080L;
    private static final long ONES = 0x0101010101010101L;
    private static final long LOW = 0x7f7f7f7f7f7f7f7fL;
    private static final long HIGH = 0x8080808080808080L;

    private Bytes() {}

    /** The first index of a byte in a range, or {@code to}. */
    static int indexOf(byte[] bytes, int from, int to, char target) {
        long pattern = ONES * target;
        int i = from;
        for (; i <= to - STEP; i += STEP) {
            if (anyZero((long) LONGS.get(bytes, i) ^ pattern, (long) LONGS.get(bytes, i + 8) ^ pattern)) break;
        }
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long found = marks((long) LONGS.get(bytes, i) ^ pattern);
            if (found != 0) return i + (Long.numberOfTrailingZeros(found) >>> 3); // the lowest mark is exact
        }
        while (i < to && bytes[i] != (byte) target) i++;
        return i;
    }

    /** The first index of a single quote in a range, or {@code to}: {@link #indexOf} with fewer branches. */
    static int indexOfQuote(byte[] bytes, int from, int to) {
        int last = to - STEP;
        int i = from;
        while (true) {
            if (i > last) return tail(bytes, i, to);
            long first = (long) LONGS.get(bytes, i) ^ QUOTES;
            long second = (long) LONGS.get(bytes, i + 8) ^ QUOTES;
            first = (first - ONES) & ~first;
            second = (second - ONES) & ~second;
            if (((first | second) & HIGH) != 0) {
                return i + Integer.numberOfTrailingZeros(bits(first) | bits(second) << 8);
            }
            i += STEP;
        }
    }

    private static int tail(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != '\'') i++;
        return i;
    }

    // One bit for each marked byte, in the byte's order.
    private static int bits(long marks) {
        return (int) ((((marks & HIGH) >>> 7) * GATHER) >>> 56);
    }

    /** The first index of a range where no decimal digit stands, or {@code to}. */
    static int skipDigits(byte[] bytes, int from, int to) {
        if (from > to - Long.BYTES) return moreDigits(bytes, from, to);
        long digits = (long) LONGS.get(bytes, from) ^ ZEROS; // a digit becomes 0 to 9
        long found = (digits + BEYOND_NINE | digits) & HIGH;
        // The lowest mark is exact.
        return found != 0 ? from + (Long.numberOfTrailingZeros(found) >>> 3) : moreDigits(bytes, from + Long.BYTES, to);
    }

    private static int moreDigits(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] >= '0' && bytes[i] <= '9') i++;
        return i;
    }

    /** How often a byte stands in a range; made for bytes that are rare. */
    static int count(byte[] bytes, int from, int to, char target) {
        long pattern = ONES * target;
        int count = 0;
        int i = from;
        for (; i <= to - STEP; i += STEP) {
            long first = (long) LONGS.get(bytes, i) ^ pattern;
            long second = (long) LONGS.get(bytes, i + 8) ^ pattern;
            if (anyZero(first, second)) count += Long.bitCount(zeroBytes(first)) + Long.bitCount(zeroBytes(second));
        }
        for (; i < to; i++) if (bytes[i] == (byte) target) count++;
        return count;
    }

    /** The first index of a byte of 128 or more in a range, or {@code to}. */
    static int indexOfNonAscii(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long found = (long) LONGS.get(bytes, i) & HIGH;
            if (found != 0) return i + (Long.numberOfTrailingZeros(found) >>> 3);
        }
        while (i < to && bytes[i] >= 0) i++;
        return i;
    }

    /** Whether every byte of a range is 1 to 127, so ASCII without NUL. */
    static boolean isPlain(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long word = (long) LONGS.get(bytes, i);
            if (((word - ONES | word) & HIGH) != 0) return false; // only a zero byte borrows
        }
        for (; i < to; i++) if (bytes[i] <= 0) return false;
        return true;
    }

    private static boolean anyZero(long first, long second) {
        return ((((first - ONES) & ~first) | ((second - ONES) & ~second)) & HIGH) != 0;
    }

    // Cheap: the lowest mark is the first zero byte, but bytes above it may be marked as well.
    private static long marks(long x) {
        return (x - ONES) & ~x & HIGH;
    }

    // Exact for each byte.
    private static long zeroBytes(long x) {
        return ~(((x & LOW) + LOW) | x | LOW);
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t' || b == '\f';
    }

    static int skipSpace(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && isSpace(bytes[i])) i++;
        return i;
    }
}
