package io.github.d1jdbc;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.Types;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The types that a column may be declared with, for getTypeInfo: SQLite's own five first, and the usual names that it
 * takes too (sqlite.org/datatype3.html, section 3.1.1). {@link DeclaredType} reads each of them back as it is here.
 */
final class TypeInfoRows {

    private record Type(String name, int sqlType, @Nullable String parameters) {}

    private static final List<Type> TYPES = List.of(
            new Type("INTEGER", Types.INTEGER, null),
            new Type("REAL", Types.DOUBLE, null),
            new Type("TEXT", Types.VARCHAR, null),
            new Type("BLOB", Types.BLOB, null),
            new Type("NUMERIC", Types.NUMERIC, "precision,scale"),
            new Type("INT", Types.INTEGER, null),
            new Type("BIGINT", Types.BIGINT, null),
            new Type("SMALLINT", Types.SMALLINT, null),
            new Type("TINYINT", Types.TINYINT, null),
            new Type("BOOLEAN", Types.BOOLEAN, null),
            new Type("DOUBLE", Types.DOUBLE, null),
            new Type("FLOAT", Types.FLOAT, null),
            new Type("DECIMAL", Types.DECIMAL, "precision,scale"),
            new Type("VARCHAR", Types.VARCHAR, "length"),
            new Type("CHAR", Types.CHAR, "length"),
            new Type("CLOB", Types.CLOB, null),
            new Type("BINARY", Types.BINARY, "length"),
            new Type("VARBINARY", Types.VARBINARY, "length"),
            new Type("DATE", Types.DATE, null),
            new Type("TIME", Types.TIME, null),
            new Type("TIMESTAMP", Types.TIMESTAMP, null),
            new Type("DATETIME", Types.TIMESTAMP, null));

    private TypeInfoRows() {}

    /** Sorted by type; of several names for one type SQLite's own comes first. */
    static ResultSet typeInfo() {
        MetadataRows rows = new MetadataRows("getTypeInfo");
        TYPES.stream().sorted(Comparator.comparingInt(Type::sqlType)).forEach(type -> row(rows.row(), type));
        return rows.result();
    }

    private static void row(MetadataRows.Row row, Type type) {
        boolean number = DeclaredType.isNumber(type.sqlType);
        boolean quoted = DeclaredType.isText(type.sqlType) || isTime(type.sqlType);
        boolean bytes = type.sqlType == Types.BLOB || type.sqlType == Types.BINARY || type.sqlType == Types.VARBINARY;
        boolean decimal = type.sqlType == Types.NUMERIC || type.sqlType == Types.DECIMAL;
        row.set("TYPE_NAME", type.name)
                .set("DATA_TYPE", type.sqlType)
                .set("PRECISION", DeclaredType.size(type.sqlType))
                .set("LITERAL_PREFIX", bytes ? "x'" : quoted ? "'" : null)
                .set("LITERAL_SUFFIX", bytes || quoted ? "'" : null)
                .set("CREATE_PARAMS", type.parameters)
                .set("NULLABLE", DatabaseMetaData.typeNullable)
                .set("CASE_SENSITIVE", DeclaredType.isText(type.sqlType))
                .set("SEARCHABLE", DatabaseMetaData.typeSearchable)
                .set("UNSIGNED_ATTRIBUTE", !number)
                .set("FIXED_PREC_SCALE", false)
                // "INTEGER PRIMARY KEY", written so, numbers its rows.
                .set("AUTO_INCREMENT", type.name.equals("INTEGER"))
                .set("MINIMUM_SCALE", 0)
                .set("MAXIMUM_SCALE", decimal ? DeclaredType.size(type.sqlType) : 0)
                .set("NUM_PREC_RADIX", number ? 10 : null);
    }

    private static boolean isTime(int sqlType) {
        return sqlType == Types.DATE || sqlType == Types.TIME || sqlType == Types.TIMESTAMP;
    }
}
