package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpResult.Warning;
import io.github.d1jdbc.internal.RestClient.ExportFilter;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import io.github.d1jdbc.internal.export.Schema.Kind;
import io.github.d1jdbc.internal.export.Schema.SchemaObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What D1 is asked for, what must come, and what we add ourselves (rulings-dump 1). Immutable.
 *
 * @param filter what is sent to D1
 * @param expected the objects that its dump must hold; meaningless without a schema
 * @param virtual the virtual tables that are appended
 * @param warnings what the reader of the dump must know of the choice
 */
record Selection(ExportFilter filter, List<SchemaObject> expected, List<VirtualTable> virtual, List<Warning> warnings) {

    private static final int MOST_NAMES = 10;

    Selection {
        expected = List.copyOf(expected);
        virtual = List.copyOf(virtual);
        warnings = List.copyOf(warnings);
    }

    /** Without a look at the schema: what the caller says. */
    static Selection unseen(DumpOptions options) {
        return new Selection(filter(options.tables(), options), List.of(), List.of(), List.of());
    }

    /** @throws ExportException when a name is asked for that the database does not have, or that cannot be dumped */
    static Selection of(Schema schema, DumpOptions options, String subject) throws ExportException {
        return options.tables().isEmpty() ? everything(schema, options) : named(schema, options, subject);
    }

    // Without a virtual table this is the path of every other client; with one, all names but its own are given.
    private static Selection everything(Schema schema, DumpOptions options) {
        List<SchemaObject> expected =
                schema.objects().stream().filter(SchemaObject::dumped).toList();
        List<VirtualTable> virtual =
                schema.virtualTables().stream().map(VirtualTable::of).toList();
        List<String> names = List.of();
        if (!virtual.isEmpty()) names = orNothing(expected, schema);
        return new Selection(filter(names, options), expected, virtual, warnings(virtual, options));
    }

    private static Selection named(Schema schema, DumpOptions options, String subject) throws ExportException {
        List<SchemaObject> expected = new ArrayList<>();
        List<VirtualTable> virtual = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String name : options.tables()) {
            Optional<SchemaObject> found = schema.named(name);
            if (found.isEmpty()) {
                unknown.add(name + nearest(name, schema));
            } else if (found.get().kind() == Kind.VIRTUAL) {
                virtual.add(VirtualTable.of(found.get()));
            } else if (found.get().kind() == Kind.SHADOW) {
                throw new ExportException(
                        Reason.OPTIONS,
                        name + " belongs to a virtual table and cannot be restored by itself: name the virtual table.");
            } else {
                expected.add(found.get());
            }
        }
        if (!unknown.isEmpty()) {
            throw new ExportException(
                    Reason.UNKNOWN_TABLE, "There is no " + String.join(", no ", unknown) + " in " + subject + ".");
        }
        List<SchemaObject> dependents = dependents(schema, options);
        List<Warning> warnings = new ArrayList<>(warnings(virtual, options));
        if (options.withDependents()) {
            expected.addAll(dependents);
        } else if (!dependents.isEmpty() && !options.noSchema()) {
            warnings.add(leftOut(dependents));
        }
        return new Selection(filter(orNothing(expected, schema), options), expected, virtual, warnings);
    }

    // D1's filter goes by the name of the object, not of its table (d1-facts 2.6).
    private static List<SchemaObject> dependents(Schema schema, DumpOptions options) {
        Set<String> tables =
                options.tables().stream().map(ScannedSchema::folded).collect(Collectors.toSet());
        return schema.objects().stream()
                .filter(o -> o.type().equals("index") || o.type().equals("trigger"))
                .filter(o -> o.dumped() && !options.tables().contains(o.name()))
                .filter(o -> tables.contains(ScannedSchema.folded(o.table())))
                .toList();
    }

    // An empty list means everything to D1, so that nothing has to be asked for by a name that no object has.
    private static List<String> orNothing(List<SchemaObject> objects, Schema schema) {
        if (!objects.isEmpty())
            return objects.stream().map(SchemaObject::name).distinct().toList();
        String name = "d1-jdbc: no object";
        while (schema.named(name).isPresent()) name += ".";
        return List.of(name);
    }

    private static ExportFilter filter(List<String> names, DumpOptions options) {
        return new ExportFilter(List.copyOf(new LinkedHashSet<>(names)), options.noData(), options.noSchema());
    }

    private static List<Warning> warnings(List<VirtualTable> virtual, DumpOptions options) {
        List<Warning> warnings = new ArrayList<>();
        for (VirtualTable table : virtual) {
            if (options.noData()) continue;
            if (table.hasRows()) {
                warnings.add(warning(
                        "virtualRowsAfterSnapshot",
                        Optional.of(table.name()),
                        "D1 does not export virtual tables: the rows of " + table.name()
                                + " were read by queries after D1's snapshot."));
            } else if (table.refill() == VirtualTable.Refill.LOST) {
                warnings.add(warning(
                        "virtualTableWithoutContent",
                        Optional.of(table.name()),
                        "Of the virtual table " + table.name() + " (" + table.module()
                                + ") only its CREATE is in the dump: what it indexes is not stored in the database."));
            }
        }
        return warnings;
    }

    private static Warning leftOut(List<SchemaObject> dependents) {
        String names = dependents.stream()
                .limit(MOST_NAMES)
                .map(o -> o.type() + " " + o.name())
                .collect(Collectors.joining(", "));
        if (dependents.size() > MOST_NAMES) names += " and " + (dependents.size() - MOST_NAMES) + " more";
        return warning(
                "dependentsLeftOut",
                Optional.empty(),
                "D1's table filter leaves out what belongs to the named tables: " + names
                        + ". Ask for them by withDependents.");
    }

    /** A warning about no particular place. */
    static Warning warning(String code, Optional<String> table, String message) {
        return new Warning(code, table, OptionalLong.empty(), 1, message);
    }

    // The usual mistakes: another case, a letter too many or too few.
    private static String nearest(String name, Schema schema) {
        String best = "";
        int least = Math.max(1, name.length() / 3) + 1;
        for (SchemaObject object : schema.objects()) {
            if (object.kind() == Kind.SHADOW) continue;
            if (object.name().equalsIgnoreCase(name)) {
                return " (names are case-sensitive: did you mean " + object.name() + "?)";
            }
            int distance = distance(name, object.name());
            if (distance < least) {
                least = distance;
                best = object.name();
            }
        }
        return best.isEmpty() ? "" : " (did you mean " + best + "?)";
    }

    /** How many characters must be put, taken or changed (Levenshtein). */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) before[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(change, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[b.length()];
    }
}
