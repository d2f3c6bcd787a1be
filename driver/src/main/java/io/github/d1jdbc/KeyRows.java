package io.github.d1jdbc;

import io.github.d1jdbc.internal.schema.Column;
import io.github.d1jdbc.internal.schema.ForeignKey;
import io.github.d1jdbc.internal.schema.Index;
import io.github.d1jdbc.internal.schema.SchemaSnapshot;
import io.github.d1jdbc.internal.schema.Table;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The metadata of primary keys, foreign keys and indexes. */
final class KeyRows {

    /** A foreign key and the table that has it. */
    private record Child(Table table, ForeignKey key) {}

    private KeyRows() {}

    // JDBC would sort by column name; tools that do not look at KEY_SEQ want the key's own order.
    static ResultSet primaryKeys(List<Table> tables) {
        MetadataRows rows = new MetadataRows("getPrimaryKeys");
        for (Table table : tables) {
            for (Column column : table.primaryKey()) {
                rows.row()
                        .set("TABLE_NAME", table.name())
                        .set("COLUMN_NAME", column.name())
                        .set("KEY_SEQ", column.keySequence())
                        .set("PK_NAME", table.primaryKeyName());
            }
        }
        return rows.result();
    }

    /** The keys of the child, sorted by parent. */
    static ResultSet imported(SchemaSnapshot schema, @Nullable String child) {
        return foreignKeys(
                "getImportedKeys",
                schema,
                null,
                child,
                Comparator.<Child, String>comparing(c -> c.key().parent())
                        .thenComparing(c -> c.table().name()));
    }

    /** The keys that refer to the parent, sorted by child. */
    static ResultSet exported(SchemaSnapshot schema, @Nullable String parent) {
        return foreignKeys("getExportedKeys", schema, parent, null, byChild());
    }

    static ResultSet crossReference(SchemaSnapshot schema, @Nullable String parent, @Nullable String child) {
        return foreignKeys("getCrossReference", schema, parent, child, byChild());
    }

    private static Comparator<Child> byChild() {
        return Comparator.<Child, String>comparing(c -> c.table().name())
                .thenComparing(c -> c.key().parent());
    }

    // Behind the tables by name, so that the columns of one key stand together; JDBC would mix keys of the same tables.
    private static ResultSet foreignKeys(
            String method,
            SchemaSnapshot schema,
            @Nullable String parent,
            @Nullable String child,
            Comparator<Child> order) {
        List<Child> children = new ArrayList<>();
        for (Table table : schema.tables()) {
            if (child != null && !sameName(child, table.name())) continue;
            for (ForeignKey key : table.foreignKeys()) {
                if (parent == null || sameName(parent, key.parent())) children.add(new Child(table, key));
            }
        }
        children.sort(order.thenComparing(c -> c.key().name()));
        MetadataRows rows = new MetadataRows(method);
        for (Child each : children)
            foreignKey(rows, each, schema.table(each.key().parent()));
        return rows.result();
    }

    static boolean sameName(String a, String b) {
        return SchemaSnapshot.fold(a).equals(SchemaSnapshot.fold(b));
    }

    private static void foreignKey(MetadataRows rows, Child child, @Nullable Table parent) {
        ForeignKey key = child.key();
        List<String> primaryKey = parent == null
                ? List.of()
                : parent.primaryKey().stream().map(Column::name).toList();
        // A key may also refer to a UNIQUE constraint, which is no primary key.
        boolean refersToKey = primaryKey.equals(key.parentColumns());
        String name = parent != null && refersToKey ? parent.primaryKeyName() : null;
        for (int i = 0; i < key.columns().size(); i++) {
            rows.row()
                    .set("PKTABLE_NAME", key.parent())
                    .set("PKCOLUMN_NAME", key.parentColumns().get(i))
                    .set("FKTABLE_NAME", child.table().name())
                    .set("FKCOLUMN_NAME", key.columns().get(i))
                    .set("KEY_SEQ", i + 1)
                    .set("UPDATE_RULE", rule(key.onUpdate()))
                    .set("DELETE_RULE", rule(key.onDelete()))
                    .set("FK_NAME", key.name())
                    .set("PK_NAME", name)
                    .set("DEFERRABILITY", deferrability(key.deferral()));
        }
    }

    private static int rule(ForeignKey.Action action) {
        return switch (action) {
            case NO_ACTION -> DatabaseMetaData.importedKeyNoAction;
            case RESTRICT -> DatabaseMetaData.importedKeyRestrict;
            case SET_NULL -> DatabaseMetaData.importedKeySetNull;
            case SET_DEFAULT -> DatabaseMetaData.importedKeySetDefault;
            case CASCADE -> DatabaseMetaData.importedKeyCascade;
        };
    }

    private static int deferrability(ForeignKey.Deferral deferral) {
        return switch (deferral) {
            case NOT_DEFERRABLE -> DatabaseMetaData.importedKeyNotDeferrable;
            case INITIALLY_IMMEDIATE -> DatabaseMetaData.importedKeyInitiallyImmediate;
            case INITIALLY_DEFERRED -> DatabaseMetaData.importedKeyInitiallyDeferred;
        };
    }

    // No row of statistics: D1 has none without ANALYZE, and a made-up number would mislead a planner.
    static ResultSet indexes(List<Table> tables, boolean uniqueOnly) {
        MetadataRows rows = new MetadataRows("getIndexInfo");
        for (Table table : tables) {
            List<Index> indexes = table.indexes().stream()
                    .filter(index -> index.unique() || !uniqueOnly)
                    .sorted(Comparator.comparing((Index index) -> !index.unique())
                            .thenComparing(Index::name))
                    .toList();
            for (Index index : indexes) {
                for (int i = 0; i < index.terms().size(); i++) index(rows.row(), table, index, i);
            }
        }
        return rows.result();
    }

    private static void index(MetadataRows.Row row, Table table, Index index, int term) {
        row.set("TABLE_NAME", table.name())
                .set("NON_UNIQUE", !index.unique())
                .set("INDEX_NAME", index.name())
                .set("TYPE", DatabaseMetaData.tableIndexOther)
                .set("ORDINAL_POSITION", term + 1)
                .set("COLUMN_NAME", index.terms().get(term).text())
                .set("ASC_OR_DESC", index.terms().get(term).descending() ? "D" : "A")
                .set("FILTER_CONDITION", index.where());
    }
}
