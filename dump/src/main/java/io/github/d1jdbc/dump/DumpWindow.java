package io.github.d1jdbc.dump;

import java.io.Closeable;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The part of a dump that is in memory: a buffer that moves over a file, or the whole of a dump that is in an array
 * already, which is neither copied nor changed. Lines are counted only where a number is asked for or bytes are let
 * go: to look at every byte once more would cost a fifth of a scan. One thread at a time may use it, but any may ask
 * for {@link #laterLine}.
 */
final class DumpWindow implements Closeable {

    /** How much is read at a time. */
    static final int BUFFER = 256 * 1024;

    private final DumpInput in;
    private final int largest;
    private final boolean whole;
    private byte[] bytes;
    private int limit;
    private long base; // offset in the dump of bytes[0]
    private boolean ended;
    private long line = 1; // of lineMark
    private int lineMark;
    private @Nullable MessageDigest digest;

    private DumpWindow(DumpInput in, byte[] bytes, int limit, int largest) {
        this.in = in;
        this.bytes = bytes;
        this.limit = limit;
        this.largest = largest;
        this.whole = limit > 0;
        this.ended = whole;
    }

    /** Nothing yet; the buffer grows where {@link #fill} is asked to keep all of it. */
    static DumpWindow over(DumpInput in, int size, int largest) {
        return new DumpWindow(in, new byte[size], 0, largest);
    }

    /** All of a dump. */
    static DumpWindow over(DumpInput in, byte[] dump) {
        return new DumpWindow(in, dump, dump.length, dump.length);
    }

    byte[] bytes() {
        return bytes;
    }

    /** The index behind the last byte that is there. */
    int limit() {
        return limit;
    }

    /** The offset in the dump of an index. */
    long offset(int index) {
        return base + index;
    }

    /** The index of an offset that is in the window. */
    int index(long offset) {
        return (int) (offset - base);
    }

    /** Whether there is nothing behind {@link #limit}. */
    boolean ended() {
        return ended;
    }

    /** Passes every byte, also those that are there already, to a digest. */
    void digestInto(MessageDigest sqlDigest) {
        sqlDigest.update(bytes, 0, limit);
        digest = sqlDigest;
    }

    /**
     * Reads more behind what is there. All before {@code keep} is let go, and what stood there is at index 0 then,
     * unless the input has {@link #ended} before; false if nothing came.
     */
    boolean fill(int keep) throws IOException {
        if (ended) return false;
        if (keep > 0) {
            lineAt(keep);
            System.arraycopy(bytes, keep, bytes, 0, limit - keep);
            base += keep;
            limit -= keep;
            lineMark -= keep;
        }
        if (limit == bytes.length) bytes = Arrays.copyOf(bytes, (int) Math.min(2L * limit, (long) largest + BUFFER));
        int n = in.read(bytes, limit, bytes.length - limit);
        if (digest != null) digest.update(bytes, limit, n);
        limit += n;
        ended = limit < bytes.length;
        return n > 0;
    }

    /** The line of an index, from 1; where bytes are let go, indexes may only grow from call to call. */
    synchronized long lineAt(int index) {
        if (index < lineMark) {
            line = 1;
            lineMark = 0;
        }
        line += Bytes.count(bytes, lineMark, index, '\n');
        lineMark = index;
        return line;
    }

    /** Gives the line of an index also after more has been read, and to any thread. */
    LongSupplier laterLine(int index) {
        if (whole) return () -> lineAt(index);
        long now = lineAt(index);
        return () -> now;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
