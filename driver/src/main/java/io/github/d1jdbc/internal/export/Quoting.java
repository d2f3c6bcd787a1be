package io.github.d1jdbc.internal.export;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Names and values as D1's exporter writes them, but without its losses. */
final class Quoting {
    private static final HexFormat HEX = HexFormat.of();

    private Quoting() {}

    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String blob(byte[] bytes) {
        return "X'" + HEX.formatHex(bytes) + "'";
    }

    /**
     * A text literal on one line. Where D1's own form would be ambiguous (a line end beside a literal backslash-n) or
     * cut (NUL), the bytes are given in hex.
     */
    static String text(String text) {
        boolean newline = text.indexOf('\n') >= 0;
        boolean carriageReturn = text.indexOf('\r') >= 0;
        boolean escapes = text.contains("\\n") || text.contains("\\r");
        if (text.indexOf('\0') >= 0 || ((newline || carriageReturn) && escapes)) {
            return text(text.getBytes(StandardCharsets.UTF_8));
        }
        String literal = "'" + text.replace("'", "''") + "'";
        if (carriageReturn) literal = "replace(" + literal.replace("\r", "\\r") + ",'\\r',char(13))";
        if (newline) literal = "replace(" + literal.replace("\n", "\\n") + ",'\\n',char(10))";
        return literal;
    }

    /** Text of these bytes, whatever they are. */
    static String text(byte[] utf8) {
        return "CAST(" + blob(utf8) + " AS TEXT)";
    }

    /** A REAL, given as JSON has it: always with a point or an exponent, so that it stays one. */
    static String real(String json) {
        boolean real = json.indexOf('.') >= 0 || json.indexOf('e') >= 0 || json.indexOf('E') >= 0;
        return real ? json : json + ".0";
    }
}
