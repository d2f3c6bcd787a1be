package io.github.d1jdbc.sql.normal;

import java.util.Arrays;

/**
 * Orders rows that refer to each other so that a parent comes before its children, else as they were added; rows in a
 * circle stay as they were. It knows keys by a hash of 64 bits, for two that fall together only cost the order.
 *
 * <p>Memory: 8 bytes a row and some 24 a key and a reference. One thread at a time may use it.
 */
public final class RowOrder {

    /** The most keys and references that are worth holding; above, the order of the dump has to do. */
    public static final int MOST = 1_000_000;

    private static final int FREE = -1;

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
        int[] order = new int[rows];
        int[] next = Arrays.copyOf(firstNeed, rows);
        boolean[] begun = new boolean[rows];
        int[] path = new int[16];
        int count = 0;
        for (int first = 0; first < rows; first++) {
            if (begun[first]) continue;
            begun[first] = true;
            int depth = 0;
            path[depth++] = first;
            while (depth > 0) {
                int row = path[depth - 1];
                if (next[row] == firstNeed[row + 1]) {
                    order[count++] = row;
                    depth--;
                    continue;
                }
                int parent = owners[slot(needs[next[row]++])];
                if (parent == FREE || begun[parent]) continue;
                begun[parent] = true;
                if (depth == path.length) path = Arrays.copyOf(path, 2 * depth);
                path[depth++] = parent;
            }
        }
        return order;
    }

    /** A hash of a value's text (FNV-1a, then mixed) to be given with others of its key. */
    public static long hash(long seed, byte[] bytes, int from, int to) {
        long hash = seed ^ 0xcbf29ce484222325L;
        for (int i = from; i < to; i++) hash = (hash ^ bytes[i]) * 0x100000001b3L;
        hash = (hash ^ hash >>> 32) * 0xd6e8feb86659fd93L;
        return hash ^ hash >>> 32;
    }
}
