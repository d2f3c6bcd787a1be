package io.github.d1jdbc;

import io.github.d1jdbc.internal.schema.Column;
import io.github.d1jdbc.internal.schema.SchemaSnapshot;
import io.github.d1jdbc.internal.schema.Table;
import io.github.d1jdbc.sql.SelectList;
import io.github.d1jdbc.sql.SelectList.Item;
import io.github.d1jdbc.sql.SqlStatement;
import io.github.d1jdbc.sql.Token;
import io.github.d1jdbc.sql.TokenList;
import io.github.d1jdbc.sql.TokenList.Piece;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the columns of a query come from, by its text and the schema, because D1 does not tell. It knows plain
 * names, stars, joins, subqueries and common table expressions, and leaves open what it is not sure of: an origin is
 * never a wrong one.
 */
final class OriginResolver {
    private final TokenList tokens;
    private final Schema schema;

    /** Knows tables by name. */
    interface Schema {
        @Nullable
        Table table(String name);
    }

    /**
     * A column that a query gives.
     *
     * @param origin null where it is no table's
     * @param type where it is no table's the type of {@link Types} that its text tells, else {@link Types#NULL}
     */
    record Out(String name, @Nullable Origin origin, int type) {
        Out asOptional() {
            if (origin == null) return this;
            return new Out(name, new Origin(origin.table(), origin.column(), true), Types.NULL);
        }
    }

    private OriginResolver(TokenList tokens, Schema schema) {
        this.tokens = tokens;
        this.schema = schema;
    }

    /** The columns that a statement gives, or null where that is not known. */
    static @Nullable List<Out> columns(SqlStatement statement, Schema schema) {
        OriginResolver resolver = new OriginResolver(TokenList.of(statement.text()), schema);
        return statement.returning() ? resolver.returning() : resolver.query(0, 0, new HashMap<>());
    }

    /** One column a label, without origin and type where nothing is known of it. */
    static List<Out> fitted(@Nullable List<Out> columns, List<String> labels) {
        List<Out> fitted = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            String label = labels.get(i);
            Out out = columns != null && columns.size() == labels.size() ? columns.get(i) : null;
            // Another label than expected tells that the schema has changed since it was read.
            boolean same = out != null && out.name().equalsIgnoreCase(label);
            fitted.add(out != null && same ? out : new Out(label, null, Types.NULL));
        }
        return fitted;
    }

    private @Nullable List<Out> returning() {
        Table table = schema.table(WriteTarget.table(tokens));
        for (int i = tokens.size() - 1; i >= 0 && table != null; i--) {
            if (tokens.get(i).depth() > 0 || !tokens.get(i).is("RETURNING")) continue;
            FromClause from = new FromClause();
            from.add(table.name(), columns(table));
            return outs(SelectList.behind(tokens, i), from);
        }
        return null;
    }

    /** What the query that starts at a token gives, or null; it may have a WITH clause. */
    @Nullable
    List<Out> query(int start, int depth, Map<String, @Nullable List<Out>> outer) {
        Map<String, @Nullable List<Out>> tables = new HashMap<>(outer);
        int at = start;
        if (tokens.get(at).is("WITH")) {
            at++;
            if (tokens.get(at).is("RECURSIVE")) at++;
            while (true) {
                at = commonTable(at, depth, tables);
                if (at < 0) return null;
                if (!tokens.get(at).is(',')) break;
                at++;
            }
        }
        return tokens.get(at).is("SELECT") ? compound(at, depth, tables) : null;
    }

    // The parts of a compound may give values of other columns each: only a type that all of them have is told.
    private @Nullable List<Out> compound(int first, int depth, Map<String, @Nullable List<Out>> tables) {
        List<Out> columns = select(first, depth, tables);
        for (int i = first;
                columns != null && i < tokens.size() && tokens.get(i).depth() >= depth;
                i++) {
            Piece piece = tokens.get(i);
            if (piece.depth() > depth) continue;
            if (!piece.is("UNION") && !piece.is("EXCEPT") && !piece.is("INTERSECT")) continue;
            int part = tokens.get(i + 1).is("ALL") ? i + 2 : i + 1;
            if (!tokens.get(part).is("SELECT")) return null;
            columns = merged(columns, select(part, depth, tables));
        }
        return columns;
    }

    private static @Nullable List<Out> merged(List<Out> first, @Nullable List<Out> second) {
        if (second == null || first.size() != second.size()) return null;
        List<Out> merged = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            int type = ExpressionType.of(first.get(i));
            boolean same = type == ExpressionType.of(second.get(i));
            merged.add(new Out(first.get(i).name(), null, same ? type : Types.NULL));
        }
        return merged;
    }

    private @Nullable List<Out> select(int at, int depth, Map<String, @Nullable List<Out>> tables) {
        SelectList list = SelectList.behind(tokens, at);
        FromClause from = new FromClause();
        if (tokens.get(list.end()).is("FROM")) {
            FromReader reader = new FromReader(this, tokens, tables);
            if (!reader.read(list.end() + 1, depth, from)) return null;
        }
        return outs(list, from);
    }

    // name [(columns)] AS [[NOT] MATERIALIZED] (query): the index behind it, or -1.
    private int commonTable(int at, int depth, Map<String, @Nullable List<Out>> tables) {
        String name = SchemaSnapshot.fold(tokens.get(at).text());
        int next = at + 1;
        List<String> names = new ArrayList<>();
        if (tokens.get(next).is('(')) {
            for (next++; next < tokens.size() && !tokens.get(next).is(')'); next++) {
                if (!tokens.get(next).is(',')) names.add(tokens.get(next).text());
            }
            next++;
        }
        if (!tokens.get(next).is("AS")) return -1;
        next++;
        if (tokens.get(next).is("NOT")) next++;
        if (tokens.get(next).is("MATERIALIZED")) next++;
        if (!tokens.get(next).is('(')) return -1;
        // It hides a table of its name, from itself too.
        tables.put(name, null);
        List<Out> columns = query(next + 1, depth + 1, tables);
        if (columns != null && !names.isEmpty()) {
            List<Out> renamed = new ArrayList<>();
            for (int i = 0; i < names.size() && names.size() == columns.size(); i++) {
                renamed.add(new Out(
                        names.get(i), columns.get(i).origin(), columns.get(i).type()));
            }
            columns = renamed.isEmpty() ? null : renamed;
        }
        tables.put(name, columns);
        return closing(next) + 1;
    }

    /** The index of the parenthesis that closes the one at this index. */
    int closing(int open) {
        int at = open + 1;
        while (at < tokens.size() && tokens.get(at).depth() > tokens.get(open).depth()) at++;
        return at;
    }

    /** The columns that {@code SELECT *} gives of a table. */
    static List<Out> columns(Table table) {
        List<Out> columns = new ArrayList<>();
        for (Column column : table.visibleColumns()) {
            columns.add(new Out(column.name(), new Origin(table, column, false), Types.NULL));
        }
        return columns;
    }

    private @Nullable List<Out> outs(SelectList list, FromClause from) {
        List<Out> outs = new ArrayList<>();
        for (Item item : list.items()) {
            if (item.from() >= item.to()) return null;
            if (SelectList.isStar(tokens, item)) {
                List<Out> all = from.all(
                        item.to() - item.from() == 1
                                ? null
                                : tokens.get(item.to() - 3).text());
                if (all == null) return null;
                outs.addAll(all);
            } else {
                outs.add(out(item, from));
            }
        }
        return outs;
    }

    private Out out(Item item, FromClause from) {
        int last = item.to() - 1;
        int length = item.to() - item.from();
        boolean path = length == 1
                || ((length == 3 || length == 5) && tokens.get(last - 1).is('.'));
        Out column = null;
        if (path && tokens.get(last).isName() && !isValue(tokens.get(last))) {
            column = from.column(
                    length == 1 ? null : tokens.get(last - 2).text(),
                    tokens.get(last).text());
        }
        // SQLite labels a column without a name with the expression's text.
        String text =
                path && tokens.get(last).isName() ? tokens.get(last).text() : tokens.textOf(item.from(), item.to());
        String name = item.alias() != null ? item.alias() : column != null ? column.name() : text;
        if (column != null) return new Out(name, column.origin(), column.type());
        return new Out(name, null, new ExpressionType(tokens, from).of(item.from(), item.to()));
    }

    private static boolean isValue(Piece piece) {
        return piece.token() == Token.WORD
                && piece.text().toUpperCase(Locale.ROOT).startsWith("CURRENT_");
    }

    /** The table of a name, or null. */
    @Nullable
    Table table(String name) {
        return schema.table(name);
    }
}
