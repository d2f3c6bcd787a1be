package io.github.d1jdbc;

import io.github.d1jdbc.internal.Rows;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Locale;

/**
 * Every rule by which a cell becomes a Java value. Rows and columns count from 0; null cells are the caller's matter.
 *
 * <p>D1 sends INTEGER and REAL alike as JSON numbers, rounded to doubles: 1.0 comes as {@code 1}, and from 2^53 on an
 * integer may have been rounded (d1-engine-facts, "Numbers"). No rule here wraps, and none turns text that is no number
 * into 0.
 */
final class Values {
    /** From here on neighbouring integers share a double. */
    private static final double EXACT = 0x1p53;

    private static final double LONG_END = 0x1p63;

    /** Any integer of so many characters fits a long. */
    private static final int SAFE_LENGTH = 18;

    private static final String INFINITE = "e+999";

    private final Cells cells;
    private final boolean exact;
    private final boolean onWire;

    /**
     * @param exact whether an integer that may have been rounded is refused ({@code int64=exact}) also where a double
     *     could be given
     */
    Values(Cells cells, boolean exact) {
        this.cells = cells;
        this.exact = exact;
        this.onWire = cells instanceof Cells.Wire;
    }

    String getString(int row, int column) throws SQLException {
        return switch (cells.cell(row, column)) {
            case TEXT -> cells.text(row, column);
            case NUMBER -> numberText(row, column);
            case BOOLEAN -> Long.toString(getLong(row, column));
            case BLOB -> new String(cells.blob(row, column), StandardCharsets.UTF_8);
            case NULL -> throw new IllegalStateException("a null cell");
        };
    }

    private String numberText(int row, int column) throws SQLException {
        String number = cells.number(row, column);
        if (exact && isDoubtful(number)) throw SqlErrors.doubtful(label(column));
        // As CAST(… AS TEXT) names what SQLite writes as 9.0e+999; only an exact answer has it, D1's JSON has null.
        if (number.endsWith(INFINITE)) return number.startsWith("-") ? "-Inf" : "Inf";
        // SQLite writes a REAL with a point always; JSON writes 1e+300.
        int exponent = number.indexOf('e');
        boolean bare = exponent > 0 && number.indexOf('.') < 0;
        return bare ? number.substring(0, exponent) + ".0" + number.substring(exponent) : number;
    }

    long getLong(int row, int column) throws SQLException {
        switch (cells.cell(row, column)) {
            case NUMBER -> {
                long small = cells.shortInteger(row, column);
                if (small != Rows.NONE) return small;
                String number = cells.number(row, column);
                if (isDoubtful(number)) throw SqlErrors.doubtful(label(column));
                if (isLong(number)) return Long.parseLong(number);
                return truncated(Double.parseDouble(number), number, column);
            }
            case TEXT -> {
                String text = cells.text(row, column).strip();
                try {
                    return Long.parseLong(text);
                } catch (NumberFormatException e) {
                    return truncated(textToDouble(text, "long", column), text, column);
                }
            }
            case BOOLEAN -> {
                return cells.truth(row, column) ? 1 : 0;
            }
            default -> throw notConvertible(row, column, "a number");
        }
    }

    // As CAST(real AS INTEGER) does: towards zero; but out of range is an error and not the nearest long.
    private long truncated(double value, String shown, int column) throws SQLException {
        if (!(value >= -LONG_END && value < LONG_END)) throw SqlErrors.outOfRange(shown, "long", label(column));
        return (long) value;
    }

    int getInt(int row, int column) throws SQLException {
        long value = getLong(row, column);
        if (value != (int) value) throw SqlErrors.outOfRange(Long.toString(value), "int", label(column));
        return (int) value;
    }

    short getShort(int row, int column) throws SQLException {
        long value = getLong(row, column);
        if (value != (short) value) throw SqlErrors.outOfRange(Long.toString(value), "short", label(column));
        return (short) value;
    }

    byte getByte(int row, int column) throws SQLException {
        long value = getLong(row, column);
        if (value != (byte) value) throw SqlErrors.outOfRange(Long.toString(value), "byte", label(column));
        return (byte) value;
    }

    /** Zero is false, other numbers are true; the words true and false mean themselves in any case. */
    boolean getBoolean(int row, int column) throws SQLException {
        if (cells.cell(row, column) == Rows.Cell.TEXT) {
            String text = cells.text(row, column).strip().toLowerCase(Locale.ROOT);
            if (text.equals("true")) return true;
            if (text.equals("false")) return false;
            return textToDouble(text, "boolean", column) != 0;
        }
        return getDouble(row, column) != 0;
    }

    double getDouble(int row, int column) throws SQLException {
        return switch (cells.cell(row, column)) {
            case NUMBER -> cells.real(row, column);
            case TEXT -> textToDouble(cells.text(row, column).strip(), "double", column);
            case BOOLEAN -> getLong(row, column);
            default -> throw notConvertible(row, column, "a number");
        };
    }

    float getFloat(int row, int column) throws SQLException {
        double value = getDouble(row, column);
        float narrow = (float) value;
        if (Float.isInfinite(narrow) && !Double.isInfinite(value)) {
            throw SqlErrors.outOfRange(Double.toString(value), "float", label(column));
        }
        return narrow;
    }

    private double textToDouble(String text, String type, int column) throws SQLException {
        // Double.parseDouble would also take "NaN", "0x1p3" and "1d", which are no numbers to SQLite.
        if (!isNumber(text)) {
            if (text.equalsIgnoreCase("Inf") || text.equalsIgnoreCase("+Inf")) return Double.POSITIVE_INFINITY;
            if (text.equalsIgnoreCase("-Inf")) return Double.NEGATIVE_INFINITY;
            throw SqlErrors.notConvertible("text", type, label(column));
        }
        return Double.parseDouble(text);
    }

    BigDecimal getBigDecimal(int row, int column) throws SQLException {
        switch (cells.cell(row, column)) {
            case NUMBER -> {
                String number = numberText(row, column);
                if (number.endsWith("Inf")) throw SqlErrors.outOfRange(number, "BigDecimal", label(column));
                return new BigDecimal(number);
            }
            case TEXT -> {
                String text = cells.text(row, column).strip();
                if (isNumber(text)) return new BigDecimal(text);
                throw SqlErrors.notConvertible("text", "BigDecimal", label(column));
            }
            case BOOLEAN -> {
                return BigDecimal.valueOf(getLong(row, column));
            }
            default -> throw notConvertible(row, column, "BigDecimal");
        }
    }

    byte[] getBytes(int row, int column) throws SQLException {
        if (cells.cell(row, column) == Rows.Cell.BLOB) return cells.blob(row, column);
        if (cells.cell(row, column) == Rows.Cell.TEXT) return cells.textBytes(row, column);
        return getString(row, column).getBytes(StandardCharsets.UTF_8);
    }

    /** Integer or Long, Double, String or byte[], and Boolean in metadata: as SQLite's own JDBC driver gives it. */
    Object getObject(int row, int column) throws SQLException {
        Object plain = cells.plain(row, column);
        if (plain != null) return plain;
        return switch (cells.cell(row, column)) {
            case TEXT -> cells.text(row, column);
            case BLOB -> cells.blob(row, column);
            case BOOLEAN -> cells.truth(row, column);
            case NUMBER -> number(row, column);
            case NULL -> throw new IllegalStateException("a null cell");
        };
    }

    private Object number(int row, int column) throws SQLException {
        long value = cells.shortInteger(row, column);
        if (value == Rows.NONE) {
            String number = cells.number(row, column);
            boolean doubtful = isDoubtful(number);
            if (doubtful && exact) throw SqlErrors.doubtful(label(column));
            if (doubtful || !isLong(number)) return cells.real(row, column);
            value = Long.parseLong(number);
        }
        if (value == (int) value) return (int) value;
        return value;
    }

    /** Whether the column has any value but NULL. */
    boolean hasAny(int column) {
        for (int row = 0; row < cells.rowCount(); row++) {
            if (cells.cell(row, column) != Rows.Cell.NULL) return true;
        }
        return false;
    }

    /** A type that fits every cell of the column; D1 sends none. */
    int sqlType(int column) {
        int type = cells.declaredType(column);
        if (type != Types.NULL) return type;
        for (int row = 0; row < cells.rowCount(); row++) {
            int cell = sqlType(row, column);
            if (cell == Types.NULL || cell == type) continue;
            type = type == Types.NULL ? cell : wider(type, cell);
        }
        return type == Types.NULL ? Types.VARCHAR : type;
    }

    private int sqlType(int row, int column) {
        return switch (cells.cell(row, column)) {
            case NULL -> Types.NULL;
            case TEXT -> Types.VARCHAR;
            case BLOB -> Types.BLOB;
            case BOOLEAN -> Types.INTEGER;
            case NUMBER -> {
                String number = cells.number(row, column);
                if (isDoubtful(number)) yield Types.BIGINT;
                if (!isLong(number)) yield Types.DOUBLE;
                long value = Long.parseLong(number);
                yield value == (int) value ? Types.INTEGER : Types.BIGINT;
            }
        };
    }

    private static int wider(int a, int b) {
        if (a == Types.VARCHAR || b == Types.VARCHAR || a == Types.BLOB || b == Types.BLOB) return Types.VARCHAR;
        return a == Types.DOUBLE || b == Types.DOUBLE ? Types.DOUBLE : Types.BIGINT;
    }

    /** Whether the cell is a number on the wire. */
    boolean isNumber(int row, int column) {
        return cells.cell(row, column) == Rows.Cell.NUMBER;
    }

    boolean isBlob(int row, int column) {
        return cells.cell(row, column) == Rows.Cell.BLOB;
    }

    String label(int column) {
        return cells.columns().get(column);
    }

    private SQLDataException notConvertible(int row, int column, String type) {
        String storage = cells.cell(row, column).name().toLowerCase(Locale.ROOT);
        return SqlErrors.notConvertible(storage, type, label(column));
    }

    /** Whether it is written as an integer and a long holds it; past 2^63 it was a REAL. */
    private boolean isLong(String number) {
        if (number.length() > 20 || !isInteger(number)) return false;
        if (number.length() <= SAFE_LENGTH) return true;
        double value = Double.parseDouble(number);
        // The driver's own numbers were never rounded, so that 2^63-1 is one.
        return Math.abs(value) < LONG_END || (value <= LONG_END && !onWire);
    }

    /** Whether a number is written without point and exponent. */
    static boolean isInteger(String number) {
        for (int i = number.startsWith("-") ? 1 : 0; i < number.length(); i++) {
            if (!isDigit(number.charAt(i))) return false;
        }
        return true;
    }

    /** Whether any cell is an integer that JSON may have rounded. */
    static boolean mayBeRounded(Cells cells) {
        if (!(cells instanceof Cells.Wire wire) || !wire.rows().hasLongIntegers()) return false;
        for (int row = 0; row < cells.rowCount(); row++) {
            for (int column = 0; column < cells.columns().size(); column++) {
                boolean number = cells.cell(row, column) == Rows.Cell.NUMBER;
                if (number && mayBeRounded(cells.number(row, column))) return true;
            }
        }
        return false;
    }

    private boolean isDoubtful(String number) {
        return onWire && mayBeRounded(number);
    }

    private static boolean mayBeRounded(String number) {
        if (number.length() < 16) return false;
        for (int i = 1; i < number.length(); i++) if (!isDigit(number.charAt(i))) return false;
        double value = Math.abs(Double.parseDouble(number));
        // -2^63 is a long too, and 2^63-1 is rounded up to 2^63.
        return value >= EXACT && value <= LONG_END;
    }

    /** Whether a text is a decimal number in SQLite's eyes: sign, digits with a point, exponent. */
    static boolean isNumber(String text) {
        int i = 0;
        int length = text.length();
        if (i < length && (text.charAt(i) == '-' || text.charAt(i) == '+')) i++;
        int digits = 0;
        while (i < length && isDigit(text.charAt(i))) {
            i++;
            digits++;
        }
        if (i < length && text.charAt(i) == '.') {
            i++;
            while (i < length && isDigit(text.charAt(i))) {
                i++;
                digits++;
            }
        }
        if (digits == 0) return false;
        if (i < length && (text.charAt(i) | 32) == 'e') {
            i++;
            if (i < length && (text.charAt(i) == '-' || text.charAt(i) == '+')) i++;
            if (i == length) return false;
            while (i < length && isDigit(text.charAt(i))) i++;
        }
        return i == length;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The class of what {@link #getObject} gives for a type. */
    static String className(int sqlType) {
        return switch (sqlType) {
            case Types.INTEGER, Types.SMALLINT -> "java.lang.Integer";
            case Types.BOOLEAN -> "java.lang.Boolean";
            case Types.BIGINT -> "java.lang.Long";
            case Types.DOUBLE -> "java.lang.Double";
            case Types.BLOB -> "[B";
            case Types.NUMERIC -> "java.lang.Object";
            default -> "java.lang.String";
        };
    }
}
