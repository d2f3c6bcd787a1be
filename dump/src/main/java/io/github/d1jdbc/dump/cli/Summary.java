package io.github.d1jdbc.dump.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.d1jdbc.dump.Manifest;
import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a complete export is summed up as, for people and for programs. */
final class Summary {

    private static final int LIMIT = 100_000;

    private Summary() {}

    /** A headline, then one fact a line, then what to know before the dump is relied on. */
    static List<String> lines(DumpResult result, DumpOptions options, String target, Optional<Path> manifest) {
        List<String> lines = new ArrayList<>();
        lines.add("Exported " + result.databaseName() + " to " + target);
        lines.add(fact("size", size(result, options.compression())));
        lines.add(fact(
                "content",
                Quantity.count(result.rowsPerTable().size(), "table") + ", " + Quantity.count(result.rows(), "row")
                        + ", " + Quantity.count(result.statements(), "statement") + largest(result)));
        lines.add(fact("took", Quantity.time(result.duration()) + ", " + attempts(result)));
        result.fileSha256().ifPresent(sum -> lines.add(fact("SHA-256", sum)));
        result.bookmark().ifPresent(bookmark -> lines.add(fact("bookmark", bookmark)));
        manifest.ifPresent(path -> lines.add(fact("manifest", path.toString())));
        consistency(result).ifPresent(moment -> lines.add(fact("moment", moment)));
        for (DumpResult.Warning warning : result.warnings())
            lines.add("  warning: " + OptionNames.asFlags(warning.message()));
        if (!result.restorable()) {
            lines.add("  D1 would not import this dump as it is, because");
            result.obstacles().forEach(obstacle -> lines.add("    - " + obstacle));
        }
        return lines;
    }

    /** The result as one object: what became of it, where it is, and every field of the manifest. */
    static ObjectNode object(String outcome, Path file, Optional<Path> manifest, Manifest of) {
        ObjectNode object = Json.object()
                .put("outcome", outcome)
                .put("path", file.toAbsolutePath().toString())
                .put(
                        "manifest",
                        manifest.map(path -> path.toAbsolutePath().toString()).orElse(null));
        object.setAll((ObjectNode) Json.parse(of.toJson()));
        return object;
    }

    /** The result of a dump that went to standard output. */
    static ObjectNode object(DumpResult result) {
        return Json.object()
                .put("outcome", "exported")
                .put("bytes", result.fileBytes())
                .put("sqlBytes", result.sqlBytes())
                .put("sha256", result.fileSha256().orElse(null))
                .put("rows", result.rows())
                .put("statements", result.statements())
                .put("bookmark", result.bookmark().orElse(null))
                .put("consistency", result.consistency().name().toLowerCase(Locale.ROOT))
                .put("restorable", result.restorable());
    }

    // Rulings-dump 7: what was read after D1's snapshot is never called one.
    private static Optional<String> consistency(DumpResult result) {
        return switch (result.consistency()) {
            case SNAPSHOT -> Optional.empty();
            case UNCHANGED -> Optional.of("the virtual tables were read later; nothing was written in between");
            case DRIFTED ->
                Optional.of("the virtual tables were read later, and the database was written to in between");
            case UNKNOWN ->
                Optional.of("the virtual tables were read later; whether anything was written in between is unknown");
        };
    }

    private static String fact(String name, String value) {
        return "  " + name + " ".repeat(Math.max(0, 9 - name.length())) + " " + value;
    }

    private static String size(DumpResult result, Compression compression) {
        String sql = Quantity.bytes(result.sqlBytes()) + " of SQL";
        return compression == Compression.NONE
                ? sql
                : Quantity.bytes(result.fileBytes()) + ", " + compression.name().toLowerCase(Locale.ROOT) + " of "
                        + sql;
    }

    private static String largest(DumpResult result) {
        long bytes = result.largestStatement().bytes();
        return bytes > LIMIT ? ", the longest of " + Quantity.number(bytes) + " bytes" : "";
    }

    private static String attempts(DumpResult result) {
        String polls = Quantity.count(result.polls(), "poll");
        String restarts = result.restarts() == 0 ? "" : ", " + Quantity.count(result.restarts(), "restart");
        String resumes = result.resumes() == 0 ? "" : ", " + Quantity.count(result.resumes(), "resumed download");
        return polls + restarts + resumes;
    }
}
