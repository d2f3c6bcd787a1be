package io.github.d1jdbc.dump.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.d1jdbc.dump.restore.RestorePlan;
import io.github.d1jdbc.dump.restore.Restored;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The plan of a restore and its result, as one object for programs. */
final class RestoreJson {

    private RestoreJson() {}

    static ObjectNode plan(RestorePlan plan, String target) {
        ObjectNode object = Json.object()
                .put("outcome", "planned")
                .put("dump", plan.dump().toString())
                .put("database", target)
                .put("databaseId", plan.databaseId().orElse(null))
                .put("existing", plan.existing().name().toLowerCase(Locale.ROOT));
        counts(object.putObject("found"), plan.found());
        texts(object, "drops", plan.drops());
        object.put("via", plan.way().name().toLowerCase(Locale.ROOT))
                .put("parts", plan.parts())
                .put("bytes", plan.bytes())
                .put("statements", plan.statements())
                .put("rows", plan.rows());
        counts(object.putObject("tables"), plan.rowsPerTable());
        object.put("rowsWrittenEstimate", plan.rowsWritten());
        texts(object, "changes", plan.changes());
        texts(object, "notes", plan.notes());
        plan.refusal().ifPresent(refusal -> object.put("refusal", OptionNames.asFlags(refusal.message())));
        return object;
    }

    static ObjectNode done(Restored restored, String dump) {
        ObjectNode object = Json.object()
                .put("outcome", "restored")
                .put("dump", dump)
                .put("database", restored.databaseName())
                .put("databaseId", restored.databaseId())
                .put("via", restored.way().name().toLowerCase(Locale.ROOT))
                .put("parts", restored.parts())
                .put("bytes", restored.bytes())
                .put("statements", restored.statements())
                .put("rows", restored.rows());
        counts(object.putObject("tables"), restored.rowsPerTable());
        restored.rowsWritten().ifPresent(rows -> object.put("rowsWritten", rows));
        object.put("bookmarkBefore", restored.bookmarkBefore())
                .put("bookmarkAfter", restored.bookmarkAfter().orElse(null));
        texts(object, "notes", restored.notes());
        return object.put("millis", restored.duration().toMillis());
    }

    private static void counts(ObjectNode object, Map<String, Long> counts) {
        counts.forEach(object::put);
    }

    private static void texts(ObjectNode object, String name, List<String> texts) {
        texts.forEach(object.putArray(name)::add);
    }
}
