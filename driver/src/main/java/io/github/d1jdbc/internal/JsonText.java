package io.github.d1jdbc.internal;

import java.nio.charset.StandardCharsets;

/** Decodes one JSON string whose grammar {@link RowScanner} has checked. */
final class JsonText {

    private JsonText() {}

    /** The text from behind the opening quote to the closing one. */
    static String decode(byte[] page, int from, int end) {
        byte[] latin = new byte[end - from + Long.BYTES];
        int length = PlainBytes.latin(page, from, end, latin);
        return length < 0 ? wide(page, from, end) : new String(latin, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** Char by char, as JSON's escapes and Java's strings may have half a surrogate pair, which UTF-8 has not. */
    private static String wide(byte[] page, int from, int end) {
        char[] chars = new char[end - from];
        int length = 0;
        int i = from;
        while (i < end) {
            byte b = page[i++];
            if (b == '\\') {
                byte kind = page[i++];
                chars[length++] = kind == 'u' ? hex(page, i) : plain(kind);
                if (kind == 'u') i += 4;
            } else if (b >= 0) {
                chars[length++] = (char) b;
            } else if (b < (byte) 0xE0) {
                chars[length++] = (char) ((b & 0x1F) << 6 | (page[i++] & 0x3F));
            } else if (b < (byte) 0xF0) {
                chars[length++] = (char) ((b & 0xF) << 12 | (page[i] & 0x3F) << 6 | (page[i + 1] & 0x3F));
                i += 2;
            } else {
                int point = (b & 7) << 18 | (page[i] & 0x3F) << 12 | (page[i + 1] & 0x3F) << 6 | (page[i + 2] & 0x3F);
                chars[length++] = Character.highSurrogate(point);
                chars[length++] = Character.lowSurrogate(point);
                i += 3;
            }
        }
        return new String(chars, 0, length);
    }

    private static char plain(byte kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> (char) kind;
        };
    }

    private static char hex(byte[] page, int at) {
        int value = 0;
        for (int i = at; i < at + 4; i++) value = (value << 4) | Character.digit(page[i], 16);
        return (char) value;
    }
}
