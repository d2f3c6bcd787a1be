package io.github.d1jdbc.sql;

import io.github.d1jdbc.sql.SelectList.Item;
import io.github.d1jdbc.sql.TokenList.Piece;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of one query stand that matter to whoever puts something around it or behind it. Immutable.
 *
 * @param tokens the query's
 * @param list the list of its first SELECT outside of parentheses, or null for VALUES
 * @param limit the index of its LIMIT outside of parentheses, or -1
 * @param endsInValues whether its last part is VALUES, which takes no LIMIT (sqlite.org/lang_select.html)
 * @param random whether {@code random()} stands in it
 */
public record QueryOutline(
        TokenList tokens, @Nullable SelectList list, int limit, boolean endsInValues, boolean random) {

    /** The outline of one statement that {@link SqlKind#SELECT} is the kind of. */
    public static QueryOutline of(String sql) {
        return of(TokenList.of(sql));
    }

    public static QueryOutline of(TokenList tokens) {
        SelectList list = null;
        int limit = -1;
        boolean values = false;
        boolean valuesFirst = false;
        boolean random = false;
        for (int i = 0; i < tokens.size(); i++) {
            Piece piece = tokens.get(i);
            random |= piece.is("random") && tokens.get(i + 1).is('(');
            if (piece.depth() > 0) continue;
            if (piece.is("SELECT")) {
                values = false;
                if (list == null && !valuesFirst) list = SelectList.behind(tokens, i);
            } else if (piece.is("VALUES")) {
                values = true;
                valuesFirst |= list == null;
            } else if (piece.is("LIMIT")) {
                limit = i;
            }
        }
        return new QueryOutline(tokens, list, limit, values, random);
    }

    /** Whether {@code LIMIT n} may be written behind it. */
    public boolean takesLimit() {
        return limit < 0 && !endsInValues;
    }

    /** How many columns it gives, or -1 where only the schema tells. */
    public int columnCount() {
        if (list == null) return -1;
        for (Item item : list.items()) if (SelectList.isStar(tokens, item)) return -1;
        return list.items().size();
    }

    /** The query with another LIMIT of no row, which gives the labels; null where it cannot be had by its text. */
    public @Nullable String labels(String sql) {
        if (takesLimit()) return sql + "\nLIMIT 0";
        if (limit < 0) return null;
        for (int i = limit; i < tokens.size(); i++) {
            // Cutting off a placeholder would leave its value over.
            if (tokens.get(i).token() == Token.PLACEHOLDER) return null;
        }
        return tokens.text(0, tokens.get(limit).start()) + "LIMIT 0";
    }
}
