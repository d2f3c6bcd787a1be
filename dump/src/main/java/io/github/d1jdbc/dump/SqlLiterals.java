package io.github.d1jdbc.dump;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Writes names and values as SQL that SQLite and D1 read back as exactly the same. */
final class SqlLiterals {

    private SqlLiterals() {}

    /** A name in double quotes. */
    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** How an INSERT for a target begins, up to and with {@code VALUES(}. */
    static String insertHead(InsertTarget target) {
        String conflict = target.conflict() == null ? "" : "OR " + target.conflict() + " ";
        return "INSERT " + conflict + "INTO " + name(target.table()) + columns(target.columns()) + " VALUES(";
    }

    private static String columns(List<String> columns) {
        if (columns.isEmpty()) return "";
        return columns.stream().map(SqlLiterals::name).collect(Collectors.joining(",", " (", ")"));
    }

    /** A cell; an expression as it stands in the dump. */
    static String cell(InsertRow row, int cell) {
        return switch (row.kind(cell)) {
            case NULL -> "NULL";
            case INTEGER -> Long.toString(row.longAt(cell));
            case REAL -> real(row.doubleAt(cell));
            case TEXT -> text(row.bytesAt(cell));
            case BLOB -> "X'" + HexFormat.of().formatHex(row.bytesAt(cell)) + "'";
            case EXPRESSION -> row.sqlAt(cell);
        };
    }

    // Java's shortest form has a point or an exponent, so it stays a real (SQLite since 3.53 reads each exactly).
    static String real(double value) {
        if (Double.isFinite(value)) return Double.toString(value);
        return value > 0 ? "9e999" : "-9e999";
    }

    // A NUL ends a statement for SQLite, and bytes that are no UTF-8 get lost on the way.
    static String text(byte[] bytes) {
        boolean plain = Bytes.indexOf(bytes, 0, bytes.length, '\0') == bytes.length
                && Utf8.firstInvalid(bytes, 0, bytes.length) == bytes.length;
        return plain
                ? "'" + new String(bytes, StandardCharsets.UTF_8).replace("'", "''") + "'"
                : "CAST(X'" + HexFormat.of().formatHex(bytes) + "' AS TEXT)";
    }
}
