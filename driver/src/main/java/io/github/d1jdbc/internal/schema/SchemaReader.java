package io.github.d1jdbc.internal.schema;

import io.github.d1jdbc.internal.RestClient.Statement;
import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.Rows;
import io.github.d1jdbc.internal.schema.SchemaSnapshot.SchemaObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole schema by one request, which is one instant of the database. Only where a view can no longer be
 * compiled, because what it selects from is gone, further requests find out which one.
 */
public final class SchemaReader {

    /** Sends statements that only read as one request. */
    @FunctionalInterface
    public interface Source {
        List<Rows> ask(List<Statement> statements) throws RestException;
    }

    // D1's own tables may not be touched and SQLite asks for whatever a statement's rows name, so they are left out
    // before the next table function sees them; MATERIALIZED keeps any query plan to that (d1-facts 4.5).
    private static final String TABLES = "WITH t AS MATERIALIZED (SELECT name, type, wr, strict FROM pragma_table_list"
            + " WHERE schema = 'main' AND type <> 'shadow' AND substr(name, 1, 4) <> '_cf_' AND ncol > 0) ";

    private static final String COLUMN = "x.name, x.type, x.\"notnull\", x.dflt_value, x.pk, x.hidden";

    private static final List<Statement> WHOLE = List.of(
            Statement.of("SELECT type, name, sql FROM sqlite_schema WHERE substr(name, 1, 4) <> '_cf_'"
                    + " AND substr(tbl_name, 1, 4) <> '_cf_' ORDER BY rowid"),
            Statement.of("SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'"
                    + " AND type <> 'shadow' AND substr(name, 1, 4) <> '_cf_'"),
            Statement.of(TABLES + "SELECT t.name, " + COLUMN + " FROM t, pragma_table_xinfo(t.name) x"),
            Statement.of(TABLES + "SELECT t.name, f.id, f.\"table\", f.\"from\", f.\"to\", f.on_update, f.on_delete"
                    + " FROM t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'"),
            Statement.of(TABLES + "SELECT t.name, i.name, i.\"unique\", i.origin, x.name, x.\"desc\", x.coll"
                    + " FROM t, pragma_index_list(t.name) i, pragma_index_xinfo(i.name) x"
                    + " WHERE t.type = 'table' AND x.key = 1"));

    /** Past so many requests no further broken view is looked for: the views that are left show no columns. */
    private static final int MOST_REQUESTS = 24;

    /** D1's code for an error of SQLite. */
    private static final int SQL_ERROR = 7500;

    private final Source source;
    private int requests;

    private SchemaReader(Source source) {
        this.source = source;
    }

    /**
     * Reads the schema.
     *
     * @param before an earlier reading, which is given back where nothing has changed, or null
     */
    public static SchemaSnapshot read(Source source, @Nullable SchemaSnapshot before) throws RestException {
        return new SchemaReader(source).read(before);
    }

    private SchemaSnapshot read(@Nullable SchemaSnapshot before) throws RestException {
        List<Rows> answers = ask(WHOLE);
        List<SchemaObject> objects = objects(answers.get(0));
        if (before != null && before.objects().equals(objects)) return before;
        Tables tables = new Tables(objects);
        tables.tables(answers.get(1));
        tables.columns(answers.get(2));
        tables.foreignKeys(answers.get(3));
        tables.indexes(answers.get(4));
        views(tables.withoutColumns(), tables);
        return new SchemaSnapshot(objects, tables.build());
    }

    private List<Rows> ask(List<Statement> statements) throws RestException {
        requests++;
        return source.ask(statements);
    }

    private static List<SchemaObject> objects(Rows rows) {
        List<SchemaObject> objects = new ArrayList<>();
        for (int row = 0; row < rows.rowCount(); row++) {
            objects.add(new SchemaObject(rows.text(row, 0), rows.text(row, 1), Tables.textOrNull(rows, row, 2)));
        }
        return objects;
    }

    // One view that cannot be compiled keeps pragma_table_list from counting the columns of others (ncol is 0), and
    // fails the whole request that asks for its columns. Halves find the broken ones in few requests.
    private void views(List<String> names, Tables tables) throws RestException {
        if (names.isEmpty() || requests >= MOST_REQUESTS) return;
        List<Statement> statements = new ArrayList<>();
        for (String name : names) {
            String quoted = "'" + name.replace("'", "''") + "'";
            statements.add(
                    Statement.of("SELECT " + quoted + ", " + COLUMN + " FROM pragma_table_xinfo(" + quoted + ") x"));
        }
        try {
            for (Rows rows : ask(statements)) tables.columns(rows);
        } catch (RestException e) {
            boolean broken = e.kind() == RestException.Kind.REFUSED && e.code() == SQL_ERROR && !e.temporary();
            if (!broken) throw e;
            if (names.size() == 1) return; // such a view exists, but has no columns that anyone could name
            int half = names.size() / 2;
            views(names.subList(0, half), tables);
            views(names.subList(half, names.size()), tables);
        }
    }
}
