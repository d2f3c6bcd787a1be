package io.github.d1jdbc.dump.verify;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Adds up the rows of one table to its {@link ContentHash}: the cells of a row in the order of the columns, then
 * {@link #endRow}. One thread at a time.
 */
public final class RowHasher {

    private static final byte NULL = 0;
    private static final byte INTEGER = 1;
    private static final byte REAL = 2;
    private static final byte TEXT = 3;
    private static final byte BLOB = 4;
    private static final int LIMBS = 8;
    private static final int BYTES = 32;
    private static final long LIMB = 0xFFFF_FFFFL;

    private final byte[][] heads; // what stands before the tag of each column; the first has the table's name, too
    private final MessageDigest sha256 = DumpSums.sha256();
    private final byte[] digest = new byte[BYTES];
    private final long[] sum = new long[LIMBS]; // 32 bits each, the lowest first
    private byte[] row = new byte[1024];
    private int length;
    private int cell;
    private long rows;

    /** For the rows of a table with these columns. */
    public RowHasher(String table, List<String> columns) {
        heads = new byte[columns.size()][];
        byte[] name = name(table);
        for (int i = 0; i < heads.length; i++) {
            byte[] column = name(columns.get(i));
            heads[i] = i > 0 ? column : join(name, column);
        }
        if (heads.length == 0) throw new IllegalArgumentException("a table without columns has no rows to add up");
    }

    /** A NULL. */
    public void addNull() {
        head(NULL, 0, 0);
    }

    /** An INTEGER. */
    public void add(long value) {
        head(INTEGER, Long.BYTES, Long.BYTES);
        put(value);
    }

    /** A REAL; SQLite has no NaN, so neither has this. */
    public void add(double value) {
        if (Double.isNaN(value)) throw new IllegalArgumentException("SQLite stores NaN as NULL");
        head(REAL, Long.BYTES, Long.BYTES);
        put(Double.doubleToRawLongBits(value == 0 ? 0.0 : value));
    }

    /** A TEXT, by the bytes that are stored. */
    public void addText(byte[] bytes) {
        bytes(TEXT, bytes);
    }

    /** A BLOB. */
    public void addBlob(byte[] bytes) {
        bytes(BLOB, bytes);
    }

    /** The row is complete. */
    public void endRow() {
        if (cell != heads.length) {
            throw new IllegalStateException("the row has " + cell + " cells for " + heads.length + " columns");
        }
        sha256.update(row, 0, length);
        try {
            sha256.digest(digest, 0, BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has 32 bytes", e);
        }
        add(digest);
        length = 0;
        cell = 0;
    }

    /** Counts the row that another hasher of the same table has just taken, for a second sum of the same rows. */
    void endRowAs(RowHasher other) {
        if (cell > 0) throw new IllegalStateException("a row has begun");
        add(other.digest);
    }

    private void add(byte[] digest) {
        long carry = 0;
        for (int i = 0; i < LIMBS; i++) {
            int at = BYTES - 4 - 4 * i;
            long limb = ((digest[at] & 0xFFL) << 24)
                    | ((digest[at + 1] & 0xFFL) << 16)
                    | ((digest[at + 2] & 0xFFL) << 8)
                    | (digest[at + 3] & 0xFFL);
            carry += sum[i] + limb;
            sum[i] = carry & LIMB;
            carry >>>= 32;
        }
        rows++;
    }

    /** What has been added so far. */
    public ContentHash hash() {
        StringBuilder hex = new StringBuilder(2 * BYTES);
        for (int i = LIMBS - 1; i >= 0; i--) hex.append(HexFormat.of().toHexDigits((int) sum[i]));
        return new ContentHash(rows, hex.toString());
    }

    private void bytes(byte tag, byte[] bytes) {
        head(tag, bytes.length, bytes.length);
        System.arraycopy(bytes, 0, row, length, bytes.length);
        length += bytes.length;
    }

    private void head(byte tag, int size, int room) {
        if (cell == heads.length) throw new IllegalStateException("the row has more cells than columns");
        byte[] head = heads[cell++];
        long needed = (long) length + head.length + 1 + Integer.BYTES + room;
        if (needed > row.length) row = Arrays.copyOf(row, (int) Math.min(Integer.MAX_VALUE - 8, needed * 3 / 2));
        System.arraycopy(head, 0, row, length, head.length);
        length += head.length;
        row[length++] = tag;
        put(size);
    }

    private void put(int value) {
        row[length++] = (byte) (value >>> 24);
        row[length++] = (byte) (value >>> 16);
        row[length++] = (byte) (value >>> 8);
        row[length++] = (byte) value;
    }

    private void put(long value) {
        put((int) (value >>> 32));
        put((int) value);
    }

    private static byte[] name(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        byte[] length = {
            (byte) (utf8.length >>> 24), (byte) (utf8.length >>> 16), (byte) (utf8.length >>> 8), (byte) utf8.length
        };
        return join(length, utf8);
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
