package io.github.d1jdbc.dump;

import io.github.d1jdbc.dump.DumpStatement.Create;
import io.github.d1jdbc.dump.DumpStatement.CreateIndex;
import io.github.d1jdbc.dump.DumpStatement.CreateTable;
import io.github.d1jdbc.dump.DumpStatement.CreateTrigger;
import io.github.d1jdbc.dump.DumpStatement.CreateView;
import io.github.d1jdbc.dump.DumpStatement.CreateVirtualTable;
import io.github.d1jdbc.dump.Finding.Kind;
import io.github.d1jdbc.dump.TableDefinition.ForeignKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows the schema as D1 would build it, and says where it would stop. One thread at a time. */
final class SchemaCheck {

    private record Waiting(Kind kind, String object, String needs, long offset, long line, String sentence) {}

    private final Findings findings;
    private final Map<String, TableDefinition> tables = new HashMap<>();
    private final Map<String, List<Set<String>>> uniqueIndexes = new HashMap<>();
    private final Set<String> relations = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> virtual = new HashSet<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private long tableCount;
    private long virtualCount;
    private long indexCount;
    private long triggerCount;
    private long viewCount;

    SchemaCheck(Findings findings) {
        this.findings = findings;
    }

    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    void create(Create create) {
        String key = key(create.name());
        if (D1Rules.isReserved(create.name())) {
            findings.add(Kind.RESERVED_NAME, create.name(), create, "the name " + create.name() + " is reserved");
        }
        boolean temporary = (create instanceof CreateTable table && table.temporary())
                || (create instanceof CreateView view && view.temporary())
                || (create instanceof CreateTrigger trigger && trigger.temporary());
        if (temporary) {
            findings.add(Kind.TEMPORARY, create.name(), create, "D1 has no temporary objects: " + create.name());
        }
        String unique = create instanceof CreateTrigger ? "trigger " + key : key; // triggers have names of their own
        if (!names.add(unique) && !create.ifNotExists()) {
            findings.add(Kind.DUPLICATE_NAME, create.name(), create, create.name() + " is made twice");
        }
        if (create instanceof CreateTable table) table(table, key);
        if (create instanceof CreateVirtualTable table) virtualTable(table);
        if (create instanceof CreateView) {
            viewCount++;
            relations.add(key);
        }
        if (create instanceof CreateIndex index) index(index);
        if (create instanceof CreateTrigger trigger) trigger(trigger);
    }

    private void table(CreateTable table, String key) {
        tableCount++;
        TableDefinition definition = TableDefinition.of(table);
        tables.putIfAbsent(key, definition);
        relations.add(key);
        shadow(table.name(), table);
        int columns = definition.columns().size();
        if (columns > D1Rules.COLUMNS) {
            String sentence = table.name() + " has " + columns + " columns; D1 takes " + D1Rules.COLUMNS;
            findings.add(Kind.TOO_MANY_COLUMNS, table.name(), table, sentence);
        }
    }

    /** The sqlite3 shell writes virtual tables as rows of sqlite_schema. */
    void schemaRow(InsertRow row) {
        boolean hasText = row.size() == 5 && row.kind(1) == CellKind.TEXT && row.kind(4) == CellKind.TEXT;
        if (hasText && key(row.textAt(4)).startsWith("create virtual table")) virtualTable(row.textAt(1), row);
    }

    private void virtualTable(CreateVirtualTable table) {
        virtualTable(table.name(), table);
        if (!D1Rules.MODULES.contains(key(table.module()))) {
            findings.add(Kind.MODULE_UNKNOWN, table.name(), table, "D1 has no virtual tables of " + table.module());
        }
    }

    private void virtualTable(String name, DumpStatement at) {
        virtualCount++;
        String key = key(name);
        relations.add(key);
        virtual.add(key);
        for (String made : tables.keySet()) { // its shadow tables were made first: then it cannot be made itself
            if (key(D1Rules.shadowOwner(made)).equals(key)) {
                findings.add(Kind.SHADOW_TABLE, made, at, shadowSentence(made, name));
            }
        }
    }

    private void index(CreateIndex index) {
        indexCount++;
        String table = key(index.table());
        if (!relations.contains(table)) {
            wait(
                    Kind.INDEX_BEFORE_TABLE,
                    index.name(),
                    table,
                    index,
                    "the index " + index.name() + " needs the table " + index.table());
        }
        if (index.unique()) {
            Set<String> columns = IndexColumns.of(index);
            if (!columns.isEmpty())
                uniqueIndexes.computeIfAbsent(table, t -> new ArrayList<>()).add(columns);
        }
    }

    private void trigger(CreateTrigger trigger) {
        triggerCount++;
        if (!relations.contains(key(trigger.table()))) {
            String sentence = "the trigger " + trigger.name() + " needs "
                    + (trigger.insteadOf() ? "the view " : "the table ") + trigger.table();
            wait(Kind.TRIGGER_BEFORE_TABLE, trigger.name(), key(trigger.table()), trigger, sentence);
        }
    }

    private void wait(Kind kind, String object, String needs, DumpStatement at, String sentence) {
        if (waiting.size() > 10_000) return;
        waiting.add(new Waiting(kind, object, needs, at.offset(), at.line(), sentence));
    }

    private void shadow(String table, DumpStatement at) {
        String owner = D1Rules.shadowOwner(table);
        if (!owner.isEmpty() && virtual.contains(key(owner))) {
            findings.add(Kind.SHADOW_TABLE, table, at, shadowSentence(table, owner));
        }
    }

    private static String shadowSentence(String table, String owner) {
        return table + " belongs to the virtual table " + owner + ", which makes it itself; it cannot be filled";
    }

    /** The definition of a table, {@code null} where the dump has made none so far. */
    @Nullable
    TableDefinition definition(String table) {
        return tables.get(key(table));
    }

    /** The first row of a table. */
    void firstRow(String table, InsertRow row) {
        if (D1Rules.isWritableSystemTable(table)) return;
        if (D1Rules.isReserved(table)) {
            findings.add(Kind.RESERVED_NAME, table, row, "rows of " + table + ", which D1 does not let be written");
            return;
        }
        shadow(table, row);
        TableDefinition definition = definition(table);
        if (definition != null) {
            definition.foreignKeys().forEach(foreignKey -> parent(definition, foreignKey, row));
        } else if (!relations.contains(key(table))) {
            findings.add(Kind.NEEDS_TABLE, table, row, "the dump has rows of " + table + " but has not made it before");
        }
    }

    // SQLite looks for the parent whenever a row is inserted while foreign keys are on, and D1 keeps them on.
    private void parent(TableDefinition child, ForeignKey foreignKey, InsertRow row) {
        TableDefinition parent = definition(foreignKey.parent());
        if (parent == null) {
            String sentence =
                    "rows of " + child.name() + " come before the table " + foreignKey.parent() + " that they refer to";
            wait(Kind.CHILD_BEFORE_PARENT, child.name(), key(foreignKey.parent()), row, sentence);
        } else if (!parent.columns().isEmpty() && !isUnique(parent, foreignKey)) {
            String columns = foreignKey.parentColumns().isEmpty()
                    ? ""
                    : "(" + String.join(",", foreignKey.parentColumns()) + ")";
            findings.add(
                    Kind.PARENT_KEY_NOT_UNIQUE,
                    child.name(),
                    row,
                    "rows of " + child.name() + " refer to " + foreignKey.parent() + columns
                            + ", on which no unique key is there yet");
        }
    }

    private boolean isUnique(TableDefinition parent, ForeignKey foreignKey) {
        Set<String> wanted = keys(foreignKey.parentColumns());
        if (wanted.isEmpty())
            return parent.primaryKey().size() == foreignKey.columns().size();
        return keys(parent.primaryKey()).equals(wanted)
                || parent.uniques().stream().anyMatch(unique -> keys(unique).equals(wanted))
                || uniqueIndexes.getOrDefault(key(parent.name()), List.of()).contains(wanted);
    }

    private static Set<String> keys(List<String> names) {
        Set<String> keys = new HashSet<>();
        names.forEach(name -> keys.add(key(name)));
        return keys;
    }

    /** The dump has ended: what was missing came later, or never. */
    void finish() {
        for (Waiting one : waiting) {
            boolean later = relations.contains(one.needs);
            String sentence = one.sentence + (later ? ", which is made later" : ", which the dump does not make");
            findings.add(one.kind, one.object, one.offset, one.line, sentence);
        }
        waiting.clear();
    }

    Inspection.Objects objects() {
        return new Inspection.Objects(tableCount, virtualCount, indexCount, triggerCount, viewCount);
    }
}
