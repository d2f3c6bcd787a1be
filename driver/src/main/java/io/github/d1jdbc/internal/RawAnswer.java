package io.github.d1jdbc.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.d1jdbc.internal.Rows.Meta;
import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole {@code /raw} answer: Jackson streams the envelope, whose fields may come in any order, and steps over
 * the rows, which {@link RowScanner} takes where they lie.
 *
 * @param envelope everything but the results
 * @param results one a statement, empty where the answer has none
 * @param failure what a result that says {@code success: false} gives as its reason, or null
 */
record RawAnswer(
        RestApi.Envelope envelope,
        List<Rows> results,
        @Nullable String failure) {

    /** @throws IOException where the page is no such answer; its text holds offsets, never content */
    static RawAnswer read(byte[] page) throws IOException {
        return new Reader(page).read();
    }

    /** Lets the parser read on behind the rows. Jackson's DataInput parser never reads ahead of the token it gives. */
    private static final class PageStream extends ByteArrayInputStream {
        PageStream(byte[] page) {
            super(page);
        }

        int position() {
            return pos;
        }

        void position(int position) {
            pos = position;
        }
    }

    private static final class Reader {
        private final byte[] page;
        private final PageStream stream;
        private final JsonParser json;
        private final List<Rows> results = new ArrayList<>();
        private @Nullable String failure;

        Reader(byte[] page) throws IOException {
            this.page = page;
            this.stream = new PageStream(page);
            this.json = Json.MAPPER.createParser((DataInput) new DataInputStream(stream));
        }

        RawAnswer read() throws IOException {
            expect(json.nextToken(), JsonToken.START_OBJECT, "an object");
            ObjectNode envelope = Json.MAPPER.createObjectNode();
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                if (field.equals("result")) results();
                else envelope.set(field, json.<JsonNode>readValueAsTree());
            }
            expect(json.currentToken(), JsonToken.END_OBJECT, "the end of the object");
            if (json.nextToken() != null) throw broken("nothing more");
            return new RawAnswer(Json.MAPPER.treeToValue(envelope, RestApi.Envelope.class), results, failure);
        }

        private void results() throws IOException {
            results.clear();
            failure = null;
            if (json.currentToken() != JsonToken.START_ARRAY) {
                if (json.currentToken() == JsonToken.START_OBJECT) result();
                else json.skipChildren();
                return;
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                expect(json.currentToken(), JsonToken.START_OBJECT, "a result");
                result();
            }
        }

        private void result() throws IOException {
            Table table = new Table();
            Meta meta = Meta.NONE;
            boolean success = true;
            String error = "";
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                switch (field) {
                    case "results" -> table = table();
                    case "meta" -> meta = meta(json.readValueAsTree());
                    case "success" -> success = json.currentToken() != JsonToken.VALUE_FALSE;
                    case "error" -> error = json.<JsonNode>readValueAsTree().asText();
                    default -> json.skipChildren();
                }
            }
            expect(json.currentToken(), JsonToken.END_OBJECT, "the end of a result");
            if (!success && failure == null) failure = error;
            results.add(table.rows(page, meta));
        }

        private Table table() throws IOException {
            Table table = new Table();
            // A statement without rows may have null or [] here, as in the answers of /query.
            if (json.currentToken() == JsonToken.VALUE_NULL) return table;
            if (json.currentToken() == JsonToken.START_ARRAY) {
                expect(json.nextToken(), JsonToken.END_ARRAY, "no row outside of \"rows\"");
                return table;
            }
            expect(json.currentToken(), JsonToken.START_OBJECT, "columns and rows");
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                if (field.equals("columns")) columns(table.columns);
                else if (field.equals("rows") && json.currentToken() == JsonToken.START_ARRAY) rows(table);
                else json.skipChildren();
            }
            expect(json.currentToken(), JsonToken.END_OBJECT, "the end of the results");
            return table;
        }

        private void columns(List<String> columns) throws IOException {
            if (json.currentToken() == JsonToken.VALUE_NULL) return;
            expect(json.currentToken(), JsonToken.START_ARRAY, "the columns");
            columns.clear();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                expect(json.currentToken(), JsonToken.VALUE_STRING, "a column's name");
                columns.add(json.getText());
            }
        }

        private void rows(Table table) throws IOException {
            table.scan = RowScanner.scan(page, stream.position());
            // The parser stands behind the opening bracket; now it sees an empty array.
            stream.position(table.scan.end());
            expect(json.nextToken(), JsonToken.END_ARRAY, "the end of the rows");
        }

        private static Meta meta(JsonNode meta) {
            if (!meta.isObject()) return Meta.NONE;
            JsonNode servedBy = meta.path("served_by");
            return new Meta(
                    meta.path("changes").asLong(-1),
                    meta.path("last_row_id").asDouble(-1),
                    meta.path("rows_read").asLong(-1),
                    meta.path("rows_written").asLong(-1),
                    meta.path("duration").asDouble(-1),
                    meta.path("size_after").asLong(-1),
                    servedBy.isTextual() ? servedBy.asText() : null);
        }

        private void expect(@Nullable JsonToken found, JsonToken wanted, String expected) throws IOException {
            if (found != wanted) throw broken(expected);
        }

        private IOException broken(String expected) {
            return new IOException(
                    "the answer is broken near byte " + stream.position() + ", where " + expected + " was expected");
        }
    }

    /** The columns and rows of one result, in whichever order they come. */
    private static final class Table {
        private final List<String> columns = new ArrayList<>();
        private @Nullable RowScanner scan;

        Rows rows(byte[] page, Meta meta) throws IOException {
            if (scan == null || scan.rowCount() == 0)
                return new Rows(page, columns, new CellOffsets(), 0, false, false, meta);
            if (scan.width() != columns.size()) {
                throw new IOException("the answer has " + columns.size() + " columns but rows of " + scan.width());
            }
            return new Rows(
                    page, columns, scan.cells(), scan.rowCount(), scan.hasLongIntegers(), scan.hasReplacements(), meta);
        }
    }
}
