package io.github.d1jdbc;

import io.github.d1jdbc.OriginResolver.Out;
import io.github.d1jdbc.internal.schema.SchemaSnapshot;
import io.github.d1jdbc.internal.schema.Table;
import io.github.d1jdbc.sql.Token;
import io.github.d1jdbc.sql.TokenList;
import io.github.d1jdbc.sql.TokenList.Piece;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a FROM clause (sqlite.org/syntax/join-clause.html). For one clause. */
final class FromReader {
    private static final Set<String> BEHIND =
            Set.of("WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "WINDOW", "RETURNING");
    private static final Set<String> JOIN =
            Set.of("JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL", "OUTER");
    private static final Set<String> NO_ALIAS = Set.of("ON", "USING", "INDEXED", "NOT");

    private final OriginResolver resolver;
    private final TokenList tokens;
    private final Map<String, @Nullable List<Out>> commonTables;
    private int at;
    private int depth;

    FromReader(OriginResolver resolver, TokenList tokens, Map<String, @Nullable List<Out>> commonTables) {
        this.resolver = resolver;
        this.tokens = tokens;
        this.commonTables = commonTables;
    }

    /** Fills the clause from the token behind FROM on; false where something in it is not known to this reader. */
    boolean read(int start, int level, FromClause from) {
        at = start;
        depth = level;
        if (!source(from)) return false;
        while (at < tokens.size() && tokens.get(at).depth() >= depth && !isIn(BEHIND)) {
            boolean right = false;
            boolean left = false;
            if (tokens.get(at).is(',')) {
                at++;
            } else {
                if (!isIn(JOIN)) return false;
                while (isIn(JOIN)) {
                    if (tokens.get(at).is("NATURAL")) return false;
                    left |= tokens.get(at).is("RIGHT") || tokens.get(at).is("FULL");
                    right |= tokens.get(at).is("LEFT") || tokens.get(at).is("FULL");
                    at++;
                }
            }
            if (!source(from)) return false;
            Set<String> using = constraint();
            // USING of a RIGHT or FULL join gives the first value that is not NULL, which is no one column's.
            if (!using.isEmpty() && left) return false;
            from.using(using);
            if (left) from.optional(0, from.size() - 1);
            if (right) from.optional(from.size() - 1, from.size());
        }
        return true;
    }

    private boolean isIn(Set<String> words) {
        Piece piece = tokens.get(at);
        boolean word = piece.token() == Token.WORD && piece.depth() == depth;
        return word && words.contains(piece.text().toUpperCase(Locale.ROOT));
    }

    private boolean source(FromClause from) {
        String name;
        List<Out> columns;
        if (tokens.get(at).is('(')) {
            if (!tokens.get(at + 1).is("SELECT") && !tokens.get(at + 1).is("WITH")) return false;
            columns = resolver.query(at + 1, depth + 1, commonTables);
            name = "";
            at = resolver.closing(at) + 1;
        } else {
            if (!tokens.get(at).isName()) return false;
            boolean qualified = tokens.get(at + 1).is('.');
            if (qualified) at += 2;
            name = tokens.get(at).text();
            at++;
            columns = tokens.get(at).is('(') ? null : named(name, qualified);
            if (tokens.get(at).is('(')) at = resolver.closing(at) + 1;
        }
        if (tokens.get(at).is("AS")) at++;
        boolean alias = tokens.get(at).isName() && tokens.get(at).depth() == depth;
        if (alias && !isIn(BEHIND) && !isIn(JOIN) && !isIn(NO_ALIAS)) {
            name = tokens.get(at).text();
            at++;
        }
        if (tokens.get(at).is("INDEXED")) at += 3;
        else if (tokens.get(at).is("NOT")) at += 2;
        from.add(name, columns);
        return true;
    }

    private @Nullable List<Out> named(String name, boolean qualified) {
        String folded = SchemaSnapshot.fold(name);
        if (!qualified && commonTables.containsKey(folded)) return commonTables.get(folded);
        Table table = resolver.table(name);
        return table == null || table.columns().isEmpty() ? null : OriginResolver.columns(table);
    }

    // Skips ON or reads the names of USING.
    private Set<String> constraint() {
        Set<String> names = new HashSet<>();
        if (tokens.get(at).is("USING")) {
            int end = resolver.closing(at + 1);
            for (int i = at + 2; i < end; i++) {
                if (tokens.get(i).isName())
                    names.add(SchemaSnapshot.fold(tokens.get(i).text()));
            }
            at = end + 1;
        } else if (tokens.get(at).is("ON")) {
            at++;
            while (at < tokens.size() && tokens.get(at).depth() >= depth && !isIn(BEHIND) && !isJoin()) at++;
        }
        return names;
    }

    private boolean isJoin() {
        Piece piece = tokens.get(at);
        return (piece.depth() == depth && piece.is(',')) || isIn(JOIN);
    }
}
