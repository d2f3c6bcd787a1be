package io.github.d1jdbc.internal.export;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A database's schema as the preflight saw it, without D1's own tables. Immutable.
 *
 * @param objects in the order of sqlite_schema
 * @param highestRowids by table, where the table has rows and a rowid; an upper bound of its rows, no count
 */
record Schema(List<SchemaObject> objects, Map<String, Long> highestRowids) {

    /** What a table is (sqlite.org/pragma.html#pragma_table_list); every other object is ORDINARY. */
    enum Kind {
        ORDINARY,
        /** Without a rowid. */
        WITHOUT_ROWID,
        VIRTUAL,
        /** Belongs to a virtual table, which fills it. */
        SHADOW,
        /** sqlite_sequence or sqlite_stat: D1 dumps their rows behind those of the tables. */
        INTERNAL
    }

    /**
     * One row of sqlite_schema.
     *
     * @param type table, index, trigger or view
     * @param table the table that an index or trigger belongs to, else the name
     * @param sql its CREATE, null for an index that a constraint made
     */
    record SchemaObject(
            String type,
            String name,
            String table,
            @Nullable String sql,
            Kind kind) {

        boolean isTable() {
            return type.equals("table");
        }

        /** Whether D1 dumps it at all. */
        boolean dumped() {
            return sql != null && kind != Kind.VIRTUAL && kind != Kind.SHADOW;
        }
    }

    Schema {
        objects = List.copyOf(objects);
        highestRowids = Map.copyOf(highestRowids);
    }

    Optional<SchemaObject> named(String name) {
        return objects.stream().filter(o -> o.name().equals(name)).findFirst();
    }

    List<SchemaObject> virtualTables() {
        return objects.stream().filter(o -> o.kind() == Kind.VIRTUAL).toList();
    }

    /** SHA-256 over type, name, table and CREATE of every object, each ended by NUL. */
    String sha256() {
        MessageDigest digest = Digests.sha256();
        for (SchemaObject o : objects) {
            for (String field : new String[] {o.type(), o.name(), o.table(), o.sql() == null ? "" : o.sql()}) {
                digest.update(field.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
