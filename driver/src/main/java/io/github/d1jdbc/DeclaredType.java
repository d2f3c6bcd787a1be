package io.github.d1jdbc;

import io.github.d1jdbc.internal.schema.Affinity;
import io.github.d1jdbc.internal.schema.Column;
import java.sql.Types;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a column's declared type is in JDBC. SQLite takes any words for a type and any value in a column, so this says
 * what an application meant and not what is in there: first by the name, else by the affinity. Immutable.
 *
 * @param name in upper case without its numbers, never empty
 * @param sqlType of {@link Types}
 * @param size digits, characters or bytes, the declared ones or as many as there can be
 * @param digits behind the point, null where the type has none
 */
record DeclaredType(
        String name, int sqlType, int size, @Nullable Integer digits) {

    /** The most bytes that a value can have (developers.cloudflare.com/d1/platform/limits). */
    static final int MOST_BYTES = 2_000_000;

    /**
     * A NUMERIC without numbers takes any: room for each integer of SQLite's and as many digits behind the point. With
     * none of these jOOQ would make a long of it.
     */
    private static final int UNDECLARED_PRECISION = 38;

    static final int UNDECLARED_DIGITS = 18;

    /** A column without a type, and a view's expression: ANY is what a STRICT table calls it. */
    private static final String ANY = "ANY";

    private static final Pattern NUMBERS = Pattern.compile("\\(\\s*(\\d{1,9})\\s*(?:,\\s*(\\d{1,9})\\s*)?\\)");
    private static final Pattern ARGUMENTS = Pattern.compile("\\s*\\([^)]*\\)?\\s*");

    // The usual names that the affinity alone would make something else of.
    private static final Map<String, Integer> NAMES = Map.ofEntries(
            Map.entry("TINYINT", Types.TINYINT),
            Map.entry("INT1", Types.TINYINT),
            Map.entry("SMALLINT", Types.SMALLINT),
            Map.entry("INT2", Types.SMALLINT),
            Map.entry("INT8", Types.BIGINT),
            Map.entry("LONG", Types.BIGINT),
            Map.entry("CHAR", Types.CHAR),
            Map.entry("CHARACTER", Types.CHAR),
            Map.entry("NCHAR", Types.CHAR),
            Map.entry("NATIVE CHARACTER", Types.CHAR),
            Map.entry("CLOB", Types.CLOB),
            Map.entry("NCLOB", Types.CLOB),
            Map.entry("FLOAT", Types.FLOAT),
            Map.entry("NUMERIC", Types.NUMERIC),
            Map.entry("NUM", Types.NUMERIC),
            Map.entry("NUMBER", Types.NUMERIC),
            Map.entry("DECIMAL", Types.DECIMAL),
            Map.entry("DEC", Types.DECIMAL),
            Map.entry("BOOLEAN", Types.BOOLEAN),
            Map.entry("BOOL", Types.BOOLEAN),
            Map.entry("DATE", Types.DATE),
            Map.entry("TIME", Types.TIME),
            Map.entry("DATETIME", Types.TIMESTAMP),
            Map.entry("TIMESTAMP", Types.TIMESTAMP),
            Map.entry("TIMESTAMPTZ", Types.TIMESTAMP),
            Map.entry("BINARY", Types.BINARY),
            Map.entry("VARBINARY", Types.VARBINARY));

    static DeclaredType of(Column column) {
        String declared = column.type().toUpperCase(Locale.ROOT);
        Matcher numbers = NUMBERS.matcher(declared);
        boolean sized = numbers.find();
        String name = ARGUMENTS.matcher(declared).replaceAll(" ").strip().replaceAll("\\s+", " ");
        if (name.isEmpty()) name = ANY;
        int sqlType = sqlType(name, column.affinity());
        int size = sized ? Integer.parseInt(numbers.group(1)) : size(sqlType);
        // An INT(11) of MySQL's is as wide as any other: its number is for display.
        boolean ownSize = isText(sqlType) || isBytes(sqlType) || isDecimal(sqlType);
        Integer digits = hasDigits(sqlType) ? Integer.valueOf(0) : null;
        if (isDecimal(sqlType) && !sized) digits = UNDECLARED_DIGITS;
        if (isDecimal(sqlType) && sized && numbers.group(2) != null) digits = Integer.valueOf(numbers.group(2));
        return new DeclaredType(name, sqlType, ownSize ? size : size(sqlType), digits);
    }

    private static int sqlType(String name, Affinity affinity) {
        Integer known = NAMES.get(name);
        if (known != null) return known;
        return switch (affinity) {
            case INTEGER -> name.contains("BIG") ? Types.BIGINT : Types.INTEGER;
            case TEXT -> Types.VARCHAR;
            case BLOB -> name.equals(ANY) ? Types.VARCHAR : Types.BLOB;
            // SQLite's REAL has eight bytes; JDBC's has four and would lose digits.
            case REAL -> Types.DOUBLE;
            case NUMERIC -> numeric(name);
        };
    }

    // Any value can be read as text: STRING, UUID and JSON have this affinity only because nobody told SQLite of them.
    private static int numeric(String name) {
        if (name.startsWith("TIMESTAMP ") || name.startsWith("DATETIME ")) return Types.TIMESTAMP;
        if (name.startsWith("TIME ")) return Types.TIME;
        if (name.contains("DEC")) return Types.DECIMAL;
        return name.contains("NUM") ? Types.NUMERIC : Types.VARCHAR;
    }

    /** The size of a type without declared numbers. */
    static int size(int sqlType) {
        return switch (sqlType) {
            case Types.BOOLEAN -> 1;
            case Types.TINYINT -> 3;
            case Types.SMALLINT -> 5;
            case Types.INTEGER -> 10;
            case Types.BIGINT -> 19;
            case Types.NUMERIC, Types.DECIMAL -> UNDECLARED_PRECISION;
            case Types.DOUBLE, Types.FLOAT -> 17;
            case Types.DATE -> "2026-11-22".length();
            case Types.TIME -> "12:30:45.678".length();
            case Types.TIMESTAMP -> "2026-11-22 12:30:45.678".length();
            default -> MOST_BYTES;
        };
    }

    /** 10 for a number, else null. */
    @Nullable
    Integer radix() {
        return isNumber(sqlType) ? Integer.valueOf(10) : null;
    }

    /** The most bytes of a text or blob, else null. SQLite holds nobody to a declared length. */
    @Nullable
    Integer octets() {
        return isText(sqlType) || isBytes(sqlType) ? Integer.valueOf(MOST_BYTES) : null;
    }

    static boolean isNumber(int sqlType) {
        return switch (sqlType) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.DOUBLE, Types.FLOAT -> true;
            default -> isDecimal(sqlType);
        };
    }

    private static boolean hasDigits(int sqlType) {
        return isNumber(sqlType) && sqlType != Types.DOUBLE && sqlType != Types.FLOAT;
    }

    private static boolean isDecimal(int sqlType) {
        return sqlType == Types.NUMERIC || sqlType == Types.DECIMAL;
    }

    static boolean isText(int sqlType) {
        return sqlType == Types.VARCHAR || sqlType == Types.CHAR || sqlType == Types.CLOB;
    }

    private static boolean isBytes(int sqlType) {
        return sqlType == Types.BLOB || sqlType == Types.BINARY || sqlType == Types.VARBINARY;
    }
}
