package io.github.d1jdbc;

import io.github.d1jdbc.OriginResolver.Out;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.Rows;
import io.github.d1jdbc.internal.schema.Affinity;
import io.github.d1jdbc.internal.schema.Column;
import io.github.d1jdbc.internal.schema.SchemaSnapshot;
import io.github.d1jdbc.internal.schema.Table;
import io.github.d1jdbc.sql.SqlKind;
import io.github.d1jdbc.sql.SqlStatement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows where the REAL values of a connection's tables are, of which D1's JSON tells too little: it writes 1.0 as
 * {@code 1}, and an infinity as {@code null}. A table's types are asked for in the first request that reads it, so that
 * they cost none of their own. For one thread at a time.
 *
 * <p>A NULL of a column that was declared NOT NULL is an infinity. A NULL of any other column that may well hold one is
 * looked at once in the exact form; from then on queries of that column or expression go in this form at once.
 */
final class RealColumns {
    private static final int MOST_TABLES = 500;
    private static final int MOST_QUERIES = 256;
    private static final int MOST_DOUBTED = 1_000;

    // Another client may have made a table anew with other types.
    private static final Duration LIFETIME = Duration.ofMinutes(1);

    /** A query over more new tables than this asks for these first. */
    private static final int MOST_AT_ONCE = 8;

    private final Map<String, @Nullable Table> tables = new HashMap<>();
    private final LongSupplier nanos;
    private long since;

    @SuppressWarnings("serial") // never serialized
    private final Map<String, List<Out>> queries = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Out>> eldest) {
            return size() > MOST_QUERIES;
        }
    };

    // Columns that gave NULL, as table.column, and expressions by their labels.
    private final Set<String> doubted = new HashSet<>();

    /** @param nanos tells the time as {@link System#nanoTime} does */
    RealColumns(LongSupplier nanos) {
        this.nanos = nanos;
        this.since = nanos.getAsLong();
    }

    /** The tables that a query reads and that are not known, or not any more. */
    List<String> unknown(SqlStatement query) {
        if (nanos.getAsLong() - since > LIFETIME.toNanos()) clear();
        if (query.kind() != SqlKind.SELECT || queries.containsKey(query.text())) return List.of();
        Set<String> missing = new LinkedHashSet<>();
        List<Out> columns = OriginResolver.columns(query, name -> {
            String folded = SchemaSnapshot.fold(name);
            if (!tables.containsKey(folded)) missing.add(folded);
            return tables.get(folded);
        });
        if (missing.isEmpty()) queries.put(query.text(), columns == null ? List.of() : columns);
        return missing.stream().limit(MOST_AT_ONCE).toList();
    }

    private List<Out> columns(SqlStatement query) {
        List<Out> known = queries.get(query.text());
        if (known != null) return known;
        List<Out> columns = OriginResolver.columns(query, name -> tables.get(SchemaSnapshot.fold(name)));
        return columns == null ? List.of() : columns;
    }

    /** Asks for the types of a table or view. */
    static RestClient.Statement question(String table) {
        String name = "'" + table.replace("'", "''") + "'";
        return RestClient.Statement.of("SELECT name, type, \"notnull\", (SELECT type FROM pragma_table_list(" + name
                + ") WHERE schema = 'main') FROM pragma_table_xinfo(" + name + ") WHERE hidden <> 1");
    }

    /** Takes the answer to a {@link #question}; of virtual tables nothing is known. */
    void learn(String name, Rows answer) {
        List<Column> columns = new ArrayList<>();
        boolean view = false;
        for (int i = 0; i < answer.rowCount(); i++) {
            boolean typed = answer.cell(i, 3) == Rows.Cell.TEXT;
            view = typed && answer.text(i, 3).equals("view");
            if (!view && !(typed && answer.text(i, 3).equals("table"))) continue;
            String type = answer.text(i, 1);
            Affinity affinity = Affinity.of(type, false);
            boolean notNull = !answer.number(i, 2).equals("0");
            columns.add(new Column(
                    answer.text(i, 0), type, affinity, Column.Kind.ORDINARY, notNull, null, 0, false, "BINARY"));
        }
        if (tables.size() >= MOST_TABLES) clear();
        Table.Kind kind = view ? Table.Kind.VIEW : Table.Kind.ORDINARY;
        Table table = new Table(name, kind, false, false, columns, null, List.of(), List.of());
        tables.put(name, columns.isEmpty() ? null : table);
    }

    /** Nothing is known of a table, and it shall not be asked for again. */
    void giveUp(String name) {
        tables.put(name, null);
    }

    void clear() {
        tables.clear();
        queries.clear();
        since = nanos.getAsLong();
    }

    /** The columns of a result, from 0, whose numbers all are REAL. A view's values need not fit its types. */
    Set<Integer> of(SqlStatement query, List<String> labels) {
        if (query.kind() != SqlKind.SELECT) return Set.of();
        Set<Integer> reals = new HashSet<>();
        List<Out> columns = OriginResolver.fitted(columns(query), labels);
        for (int i = 0; i < columns.size(); i++) {
            Origin origin = columns.get(i).origin();
            boolean real = origin == null
                    ? columns.get(i).type() == Types.DOUBLE
                    : origin.column().affinity() == Affinity.REAL && !isView(origin);
            if (real) reals.add(i);
        }
        return reals;
    }

    /** Whether a NULL in a result may be an infinity, so that it must be looked at; remembers the column. */
    boolean hidesInfinity(SqlStatement query, Cells.Wire cells) {
        List<Out> columns = OriginResolver.fitted(columns(query), cells.columns());
        boolean hides = false;
        for (int i = 0; i < columns.size(); i++) {
            Out column = columns.get(i);
            if (!mayBeInfinite(column) && !isNeverNull(column)) continue;
            if (!hasNull(cells, i)) continue;
            if (doubted.size() >= MOST_DOUBTED) doubted.clear();
            doubted.add(key(column));
            hides = true;
        }
        return hides;
    }

    /** How many columns a query has that reads one that gave NULL before, else 0. */
    int doubtedColumns(SqlStatement query) {
        if (doubted.isEmpty()) return 0;
        List<Out> columns = columns(query);
        for (Out column : columns) {
            if ((mayBeInfinite(column) || isNeverNull(column)) && doubted.contains(key(column))) return columns.size();
        }
        return 0;
    }

    /** How many columns a query gives, or -1 where that is not known. */
    int columnCount(SqlStatement query) {
        List<Out> columns = columns(query);
        return columns.isEmpty() ? -1 : columns.size();
    }

    private static boolean hasNull(Cells.Wire cells, int column) {
        for (int row = 0; row < cells.rowCount(); row++) {
            if (cells.cell(row, column) == Rows.Cell.NULL) return true;
        }
        return false;
    }

    private static boolean isNeverNull(Out column) {
        Origin origin = column.origin();
        return origin != null && origin.column().notNull() && !origin.optional() && !isView(origin);
    }

    // Dates and booleans are NUMERIC to SQLite too, but nobody keeps an infinity there.
    private static boolean mayBeInfinite(Out column) {
        Origin origin = column.origin();
        if (origin == null) return column.type() == Types.DOUBLE || column.type() == Types.NUMERIC;
        Column declared = origin.column();
        String type = declared.type();
        if (declared.affinity() == Affinity.REAL || type.isBlank() || type.equalsIgnoreCase("ANY")) return true;
        int sqlType = DeclaredType.of(declared).sqlType();
        return sqlType == Types.NUMERIC || sqlType == Types.DECIMAL;
    }

    private static boolean isView(Origin origin) {
        return origin.table().kind() == Table.Kind.VIEW;
    }

    private static String key(Out column) {
        Origin origin = column.origin();
        if (origin == null) return column.name();
        return SchemaSnapshot.fold(origin.table().name())
                + '.'
                + SchemaSnapshot.fold(origin.column().name());
    }
}
