package io.github.d1jdbc.dump.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.d1jdbc.dump.Finding;
import io.github.d1jdbc.dump.Inspection;
import io.github.d1jdbc.dump.Loss;
import java.util.List;
import java.util.Locale;

/** An {@link Inspection} as one JSON object; its fields are the records' components. */
final class InspectionJson {

    private InspectionJson() {}

    static ObjectNode of(String file, Inspection inspection) {
        ObjectNode object = Json.object()
                .put("file", file)
                .put("compression", lower(inspection.compression()))
                .put("sqlBytes", inspection.sqlBytes())
                .put("statements", inspection.statements())
                .put("rows", inspection.rows())
                .put("importable", inspection.importable())
                .put("lossy", inspection.lossy());
        ArrayNode tables = object.putArray("tables");
        for (Inspection.Table table : inspection.tables()) {
            tables.addObject()
                    .put("name", table.name())
                    .put("created", table.created())
                    .put("columns", table.columns())
                    .put("rows", table.rows())
                    .put("bytes", table.bytes());
        }
        Inspection.Objects objects = inspection.objects();
        object.putObject("objects")
                .put("tables", objects.tables())
                .put("virtualTables", objects.virtualTables())
                .put("indexes", objects.indexes())
                .put("triggers", objects.triggers())
                .put("views", objects.views());
        ArrayNode largest = object.putArray("largestStatements");
        for (Inspection.LargeStatement one : inspection.largest()) {
            largest.addObject()
                    .put("type", one.type())
                    .put("object", one.object())
                    .put("bytes", one.bytes())
                    .put("offset", one.offset())
                    .put("line", one.line())
                    .put("statement", one.statement());
        }
        object.putObject("encoding")
                .put("invalidUtf8", inspection.encoding().invalidUtf8())
                .put("firstInvalid", inspection.encoding().firstInvalid())
                .put("replacements", inspection.encoding().replacements())
                .put("nuls", inspection.encoding().nuls());
        ObjectNode dialect = object.putObject("dialect")
                .put("origin", lower(inspection.dialect().origin()));
        inspection.dialect().hints().forEach(dialect.putArray("hints")::add);
        findings(object.putArray("refusals"), inspection.refusals());
        findings(object.putArray("notes"), inspection.notes());
        ArrayNode losses = object.putArray("losses");
        for (Loss loss : inspection.losses()) {
            losses.addObject()
                    .put("kind", lower(loss.kind()))
                    .put("certainty", lower(loss.certainty()))
                    .put("table", loss.table())
                    .put("column", loss.column())
                    .put("count", loss.count())
                    .put("offset", loss.offset())
                    .put("line", loss.line())
                    .put("message", loss.message());
        }
        return object;
    }

    private static void findings(ArrayNode array, List<Finding> findings) {
        for (Finding finding : findings) {
            array.addObject()
                    .put("kind", lower(finding.kind()))
                    .put("object", finding.object())
                    .put("count", finding.count())
                    .put("offset", finding.offset())
                    .put("line", finding.line())
                    .put("message", finding.message());
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
