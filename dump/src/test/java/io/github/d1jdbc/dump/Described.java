package io.github.d1jdbc.dump;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Writes statements as JSON, one a line, so that files and other readings can be compared with them. */
final class Described {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Described() {}

    /** Every statement of a dump, its error last if it has one. */
    static List<String> all(byte[] dump, int bufferSize, DumpReader.Rows rows) throws IOException {
        return all(new ByteArrayInputStream(dump), bufferSize, rows);
    }

    static List<String> all(java.io.InputStream dump, int bufferSize, DumpReader.Rows rows) throws IOException {
        List<String> lines = new ArrayList<>();
        try (DumpReader reader = DumpReader.open(dump, "dump", DumpReader.Options.defaults(), bufferSize, rows)) {
            reader.forEach(statement -> lines.add(line(statement)));
        } catch (DumpException e) {
            lines.add("error: " + e.getMessage());
        }
        return lines;
    }

    /** The same of a dump that is read where it is in memory, which must not change it. */
    static List<String> inPlace(byte[] dump) throws IOException {
        byte[] before = dump.clone();
        List<String> lines = new ArrayList<>();
        try (DumpReader reader = DumpReader.open(dump, "dump", DumpReader.Options.defaults())) {
            reader.forEach(statement -> lines.add(line(statement)));
        } catch (DumpException e) {
            lines.add("error: " + e.getMessage());
        }
        if (!Arrays.equals(before, dump)) lines.add("the dump was changed");
        return lines;
    }

    static String line(DumpStatement statement) {
        ObjectNode object = MAPPER.createObjectNode()
                .put("n", statement.number())
                .put("line", statement.line())
                .put("offset", statement.offset())
                .put("type", statement.getClass().getSimpleName());
        if (statement instanceof InsertRow row) {
            row(row, object);
        } else {
            object.put("text", statement.text());
            if (!statement.source().terminated()) object.put("terminated", false);
            parts(statement, object);
        }
        try {
            return MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void parts(DumpStatement statement, ObjectNode object) {
        if (statement instanceof DumpStatement.Create create) {
            object.put("schema", create.schema()).put("name", create.name()).put("ifNotExists", create.ifNotExists());
        }
        if (statement instanceof DumpStatement.CreateTable table) object.put("temporary", table.temporary());
        if (statement instanceof DumpStatement.CreateView view) object.put("temporary", view.temporary());
        if (statement instanceof DumpStatement.CreateVirtualTable table) object.put("module", table.module());
        if (statement instanceof DumpStatement.CreateIndex index) {
            object.put("table", index.table()).put("unique", index.unique());
        }
        if (statement instanceof DumpStatement.CreateTrigger trigger) {
            object.put("table", trigger.table()).put("insteadOf", trigger.insteadOf());
        }
        if (statement instanceof DumpStatement.Pragma pragma) {
            object.put("name", pragma.name()).put("value", pragma.value());
        }
        if (statement instanceof DumpStatement.Analyze analyze) object.put("target", analyze.target());
        if (statement instanceof DumpStatement.Transaction transaction) object.put("verb", transaction.verb());
        if (statement instanceof DumpStatement.Other other) object.put("verb", other.verb());
        if (statement instanceof DumpStatement.InsertOther other && other.target() != null) {
            object.put("table", other.target().table());
        }
    }

    private static void row(InsertRow row, ObjectNode object) {
        object.put("table", row.table());
        if (row.target().schema() != null) object.put("schema", row.target().schema());
        if (row.target().conflict() != null) object.put("conflict", row.target().conflict());
        if (!row.columns().isEmpty()) row.columns().forEach(object.putArray("columns")::add);
        object.put("row", row.row()).put("last", row.isLast()).put("bytes", row.rowLength());
        ArrayNode cells = object.putArray("cells");
        for (int i = 0; i < row.size(); i++) cells.add(cell(row, i));
    }

    /** For instance {@code i 12}, {@code r 1.5}, {@code t text}, {@code b 00ff}, {@code null}, {@code x now()}. */
    static String cell(InsertRow row, int i) {
        return switch (row.kind(i)) {
            case NULL -> "null";
            case INTEGER -> "i " + row.longAt(i);
            case REAL -> "r " + row.doubleAt(i);
            case TEXT -> {
                String text = row.textAt(i);
                boolean exact = java.util.Arrays.equals(text.getBytes(UTF_8), row.bytesAt(i));
                yield exact ? "t " + text : "t bytes " + HexFormat.of().formatHex(row.bytesAt(i));
            }
            case BLOB -> "b " + HexFormat.of().formatHex(row.bytesAt(i));
            case EXPRESSION -> "x " + row.sqlAt(i);
        };
    }
}
