package io.github.d1jdbc.internal;

import java.util.Arrays;

/**
 * Where each cell of a page starts: one int a cell, row after row. It grows by chunks that are never copied, so that a
 * large page costs 4 bytes a cell and nothing on top. Not safe while it grows; afterwards any thread may read it.
 */
final class CellOffsets {
    private static final int CHUNK_BITS = 14;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int FIRST = 32;

    private int[][] chunks = {new int[FIRST]};
    private int size;

    void add(int offset) {
        int chunk = size >>> CHUNK_BITS;
        int at = size & (CHUNK - 1);
        if (chunk == chunks.length) chunks = Arrays.copyOf(chunks, chunk * 2);
        // Only the first chunk grows by copying: a result of one cell shall not pay for 16,384.
        if (at == 0 && chunk > 0) chunks[chunk] = new int[CHUNK];
        else if (at == chunks[chunk].length) chunks[chunk] = Arrays.copyOf(chunks[chunk], Math.min(CHUNK, at * 4));
        chunks[chunk][at] = offset;
        size++;
    }

    int get(int index) {
        return chunks[index >>> CHUNK_BITS][index & (CHUNK - 1)];
    }

    int size() {
        return size;
    }
}
