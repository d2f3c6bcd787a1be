package io.github.d1jdbc.dump;

/** Counts what is wrong with UTF-8 bytes (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF). */
final class Utf8 {

    private Utf8() {}

    /** The length of the character that begins at an index, or 0 where none does. */
    static int length(byte[] bytes, int at, int to) {
        int b = bytes[at] & 0xFF;
        if (b < 0x80) return 1;
        int length = b < 0xC2 ? 0 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : b < 0xF5 ? 4 : 0;
        if (length == 0 || at + length > to) return 0;
        for (int i = 1; i < length; i++) if ((bytes[at + i] & 0xC0) != 0x80) return 0;
        int second = bytes[at + 1] & 0xFF;
        boolean wrong = (b == 0xE0 && second < 0xA0)
                || (b == 0xED && second > 0x9F)
                || (b == 0xF0 && second < 0x90)
                || (b == 0xF4 && second > 0x8F);
        return wrong ? 0 : length;
    }

    /** The first index in a range where no character begins, or {@code to}. */
    static int firstInvalid(byte[] bytes, int from, int to) {
        int i = Bytes.indexOfNonAscii(bytes, from, to);
        while (i < to) {
            int length = length(bytes, i, to);
            if (length == 0) return i;
            i = Bytes.indexOfNonAscii(bytes, i + length, to);
        }
        return to;
    }

    /** How many U+FFFD a range has. */
    static int replacements(byte[] bytes, int from, int to) {
        int count = 0;
        for (int i = Bytes.indexOf(bytes, from, to, '\u00EF');
                i + 2 < to;
                i = Bytes.indexOf(bytes, i + 1, to, '\u00EF')) {
            if (bytes[i + 1] == (byte) 0xBF && bytes[i + 2] == (byte) 0xBD) count++;
        }
        return count;
    }
}
