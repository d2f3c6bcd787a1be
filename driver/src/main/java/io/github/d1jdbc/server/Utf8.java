package io.github.d1jdbc.server;

import java.nio.charset.StandardCharsets;

/**
 * UTF-8 as JavaScript's engines read and write it: each maximal part of a broken sequence becomes one U+FFFD (WHATWG
 * Encoding, UTF-8 decoder), and a lone surrogate is written as three bytes. Thread-safe.
 */
final class Utf8 {

    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

    private Utf8() {}

    /** The bytes themselves when they are well-formed, else a copy with the broken parts replaced. */
    static byte[] repair(byte[] bytes) {
        int i = 0;
        while (i < bytes.length) {
            if (bytes[i] >= 0) {
                i++;
                continue;
            }
            int length = sequence(bytes, i);
            if (length < 0) return repairFrom(bytes, i);
            i += length;
        }
        return bytes;
    }

    /** Decodes as the engine does. */
    static String decode(byte[] bytes) {
        return new String(repair(bytes), StandardCharsets.UTF_8);
    }

    /** Whether a text has a surrogate without its other half. */
    static boolean hasLoneSurrogate(String text) {
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) return true;
            i += Character.charCount(c);
        }
        return false;
    }

    /** Encodes a text; a lone surrogate becomes the three bytes that its code point would have. */
    static byte[] encode(String text) {
        if (!hasLoneSurrogate(text)) return text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[text.length() * 3];
        int n = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c >= 0xD800 && c <= 0xDFFF) {
                out[n++] = (byte) 0xED;
                out[n++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                out[n++] = (byte) (0x80 | (c & 0x3F));
            } else {
                byte[] one = Character.toString(c).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(one, 0, out, n, one.length);
                n += one.length;
            }
        }
        return java.util.Arrays.copyOf(out, n);
    }

    private static byte[] repairFrom(byte[] bytes, int start) {
        byte[] out = new byte[start + (bytes.length - start) * 3];
        System.arraycopy(bytes, 0, out, 0, start);
        int n = start;
        for (int i = start; i < bytes.length; ) {
            int length = bytes[i] >= 0 ? 1 : sequence(bytes, i);
            if (length > 0) {
                System.arraycopy(bytes, i, out, n, length);
                n += length;
                i += length;
            } else {
                System.arraycopy(REPLACEMENT, 0, out, n, 3);
                n += 3;
                i -= length;
            }
        }
        return java.util.Arrays.copyOf(out, n);
    }

    /** The length of the sequence that begins here, or minus the length of its broken part. */
    private static int sequence(byte[] bytes, int i) {
        int first = bytes[i] & 0xFF;
        if (first < 0xC2 || first > 0xF4) return -1;
        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        for (int k = 1; k < length; k++) {
            if (i + k >= bytes.length) return -k;
            int next = bytes[i + k] & 0xFF;
            int low = k > 1 ? 0x80 : first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
            int high = k > 1 ? 0xBF : first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
            if (next < low || next > high) return -k;
        }
        return length;
    }
}
