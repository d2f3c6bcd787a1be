package io.github.d1jdbc;

import io.github.d1jdbc.OriginResolver.Out;
import io.github.d1jdbc.internal.schema.Column;
import io.github.d1jdbc.internal.schema.SchemaSnapshot;
import io.github.d1jdbc.internal.schema.Table;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables and subqueries that a query reads, under the names that it gives them. For one thread at a time. */
final class FromClause {
    private static final Set<String> ROWID = Set.of("rowid", "_rowid_", "oid");

    /** Null columns are not known; {@code joined} are those of USING, which {@code *} leaves out. */
    private record Source(String name, @Nullable List<Out> columns, Set<String> joined) {}

    private final List<Source> sources = new ArrayList<>();

    void add(String name, @Nullable List<Out> columns) {
        sources.add(new Source(SchemaSnapshot.fold(name), columns, Set.of()));
    }

    /** The last source was joined USING these columns. */
    void using(Set<String> columns) {
        Source last = sources.remove(sources.size() - 1);
        sources.add(new Source(last.name, last.columns, columns));
    }

    /** An outer join may put NULL for the columns of the sources from one to before another. */
    void optional(int from, int to) {
        for (int i = from; i < to; i++) {
            Source source = sources.get(i);
            List<Out> columns = source.columns;
            if (columns == null) continue;
            List<Out> optional = columns.stream().map(Out::asOptional).toList();
            sources.set(i, new Source(source.name, optional, source.joined));
        }
    }

    int size() {
        return sources.size();
    }

    /** What {@code *} gives, or {@code name.*}; null where that is not known. */
    @Nullable
    List<Out> all(@Nullable String name) {
        List<Out> all = new ArrayList<>();
        boolean found = false;
        for (Source source : sources) {
            if (name != null && !source.name.equals(SchemaSnapshot.fold(name))) continue;
            if (source.columns == null || (name != null && found)) return null;
            found = true;
            for (Out out : source.columns) {
                if (name != null || !source.joined.contains(SchemaSnapshot.fold(out.name()))) all.add(out);
            }
        }
        return found ? all : null;
    }

    /** The column of a name, which another name may qualify; null where it is not known or ambiguous. */
    @Nullable
    Out column(@Nullable String qualifier, String name) {
        String folded = SchemaSnapshot.fold(name);
        Out found = null;
        for (Source source : sources) {
            if (qualifier != null && !source.name.equals(SchemaSnapshot.fold(qualifier))) continue;
            if (source.columns == null) return null;
            if (qualifier == null && source.joined.contains(folded)) continue;
            for (Out out : source.columns) {
                if (!SchemaSnapshot.fold(out.name()).equals(folded)) continue;
                if (found != null) return null;
                found = out;
            }
        }
        if (found != null) return found;
        return ROWID.contains(folded) ? rowid(qualifier, name) : null;
    }

    // SQLite labels it as the key column that it is, if it is one.
    private @Nullable Out rowid(@Nullable String qualifier, String name) {
        Out found = null;
        for (Source source : sources) {
            if (qualifier != null && !source.name.equals(SchemaSnapshot.fold(qualifier))) continue;
            if (source.columns == null || source.columns.isEmpty() || found != null) return null;
            Origin any = source.columns.get(0).origin();
            if (any == null || any.table().rowidName() == null || !isWhole(source, any.table())) return null;
            Column key = any.table().columns().stream()
                    .filter(Column::rowidAlias)
                    .findFirst()
                    .orElse(Column.rowid(name));
            found = new Out(key.name(), new Origin(any.table(), key, any.optional()), Types.NULL);
        }
        return found;
    }

    // A subquery has no rowid.
    private static boolean isWhole(Source source, Table table) {
        List<Out> columns = source.columns;
        if (columns == null || columns.size() != table.visibleColumns().size()) return false;
        for (Out out : columns)
            if (out.origin() == null || !out.origin().table().name().equals(table.name())) return false;
        return true;
    }
}
