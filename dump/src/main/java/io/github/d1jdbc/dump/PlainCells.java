package io.github.d1jdbc.dump;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads what nearly every cell is: a text, a number of up to 18 digits, perhaps with a point, or NULL, with its comma
 * or parenthesis right behind it. All else it leaves to {@link CellScanner}, cell by cell.
 *
 * <p>It is fast because it looks at eight bytes at a time, finds a number's end without a loop over its digits, whose
 * changing count a processor cannot predict, and stores a cell as one long.
 */
final class PlainCells {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SAFE_DIGITS = 18; // any number of so many digits fits a long
    private static final int NULL = 'N' | 'U' << 8 | 'L' << 16 | 'L' << 24;
    private static final int NULL_LENGTH = 4;

    private PlainCells() {}

    /**
     * Reads cells from one that begins at an index, as far as they are plain.
     *
     * @return where the first cell begins that is not, or, if the row ends before one, {@code ~} the index behind it
     */
    static int read(byte[] bytes, int from, int limit, Cells cells) {
        long[] room = cells.room();
        int most = Math.min(room.length, Cells.MOST);
        int origin = cells.origin();
        int n = cells.size();
        int i = from;
        while (n < most && i <= limit - Long.BYTES) {
            long word = (long) LONGS.get(bytes, i);
            int first = (byte) word;
            int start = i;
            int end;
            long form;
            byte next;
            if (first == '\'') {
                start = i + 1;
                end = Bytes.indexOfQuote(bytes, start, limit);
                form = Cells.TEXT;
                while (end + 1 < limit && bytes[end + 1] == '\'') {
                    end = Bytes.indexOfQuote(bytes, end + 2, limit);
                    form = Cells.QUOTED_TEXT;
                }
                if (end + 1 >= limit) break;
                next = bytes[end + 1];
                i = end + 2;
            } else if ((int) word == NULL) {
                end = i + NULL_LENGTH;
                form = Cells.NULL;
                next = (byte) (word >>> 32);
                i = end + 1;
            } else {
                int digits = first == '-' ? i + 1 : i;
                end = Bytes.skipDigits(bytes, digits, limit);
                form = Cells.INTEGER;
                if (end == digits || end - digits > SAFE_DIGITS || end == limit) break;
                next = bytes[end];
                if (next == '.') {
                    end = Bytes.skipDigits(bytes, end + 1, limit);
                    if (end == limit) break;
                    next = bytes[end];
                    form = Cells.REAL;
                }
                i = end + 1;
            }
            if (next != ',' && next != ')') {
                i = start - (first == '\'' ? 1 : 0);
                break;
            }
            room[n++] = Cells.packed(form, start - origin, end - origin);
            if (next == ')') {
                i = ~i;
                break;
            }
        }
        cells.size(n);
        return i;
    }
}
