package io.github.d1jdbc.server;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * Writes a statement's rows as JSON straight from SQLite's columns, without the detour over Java's types: that keeps
 * bytes that are no UTF-8, NUL characters and the storage class of every cell. Used by one thread.
 */
final class Rows {

    private final JsonGenerator json;
    private final boolean raw;

    /** @param raw arrays with the column names before them (/raw), else an object a row (/query) */
    Rows(JsonGenerator json, boolean raw) {
        this.json = json;
        this.raw = raw;
    }

    /** The names of a prepared statement's columns, none when it gives no rows. */
    static String[] columns(PreparedStatement prepared) throws SQLException {
        String[] names = ((CoreStatement) prepared).pointer.safeRun(DB::column_names);
        return names == null ? new String[0] : names;
    }

    /** Writes the results of an executed statement; gives the number of rows. */
    long write(String[] columns, PreparedStatement executed) throws SQLException, IOException {
        int[] order = raw ? null : objectOrder(columns);
        SerializableString[] names = new SerializableString[columns.length];
        for (int i = 0; i < names.length; i++) names[i] = new SerializedString(columns[i]);
        if (raw) {
            json.writeStartObject();
            json.writeArrayFieldStart("columns");
            for (SerializableString name : names) json.writeString(name);
            json.writeEndArray();
            json.writeFieldName("rows");
        }
        json.writeStartArray();
        long count = 0;
        if (columns.length > 0) {
            try (ResultSet rows = executed.getResultSet()) {
                while (rows.next()) {
                    if (order == null) row((CoreStatement) executed, columns.length);
                    else row((CoreStatement) executed, names, order);
                    count++;
                }
            }
        }
        json.writeEndArray();
        if (raw) json.writeEndObject();
        return count;
    }

    private void row(CoreStatement statement, int n) throws SQLException, IOException {
        json.writeStartArray();
        statement.pointer.safeRunInt((db, pointer) -> {
            for (int i = 0; i < n; i++) cell(db, pointer, i);
            return 0;
        });
        json.writeEndArray();
    }

    private void row(CoreStatement statement, SerializableString[] names, int[] order)
            throws SQLException, IOException {
        json.writeStartObject();
        statement.pointer.safeRunInt((db, pointer) -> {
            for (int i : order) {
                field(names[i]);
                cell(db, pointer, i);
            }
            return 0;
        });
        json.writeEndObject();
    }

    private void field(SerializableString name) {
        try {
            json.writeFieldName(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void cell(DB db, long pointer, int column) throws SQLException {
        try {
            switch (db.column_type(pointer, column)) {
                case Codes.SQLITE_INTEGER -> integer(db.column_long(pointer, column));
                case Codes.SQLITE_FLOAT -> real(db.column_double(pointer, column));
                case Codes.SQLITE_TEXT -> {
                    byte[] text = Utf8.repair(bytes(db, pointer, column));
                    json.writeUTF8String(text, 0, text.length);
                }
                case Codes.SQLITE_BLOB -> {
                    json.writeStartArray();
                    for (byte b : bytes(db, pointer, column)) json.writeNumber(b & 0xFF);
                    json.writeEndArray();
                }
                default -> json.writeNull();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a text or blob; SQLite gives null for an empty one. */
    static byte[] bytes(DB db, long pointer, int column) throws SQLException {
        byte[] bytes = db.column_blob(pointer, column);
        return bytes == null ? new byte[0] : bytes;
    }

    private void integer(long value) throws IOException {
        if (value >= -JsNumber.MAX_SAFE && value <= JsNumber.MAX_SAFE) json.writeNumber(value);
        else json.writeNumber(JsNumber.text(value));
    }

    // JSON.stringify writes null for what is not finite.
    private void real(double value) throws IOException {
        if (Double.isFinite(value)) json.writeNumber(JsNumber.text(value));
        else json.writeNull();
    }

    /**
     * In which order an object of JavaScript shows these columns: array indexes first, by number, then the others as
     * they came; of columns with one name the last one's value at the first one's place (ECMA-262,
     * OrdinaryOwnPropertyKeys).
     */
    private static int[] objectOrder(String[] columns) {
        TreeMap<Long, Integer> indexes = new TreeMap<>();
        Map<String, Integer> others = new LinkedHashMap<>();
        for (int i = 0; i < columns.length; i++) {
            if (isArrayIndex(columns[i])) indexes.put(Long.parseLong(columns[i]), i);
            else others.put(columns[i], i);
        }
        int[] order = new int[indexes.size() + others.size()];
        int n = 0;
        for (int i : indexes.values()) order[n++] = i;
        for (int i : others.values()) order[n++] = i;
        return order;
    }

    private static boolean isArrayIndex(String name) {
        if (name.isEmpty() || name.length() > 10 || (name.length() > 1 && name.charAt(0) == '0')) return false;
        for (int i = 0; i < name.length(); i++) if (name.charAt(i) < '0' || name.charAt(i) > '9') return false;
        return Long.parseLong(name) < 0xFFFFFFFFL;
    }
}
