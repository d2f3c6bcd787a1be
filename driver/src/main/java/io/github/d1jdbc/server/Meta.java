package io.github.d1jdbc.server;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What the service tells of each statement. {@code rowsRead} and {@code rowsWritten} are approximations, because
 * SQLite's counters are out of reach here: rows returned or changed, and {@code changes}.
 *
 * @param millis how long it took
 * @param changes difference of {@code total_changes()}: rows that triggers and cascades changed count too
 * @param lastRowId the connection's last, also after statements that insert nothing
 * @param changedDb whether one of the others changed, or the size
 * @param sizeAfter size of the database in bytes
 * @param rowsRead rows read, approximately
 * @param rowsWritten rows written, approximately
 */
record Meta(
        double millis,
        long changes,
        long lastRowId,
        boolean changedDb,
        long sizeAfter,
        long rowsRead,
        long rowsWritten) {

    /** One meta for several statements, as an import reports it. */
    Meta plus(Meta next) {
        return new Meta(
                millis + next.millis,
                changes + next.changes,
                next.lastRowId,
                changedDb || next.changedDb,
                next.sizeAfter,
                rowsRead + next.rowsRead,
                rowsWritten + next.rowsWritten);
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("served_by", "d1-jdbc.server");
        json.writeStringField("served_by_region", "WNAM");
        json.writeStringField("served_by_colo", "LOCAL");
        json.writeBooleanField("served_by_primary", true);
        json.writeObjectFieldStart("timings");
        json.writeFieldName("sql_duration_ms");
        json.writeNumber(JsNumber.text(millis));
        json.writeEndObject();
        json.writeFieldName("duration");
        json.writeNumber(JsNumber.text(millis));
        json.writeNumberField("changes", changes);
        json.writeFieldName("last_row_id");
        json.writeNumber(JsNumber.text(lastRowId));
        json.writeBooleanField("changed_db", changedDb);
        json.writeNumberField("size_after", sizeAfter);
        json.writeNumberField("rows_read", rowsRead);
        json.writeNumberField("rows_written", rowsWritten);
        json.writeNumberField("total_attempts", 1);
        json.writeEndObject();
    }

    /** The same as a tree. */
    JsonNode node() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator((OutputStream) bytes)) {
            write(json);
        }
        return Json.tree(bytes.toByteArray());
    }
}
