package io.github.d1jdbc.bench;

import java.io.OutputStream;

/** Throws bytes away and counts them. */
final class CountingStream extends OutputStream {
    private long count;

    long count() {
        return count;
    }

    @Override
    public void write(int b) {
        count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        count += length;
    }
}
