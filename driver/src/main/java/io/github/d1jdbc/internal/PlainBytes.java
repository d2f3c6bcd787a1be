package io.github.d1jdbc.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Steps over what most cells of a page are made of, eight bytes a step (SWAR: one long is eight lanes): texts of plain
 * ASCII, and digits. It stops where a byte is something else, or where the page has no eight bytes more, and leaves the
 * meaning of that byte to its caller.
 */
final class PlainBytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int NULL = 'n' | 'u' << 8 | 'l' << 16 | 'l' << 24;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long TURN = ONES * 2;
    private static final long BELOW = ONES * 0x21;
    private static final long BACKSLASHES = ONES * '\\';
    private static final long ZEROS = ONES * '0';
    private static final long BITS_1_TO_4 = ONES * 0x1E;
    private static final long BITS_2_TO_5 = ONES * 0x3C;
    private static final long CARRIES = ONES * 0x7F;
    private static final long EVERY_FOURTH = 0x000000FF000000FFL;
    private static final long ABOVE_NINE = ONES * (0x80 - 10);

    private PlainBytes() {}

    /** The first byte from one on that no text of plain ASCII has: quote, backslash, control, non-ASCII. */
    static int textEnd(byte[] page, int from) {
        int last = page.length - Long.BYTES;
        int i = from;
        for (; i <= last; i += Long.BYTES) {
            long word = (long) LONGS.get(page, i);
            long special = specials(word) | (word & HIGHS);
            if (special != 0) return i + (Long.numberOfTrailingZeros(special) >>> 3);
        }
        return i;
    }

    /**
     * Marks the high bit of ASCII that is special, and of any longer character's bytes or not. A quote (0x22) with one
     * bit turned is 0x20, so that one comparison finds it together with the controls. Of marks on ASCII, only the lowest
     * is exact (Hacker's Delight, 6-1: borrows run upwards), and only that one is used.
     */
    private static long specials(long word) {
        return (((word ^ TURN) - BELOW) | ((word ^ BACKSLASHES) - ONES)) & HIGHS;
    }

    /**
     * From the beginning of a character to the first quote, backslash or control behind it, over characters of one and
     * two bytes, which are checked (Unicode 15, table 3-7). It stops earlier, also between characters, before whatever
     * is no such character.
     */
    static int latinEnd(byte[] page, int from) {
        int last = page.length - Long.BYTES;
        int i = from;
        // The high bit of the first lane where the word before ends with the first of two bytes.
        long owed = 0;
        for (; i <= last; i += Long.BYTES) {
            long word = (long) LONGS.get(page, i);
            long special = specials(word) & ~word;
            if (special != 0) {
                // The lanes below it are the last ones.
                word &= ((special & -special) >>> 7) - 1;
                return wrong(word, owed) == 0
                        ? i + (Long.numberOfTrailingZeros(special) >>> 3)
                        : i - (int) (owed >>> 7);
            }
            if (wrong(word, owed) != 0) break;
            owed = leads(word) >>> 56;
        }
        return i - (int) (owed >>> 7);
    }

    private static long leads(long word) {
        return word & (word << 1) & HIGHS;
    }

    /** Not 0 unless each byte of 10xxxxxx follows a lead of 110xxxxx, which would be overlong without its bits 1 to 4. */
    private static long wrong(long word, long owed) {
        long lead = leads(word);
        return ((word & HIGHS) ^ lead ^ (lead << 8) ^ owed)
                | (lead & ((word << 2) | ~((word & BITS_1_TO_4) + CARRIES)));
    }

    /**
     * Turns UTF-8 that the scanner has checked into Latin-1.
     *
     * @param latin has eight bytes more room than the text has bytes
     * @return how many bytes it has become, or -1 where Latin-1 does not have them all or an escape is among them
     */
    static int latin(byte[] page, int from, int end, byte[] latin) {
        if (end > page.length - Long.BYTES) return -1;
        int at = 0;
        // Bit 6 of the first lane, where the word before ends with 0xC3.
        long owed = 0;
        for (int i = from; i < end; i += Long.BYTES) {
            long word = (long) LONGS.get(page, i);
            int rest = end - i;
            if (rest < Long.BYTES) word &= (1L << (rest * Byte.SIZE)) - 1;
            long backslash = word ^ BACKSLASHES;
            long lead = word & (word << 1) & HIGHS;
            long other = (lead & ((word & BITS_2_TO_5) + CARRIES)) | ((backslash - ONES) & ~backslash & HIGHS);
            if (other != 0) return -1;
            // 0xC2 leaves the byte behind it as it is, 0xC3 adds 0x40 to it; then both go.
            long third = word & (lead >>> 7);
            word |= (third << 14) | owed;
            owed = third >>> 50;
            int kept = Math.min(rest, Long.BYTES) - Long.bitCount(lead);
            do {
                long first = lead & -lead;
                long below = (first >>> 7) - 1;
                word = (word & below) | ((word >>> 8) & ~below);
                lead = (lead ^ first) >>> 8;
            } while (lead != 0);
            LONGS.set(latin, at, word);
            at += kept;
        }
        return at;
    }

    /** Whether the four bytes are {@code null}; there must be four. */
    static boolean isNull(byte[] page, int at) {
        return (int) INTS.get(page, at) == NULL;
    }

    /**
     * The end of an unsigned number of at most 15 digits before the point, or -1 where it is another or no number; an
     * exponent is not looked for. The page must have eight bytes more.
     */
    static int numberEnd(byte[] page, int from) {
        long word = (long) LONGS.get(page, from);
        int count = Long.numberOfTrailingZeros(others(word)) >>> 3;
        if (count != 1 && (count == 0 || (word & 0xFF) == '0')) return -1;
        int end = from + count;
        if (count == Long.BYTES) {
            end = digitsEnd(page, end);
            if (end - from > 15) return -1;
        }
        if (end >= page.length - Long.BYTES) return -1;
        if (page[end] != '.') return end;
        int places = Long.numberOfTrailingZeros(others((long) LONGS.get(page, end + 1))) >>> 3;
        if (places == 0) return -1;
        end += 1 + places;
        return places == Long.BYTES ? digitsEnd(page, end) : end;
    }

    /** Marks the high bit of lanes that hold no digit; only the lowest mark is exact. */
    private static long others(long word) {
        // A digit's lane is 0 to 9 then, and stays below 0x80 with 0x76 added; carries run upwards.
        long lanes = word ^ ZEROS;
        return ((lanes + ABOVE_NINE) | lanes) & HIGHS;
    }

    /** The first byte from one on that is no digit. */
    static int digitsEnd(byte[] page, int from) {
        int last = page.length - Long.BYTES;
        int i = from;
        for (; i <= last; i += Long.BYTES) {
            long others = others((long) LONGS.get(page, i));
            if (others != 0) return i + (Long.numberOfTrailingZeros(others) >>> 3);
        }
        while (i < page.length && page[i] >= '0' && page[i] <= '9') i++;
        return i;
    }

    /** What the digits mean; wrong where they are more than 18. */
    static long digits(byte[] page, int from, int end) {
        int count = end - from;
        if (count > Long.BYTES) {
            return digits(page, from, end - Long.BYTES) * 100_000_000 + digits(page, end - Long.BYTES, end);
        }
        if (from > page.length - Long.BYTES || count == 0) return digitByDigit(page, from, end);
        // The last digit is in the highest lane; where there are fewer than eight, zeros stand before the first.
        long lanes = ((long) LONGS.get(page, from) ^ ZEROS) << (Long.SIZE - count * Byte.SIZE);
        // Pairs, then both halves of four at once: lanes weigh 10, then 1,000,000 and 100, then 10,000 and 1.
        lanes = lanes * 10 + (lanes >>> 8);
        long high = (lanes & EVERY_FOURTH) * (100 + (1_000_000L << 32));
        long low = ((lanes >>> 16) & EVERY_FOURTH) * (1 + (10_000L << 32));
        return (high + low) >>> 32;
    }

    private static long digitByDigit(byte[] page, int from, int end) {
        long value = 0;
        for (int i = from; i < end; i++) value = value * 10 + (page[i] - '0');
        return value;
    }
}
