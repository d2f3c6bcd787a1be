package io.github.d1jdbc.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers of the two polled endpoints. Their fields have been seen one level higher and one level deeper than
 * documented (d1-facts 2.1), so each is looked for from the outside to the inside; any may be missing.
 */
final class PollReader {
    private static final String NOTHING_TO_EXPORT = "Not currently exporting anything";
    private static final String NOTHING_TO_IMPORT = "Not currently importing anything";
    private static final String LOCKED = "Currently processing a long-running";

    private final List<JsonNode> levels = new ArrayList<>();
    private final Redaction redaction;
    private final String text;

    /** @param result of a 2xx answer, or null; {@code refusal} is the envelope's own error text, or empty */
    PollReader(@Nullable JsonNode result, String refusal, Redaction redaction) {
        this.redaction = redaction;
        for (JsonNode level = result; level != null && level.isObject(); level = level.get("result")) {
            levels.add(level);
        }
        String own = string("error");
        this.text = redaction.of(refusal.isEmpty() && own != null ? own : refusal);
    }

    /** The answers that a refusal can stand for, or null when it is one. */
    @Nullable
    ExportAnswer refusedExport() {
        if (text.contains(NOTHING_TO_EXPORT)) return new ExportAnswer.Nothing();
        return text.contains(LOCKED) ? new ExportAnswer.Locked(text) : null;
    }

    /** @param known the bookmark that was asked with, for answers that leave it out */
    ExportAnswer export(@Nullable String known) {
        ExportAnswer refused = refusedExport();
        if (refused != null) return refused;
        String status = string("status");
        boolean complete = "complete".equals(status);
        if (failed(status)) return new ExportAnswer.Failed(reason());
        String bookmark = string("at_bookmark");
        if (bookmark == null) bookmark = known;
        String url = string("signed_url");
        if (url == null) url = string("signedUrl");
        // Without a status, a URL is proof enough.
        if (complete || (status == null && url != null)) {
            return new ExportAnswer.Complete(bookmark, messages(), string("filename"), url);
        }
        return new ExportAnswer.Running(bookmark, messages());
    }

    @Nullable
    ImportAnswer refusedImport() {
        if (text.contains(NOTHING_TO_IMPORT)) return new ImportAnswer.Nothing();
        return text.contains(LOCKED) ? new ImportAnswer.Locked(text) : null;
    }

    ImportAnswer imported(@Nullable String known) {
        ImportAnswer refused = refusedImport();
        if (refused != null) return refused;
        String status = string("status");
        if (failed(status)) return new ImportAnswer.Failed(reason());
        String url = string("upload_url");
        if (url == null) url = string("uploadUrl");
        String filename = string("filename");
        if (url != null && filename != null) return new ImportAnswer.Upload(url, filename);
        String bookmark = string("at_bookmark");
        if (bookmark == null) bookmark = known;
        if ("complete".equals(status)) {
            String last = string("final_bookmark");
            JsonNode queries = field("num_queries");
            JsonNode meta = field("meta");
            return new ImportAnswer.Complete(
                    last == null ? bookmark : last,
                    messages(),
                    queries == null ? -1 : queries.asLong(-1),
                    meta == null ? -1 : meta.path("rows_written").asLong(-1));
        }
        return new ImportAnswer.Running(bookmark, messages());
    }

    private boolean failed(@Nullable String status) {
        if ("complete".equals(status)) return false;
        JsonNode success = field("success");
        return "error".equals(status)
                || !text.isEmpty()
                || (success != null && success.isBoolean() && !success.asBoolean());
    }

    private String reason() {
        return text.isEmpty() ? "no reason given" : text;
    }

    private List<String> messages() {
        JsonNode node = field("messages");
        if (node == null) return List.of();
        List<String> messages = new ArrayList<>();
        // Strings as documented; the envelope's own messages are objects with a "message".
        for (JsonNode message : node) {
            String own = message.isObject() ? message.path("message").asText() : message.asText();
            messages.add(redaction.of(own));
        }
        return List.copyOf(messages);
    }

    private @Nullable String string(String name) {
        JsonNode node = field(name);
        return node == null || !node.isTextual() || node.asText().isEmpty() ? null : node.asText();
    }

    private @Nullable JsonNode field(String name) {
        for (JsonNode level : levels) {
            JsonNode node = level.get(name);
            if (node != null && !node.isNull()) return node;
        }
        return null;
    }
}
