package io.github.d1jdbc.dump.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.d1jdbc.dump.verify.Comparison;
import io.github.d1jdbc.dump.verify.Difference;
import io.github.d1jdbc.dump.verify.TableContent;
import io.github.d1jdbc.dump.verify.Verification;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** A {@link Verification} as JSON. */
final class VerificationJson {

    private VerificationJson() {}

    static ObjectNode of(Verification verification, Optional<Comparison> comparison) {
        ObjectNode object = Json.object();
        boolean same = verification.differences().isEmpty()
                && comparison.stream().allMatch(one -> one.differences().isEmpty());
        object.put("outcome", same ? "verified" : "different")
                .put("file", verification.file())
                .put("statements", verification.statements())
                .put("rows", verification.rows())
                .put("manifest", verification.manifest().isPresent());
        ArrayNode tables = object.putArray("tables");
        for (TableContent table : verification.tables()) {
            ObjectNode one = tables.addObject().put("name", table.name());
            table.hash().ifPresent(hash -> one.put("rows", hash.rows()).put("contentHash", hash.sum()));
        }
        differences(object, verification.differences());
        comparison.ifPresent(one -> against(object.putObject("against"), one));
        return object;
    }

    private static void against(ObjectNode object, Comparison comparison) {
        object.put("database", comparison.database())
                .put("level", lower(comparison.level()))
                .put("writesMeanwhile", lower(comparison.writes()))
                .put("rowsRead", comparison.rowsRead())
                .put("requests", comparison.requests());
        ArrayNode tables = object.putArray("tables");
        for (Comparison.Table table : comparison.tables()) {
            ObjectNode one = tables.addObject()
                    .put("name", table.name())
                    .put("outcome", lower(table.outcome()))
                    .put("rows", table.rows());
            if (table.lossy().isEmpty()) continue;
            ObjectNode lossy = one.putObject("lossyValues");
            new TreeMap<>(table.lossy()).forEach((column, count) -> lossy.put(column, count.longValue()));
        }
        comparison.leftOut().forEach(object.putArray("leftOut")::add);
        differences(object, comparison.differences());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static void differences(ObjectNode object, List<Difference> differences) {
        ArrayNode array = object.putArray("differences");
        for (Difference one : differences) {
            array.addObject()
                    .put("kind", one.kind().name())
                    .put("object", one.object())
                    .put("expected", one.expected())
                    .put("found", one.found())
                    .put("message", one.message());
        }
    }
}
