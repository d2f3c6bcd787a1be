package io.github.d1jdbc.dump.normal;

import io.github.d1jdbc.dump.CellKind;
import io.github.d1jdbc.dump.D1Cells;
import io.github.d1jdbc.dump.InsertRow;
import io.github.d1jdbc.sql.normal.RowSource;
import io.github.d1jdbc.sql.normal.SqlBytes;
import io.github.d1jdbc.sql.normal.StatementText;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A row of a dump, its cells as D1 reads them. One thread at a time. */
final class DumpRow implements RowSource {

    private final Evaluator evaluator;
    private @Nullable InsertRow current;

    DumpRow(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** Shows another row. */
    DumpRow of(InsertRow row) {
        current = row;
        return this;
    }

    private InsertRow row() {
        InsertRow row = current;
        if (row == null) throw new IllegalStateException("no row yet");
        return row;
    }

    @Override
    public int size() {
        return row().size();
    }

    @Override
    public void sql(int cell, SqlBytes to) {
        InsertRow row = row();
        if (D1Cells.importsAsIs(row, cell)) {
            try {
                D1Cells.copy(row, cell, to);
            } catch (IOException e) {
                throw new UncheckedIOException("a write into memory failed", e);
            }
            return;
        }
        switch (row.kind(cell)) {
            case TEXT -> text(row.bytesAt(cell), to);
            case REAL -> to.add(row.doubleAt(cell) > 0 ? "9e999" : "-9e999");
            default -> evaluator.evaluate(row.sqlAt(cell), to);
        }
    }

    /** Text that D1 reads as exactly these bytes. */
    static void text(byte[] value, SqlBytes to) {
        if (StatementText.isPlainText(value)) {
            to.text(value, 0, value.length);
        } else {
            to.add("CAST(").blob(value, 0, value.length).add(" AS TEXT)");
        }
    }

    @Override
    public Kind kind(int cell) {
        CellKind kind = row().kind(cell);
        return kind == CellKind.TEXT ? Kind.TEXT : kind == CellKind.BLOB ? Kind.BLOB : Kind.OTHER;
    }

    @Override
    public byte[] value(int cell) {
        return row().bytesAt(cell);
    }

    /** How many bytes it takes in a database, about. */
    long storedBytes() {
        long bytes = 0;
        for (int i = 0; i < size(); i++) bytes += kind(i) == Kind.OTHER ? 0 : value(i).length;
        return bytes;
    }
}
