package io.github.d1jdbc;

import io.github.d1jdbc.internal.schema.Column;
import io.github.d1jdbc.internal.schema.Index;
import io.github.d1jdbc.internal.schema.Table;
import java.sql.DatabaseMetaData;
import java.sql.PseudoColumnUsage;
import java.sql.ResultSet;
import java.sql.Types;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The metadata of tables and of their columns. */
final class TableRows {
    /** In the order in which getTables gives them. */
    static final List<String> TYPES = List.of("SYSTEM TABLE", "TABLE", "VIEW");

    private TableRows() {}

    static String type(Table table) {
        return switch (table.kind()) {
            case SYSTEM -> "SYSTEM TABLE";
            case VIEW -> "VIEW";
            // Tools that do not know a type show nothing of it, and a virtual table is read as any other.
            case ORDINARY, VIRTUAL -> "TABLE";
        };
    }

    /** @param types null or empty for all */
    static ResultSet tables(List<Table> tables, @Nullable String pattern, String @Nullable [] types) {
        Set<String> asked = types == null || types.length == 0
                ? Set.copyOf(TYPES)
                : Stream.of(types).map(type -> type.toUpperCase(Locale.ROOT)).collect(Collectors.toSet());
        MetadataRows rows = new MetadataRows("getTables");
        for (Table table : named(tables, pattern)) {
            if (asked.contains(type(table))) {
                rows.row().set("TABLE_NAME", table.name()).set("TABLE_TYPE", type(table));
            }
        }
        return rows.result();
    }

    private static List<Table> named(List<Table> tables, @Nullable String pattern) {
        NamePattern names = NamePattern.of(pattern);
        return tables.stream()
                .filter(table -> names.matches(table.name()))
                .sorted(Comparator.comparing(TableRows::type).thenComparing(Table::name))
                .toList();
    }

    static ResultSet tableTypes() {
        MetadataRows rows = new MetadataRows("getTableTypes");
        for (String type : TYPES) rows.row().set("TABLE_TYPE", type);
        return rows.result();
    }

    static ResultSet columns(List<Table> tables, @Nullable String tablePattern, @Nullable String columnPattern) {
        NamePattern names = NamePattern.of(columnPattern);
        MetadataRows rows = new MetadataRows("getColumns");
        for (Table table : byName(named(tables, tablePattern))) {
            int position = 0;
            for (Column column : table.visibleColumns()) {
                position++;
                if (names.matches(column.name())) column(rows.row(), table, column, position);
            }
        }
        return rows.result();
    }

    private static List<Table> byName(List<Table> tables) {
        return tables.stream().sorted(Comparator.comparing(Table::name)).toList();
    }

    private static void column(MetadataRows.Row row, Table table, Column column, int position) {
        DeclaredType type = DeclaredType.of(column);
        boolean never = column.neverNull();
        row.set("TABLE_NAME", table.name())
                .set("COLUMN_NAME", column.name())
                .set("DATA_TYPE", type.sqlType())
                .set("TYPE_NAME", type.name())
                .set("COLUMN_SIZE", type.size())
                .set("DECIMAL_DIGITS", type.digits())
                .set("NUM_PREC_RADIX", type.radix())
                .set("NULLABLE", never ? DatabaseMetaData.columnNoNulls : DatabaseMetaData.columnNullable)
                .set("COLUMN_DEF", column.defaultValue())
                .set("CHAR_OCTET_LENGTH", type.octets())
                .set("ORDINAL_POSITION", position)
                .set("IS_NULLABLE", never ? "NO" : "YES")
                .set("IS_AUTOINCREMENT", column.autoincrement() ? "YES" : "NO")
                .set("IS_GENERATEDCOLUMN", column.generated() ? "YES" : "NO");
    }

    /** The columns that {@code SELECT *} does not give: rowids, and hidden ones such as FTS5's rank. */
    static ResultSet pseudoColumns(List<Table> tables, @Nullable String tablePattern, @Nullable String columnPattern) {
        NamePattern names = NamePattern.of(columnPattern);
        MetadataRows rows = new MetadataRows("getPseudoColumns");
        for (Table table : byName(named(tables, tablePattern))) {
            List<Column> hidden = Stream.concat(
                            Stream.ofNullable(rowid(table)),
                            table.columns().stream().filter(c -> c.kind() == Column.Kind.HIDDEN))
                    .filter(column -> names.matches(column.name()))
                    .sorted(Comparator.comparing(Column::name))
                    .toList();
            for (Column column : hidden) {
                DeclaredType type = DeclaredType.of(column);
                rows.row()
                        .set("TABLE_NAME", table.name())
                        .set("COLUMN_NAME", column.name())
                        .set("DATA_TYPE", sqlType(column, type))
                        .set("COLUMN_SIZE", DeclaredType.size(sqlType(column, type)))
                        .set("DECIMAL_DIGITS", type.digits())
                        .set("NUM_PREC_RADIX", type.radix())
                        .set("COLUMN_USAGE", PseudoColumnUsage.NO_USAGE_RESTRICTIONS.name())
                        .set("CHAR_OCTET_LENGTH", type.octets())
                        .set("IS_NULLABLE", column.neverNull() ? "NO" : "YES");
            }
        }
        return rows.result();
    }

    private static @Nullable Column rowid(Table table) {
        String name = table.rowidName();
        return name == null ? null : Column.rowid(name);
    }

    // A rowid has 64 bits and is no declared INTEGER, which JDBC takes for one of 32.
    private static int sqlType(Column column, DeclaredType type) {
        return column.rowidAlias() && column.keySequence() == 0 ? Types.BIGINT : type.sqlType();
    }

    /** The primary key; else a unique index of columns that are never null; else the rowid. */
    static ResultSet bestRowIdentifier(List<Table> tables, boolean nullable) {
        MetadataRows rows = new MetadataRows("getBestRowIdentifier");
        for (Table table : tables) {
            for (Column column : identifier(table, nullable)) {
                boolean pseudo = table.column(column.name()) == null;
                DeclaredType type = DeclaredType.of(column);
                rows.row()
                        .set("SCOPE", DatabaseMetaData.bestRowSession)
                        .set("COLUMN_NAME", column.name())
                        .set("DATA_TYPE", sqlType(column, type))
                        .set("TYPE_NAME", type.name())
                        .set("COLUMN_SIZE", DeclaredType.size(sqlType(column, type)))
                        .set("DECIMAL_DIGITS", type.digits())
                        .set(
                                "PSEUDO_COLUMN",
                                pseudo ? DatabaseMetaData.bestRowPseudo : DatabaseMetaData.bestRowNotPseudo);
            }
        }
        return rows.result();
    }

    // In a table with rowids the key may hold NULLs, also several of them (sqlite.org/quirks.html, section 5).
    private static List<Column> identifier(Table table, boolean nullable) {
        List<Column> key = table.primaryKey();
        if (!key.isEmpty() && (nullable || key.stream().allMatch(Column::neverNull))) return key;
        for (Index index : table.indexes()) {
            List<Column> columns = index.terms().stream()
                    .flatMap(term -> Stream.ofNullable(term.column() == null ? null : table.column(term.column())))
                    .filter(Column::neverNull)
                    .toList();
            boolean whole = columns.size() == index.terms().size();
            if (index.unique() && index.where() == null && whole) return columns;
        }
        return Stream.ofNullable(rowid(table)).toList();
    }
}
