package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.internal.Abort;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.RestClient.Statement;
import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.Rows;
import io.github.d1jdbc.internal.export.Schema.Kind;
import io.github.d1jdbc.internal.export.Schema.SchemaObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at a database before it is exported, by two requests that read next to nothing. */
final class Preflight {
    // D1's own tables may not be touched, and SQLite asks for the columns of whatever a statement's rows name: they are
    // left out in the same statement (d1-engine, "Trap").
    private static final String OBJECTS = """
            SELECT type, name, tbl_name, sql FROM sqlite_schema \
            WHERE substr(name, 1, 4) <> '_cf_' AND substr(tbl_name, 1, 4) <> '_cf_' \
            AND (substr(name, 1, 7) <> 'sqlite_' OR name = 'sqlite_sequence' OR substr(name, 1, 11) = 'sqlite_stat') \
            ORDER BY rowid""";

    private static final String TABLES = """
            SELECT name, type, wr FROM pragma_table_list \
            WHERE schema = 'main' AND substr(name, 1, 4) <> '_cf_'""";

    /** Columns a statement may have on D1. */
    private static final int MOST_COLUMNS = 100;

    private static final int MOST_SQL = 50_000;

    private final RestClient client;
    private final String databaseId;
    private final Deadline deadline;
    private final LockWait lock;

    Preflight(RestClient client, String databaseId, Deadline deadline, LockWait lock) {
        this.client = client;
        this.databaseId = databaseId;
        this.deadline = deadline;
        this.lock = lock;
    }

    /** Reads the schema and the highest rowids. */
    Schema look() throws RestException, ExportException {
        List<Rows> answers = raw(List.of(Statement.of(OBJECTS), Statement.of(TABLES)));
        List<SchemaObject> objects = objects(answers.get(0), kinds(answers.get(1)));
        return new Schema(objects, highestRowids(objects));
    }

    /** Reads the foreign keys. */
    References references() throws RestException, ExportException {
        List<Rows> answers = raw(List.of(Statement.of(References.KEYS), Statement.of(References.PRIMARY)));
        return References.of(answers.get(0), answers.get(1));
    }

    /** Whether a table has more rows than this; reads that many at most. */
    boolean hasMoreRows(String table, long rows) throws RestException, ExportException {
        String sql = "SELECT count(*) FROM (SELECT 1 FROM " + Quoting.name(table) + " LIMIT " + (rows + 1) + ")";
        Rows count = raw(List.of(Statement.of(sql))).get(0);
        return Double.parseDouble(count.number(0, 0)) > rows;
    }

    private List<Rows> raw(List<Statement> batch) throws RestException, ExportException {
        return lock.through(() -> client.raw(databaseId, batch, true, Abort.after(deadline.left())));
    }

    // sqlite.org/pragma.html#pragma_table_list is the only place that knows shadow tables.
    private static Map<String, Kind> kinds(Rows tables) {
        Map<String, Kind> kinds = new HashMap<>();
        for (int row = 0; row < tables.rowCount(); row++) {
            Kind kind = switch (tables.text(row, 1)) {
                case "virtual" -> Kind.VIRTUAL;
                case "shadow" -> Kind.SHADOW;
                default -> tables.number(row, 2).equals("0") ? Kind.ORDINARY : Kind.WITHOUT_ROWID;
            };
            kinds.put(tables.text(row, 0), kind);
        }
        return kinds;
    }

    private static List<SchemaObject> objects(Rows rows, Map<String, Kind> kinds) {
        List<SchemaObject> objects = new ArrayList<>();
        for (int row = 0; row < rows.rowCount(); row++) {
            String type = rows.text(row, 0);
            String name = rows.text(row, 1);
            Kind kind = Kind.ORDINARY;
            if (name.startsWith("sqlite_")) {
                kind = Kind.INTERNAL;
            } else if (type.equals("table")) {
                kind = kinds.getOrDefault(name, Kind.ORDINARY);
            }
            objects.add(new SchemaObject(type, name, rows.text(row, 2), textOrNull(rows, row, 3), kind));
        }
        return objects;
    }

    private static @Nullable String textOrNull(Rows rows, int row, int column) {
        return rows.cell(row, column) == Rows.Cell.NULL ? null : rows.text(row, column);
    }

    // max(rowid) reads one row, count(*) would read (and bill) all of them.
    private Map<String, Long> highestRowids(List<SchemaObject> objects) throws RestException, ExportException {
        List<String> tables = objects.stream()
                .filter(o -> o.isTable() && (o.kind() == Kind.ORDINARY || VirtualTable.hasRowsToRead(o)))
                .map(SchemaObject::name)
                .toList();
        List<Statement> batch = new ArrayList<>();
        StringBuilder sql = new StringBuilder();
        int columns = 0;
        for (String table : tables) {
            sql.append(columns++ == 0 ? "SELECT " : ", ")
                    .append("(SELECT max(_rowid_) FROM ")
                    .append(Quoting.name(table))
                    .append(')');
            if (columns == MOST_COLUMNS || sql.length() > MOST_SQL) {
                batch.add(Statement.of(sql.toString()));
                sql.setLength(0);
                columns = 0;
            }
        }
        if (columns > 0) batch.add(Statement.of(sql.toString()));
        Map<String, Long> highest = new HashMap<>();
        if (batch.isEmpty()) return highest;
        int table = 0;
        for (Rows rows : raw(batch)) {
            for (int column = 0; column < rows.columns().size(); column++) {
                String name = tables.get(table++);
                if (rows.cell(0, column) == Rows.Cell.NUMBER) {
                    highest.put(name, (long) Double.parseDouble(rows.number(0, column)));
                }
            }
        }
        return highest;
    }
}
