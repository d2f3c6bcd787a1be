package io.github.d1jdbc.dump;

import io.github.d1jdbc.dump.DumpStatement.CreateTable;
import java.util.List;

/**
 * What a CREATE TABLE says of its columns and keys. Immutable.
 *
 * @param name the table, quotes taken off
 * @param columns in their order; empty for CREATE TABLE … AS SELECT
 * @param primaryKey the columns of the primary key in its order; empty if there is none
 * @param uniques the columns of each UNIQUE constraint
 * @param foreignKeys in the order of the text
 * @param withoutRowid whether the table has no rowid
 * @param strict whether it is STRICT
 * @param checked whether it has a CHECK constraint
 */
public record TableDefinition(
        String name,
        List<Column> columns,
        List<String> primaryKey,
        List<List<String>> uniques,
        List<ForeignKey> foreignKeys,
        boolean withoutRowid,
        boolean strict,
        boolean checked) {

    /**
     * A column.
     *
     * @param name quotes taken off
     * @param type as declared, words separated by one space, empty if none
     * @param affinity what it makes of values
     * @param generated whether it is computed, so that no INSERT names it
     */
    public record Column(String name, String type, Affinity affinity, boolean generated) {}

    /**
     * A foreign key.
     *
     * @param columns of this table
     * @param parent the table referred to
     * @param parentColumns its columns; empty where its primary key is meant
     */
    public record ForeignKey(List<String> columns, String parent, List<String> parentColumns) {
        public ForeignKey {
            columns = List.copyOf(columns);
            parentColumns = List.copyOf(parentColumns);
        }
    }

    public TableDefinition {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        uniques = uniques.stream().map(List::copyOf).toList();
        foreignKeys = List.copyOf(foreignKeys);
    }

    /** Reads a statement; what SQLite would refuse is read as far as it makes sense. */
    public static TableDefinition of(CreateTable table) {
        return new TableParser(table).definition();
    }

    /** The columns for which an INSERT without column names has values. */
    public List<Column> insertable() {
        return columns.stream().filter(column -> !column.generated()).toList();
    }

    /**
     * Whether a dump loses no rowid: there is none, or the primary key is the rowid itself
     * (sqlite.org/lang_createtable.html#rowid).
     */
    public boolean keepsRowid() {
        if (withoutRowid || primaryKey.size() != 1) return withoutRowid;
        String key = primaryKey.get(0);
        return columns.stream()
                .anyMatch(column ->
                        column.name().equalsIgnoreCase(key) && column.type().equalsIgnoreCase("INTEGER"));
    }
}
