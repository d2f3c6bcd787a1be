package io.github.d1jdbc.internal.schema;

import io.github.d1jdbc.internal.Rows;
import io.github.d1jdbc.internal.schema.CreateTable.Reference;
import io.github.d1jdbc.internal.schema.SchemaSnapshot.SchemaObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts the tables together from the rows of the PRAGMAs and the CREATE statements. For one thread at a time. */
final class Tables {

    /** What is known of a table so far. */
    private static final class Draft {
        Table.Kind kind = Table.Kind.ORDINARY;
        boolean withoutRowid;
        boolean strict;
        CreateTable create = new CreateTable(null, List.of(), Map.of());
        final List<Column> columns = new ArrayList<>();
        // By PRAGMA's number, which counts the keys of a table from its last one.
        final TreeMap<Integer, Key> keys = new TreeMap<>();
        final Map<String, Index> indexes = new LinkedHashMap<>();
    }

    /** A foreign key as PRAGMA foreign_key_list gives it, a row a column. */
    private record Key(
            String parent, String onUpdate, String onDelete, List<String> columns, List<String> parentColumns) {}

    private final Map<String, String> statements = new HashMap<>();
    private final Map<String, Integer> created = new HashMap<>();
    private final Map<String, Draft> drafts = new LinkedHashMap<>();

    Tables(List<SchemaObject> objects) {
        for (SchemaObject object : objects) {
            created.put(object.name(), created.size());
            if (object.sql() != null) statements.put(object.name(), object.sql());
        }
    }

    /** Takes name, type, wr, strict and more of pragma_table_list. */
    void tables(Rows rows) {
        for (int row = 0; row < rows.rowCount(); row++) {
            String name = rows.text(row, 0);
            Draft draft = new Draft();
            draft.kind = kind(name, rows.text(row, 1));
            draft.withoutRowid = number(rows, row, 2) != 0;
            draft.strict = number(rows, row, 3) != 0;
            if (draft.kind == Table.Kind.ORDINARY) {
                draft.create = CreateTable.parse(statements.getOrDefault(name, ""));
            }
            drafts.put(name, draft);
        }
    }

    private static Table.Kind kind(String name, String type) {
        if (name.startsWith("sqlite_")) return Table.Kind.SYSTEM;
        return switch (type) {
            case "view" -> Table.Kind.VIEW;
            case "virtual" -> Table.Kind.VIRTUAL;
            default -> Table.Kind.ORDINARY;
        };
    }

    /** Takes table, name, type, notnull, dflt_value, pk and hidden of pragma_table_xinfo. */
    void columns(Rows rows) {
        for (int row = 0; row < rows.rowCount(); row++) {
            Draft draft = draft(rows, row);
            String name = rows.text(row, 1);
            String type = rows.text(row, 2);
            Column.Kind kind = switch (number(rows, row, 6)) {
                case 1 -> Column.Kind.HIDDEN;
                case 2 -> Column.Kind.VIRTUAL;
                case 3 -> Column.Kind.STORED;
                default -> Column.Kind.ORDINARY;
            };
            draft.columns.add(new Column(
                    name,
                    type,
                    Affinity.of(type, draft.strict),
                    kind,
                    number(rows, row, 3) != 0,
                    textOrNull(rows, row, 4),
                    number(rows, row, 5),
                    false,
                    draft.create.collations().getOrDefault(SchemaSnapshot.fold(name), "BINARY")));
        }
    }

    /** Takes table, id, parent, from, to, on_update and on_delete of pragma_foreign_key_list. */
    void foreignKeys(Rows rows) {
        for (int row = 0; row < rows.rowCount(); row++) {
            int number = number(rows, row, 1);
            Draft draft = draft(rows, row);
            Key key = draft.keys.get(number);
            if (key == null) {
                key = new Key(
                        rows.text(row, 2), rows.text(row, 5), rows.text(row, 6), new ArrayList<>(), new ArrayList<>());
                draft.keys.put(number, key);
            }
            key.columns.add(rows.text(row, 3));
            String parentColumn = textOrNull(rows, row, 4);
            key.parentColumns.add(parentColumn == null ? "" : parentColumn);
        }
    }

    /** Takes table, index, unique, origin, column, desc and coll of pragma_index_list and pragma_index_xinfo. */
    void indexes(Rows rows) {
        Map<String, CreateIndex> creates = new HashMap<>();
        for (int row = 0; row < rows.rowCount(); row++) {
            String name = rows.text(row, 1);
            CreateIndex create = creates.computeIfAbsent(
                    name,
                    key -> statements.containsKey(key)
                            ? CreateIndex.parse(statements.get(key))
                            : new CreateIndex(List.of(), null));
            Map<String, Index> indexes = draft(rows, row).indexes;
            Index before = indexes.get(name);
            List<Index.Term> terms = new ArrayList<>(before == null ? List.of() : before.terms());
            String column = textOrNull(rows, row, 4);
            String text = column == null && terms.size() < create.terms().size()
                    ? create.terms().get(terms.size())
                    : column;
            terms.add(new Index.Term(column, text == null ? "" : text, number(rows, row, 5) != 0, rows.text(row, 6)));
            indexes.put(
                    name, new Index(name, number(rows, row, 2) != 0, origin(rows.text(row, 3)), terms, create.where()));
        }
    }

    private static Index.Origin origin(String code) {
        return switch (code) {
            case "pk" -> Index.Origin.PRIMARY_KEY;
            case "u" -> Index.Origin.UNIQUE;
            default -> Index.Origin.CREATE_INDEX;
        };
    }

    /** The views and virtual tables whose columns are not known, since pragma_table_list did not count them. */
    List<String> withoutColumns() {
        return drafts.entrySet().stream()
                .filter(entry -> entry.getValue().columns.isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The tables in the order of their creation. */
    List<Table> build() {
        Table[] tables = drafts.entrySet().stream()
                .map(entry -> table(entry.getKey(), entry.getValue()))
                .toArray(Table[]::new);
        Arrays.sort(tables, java.util.Comparator.comparingInt(table -> created.getOrDefault(table.name(), -1)));
        return List.of(tables);
    }

    private static Table table(String name, Draft draft) {
        return new Table(
                name,
                draft.kind,
                draft.withoutRowid,
                draft.strict,
                withRowidAlias(draft),
                draft.create.primaryKeyName(),
                foreignKeys(name, draft),
                List.copyOf(draft.indexes.values()));
    }

    // The one column of a key of exactly the type INTEGER is the rowid under another name, unless it was declared
    // "INTEGER PRIMARY KEY DESC", which has an index of its own (sqlite.org/lang_createtable.html#rowid).
    private static List<Column> withRowidAlias(Draft draft) {
        boolean ownIndex = draft.indexes.values().stream().anyMatch(i -> i.origin() == Index.Origin.PRIMARY_KEY);
        long keyColumns =
                draft.columns.stream().filter(c -> c.keySequence() > 0).count();
        if (draft.withoutRowid || ownIndex || keyColumns != 1) return draft.columns;
        return draft.columns.stream()
                .map(c -> c.keySequence() > 0 && c.type().equalsIgnoreCase("INTEGER") ? c.asRowid() : c)
                .toList();
    }

    private static List<ForeignKey> foreignKeys(String table, Draft draft) {
        List<Reference> references = draft.create.references();
        // PRAGMA gives the last one first.
        List<Key> keys = new ArrayList<>(draft.keys.descendingMap().values());
        Set<String> taken = new HashSet<>();
        for (Reference reference : references) if (reference.name() != null) taken.add(reference.name());
        List<ForeignKey> foreignKeys = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Key key = keys.get(i);
            Reference written = i < references.size() ? references.get(i) : null;
            // Both must speak of the same key, or a statement was read wrongly and tells nothing.
            if (written != null && !sameColumns(written.columns(), key.columns)) written = null;
            String name = written == null ? null : written.name();
            foreignKeys.add(new ForeignKey(
                    name == null ? madeUp(table, key, taken) : name,
                    key.columns,
                    key.parent,
                    key.parentColumns,
                    ForeignKey.Action.of(key.onUpdate),
                    ForeignKey.Action.of(key.onDelete),
                    written == null ? ForeignKey.Deferral.NOT_DEFERRABLE : written.deferral()));
        }
        return foreignKeys;
    }

    private static boolean sameColumns(List<String> a, List<String> b) {
        return SchemaSnapshot.fold(String.join("\0", a)).equals(SchemaSnapshot.fold(String.join("\0", b)));
    }

    // Tools group the columns of a key by its name and compare names between two readings.
    private static String madeUp(String table, Key key, Set<String> taken) {
        String name = "fk_" + table + "_" + String.join("_", key.columns);
        if (!taken.add(name)) {
            String longer = name + "_" + key.parent;
            name = longer;
            for (int i = 2; !taken.add(name); i++) name = longer + "_" + i;
        }
        return name;
    }

    private Draft draft(Rows rows, int row) {
        Draft draft = drafts.get(rows.text(row, 0));
        if (draft == null) throw new IllegalStateException("a table that pragma_table_list does not have");
        return draft;
    }

    private static int number(Rows rows, int row, int column) {
        return (int) Double.parseDouble(rows.number(row, column));
    }

    static @Nullable String textOrNull(Rows rows, int row, int column) {
        return rows.cell(row, column) == Rows.Cell.NULL ? null : rows.text(row, column);
    }
}
