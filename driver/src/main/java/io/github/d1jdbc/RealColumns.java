package io.github.d1jdbc;

import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.Rows;
import io.github.d1jdbc.internal.schema.Affinity;
import io.github.d1jdbc.internal.schema.Column;
import io.github.d1jdbc.internal.schema.SchemaSnapshot;
import io.github.d1jdbc.internal.schema.Table;
import io.github.d1jdbc.sql.SqlKind;
import io.github.d1jdbc.sql.SqlStatement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows which columns of a connection's tables were declared REAL: every number in them is a REAL, also one that D1
 * writes as {@code 1}. A table's types are asked for in the first request that reads it, so that they cost none of
 * their own. For one thread at a time.
 */
final class RealColumns {
    private static final int MOST_TABLES = 500;

    /** A query over more new tables than this asks for these first. */
    private static final int MOST_AT_ONCE = 8;

    private final Map<String, @Nullable Table> tables = new HashMap<>();

    /** The tables that a query reads and that are not known yet. */
    List<String> unknown(SqlStatement query) {
        if (query.kind() != SqlKind.SELECT) return List.of();
        Set<String> missing = new LinkedHashSet<>();
        OriginResolver.resolve(query, List.of(), name -> {
            String folded = SchemaSnapshot.fold(name);
            if (!tables.containsKey(folded)) missing.add(folded);
            return tables.get(folded);
        });
        return missing.stream().limit(MOST_AT_ONCE).toList();
    }

    /** Asks for the types of a table; of a view it gives none, because a view's values need not fit them. */
    static RestClient.Statement question(String table) {
        String name = "'" + table.replace("'", "''") + "'";
        return RestClient.Statement.of("SELECT name, type FROM pragma_table_xinfo(" + name
                + ") WHERE hidden <> 1 AND (SELECT type FROM pragma_table_list(" + name
                + ") WHERE schema = 'main') = 'table'");
    }

    /** Takes the answer to a {@link #question}. */
    void learn(String name, Rows answer) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < answer.rowCount(); i++) {
            String type = answer.text(i, 1);
            Affinity affinity = Affinity.of(type, false);
            columns.add(new Column(
                    answer.text(i, 0), type, affinity, Column.Kind.ORDINARY, false, null, 0, false, "BINARY"));
        }
        if (tables.size() >= MOST_TABLES) tables.clear();
        Table table = new Table(name, Table.Kind.ORDINARY, false, false, columns, null, List.of(), List.of());
        tables.put(name, columns.isEmpty() ? null : table);
    }

    /** Nothing is known of a table, and it shall not be asked for again. */
    void giveUp(String name) {
        tables.put(name, null);
    }

    void clear() {
        tables.clear();
    }

    /** The columns of a result, from 0, whose numbers all are REAL. */
    Set<Integer> of(SqlStatement query, List<String> labels) {
        if (query.kind() != SqlKind.SELECT || tables.values().stream().noneMatch(RealColumns::hasReal)) return Set.of();
        List<@Nullable Origin> origins =
                OriginResolver.resolve(query, labels, name -> tables.get(SchemaSnapshot.fold(name)));
        Set<Integer> reals = new HashSet<>();
        for (int i = 0; i < origins.size(); i++) {
            Origin origin = origins.get(i);
            if (origin != null && origin.column().affinity() == Affinity.REAL) reals.add(i);
        }
        return reals;
    }

    private static boolean hasReal(@Nullable Table table) {
        return table != null && table.columns().stream().anyMatch(column -> column.affinity() == Affinity.REAL);
    }
}
