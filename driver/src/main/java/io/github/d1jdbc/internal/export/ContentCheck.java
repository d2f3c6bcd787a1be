package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.internal.export.ScannedSchema.Created;
import io.github.d1jdbc.internal.export.Schema.Kind;
import io.github.d1jdbc.internal.export.Schema.SchemaObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a dump is the one that was asked for (rulings-dump 2): a start can join somebody else's export, whose filter
 * is another. Immutable.
 *
 * @param mismatch what is wrong, in words, or null
 * @param leftOut objects that were asked for by name and that the server left out because they are no tables
 */
record ContentCheck(@Nullable String mismatch, List<SchemaObject> leftOut) {

    ContentCheck {
        leftOut = List.copyOf(leftOut);
    }

    /** Checks what can be checked without a schema: whole statements, and at least one. */
    static @Nullable String form(DumpScan scan) {
        if (scan.incomplete()) return "it ends in the middle of a statement";
        return scan.statements() == 0 ? "it holds no SQL statement" : null;
    }

    /** Compares what the scan saw with what the preflight promised. */
    static ContentCheck of(Schema schema, Selection selection, DumpOptions options, DumpScan scan) {
        List<SchemaObject> leftOut = new ArrayList<>();
        String wrong = objects(selection, options, scan.schema(), leftOut);
        if (wrong == null) wrong = rows(schema, selection, options, scan.schema());
        return new ContentCheck(wrong, wrong == null ? leftOut : List.of());
    }

    // Internal tables (sqlite_sequence, sqlite_stat) have no CREATE in a dump, so that only the others are compared.
    private static @Nullable String objects(
            Selection selection, DumpOptions options, ScannedSchema scanned, List<SchemaObject> leftOut) {
        Set<String> expected = new HashSet<>();
        Set<String> found = new HashSet<>();
        for (Created created : scanned.created()) found.add(created.type().schemaName() + ' ' + created.name());
        for (SchemaObject object : selection.expected()) {
            if (object.kind() == Kind.INTERNAL || options.noSchema()) continue;
            String key = object.type() + ' ' + object.name();
            expected.add(key);
            if (found.contains(key)) continue;
            if (object.isTable() || selection.filter().tables().isEmpty()) return "it lacks the " + key;
            leftOut.add(object);
        }
        found.removeAll(expected);
        return found.isEmpty() ? null : "it holds the " + found.iterator().next() + ", which was not asked for";
    }

    // A table may have been emptied since the preflight; that all of them were is a filter of somebody else.
    private static @Nullable String rows(
            Schema schema, Selection selection, DumpOptions options, ScannedSchema scanned) {
        Set<String> tables = new HashSet<>();
        for (SchemaObject object : selection.expected()) if (object.isTable()) tables.add(object.name());
        boolean any = false;
        for (ScannedTable table : scanned.tables().values()) {
            if (table.rows() == 0 || table.name().startsWith("sqlite_")) continue;
            if (options.noData()) return "it holds rows of " + table.name() + " though none were asked for";
            if (!tables.contains(table.name())) return "it holds rows of " + table.name() + ", which was not asked for";
            any = true;
        }
        if (any || options.noData()) return null;
        for (String table : tables) {
            if (schema.highestRowids().containsKey(table)) return "it holds no rows, though " + table + " has some";
        }
        return null;
    }
}
