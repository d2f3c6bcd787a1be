package io.github.d1jdbc.dump;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Some hundred rows of one target, decoded so that they can be bound. Text stays the bytes that it is in the dump as
 * long as its column holds nothing else: bound as a blob that SQLite casts to text it keeps every byte and costs
 * nothing, where a String is decoded here and encoded again by sqlite-jdbc.
 *
 * <p>Filled by one thread, then given to another.
 */
final class RowBatch {

    private static final int ROWS = 500;
    private static final int CELLS = 20_000;
    /** A batch holds its values; large ones must not add up. */
    private static final int BYTES = 1 << 20;

    private static final int CELL_BYTES = 32; // an object and the reference to it, about

    /** What a column has held since its target's first row. */
    enum Column {
        NULLS,
        /** Text as bytes, and NULL. */
        TEXT,
        /** Whatever there is, text as String. */
        MIXED
    }

    /** What became of a row. */
    enum Answer {
        TAKEN,
        /** It belongs into {@link #following}. */
        FULL,
        /** Only SQLite can compute a cell, or a String would lose what is no UTF-8. */
        UNBINDABLE
    }

    private final InsertTarget target;
    private final Column[] columns;
    private final @Nullable InsertRow first;
    private final @Nullable Object[] values;
    private final long[] places;
    private final int capacity;
    private int size;
    private int bytes;

    private RowBatch(InsertTarget target, Column[] columns, @Nullable InsertRow first) {
        this.target = target;
        this.columns = columns;
        this.first = first;
        this.capacity = Math.max(1, Math.min(ROWS, CELLS / columns.length));
        this.values = new @Nullable Object[capacity * columns.length];
        this.places = new long[3 * capacity];
    }

    /** An empty one for a row that begins a target, and those behind it. */
    static RowBatch of(InsertRow row) {
        Column[] columns = new Column[row.size()];
        Arrays.fill(columns, Column.NULLS);
        return new RowBatch(row.target(), columns, row.copy());
    }

    /** An empty one for the rows behind these. */
    RowBatch following() {
        return new RowBatch(target, columns.clone(), size == 0 ? first : null);
    }

    /** Whether a row goes where these go. */
    boolean isFor(InsertRow row) {
        return row.size() == columns.length && row.target().equals(target);
    }

    Answer add(InsertRow row) {
        if (size == capacity || (size > 0 && bytes >= BYTES)) return Answer.FULL;
        int at = size * columns.length;
        for (int i = 0; i < columns.length; i++) {
            CellKind kind = row.kind(i);
            if (kind == CellKind.EXPRESSION) return Answer.UNBINDABLE;
            if (kind == CellKind.TEXT && columns[i] == Column.MIXED) {
                String text = row.textAt(i);
                // A row with a replacement character in it is rare enough to look twice.
                if (text.indexOf('\uFFFD') >= 0 && !isUtf8(row.bytesAt(i))) return Answer.UNBINDABLE;
                values[at + i] = text;
                continue;
            }
            if (kind == CellKind.TEXT) {
                columns[i] = Column.TEXT;
            } else if (kind != CellKind.NULL) {
                if (columns[i] == Column.TEXT && size > 0) return Answer.FULL; // those before are bytes
                columns[i] = Column.MIXED;
            }
            values[at + i] = value(row, i, kind);
        }
        places[3 * size] = row.offset();
        places[3 * size + 1] = row.line();
        places[3 * size + 2] = row.number();
        size++;
        bytes += row.rowLength() + CELL_BYTES * columns.length;
        return Answer.TAKEN;
    }

    private static boolean isUtf8(byte[] text) {
        return Utf8.firstInvalid(text, 0, text.length) == text.length;
    }

    private static @Nullable Object value(InsertRow row, int cell, CellKind kind) {
        return switch (kind) {
            case INTEGER -> row.longAt(cell);
            case REAL -> row.doubleAt(cell);
            case TEXT, BLOB -> row.bytesAt(cell);
            default -> null;
        };
    }

    InsertTarget target() {
        return target;
    }

    /** The row that begins the target; {@code null} if an earlier batch has it. */
    @Nullable
    InsertRow first() {
        return first;
    }

    int width() {
        return columns.length;
    }

    Column column(int column) {
        return columns[column];
    }

    int size() {
        return size;
    }

    /** About what it takes of memory. */
    int bytes() {
        return bytes;
    }

    /** The number of the statement that a row stands in. */
    long number(int row) {
        return places[3 * row + 2];
    }

    /** A Long, Double, String, {@code byte[]} or {@code null}. */
    @Nullable
    Object value(int row, int column) {
        return values[row * columns.length + column];
    }

    /** Stands for a row in a message: its place, and how its statement begins. */
    DumpStatement statement(int row) {
        byte[] text = SqlLiterals.insertHead(target).getBytes(StandardCharsets.UTF_8);
        long[] place = Arrays.copyOfRange(places, 3 * row, 3 * row + 3);
        return new DumpStatement.InsertOther(new StatementSource(place[0], place[1], place[2], true, text), target);
    }
}
