package io.github.d1jdbc.sql.normal;

import java.util.Arrays;

/**
 * Orders rows that refer to each other so that a parent comes before its children, else as they were added; rows in a
 * circle stay as they were. It knows keys by a hash of 64 bits, for two that fall together only cost the order.
 *
 * <p>Memory: 24 bytes a row and some 24 a key and a reference. One thread at a time may use it.
 */
public final class RowOrder {

    /** The most keys and references that are worth holding; above, the order of the dump has to do. */
    public static final int MOST = 1_000_000;

    private static final int FREE = -1;
    private static final int CLOSED = Integer.MAX_VALUE;

    private int rows;
    private int[] firstNeed = new int[1024];
    private long[] needs = new long[1024];
    private int needCount;
    private long[] keys = new long[2048];
    private int[] owners = new int[2048];
    private int keyCount;

    public RowOrder() {
        Arrays.fill(owners, FREE);
    }

    /** A new row begins; its keys and references follow. */
    public void row() {
        if (rows + 2 > firstNeed.length) firstNeed = Arrays.copyOf(firstNeed, 2 * firstNeed.length);
        firstNeed[rows++] = needCount;
    }

    /** The row has a key that others may refer to. */
    public void has(long key) {
        if (2 * ++keyCount > keys.length) grow();
        put(key, rows - 1);
    }

    /** The row refers to a key. */
    public void needs(long key) {
        if (needCount == needs.length) needs = Arrays.copyOf(needs, 2 * needCount);
        needs[needCount++] = key;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldOwners = owners;
        keys = new long[2 * oldKeys.length];
        owners = new int[keys.length];
        Arrays.fill(owners, FREE);
        for (int i = 0; i < oldKeys.length; i++) if (oldOwners[i] != FREE) put(oldKeys[i], oldOwners[i]);
    }

    private void put(long key, int owner) {
        int slot = slot(key);
        if (owners[slot] != FREE) return; // the first one has it
        keys[slot] = key;
        owners[slot] = owner;
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) (key ^ key >>> 32) & mask;
        while (owners[slot] != FREE && keys[slot] != key) slot = slot + 1 & mask;
        return slot;
    }

    /** The rows, by the number in which they were added, from 0, in their order. */
    public int[] order() {
        firstNeed[rows] = needCount;
        return new Walk().order();
    }

    /** Tarjan's strongly connected components: what a row refers to closes before it does. */
    private final class Walk {
        private final int[] order = new int[rows];
        private final int[] next = Arrays.copyOf(firstNeed, rows);
        private final int[] seen = new int[rows]; // when, from 1; 0 is never
        private final int[] low = new int[rows]; // the earliest that can be reached; CLOSED when its component is
        private final int[] open = new int[rows];
        private int[] path = new int[16];
        private int openCount;
        private int depth;
        private int clock;
        private int count;

        int[] order() {
            for (int first = 0; first < rows; first++) {
                if (seen[first] > 0) continue;
                enter(first);
                while (depth > 0) step(path[depth - 1]);
            }
            return order;
        }

        private void enter(int row) {
            seen[row] = ++clock;
            low[row] = clock;
            open[openCount++] = row;
            if (depth == path.length) path = Arrays.copyOf(path, 2 * depth);
            path[depth++] = row;
        }

        private void step(int row) {
            if (next[row] < firstNeed[row + 1]) {
                int parent = owners[slot(needs[next[row]++])];
                if (parent == FREE || low[parent] == CLOSED) return;
                if (seen[parent] == 0) enter(parent);
                else low[row] = Math.min(low[row], seen[parent]);
                return;
            }
            depth--;
            if (low[row] == seen[row]) close(row);
            else low[path[depth - 1]] = Math.min(low[path[depth - 1]], low[row]);
        }

        private void close(int root) {
            int from = openCount;
            do low[open[--from]] = CLOSED;
            while (open[from] != root);
            Arrays.sort(open, from, openCount);
            System.arraycopy(open, from, order, count, openCount - from);
            count += openCount - from;
            openCount = from;
        }
    }

    /** A hash of a value's text (FNV-1a, then mixed) to be given with others of its key. */
    public static long hash(long seed, byte[] bytes, int from, int to) {
        long hash = seed ^ 0xcbf29ce484222325L;
        for (int i = from; i < to; i++) hash = (hash ^ bytes[i]) * 0x100000001b3L;
        hash = (hash ^ hash >>> 32) * 0xd6e8feb86659fd93L;
        return hash ^ hash >>> 32;
    }
}
