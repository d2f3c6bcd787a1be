package io.github.d1jdbc;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Many texts and blobs in few bound parameters, for a statement whose literals would be longer than D1 takes: a JSON
 * array is bound, and {@code (?1->>7)} is the eighth of its texts. Such an expression has no affinity, as a bound value
 * has none (sqlite.org/json1.html#jptr, sqlite.org/datatype3.html). One statement, one thread.
 */
final class ValuePacks {
    /** Small enough for SQLite to look into it once a value. */
    private static final int PACK_BYTES = 200_000;

    /** A shorter value is no longer as a literal. */
    private static final int MIN_BYTES = 12;

    private final List<@Nullable Object> parameters = new ArrayList<>();
    private StringBuilder pack = new StringBuilder();
    private int packed;
    private int number;

    /** The expression that stands for a value. */
    String expression(Parameter value) {
        if (value instanceof Parameter.Text text && text.value().length() >= MIN_BYTES) {
            // JSON's escape of a NUL would end the text in SQLite.
            if (isLong(text.value().length()) || text.value().indexOf(0) >= 0) return bound(text.value());
            return "(" + packed(text.value()) + ")";
        }
        if (value instanceof Parameter.Blob blob && blob.value().length >= MIN_BYTES) return blob(blob.value());
        return value.literal();
    }

    private String blob(byte[] bytes) {
        if (!isLong(2L * bytes.length)) return "unhex(" + packed(HexFormat.of().formatHex(bytes)) + ")";
        List<String> pieces = new ArrayList<>();
        for (String piece : SqlBinder.hexPieces(bytes)) pieces.add("unhex(" + bound(piece) + ")");
        return "CAST(" + String.join("||", pieces) + " AS BLOB)";
    }

    private static boolean isLong(long length) {
        return length > PACK_BYTES / 2;
    }

    private String bound(String value) {
        parameters.add(value);
        return "?" + parameters.size();
    }

    private String packed(String value) {
        if (packed == 0 || pack.length() + value.length() > PACK_BYTES) {
            finish();
            parameters.add(null);
            number = parameters.size();
        }
        pack.append(packed == 0 ? '[' : ',');
        appendJson(value);
        return "?" + number + "->>" + packed++;
    }

    private void finish() {
        if (packed > 0) parameters.set(number - 1, pack.append(']').toString());
        pack = new StringBuilder();
        packed = 0;
    }

    private void appendJson(String value) {
        pack.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') pack.append('\\').append(c);
            else if (c < ' ') pack.append("\\u00").append(HexFormat.of().toHexDigits((byte) c));
            else pack.append(c);
        }
        pack.append('"');
    }

    /** What is to be bound, once every value has its expression. */
    List<@Nullable Object> parameters() {
        finish();
        return parameters;
    }
}
