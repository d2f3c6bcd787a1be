package io.github.d1jdbc.dump.normal;

import io.github.d1jdbc.dump.CellKind;
import io.github.d1jdbc.dump.InsertRow;
import io.github.d1jdbc.dump.TableDefinition;
import io.github.d1jdbc.dump.TableDefinition.ForeignKey;
import io.github.d1jdbc.dump.normal.Contents.Table;
import io.github.d1jdbc.sql.normal.RowOrder;
import io.github.d1jdbc.sql.normal.RowWriter;
import io.github.d1jdbc.sql.normal.StatementText;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes the rows of tables that refer to themselves or to each other in a circle: a row behind the rows that it refers
 * to. They are written into a file of the spool first, and taken from there in their order. For one group of tables.
 */
final class CyclicRows {

    private static final int BUFFER = 64 * 1024;

    /** A foreign key or a key that one refers to, as places in a row; {@code id} is the same for both. */
    private record Key(long id, List<String> columns) {}

    private final List<String> group;
    private final Map<String, Table> tables;
    private final RowOrder order = new RowOrder();
    private long[] ends = new long[1024];
    private int[] counts = new int[1024];
    private int rows;
    private long written;

    CyclicRows(List<String> group, Map<String, Table> tables) {
        this.group = group;
        this.tables = tables;
    }

    /** Writes all rows of the group. */
    long write(RowSpool spool, RowEmitter emitter, String stage, PartWriter parts) throws IOException {
        Path file = spool.create("ordered-" + group.hashCode());
        long staged = 0;
        try (OutputStream out =
                new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.APPEND), BUFFER)) {
            RowWriter writer = new RowWriter(stage, (sql, length, statements) -> {
                out.write(sql, 0, length);
                note(length, statements);
            });
            for (String table : group) {
                Path spooled = spool.file(table);
                Table made = tables.get(table);
                if (spooled == null || made == null) continue;
                List<Key> has = referred(made.definition());
                List<Key> needs = referring(made.definition());
                emitter.emit(spooled, made.definition(), writer, (row, columns) -> {
                    order.row();
                    for (Key key : has) hash(row, columns, key, true);
                    for (Key key : needs) hash(row, columns, key, false);
                });
            }
            staged = writer.staged();
        }
        copy(file, parts);
        Files.delete(file);
        return staged;
    }

    private void note(int length, int statements) {
        if (rows == ends.length) {
            ends = Arrays.copyOf(ends, 2 * rows);
            counts = Arrays.copyOf(counts, 2 * rows);
        }
        written += length;
        ends[rows] = written;
        counts[rows++] = statements;
    }

    private void copy(Path file, PartWriter parts) throws IOException {
        int[] sorted = order.order();
        byte[] sql = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file);
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            boolean inOrder = true;
            for (int i = 0; i < sorted.length; i++) {
                Normaliser.checkInterrupt();
                int row = sorted[i];
                long start = row == 0 ? 0 : ends[row - 1];
                int length = (int) (ends[row] - start);
                if (sql.length < length) sql = new byte[length];
                inOrder &= row == i;
                if (inOrder) {
                    in.readNBytes(sql, 0, length);
                } else {
                    read(channel, start, sql, length);
                }
                parts.take(sql, length, counts[row]);
            }
        }
    }

    private static void read(FileChannel channel, long from, byte[] into, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) throw new IOException("the spool became shorter");
        }
    }

    private static long id(String parent, List<String> parentColumns) {
        StringBuilder text = new StringBuilder(StatementText.key(parent));
        for (String column : parentColumns) text.append('\0').append(StatementText.key(column));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return RowOrder.hash(0, bytes, 0, bytes.length);
    }

    private List<String> parentColumns(ForeignKey key) {
        if (!key.parentColumns().isEmpty()) return key.parentColumns();
        Table parent = tables.get(StatementText.key(key.parent()));
        return parent == null ? List.of() : parent.definition().primaryKey();
    }

    private List<Key> referring(TableDefinition child) {
        List<Key> keys = new ArrayList<>();
        for (ForeignKey key : child.foreignKeys()) {
            boolean inside = group.contains(StatementText.key(key.parent()));
            if (inside) keys.add(new Key(id(key.parent(), parentColumns(key)), key.columns()));
        }
        return keys;
    }

    // The keys of a table that foreign keys of the group name.
    private List<Key> referred(TableDefinition parent) {
        List<Key> keys = new ArrayList<>();
        for (String table : group) {
            Table made = tables.get(table);
            if (made == null) continue;
            for (ForeignKey foreign : made.definition().foreignKeys()) {
                if (!foreign.parent().equalsIgnoreCase(parent.name())) continue;
                List<String> columns = parentColumns(foreign);
                Key key = new Key(id(foreign.parent(), columns), columns);
                if (!keys.contains(key)) keys.add(key);
            }
        }
        return keys;
    }

    // A NULL refers to nothing. Numbers and the texts of numbers are the same here, as affinity may make them.
    private void hash(InsertRow row, List<String> columns, Key key, boolean has) {
        long hash = key.id();
        for (String column : key.columns()) {
            int cell = 0;
            while (cell < columns.size() && !columns.get(cell).equalsIgnoreCase(column)) cell++;
            if (cell >= row.size() || row.kind(cell) == CellKind.NULL) return;
            byte[] text = switch (row.kind(cell)) {
                case TEXT, BLOB -> row.bytesAt(cell);
                case INTEGER -> Long.toString(row.longAt(cell)).getBytes(StandardCharsets.US_ASCII);
                default -> number(row, cell);
            };
            hash = RowOrder.hash(hash, text, 0, text.length);
        }
        if (has) order.has(hash);
        else order.needs(hash);
    }

    private static byte[] number(InsertRow row, int cell) {
        if (row.kind(cell) != CellKind.REAL) return row.sqlAt(cell).getBytes(StandardCharsets.UTF_8);
        double value = row.doubleAt(cell);
        String text = value == (long) value ? Long.toString((long) value) : Double.toString(value);
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
