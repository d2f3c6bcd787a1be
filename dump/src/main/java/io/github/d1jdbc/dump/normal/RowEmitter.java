package io.github.d1jdbc.dump.normal;

import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.dump.DumpStatement;
import io.github.d1jdbc.dump.InsertRow;
import io.github.d1jdbc.dump.InsertTarget;
import io.github.d1jdbc.dump.TableDefinition;
import io.github.d1jdbc.sql.normal.RowWriter;
import io.github.d1jdbc.sql.normal.StatementText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a table's rows from the spool as D1 takes them. One thread at a time. */
final class RowEmitter {

    /** Is told of each row before it is written. */
    interface Watcher {
        void row(InsertRow row, List<String> columns) throws IOException;
    }

    private final DumpReader.Options reading;
    private final Evaluator evaluator;
    private @Nullable InsertTarget target;
    private int width;
    private byte[] head = {};
    private List<String> columns = List.of();

    RowEmitter(DumpReader.Options reading, Evaluator evaluator) {
        this.reading = reading;
        this.evaluator = evaluator;
    }

    /**
     * Writes the statements as they were grouped, or each row by itself.
     *
     * @param definition of the table, if the dump has made it
     * @param watcher sees each row first; with one, each row is a statement
     */
    void emit(Path rows, @Nullable TableDefinition definition, RowWriter writer, @Nullable Watcher watcher)
            throws IOException {
        target = null;
        try (DumpReader reader = DumpReader.open(rows, reading)) {
            DumpRow normal = new DumpRow(evaluator);
            for (DumpStatement next = reader.next(); next != null; next = reader.next()) {
                Normaliser.checkInterrupt();
                if (!(next instanceof InsertRow row)) throw new IOException(rows + " was changed while it was read");
                if (row.row() == 1 || watcher != null) {
                    aim(row, definition);
                    writer.begin(head);
                }
                if (watcher != null) watcher.row(row, columns);
                writer.row(normal.of(row));
                if (row.isLast() || watcher != null) writer.end();
            }
        }
    }

    private void aim(InsertRow row, @Nullable TableDefinition definition) {
        if (row.target().equals(target) && row.size() == width) return;
        InsertTarget next = row.target();
        target = next;
        width = row.size();
        columns = next.columns();
        if (columns.isEmpty() && definition != null) {
            List<String> insertable = definition.insertable().stream()
                    .map(TableDefinition.Column::name)
                    .toList();
            if (insertable.size() == width) columns = insertable;
        }
        head = into(next.conflict(), next.table(), columns).getBytes(StandardCharsets.UTF_8);
    }

    /** All of an INSERT before VALUES. */
    static String into(@Nullable String conflict, String table, List<String> columns) {
        String list = columns.isEmpty()
                ? ""
                : columns.stream().map(StatementText::name).collect(Collectors.joining(",", " (", ")"));
        return "INSERT " + (conflict == null ? "" : "OR " + conflict + " ") + "INTO " + StatementText.name(table)
                + list;
    }
}
