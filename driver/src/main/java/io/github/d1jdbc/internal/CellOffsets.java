package io.github.d1jdbc.internal;

import java.util.Arrays;

/**
 * Where each cell of a page starts, and last where the rows end: one int a cell, row after row. It grows by chunks that are never copied, so that a
 * large page costs 4 bytes a cell and nothing on top. Not safe while it grows; afterwards any thread may read it.
 */
final class CellOffsets {
    /** Added to the offset of a text that is not its own value in ASCII, but has escapes or longer characters. */
    static final int CODED = 1 << 31;

    private static final int CHUNK_BITS = 14;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int FIRST = 32;

    private int[][] chunks = {new int[FIRST]};
    private int[] current = chunks[0];
    private int used;
    private int full;

    void add(int offset) {
        if (used == current.length) grow();
        current[used++] = offset;
    }

    // Only the first chunk grows by copying: a result of one cell shall not pay for 16,384.
    private void grow() {
        int chunk = full >>> CHUNK_BITS;
        if (used < CHUNK) {
            current = Arrays.copyOf(current, Math.min(CHUNK, used * 4));
        } else {
            full += CHUNK;
            used = 0;
            chunk++;
            if (chunk == chunks.length) chunks = Arrays.copyOf(chunks, chunk * 2);
            current = new int[CHUNK];
        }
        chunks[chunk] = current;
    }

    int get(int index) {
        return chunks[index >>> CHUNK_BITS][index & (CHUNK - 1)];
    }

    int size() {
        return full + used;
    }
}
