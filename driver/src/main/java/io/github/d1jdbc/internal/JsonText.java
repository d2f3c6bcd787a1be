package io.github.d1jdbc.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Decodes one JSON string whose grammar {@link RowScanner} has checked. */
final class JsonText {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';

    private JsonText() {}

    /** The text whose opening quote stands at {@code quote}. */
    static String decode(byte[] page, int quote) {
        int from = quote + 1;
        int i = firstMark(page, from);
        if (page[i] == '"') return new String(page, from, i - from, StandardCharsets.UTF_8);
        while (page[i] != '"') i += page[i] == '\\' ? 2 : 1;
        return unescape(page, from, i);
    }

    /** The first quote or backslash, eight bytes at a time; the scanner has seen that the text ends. */
    private static int firstMark(byte[] page, int from) {
        int i = from;
        for (; i + Long.BYTES <= page.length; i += Long.BYTES) {
            long word = (long) LONGS.get(page, i);
            long quote = word ^ QUOTES;
            long backslash = word ^ BACKSLASHES;
            // The lowest mark is exact; those above it may be wrong (Hacker's Delight, 6-1).
            long marks = (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash)) & HIGHS;
            if (marks != 0) return i + (Long.numberOfTrailingZeros(marks) >>> 3);
        }
        while (page[i] != '"' && page[i] != '\\') i++;
        return i;
    }

    /** An escape is never shorter than the UTF-8 of what it means, so the result fits into the same length. */
    private static String unescape(byte[] page, int from, int end) {
        byte[] utf8 = new byte[end - from];
        int length = 0;
        int i = from;
        while (i < end) {
            byte b = page[i++];
            if (b != '\\') {
                utf8[length++] = b;
                continue;
            }
            byte kind = page[i++];
            if (kind != 'u') {
                utf8[length++] = plain(kind);
                continue;
            }
            int point = hex(page, i);
            i += 4;
            if (Character.isSurrogate((char) point)) {
                int low = i + 6 <= end && page[i] == '\\' && page[i + 1] == 'u' ? hex(page, i + 2) : 0;
                if (!Character.isSurrogatePair((char) point, (char) low)) return unescapeChars(page, from, end);
                point = Character.toCodePoint((char) point, (char) low);
                i += 6;
            }
            length = encode(point, utf8, length);
        }
        return new String(utf8, 0, length, StandardCharsets.UTF_8);
    }

    /** UTF-8 has no half surrogate pair, but JSON's escapes and Java's strings have: char by char then. */
    private static String unescapeChars(byte[] page, int from, int end) {
        StringBuilder text = new StringBuilder(end - from);
        int i = from;
        while (i < end) {
            int run = i;
            while (i < end && page[i] != '\\') i++;
            text.append(new String(page, run, i - run, StandardCharsets.UTF_8));
            if (i == end) break;
            byte kind = page[i + 1];
            i += 2;
            if (kind == 'u') {
                text.append((char) hex(page, i));
                i += 4;
            } else {
                text.append((char) plain(kind));
            }
        }
        return text.toString();
    }

    private static byte plain(byte kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }

    private static int hex(byte[] page, int at) {
        int value = 0;
        for (int i = at; i < at + 4; i++) value = (value << 4) | Character.digit(page[i], 16);
        return value;
    }

    private static int encode(int point, byte[] to, int start) {
        int at = start;
        if (point < 0x80) {
            to[at++] = (byte) point;
        } else if (point < 0x800) {
            to[at++] = (byte) (0xC0 | (point >> 6));
            to[at++] = (byte) (0x80 | (point & 0x3F));
        } else if (point < 0x10000) {
            to[at++] = (byte) (0xE0 | (point >> 12));
            to[at++] = (byte) (0x80 | ((point >> 6) & 0x3F));
            to[at++] = (byte) (0x80 | (point & 0x3F));
        } else {
            to[at++] = (byte) (0xF0 | (point >> 18));
            to[at++] = (byte) (0x80 | ((point >> 12) & 0x3F));
            to[at++] = (byte) (0x80 | ((point >> 6) & 0x3F));
            to[at++] = (byte) (0x80 | (point & 0x3F));
        }
        return at;
    }
}
