package io.github.d1jdbc.dump;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * Writes the rows of a dump as JSON Lines, a folder with one file a table ({@code users.jsonl}) and the schema in
 * {@code schema.sql}; a row is one object a line. Threads may share it.
 *
 * <p>Nothing is lost: integers are exact to 64 bits, a whole number of a REAL column has its {@code .0}, and what JSON
 * cannot say is an object with one field: {@code {"$base64":"…"}} for a blob, {@code {"$text64":"…"}} for text that is
 * no UTF-8, {@code {"$real":"Infinity"}} for an infinite number.
 */
public final class JsonLinesWriter {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
            .enable(JsonGenerator.Feature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private JsonLinesWriter() {}

    /**
     * Writes a folder.
     *
     * @return how many rows were written
     * @throws DumpException if the dump is damaged, or has a value that only a database can compute
     * @throws java.nio.file.FileAlreadyExistsException if the folder exists
     */
    public static long write(DumpReader reader, Path folder) throws IOException {
        return TableExport.write(reader, folder, ".jsonl", new Rows());
    }

    private static final class Rows implements TableExport.Format {
        @Override
        public void header(OutputStream out, List<String> names) {}

        @Override
        public void row(OutputStream out, InsertRow row, RowNames names) throws IOException {
            List<String> columns = names.of(row);
            try (JsonGenerator json = MAPPER.createGenerator(out)) {
                json.writeStartObject();
                for (int i = 0; i < row.size(); i++) {
                    json.writeFieldName(columns.get(i));
                    value(json, row, i, names.isReal(i));
                }
                json.writeEndObject();
            }
            out.write('\n');
        }

        private static void value(JsonGenerator json, InsertRow row, int cell, boolean real) throws IOException {
            switch (row.kind(cell)) {
                case INTEGER -> {
                    if (real) json.writeNumber(row.doubleAt(cell));
                    else json.writeNumber(row.longAt(cell));
                }
                case REAL -> {
                    double value = row.doubleAt(cell);
                    if (Double.isFinite(value)) json.writeNumber(value);
                    else special(json, "$real", Double.toString(value));
                }
                case TEXT -> {
                    byte[] bytes = row.bytesAt(cell);
                    if (Utf8.firstInvalid(bytes, 0, bytes.length) == bytes.length) json.writeString(row.textAt(cell));
                    else special(json, "$text64", Base64.getEncoder().encodeToString(bytes));
                }
                case BLOB -> special(json, "$base64", Base64.getEncoder().encodeToString(row.bytesAt(cell)));
                default -> json.writeNull();
            }
        }

        private static void special(JsonGenerator json, String name, String value) throws IOException {
            json.writeStartObject();
            json.writeStringField(name, value);
            json.writeEndObject();
        }
    }
}
