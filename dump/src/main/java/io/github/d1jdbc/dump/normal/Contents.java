package io.github.d1jdbc.dump.normal;

import io.github.d1jdbc.dump.AllowList;
import io.github.d1jdbc.dump.D1Cells;
import io.github.d1jdbc.dump.D1Rules;
import io.github.d1jdbc.dump.DumpException;
import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.dump.DumpStatement;
import io.github.d1jdbc.dump.DumpStatement.Create;
import io.github.d1jdbc.dump.DumpStatement.CreateIndex;
import io.github.d1jdbc.dump.DumpStatement.CreateTable;
import io.github.d1jdbc.dump.DumpStatement.CreateTrigger;
import io.github.d1jdbc.dump.DumpStatement.CreateView;
import io.github.d1jdbc.dump.DumpStatement.CreateVirtualTable;
import io.github.d1jdbc.dump.InsertRow;
import io.github.d1jdbc.dump.SchemaRow;
import io.github.d1jdbc.dump.TableDefinition;
import io.github.d1jdbc.sql.normal.RowWriter;
import io.github.d1jdbc.sql.normal.SqlBytes;
import io.github.d1jdbc.sql.normal.StatementText;
import io.github.d1jdbc.sql.normal.TooLongException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The first reading of a dump: its schema, in memory, and its rows, as they stand, in the spool. Whatever D1 could not
 * take is refused here, before anything is written. For one dump and one thread.
 */
final class Contents {

    /** The spool's name for statements that were let through by name; no table can have it. */
    static final String OTHERS = "";

    private static final String SEQUENCE = "sqlite_sequence";
    private static final String STATISTICS = "sqlite_stat1";
    /** A shorter row fits into a statement whatever becomes of its texts, which may double in hex. */
    private static final int SURELY_SHORT = 30_000;

    /**
     * A table of the dump.
     *
     * @param statement its CREATE
     * @param definition what that says
     */
    record Table(CreateTable statement, TableDefinition definition) {}

    private final DumpReader reader;
    private final NormalOptions options;
    private final RowSpool spool;
    private final Set<String> only = new HashSet<>();
    private final DumpRow normal;
    private final RowWriter probe = new RowWriter("stage", (sql, length, statements) -> {});

    final Changes changes;
    final Map<String, Table> tables = new LinkedHashMap<>();
    final Map<String, CreateVirtualTable> virtual = new LinkedHashMap<>();
    final List<CreateIndex> indexes = new ArrayList<>();
    final List<CreateView> views = new ArrayList<>();
    final List<CreateTrigger> triggers = new ArrayList<>();
    /** How many rows lie in the spool, by key, in the order in which the first came. */
    final Map<String, Long> rows = new LinkedHashMap<>();

    private final Map<String, Long> commands = new HashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    boolean emptiesSequence;
    boolean analyzes;
    boolean ignoresChecks;

    Contents(DumpReader reader, NormalOptions options, RowSpool spool, Evaluator evaluator, Changes changes) {
        this.reader = reader;
        this.options = options;
        this.spool = spool;
        this.changes = changes;
        this.normal = new DumpRow(evaluator);
        this.ignoresChecks = options.ignoreChecks();
        for (String table : options.only()) only.add(StatementText.key(table));
    }

    /** Reads the whole dump. */
    void read() throws IOException {
        for (DumpStatement next = reader.next(); next != null; next = reader.next()) {
            Normaliser.checkInterrupt();
            if (next instanceof InsertRow row) row(row);
            else if (next instanceof DumpStatement.Pragma pragma) pragma(pragma);
            else statement(next);
        }
        spool.flush();
    }

    /** The name that the dump gives a table. */
    String name(String key) {
        return names.getOrDefault(key, key);
    }

    /** How many rows of a table are no rows but commands to a virtual table. */
    long commands(String key) {
        return commands.getOrDefault(key, 0L);
    }

    // INSERT INTO ft(ft) VALUES('rebuild')
    private boolean isCommand(String key, InsertRow row) {
        return virtual.containsKey(key)
                && !row.columns().isEmpty()
                && StatementText.key(row.columns().get(0)).equals(key);
    }

    /** All names of objects, as keys. */
    Set<String> taken() {
        Set<String> taken = new HashSet<>(tables.keySet());
        taken.addAll(virtual.keySet());
        taken.addAll(rows.keySet());
        indexes.forEach(index -> taken.add(StatementText.key(index.name())));
        views.forEach(view -> taken.add(StatementText.key(view.name())));
        return taken;
    }

    private boolean isWanted(String table) {
        return only.isEmpty() || only.contains(StatementText.key(table));
    }

    // A PRAGMA never needs to be run: what it switches is for the program that made the dump, but for one.
    private void pragma(DumpStatement.Pragma pragma) {
        switch (pragma.name()) {
            case "foreign_keys", "defer_foreign_keys" -> {} // every dump has one; the result has its own
            case "ignore_check_constraints" -> {
                String value = pragma.value().toLowerCase(Locale.ROOT);
                ignoresChecks |= Set.of("1", "on", "true", "yes").contains(value);
            }
            default -> changes.add("PRAGMA " + pragma.name() + " is left out", pragma);
        }
    }

    private void statement(DumpStatement statement) throws IOException {
        if (statement instanceof Create create && isForeignMachinery(create.name())) {
            changes.add("the table " + create.name() + ", which D1 makes itself, is left out", statement);
            return;
        }
        String refusal = AllowList.refusal(statement, options.allowedStatements());
        if (refusal != null) throw reader.refusal(statement, refusal);
        if (statement.length() > D1Rules.STATEMENT_BYTES) {
            throw reader.refusal(
                    statement,
                    String.format(
                            Locale.ROOT,
                            "a statement of %,d bytes, of which D1 takes at most %,d",
                            statement.length(),
                            D1Rules.STATEMENT_BYTES));
        }
        if (statement instanceof Create create) {
            create(create);
        } else if (statement instanceof DumpStatement.DeleteFromSequence delete) {
            emptiesSequence |= delete.ofAll();
        } else if (statement instanceof DumpStatement.Analyze) {
            analyzes = true;
        } else if (statement instanceof DumpStatement.Transaction transaction) {
            changes.add(transaction.verb() + " is left out: an import is one transaction by itself", statement);
        } else {
            SqlBytes sql = new SqlBytes();
            StatementText.end(statement.source().bytes(), sql);
            sql.writeTo(spool.out(OTHERS));
            changes.add("a statement that no dump of D1 has was let through", statement);
        }
    }

    private static boolean isForeignMachinery(String table) {
        String key = StatementText.key(table);
        return key.startsWith("_cf_") || key.startsWith("sqlite_");
    }

    private void create(Create create) throws DumpException {
        String key = StatementText.key(create.name());
        if (create instanceof CreateTable table) {
            if (!isWanted(table.name()) && !isWanted(D1Rules.shadowOwner(table.name()))) return;
            TableDefinition definition = TableDefinition.of(table);
            if (definition.columns().size() > D1Rules.COLUMNS) {
                String sentence = table.name() + " has " + definition.columns().size()
                        + " columns, of which D1 takes at" + " most " + D1Rules.COLUMNS;
                throw reader.refusal(table, sentence);
            }
            if (tables.putIfAbsent(key, new Table(table, definition)) != null && !table.ifNotExists()) {
                throw reader.refusal(table, table.name() + " is made twice");
            }
            names.putIfAbsent(key, table.name());
        } else if (create instanceof CreateVirtualTable table) {
            virtual(table);
        } else if (create instanceof CreateIndex index) {
            if (isWanted(index.table())) indexes.add(index);
        } else if (create instanceof CreateTrigger trigger) {
            if (isWanted(trigger.table())) triggers.add(trigger);
        } else if (create instanceof CreateView view && (only.isEmpty() || only.contains(key))) {
            views.add(view);
        }
    }

    private void virtual(CreateVirtualTable table) {
        if (!isWanted(table.name())) return;
        virtual.putIfAbsent(StatementText.key(table.name()), table);
        names.putIfAbsent(StatementText.key(table.name()), table.name());
    }

    private void row(InsertRow row) throws IOException {
        String table = row.table();
        String key = StatementText.key(table);
        boolean statistics = key.startsWith("sqlite_stat");
        if (key.startsWith("_cf_") || (statistics && !key.equals(STATISTICS))) {
            changes.add("rows of " + table + ", which D1 does not let be written, are left out", row);
            return;
        }
        String refusal = AllowList.refusal(row, options.allowedStatements());
        if (refusal != null) throw reader.refusal(row, refusal);
        if (D1Rules.isSchemaTable(table)) {
            schemaRow(row);
            return;
        }
        boolean system = statistics || key.equals(SEQUENCE);
        if (!options.rows() || (!system && !isWanted(table) && !isWanted(D1Rules.shadowOwner(table)))) return;
        checkRow(row);
        tellRewritten(row);
        rows.merge(key, 1L, Long::sum);
        if (isCommand(key, row)) commands.merge(key, 1L, Long::sum);
        names.putIfAbsent(key, table);
        if (row.row() > 1) return;
        OutputStream out = spool.out(key);
        D1Cells.copyStatement(row, out);
        out.write('\n'); // a comment at its end must not swallow the semicolon
        out.write(';');
        out.write('\n');
    }

    private void tellRewritten(InsertRow row) {
        for (int i = 0; i < row.size(); i++) {
            if (D1Cells.importsAsIs(row, i)) continue;
            changes.add(
                    "rows of " + row.table() + " with what D1 cannot read as it stands (NUL or broken UTF-8 in a text,"
                            + " unistr(), Infinity) have the value in D1's words",
                    row);
            return;
        }
    }

    /** The shell writes CREATE VIRTUAL TABLE as a row of the schema table. */
    private void schemaRow(InsertRow row) throws IOException {
        Object sql = row.size() == 5 ? row.valueAt(4) : null;
        Create create = sql instanceof String ? SchemaRow.virtualTable(row.bytesAt(4)) : null;
        boolean right = create instanceof CreateVirtualTable && AllowList.refusal(create) == null;
        if (!right || !(create instanceof CreateVirtualTable table)) {
            throw reader.refusal(row, "a row of the schema table that makes no virtual table of fts5 or rtree");
        }
        changes.add("the virtual table " + table.name() + " is made by CREATE instead of a row of the schema", row);
        virtual(table);
    }

    private void checkRow(InsertRow row) throws IOException {
        normal.of(row);
        if (row.rowLength() > D1Rules.ROW_BYTES / 2) {
            long bytes = normal.storedBytes();
            if (bytes > D1Rules.ROW_BYTES) {
                throw reader.refusal(
                        row,
                        String.format(
                                Locale.ROOT,
                                "a row of %,d bytes, of which D1 stores at most %,d",
                                bytes,
                                D1Rules.ROW_BYTES));
            }
        }
        if (row.rowLength() <= SURELY_SHORT && !hasUnknown(row)) return;
        try {
            probe.begin(new byte[0]);
            probe.row(normal);
            probe.end();
        } catch (TooLongException e) {
            throw reader.refusal(row, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw reader.refusal(row, "SQLite cannot compute a value of it, " + e.getMessage());
        }
    }

    private static boolean hasUnknown(InsertRow row) {
        for (int i = 0; i < row.size(); i++) if (!D1Cells.importsAsIs(row, i)) return true;
        return false;
    }
}
