package io.github.d1jdbc;

import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The columns that JDBC 4.3 gives one result of DatabaseMetaData, in its order. Immutable.
 *
 * @param types of {@link Types}, one for each label
 */
record MetadataColumns(List<String> labels, List<Integer> types) {
    // A label without a type is a text.
    private static final String SIZE = "DATA_TYPE:int TYPE_NAME COLUMN_SIZE:int BUFFER_LENGTH:int DECIMAL_DIGITS:%s ";
    private static final String ROUTINE = "COLUMN_NAME COLUMN_TYPE:short DATA_TYPE:int TYPE_NAME PRECISION:int"
            + " LENGTH:int SCALE:short RADIX:short NULLABLE:short REMARKS ";
    private static final String KEY = "PKTABLE_CAT PKTABLE_SCHEM PKTABLE_NAME PKCOLUMN_NAME FKTABLE_CAT FKTABLE_SCHEM"
            + " FKTABLE_NAME FKCOLUMN_NAME KEY_SEQ:short UPDATE_RULE:short DELETE_RULE:short FK_NAME PK_NAME"
            + " DEFERRABILITY:short";
    private static final String ROW_IDENTIFIER =
            "SCOPE:short COLUMN_NAME " + SIZE.formatted("short") + "PSEUDO_COLUMN:short";
    private static final String TABLE = "TABLE_CAT TABLE_SCHEM TABLE_NAME ";
    private static final String TYPE = "TYPE_CAT TYPE_SCHEM TYPE_NAME ";
    private static final String SCOPE = "SCOPE_CATALOG SCOPE_SCHEMA SCOPE_TABLE SOURCE_DATA_TYPE:short";
    private static final String DETAILS =
            "SQL_DATA_TYPE:int SQL_DATETIME_SUB:int CHAR_OCTET_LENGTH:int" + " ORDINAL_POSITION:int IS_NULLABLE ";

    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry(
                    "getProcedures",
                    "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME RESERVED_1 RESERVED_2 RESERVED_3 REMARKS"
                            + " PROCEDURE_TYPE:short SPECIFIC_NAME"),
            Map.entry(
                    "getProcedureColumns",
                    "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME " + ROUTINE + "COLUMN_DEF " + DETAILS
                            + "SPECIFIC_NAME"),
            Map.entry(
                    "getFunctions",
                    "FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME REMARKS FUNCTION_TYPE:short SPECIFIC_NAME"),
            Map.entry(
                    "getFunctionColumns",
                    "FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME " + ROUTINE
                            + "CHAR_OCTET_LENGTH:int ORDINAL_POSITION:int IS_NULLABLE SPECIFIC_NAME"),
            Map.entry(
                    "getTables",
                    TABLE + "TABLE_TYPE REMARKS TYPE_CAT TYPE_SCHEM TYPE_NAME SELF_REFERENCING_COL_NAME"
                            + " REF_GENERATION"),
            Map.entry("getSchemas", "TABLE_SCHEM TABLE_CATALOG"),
            Map.entry("getCatalogs", "TABLE_CAT"),
            Map.entry("getTableTypes", "TABLE_TYPE"),
            Map.entry(
                    "getColumns",
                    TABLE + "COLUMN_NAME " + SIZE.formatted("int") + "NUM_PREC_RADIX:int NULLABLE:int REMARKS"
                            + " COLUMN_DEF " + DETAILS + SCOPE + " IS_AUTOINCREMENT IS_GENERATEDCOLUMN"),
            Map.entry("getColumnPrivileges", TABLE + "COLUMN_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE"),
            Map.entry("getTablePrivileges", TABLE + "GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE"),
            Map.entry("getBestRowIdentifier", ROW_IDENTIFIER),
            Map.entry("getVersionColumns", ROW_IDENTIFIER),
            Map.entry("getPrimaryKeys", TABLE + "COLUMN_NAME KEY_SEQ:short PK_NAME"),
            Map.entry("getImportedKeys", KEY),
            Map.entry("getExportedKeys", KEY),
            Map.entry("getCrossReference", KEY),
            Map.entry(
                    "getTypeInfo",
                    "TYPE_NAME DATA_TYPE:int PRECISION:int LITERAL_PREFIX LITERAL_SUFFIX CREATE_PARAMS NULLABLE:short"
                            + " CASE_SENSITIVE:boolean SEARCHABLE:short UNSIGNED_ATTRIBUTE:boolean"
                            + " FIXED_PREC_SCALE:boolean AUTO_INCREMENT:boolean LOCAL_TYPE_NAME MINIMUM_SCALE:short"
                            + " MAXIMUM_SCALE:short SQL_DATA_TYPE:int SQL_DATETIME_SUB:int NUM_PREC_RADIX:int"),
            Map.entry(
                    "getIndexInfo",
                    TABLE + "NON_UNIQUE:boolean INDEX_QUALIFIER INDEX_NAME TYPE:short ORDINAL_POSITION:short"
                            + " COLUMN_NAME ASC_OR_DESC CARDINALITY:long PAGES:long FILTER_CONDITION"),
            Map.entry("getUDTs", TYPE + "CLASS_NAME DATA_TYPE:int REMARKS BASE_TYPE:short"),
            Map.entry("getSuperTypes", TYPE + "SUPERTYPE_CAT SUPERTYPE_SCHEM SUPERTYPE_NAME"),
            Map.entry("getSuperTables", TABLE + "SUPERTABLE_NAME"),
            Map.entry(
                    "getAttributes",
                    TYPE + "ATTR_NAME DATA_TYPE:int ATTR_TYPE_NAME ATTR_SIZE:int DECIMAL_DIGITS:int"
                            + " NUM_PREC_RADIX:int NULLABLE:int REMARKS ATTR_DEF " + DETAILS + SCOPE),
            Map.entry("getClientInfoProperties", "NAME MAX_LEN:int DEFAULT_VALUE DESCRIPTION"),
            Map.entry(
                    "getPseudoColumns",
                    TABLE + "COLUMN_NAME DATA_TYPE:int COLUMN_SIZE:int DECIMAL_DIGITS:int NUM_PREC_RADIX:int"
                            + " COLUMN_USAGE REMARKS CHAR_OCTET_LENGTH:int IS_NULLABLE"));

    MetadataColumns {
        labels = List.copyOf(labels);
        types = List.copyOf(types);
    }

    /** The columns of a method's result. */
    static MetadataColumns of(String method) {
        String columns = COLUMNS.get(method);
        if (columns == null) throw new IllegalArgumentException("no result of DatabaseMetaData: " + method);
        List<String> labels = new ArrayList<>();
        List<Integer> types = new ArrayList<>();
        for (String column : columns.split(" ", -1)) {
            String[] parts = column.split(":", 2);
            labels.add(parts[0]);
            types.add(type(parts.length == 1 ? "" : parts[1]));
        }
        return new MetadataColumns(labels, types);
    }

    private static int type(String word) {
        return switch (word) {
            case "int" -> Types.INTEGER;
            case "short" -> Types.SMALLINT;
            case "long" -> Types.BIGINT;
            case "boolean" -> Types.BOOLEAN;
            default -> Types.VARCHAR;
        };
    }
}
