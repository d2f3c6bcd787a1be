package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.export.DumpResult.Warning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a dump has created and filled so far. Belongs to the thread that scans. */
final class ScannedSchema {

    /** The types of objects, as sqlite_schema names them in lower case. */
    enum ObjectType {
        TABLE,
        INDEX,
        TRIGGER,
        VIEW;

        String schemaName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One object that the dump creates. */
    record Created(ObjectType type, String name) {}

    /** Stands for every statement that fills no table. */
    final ScannedTable noTable = new ScannedTable("", false);

    final Obstacles obstacles = new Obstacles();

    private final Map<String, ScannedTable> tables = new LinkedHashMap<>();
    private final Set<Created> created = new LinkedHashSet<>();
    private final Set<String> tableNames = new HashSet<>();
    private final Set<String> viewNames = new HashSet<>();

    Set<Created> created() {
        return created;
    }

    Map<String, ScannedTable> tables() {
        return tables;
    }

    /** A complete CREATE TABLE, also a virtual one. */
    void createTable(String name, boolean virtual, List<String> parents) {
        created.add(new Created(ObjectType.TABLE, name));
        tableNames.add(folded(name));
        ScannedTable made = new ScannedTable(name, virtual);
        made.parents().addAll(parents);
        tables.putIfAbsent(name, made);
    }

    /** Any other complete CREATE. */
    void create(ObjectType type, String name) {
        created.add(new Created(type, name));
        if (type == ObjectType.VIEW) viewNames.add(folded(name));
    }

    boolean hasView(String name) {
        return viewNames.contains(folded(name));
    }

    /** The table that an INSERT at an offset fills; at its first row all its parents should be there. */
    ScannedTable fill(String name, long offset) {
        ScannedTable table = tables.computeIfAbsent(name, n -> new ScannedTable(n, false));
        if (table.rows() == 0) {
            for (String parent : table.parents()) {
                if (!tableNames.contains(folded(parent))) obstacles.childFirst(name, parent, offset);
            }
        }
        return table;
    }

    /** What {@link #fill} took for a table was a schema's name. */
    void unfill(ScannedTable table) {
        if (table.rows() == 0 && !tableNames.contains(folded(table.name()))) tables.remove(table.name());
    }

    List<Warning> warnings() {
        List<Warning> warnings = new ArrayList<>(noTable.warnings());
        tables.values().forEach(table -> warnings.addAll(table.warnings()));
        return warnings;
    }

    List<String> obstacles() {
        return obstacles.sentences(noTable, tables.values());
    }

    /** SQLite takes two names for one when they differ only by the case of ASCII letters. */
    static String folded(String name) {
        StringBuilder folded = new StringBuilder(name);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c >= 'A' && c <= 'Z') folded.setCharAt(i, (char) (c + 32));
        }
        return folded.toString();
    }
}
