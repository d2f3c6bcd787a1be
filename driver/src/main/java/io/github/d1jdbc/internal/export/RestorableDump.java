package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.export.DumpResult.Warning;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import io.github.d1jdbc.internal.export.RawDump.Statement;
import io.github.d1jdbc.internal.export.References.Reference;
import io.github.d1jdbc.sql.normal.RowOrder;
import io.github.d1jdbc.sql.normal.RowWriter;
import io.github.d1jdbc.sql.normal.SqlBytes;
import io.github.d1jdbc.sql.normal.StatementText;
import io.github.d1jdbc.sql.normal.TableOrder;
import io.github.d1jdbc.sql.normal.TooLongException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a dump that lies on disk as D1 gave it once more, in the order and in the statements that D1 imports
 * (rulings-dump 12, 13 and 14b). Memory: the schema, the longest statement, and at most 40 MB for the order of rows
 * that refer to rows of their own table. For one dump and one thread.
 */
final class RestorableDump {

    /** Rows of one table that stand together; {@code asIs} where D1 takes them as they are. */
    private record Range(long from, long to, boolean asIs) {
        boolean isContinuedBy(Range next) {
            return asIs == next.asIs && next.from - to <= 2; // a line end is all that D1 writes between them
        }
    }

    private static final class Data {
        final String table;
        final List<Range> ranges = new ArrayList<>();
        long rows;

        Data(String table) {
            this.table = table;
        }
    }

    private static final String SEQUENCE = "sqlite_sequence";

    private final PartFile raw;
    private final References references;
    private final DumpSink out;
    private final Deadline deadline;
    private final RestorableSchema schema;
    private final Map<String, Data> data = new LinkedHashMap<>();
    private final SqlBytes text = new SqlBytes();
    private boolean emptiesSequence;
    private boolean analyzes;
    private long unsorted;

    RestorableDump(PartFile raw, References references, DumpSink out, Deadline deadline) {
        this.raw = raw;
        this.references = references;
        this.out = out;
        this.deadline = deadline;
        this.schema = new RestorableSchema(references);
    }

    /** Rewrites all of it; gives what its reader should know. */
    List<Warning> write() throws ExportException {
        try {
            RawDump.read(raw.in(0), 0, this::collect);
            return emit();
        } catch (Refused e) {
            throw e.refusal;
        } catch (TooLongException e) {
            throw new ExportException(Reason.CONTENT, "The dump cannot be made restorable: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw PartFile.failed("Rewriting " + raw.path() + " failed", e);
        }
    }

    private void collect(Statement statement) throws ExportException {
        deadline.check();
        String table = statement.table();
        if (table != null) {
            row(table, statement);
            return;
        }
        switch (statement.verb()) {
            case "CREATE" -> schema.add(statement.bytes());
            case "DELETE" -> emptiesSequence = true;
            case "ANALYZE" -> analyzes = true;
            default -> {} // PRAGMA: the result has its own
        }
    }

    private void row(String table, Statement statement) {
        Data rows = data.computeIfAbsent(ScannedSchema.folded(table), key -> new Data(table));
        rows.rows++;
        boolean asIs = statement.asIs() && statement.length() <= RowWriter.STATEMENT_LIMIT - 2;
        Range range = new Range(statement.offset(), statement.next(), asIs);
        int last = rows.ranges.size() - 1;
        if (last < 0 || !rows.ranges.get(last).isContinuedBy(range)) rows.ranges.add(range);
        else rows.ranges.set(last, new Range(rows.ranges.get(last).from(), range.to(), asIs));
    }

    private List<Warning> emit() throws IOException, ExportException {
        out.rewritten("PRAGMA defer_foreign_keys=TRUE;\n");
        schema.beforeRows(this::statement);
        RowWriter writer = new RowWriter(stage(), this::unit);
        List<String> ordinary = new ArrayList<>();
        for (Data rows : data.values()) {
            boolean other = rows.table.startsWith("sqlite_") || schema.isVirtual(rows.table);
            if (!other) ordinary.add(ScannedSchema.folded(rows.table));
        }
        for (TableOrder.Group group : TableOrder.of(ordinary, references.parents())) group(group, writer);
        sequence(writer);
        out.scan().exact(); // virtual tables were read by this client, which loses nothing
        for (Data rows : data.values()) if (schema.isVirtual(rows.table)) plain(rows, writer);
        schema.indexes(this::statement);
        Data statistics = data.get("sqlite_stat1");
        if (analyzes) statement("ANALYZE sqlite_schema".getBytes(StandardCharsets.US_ASCII));
        if (statistics != null) plain(statistics, writer);
        schema.viewsAndTriggers(this::statement);
        return warnings(writer.staged());
    }

    private List<Warning> warnings(long staged) {
        String message = "The dump was put into the order that restores on disk, beside the file, before it was written"
                + (staged == 0 ? "." : "; " + staged + " values were too long for one statement and stand in pieces.");
        List<Warning> warnings = new ArrayList<>();
        warnings.add(Selection.warning("rewritten", Optional.empty(), message));
        if (unsorted > 0) {
            warnings.add(Selection.warning(
                    "rowsUnsorted",
                    Optional.empty(),
                    unsorted
                            + " rows that refer to rows of their own table stay in D1's order, for they are too many to"
                            + " sort: an import must be one transaction, as D1's is."));
        }
        return warnings;
    }

    private String stage() {
        Set<String> taken = new HashSet<>(schema.names());
        taken.addAll(data.keySet());
        String name = "d1_stage";
        for (int n = 2; taken.contains(name); n++) name = "d1_stage" + n;
        return name;
    }

    private void statement(byte[] sql) throws ExportException {
        text.cut(0);
        StatementText.end(sql, text);
        out.rewritten(text.bytes(), 0, text.size());
    }

    private void unit(byte[] sql, int length, int statements) throws IOException {
        try {
            out.rewritten(sql, 0, length);
        } catch (ExportException e) {
            throw new Refused(e);
        }
    }

    /** Carries what the sink says through those who know nothing of exports. */
    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient ExportException refusal;

        Refused(ExportException refusal) {
            super(refusal);
            this.refusal = refusal;
        }
    }

    private void group(TableOrder.Group group, RowWriter writer) throws IOException, ExportException {
        long count = 0;
        for (String table : group.tables()) count += rows(table);
        if (group.cyclic() && count <= RowOrder.MOST) {
            sorted(group.tables(), (int) count, writer);
            return;
        }
        if (group.cyclic()) unsorted += count;
        for (String table : group.tables()) {
            Data rows = data.get(table);
            if (rows != null) plain(rows, writer);
        }
    }

    private long rows(String table) {
        Data rows = data.get(table);
        return rows == null ? 0 : rows.rows;
    }

    // DELETE stands in a dump also where no table counts any more; a fresh database has nothing to delete from then.
    private void sequence(RowWriter writer) throws IOException, ExportException {
        if (!schema.isEmpty() && !schema.counts()) return;
        if (emptiesSequence) statement(("DELETE FROM " + SEQUENCE).getBytes(StandardCharsets.US_ASCII));
        Data rows = data.get(SEQUENCE);
        if (rows != null) plain(rows, writer);
    }

    private void plain(Data rows, RowWriter writer) throws IOException, ExportException {
        for (Range range : rows.ranges) {
            InputStream in = part(range.from, range.to);
            if (range.asIs) copy(in);
            else RawDump.read(in, range.from, statement -> rewrite(statement.bytes(), writer));
        }
    }

    private void copy(InputStream in) throws IOException, ExportException {
        byte[] chunk = new byte[64 * 1024];
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            deadline.check();
            out.rewritten(chunk, 0, n);
        }
        out.rewritten("\n");
    }

    private void rewrite(byte[] insert, RowWriter writer) throws IOException, ExportException {
        deadline.check();
        RawRow row = RawRow.of(insert);
        if (row == null) {
            statement(insert);
            return;
        }
        writer.begin(row.into());
        writer.row(row);
        writer.end();
    }

    private InputStream part(long from, long to) throws IOException {
        return new Limited(raw.in(from), to - from);
    }

    // Rows of tables in a circle, each behind those that it refers to.
    private void sorted(List<String> group, int count, RowWriter writer) throws IOException, ExportException {
        RowOrder order = new RowOrder();
        long[] from = new long[count];
        int[] lengths = new int[count];
        int[] at = {0};
        for (String table : group) {
            Data rows = data.get(table);
            if (rows == null) continue;
            List<Reference> has = references.all().stream()
                    .filter(reference -> reference.isParent(table) && isIn(group, reference.child()))
                    .toList();
            List<Reference> needs = references.all().stream()
                    .filter(reference -> reference.isChild(table) && isIn(group, reference.parent()))
                    .toList();
            for (Range range : rows.ranges) {
                RawDump.read(part(range.from, range.to), range.from, statement -> {
                    deadline.check();
                    from[at[0]] = statement.offset();
                    lengths[at[0]++] = statement.length();
                    order.row();
                    RawRow row = RawRow.of(statement.bytes());
                    if (row == null) return;
                    Set<String> seen = new HashSet<>();
                    for (Reference key : has) if (seen.add(key.id())) hash(row, key.id(), key.to(), order, true);
                    for (Reference key : needs) hash(row, key.id(), key.from(), order, false);
                });
            }
        }
        for (int row : order.order()) {
            InputStream in = part(from[row], from[row] + lengths[row]);
            rewrite(in.readNBytes(lengths[row]), writer);
        }
    }

    private static boolean isIn(List<String> group, String table) {
        return group.contains(ScannedSchema.folded(table));
    }

    private static void hash(RawRow row, String id, List<String> columns, RowOrder order, boolean has) {
        byte[] seed = id.getBytes(StandardCharsets.UTF_8);
        long hash = RowOrder.hash(0, seed, 0, seed.length);
        for (String column : columns) {
            int cell = 0;
            while (cell < row.columns().size() && !row.columns().get(cell).equalsIgnoreCase(column)) cell++;
            if (cell >= row.size() || row.isNull(cell)) return;
            byte[] value = row.value(cell);
            hash = RowOrder.hash(hash, value, 0, value.length);
        }
        if (has) order.has(hash);
        else order.needs(hash);
    }

    /** So many bytes of a stream, which stays open. */
    private static final class Limited extends FilterInputStream {
        private long left;

        Limited(InputStream in, long length) {
            super(in);
            left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) return -1;
            int n = super.read(bytes, offset, (int) Math.min(length, left));
            if (n > 0) left -= n;
            return n;
        }
    }
}
