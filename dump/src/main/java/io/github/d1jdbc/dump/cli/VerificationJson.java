package io.github.d1jdbc.dump.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.d1jdbc.dump.verify.Difference;
import io.github.d1jdbc.dump.verify.TableContent;
import io.github.d1jdbc.dump.verify.Verification;
import java.util.List;

/** A {@link Verification} as JSON. */
final class VerificationJson {

    private VerificationJson() {}

    static ObjectNode of(Verification verification) {
        ObjectNode object = Json.object();
        object.put("outcome", verification.differences().isEmpty() ? "verified" : "different")
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
        return object;
    }

    static void differences(ObjectNode object, List<Difference> differences) {
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
