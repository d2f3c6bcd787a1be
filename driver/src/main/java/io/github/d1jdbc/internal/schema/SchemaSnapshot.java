package io.github.d1jdbc.internal.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A database's tables and views at one instant, without D1's own tables and without shadow tables. Names are found in
 * any case, as SQLite finds them. Immutable.
 */
public final class SchemaSnapshot {
    private final List<SchemaObject> objects;
    private final Map<String, Table> tables = new HashMap<>();
    private final List<Table> inOrder = new ArrayList<>();

    /** One row of sqlite_schema; {@code sql} is null for an index that a constraint made. */
    record SchemaObject(String type, String name, @Nullable String sql) {}

    SchemaSnapshot(List<SchemaObject> objects, List<Table> read) {
        this.objects = List.copyOf(objects);
        for (Table table : read) tables.put(fold(table.name()), table);
        for (Table table : read) {
            Table resolved = table.withForeignKeys(
                    table.foreignKeys().stream().map(this::resolve).toList());
            inOrder.add(resolved);
        }
        for (Table table : inOrder) tables.put(fold(table.name()), table);
    }

    // A reference without columns means the parent's primary key (sqlite.org/foreignkeys.html, section 3).
    private ForeignKey resolve(ForeignKey key) {
        Table parent = tables.get(fold(key.parent()));
        if (parent == null) return key;
        List<Column> primaryKey = parent.primaryKey();
        boolean implied = primaryKey.size() == key.columns().size();
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            String written = key.parentColumns().get(i);
            Column column = parent.column(written);
            if (column != null) columns.add(column.name());
            else columns.add(written.isEmpty() && implied ? primaryKey.get(i).name() : written);
        }
        return key.refersTo(parent.name(), columns);
    }

    /** SQLite's own rule for names: only the 26 letters of ASCII have a case. */
    public static String fold(String name) {
        StringBuilder folded = new StringBuilder(name);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c >= 'A' && c <= 'Z') folded.setCharAt(i, (char) (c + 32));
        }
        return folded.toString();
    }

    /** The tables and views in the order in which they were created, SQLite's own among them. */
    public List<Table> tables() {
        return List.copyOf(inOrder);
    }

    /** The table or view of a name in any case, or null. */
    public @Nullable Table table(String name) {
        return tables.get(fold(name));
    }

    /** What sqlite_schema held: the same objects have the same metadata. */
    List<SchemaObject> objects() {
        return objects;
    }
}
