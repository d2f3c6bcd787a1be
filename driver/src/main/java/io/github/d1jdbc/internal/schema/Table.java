package io.github.d1jdbc.internal.schema;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table or view. Immutable.
 *
 * @param columns all of them, hidden ones too; none where a view cannot be compiled any more
 * @param primaryKeyName the CONSTRAINT's name of the primary key, or null
 */
public record Table(
        String name,
        Kind kind,
        boolean withoutRowid,
        boolean strict,
        List<Column> columns,
        @Nullable String primaryKeyName,
        List<ForeignKey> foreignKeys,
        List<Index> indexes) {

    /** What a table is. Shadow tables, which belong to a virtual one, are left out altogether. */
    public enum Kind {
        ORDINARY,
        VIRTUAL,
        VIEW,
        /** SQLite's own: sqlite_schema, sqlite_sequence, sqlite_stat1. */
        SYSTEM
    }

    public Table {
        columns = List.copyOf(columns);
        foreignKeys = List.copyOf(foreignKeys);
        indexes = List.copyOf(indexes);
    }

    /** The columns that {@code SELECT *} gives, in its order. */
    public List<Column> visibleColumns() {
        return columns.stream().filter(c -> c.kind() != Column.Kind.HIDDEN).toList();
    }

    /** The column of a name in any case, hidden ones too, or null. */
    public @Nullable Column column(String asked) {
        String folded = SchemaSnapshot.fold(asked);
        for (Column column : columns) if (SchemaSnapshot.fold(column.name()).equals(folded)) return column;
        return null;
    }

    /** The columns of the primary key in its order; empty where there is none. */
    public List<Column> primaryKey() {
        return columns.stream()
                .filter(c -> c.keySequence() > 0)
                .sorted(Comparator.comparingInt(Column::keySequence))
                .toList();
    }

    /** The name under which a row's rowid can be asked for, or null where there is none or columns hide it. */
    public @Nullable String rowidName() {
        if (withoutRowid || kind == Kind.VIEW) return null;
        // In this order, because every tool knows the first one (sqlite.org/lang_createtable.html#rowid).
        for (String name : List.of("rowid", "_rowid_", "oid")) if (column(name) == null) return name;
        return null;
    }

    Table withForeignKeys(List<ForeignKey> keys) {
        return new Table(name, kind, withoutRowid, strict, columns, primaryKeyName, keys, indexes);
    }
}
