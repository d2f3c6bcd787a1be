package io.github.d1jdbc.internal.export;

import java.util.Arrays;

/** A line that has begun and whose end comes with the next bytes. One thread at a time. */
final class OpenLine {

    /** Longer lines are not held. */
    static final int LONGEST = 128 * 1024;
    /** A reader that takes whole words reads on behind the line's end. */
    private static final int BEYOND = 16;

    private byte[] bytes = {};
    private int length;

    boolean isEmpty() {
        return length == 0;
    }

    /** The line from index 0 on, and some bytes that mean nothing behind it. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Begins with less than {@link #LONGEST} bytes. */
    void begin(byte[] source, int from, int to) {
        length = 0;
        copy(source, from, to);
    }

    /** Goes on, or gives false where the line became too long. */
    boolean add(byte[] source, int from, int to) {
        if (length + to - from > LONGEST) return false;
        copy(source, from, to);
        return true;
    }

    void clear() {
        length = 0;
    }

    private void copy(byte[] source, int from, int to) {
        int sum = length + to - from;
        if (sum + BEYOND > bytes.length) bytes = Arrays.copyOf(bytes, Math.min(2 * sum, LONGEST) + BEYOND);
        System.arraycopy(source, from, bytes, length, to - from);
        length = sum;
    }
}
