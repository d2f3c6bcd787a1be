package io.github.d1jdbc.sql;

import io.github.d1jdbc.sql.SelectList.Item;
import io.github.d1jdbc.sql.TokenList.Piece;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of one query stand that matter to whoever puts something around it or behind it. Immutable.
 *
 * @param tokens the query's
 * @param list the list of its first SELECT outside of parentheses, or null for VALUES
 * @param limit the index of its LIMIT outside of parentheses, or -1
 * @param endsInValues whether its last part is VALUES, which takes no LIMIT (sqlite.org/lang_select.html)
 * @param isVolatile whether anything in it, such as {@code random()} or {@code 'now'}, gives another value each time
 */
public record QueryOutline(
        TokenList tokens, @Nullable SelectList list, int limit, boolean endsInValues, boolean isVolatile) {

    private static final Set<String> VOLATILE =
            Set.of("RANDOM", "RANDOMBLOB", "CHANGES", "TOTAL_CHANGES", "LAST_INSERT_ROWID", "UUID", "GEN_RANDOM_UUID");

    private static final Set<String> NOW = Set.of("CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP");

    // Without a time they mean now (sqlite.org/lang_datefunc.html).
    private static final Set<String> TIMES = Set.of("DATE", "TIME", "DATETIME", "JULIANDAY", "UNIXEPOCH");

    /** The outline of one statement that {@link SqlKind#SELECT} is the kind of. */
    public static QueryOutline of(String sql) {
        return of(TokenList.of(sql));
    }

    public static QueryOutline of(TokenList tokens) {
        SelectList list = null;
        int limit = -1;
        boolean values = false;
        boolean valuesFirst = false;
        boolean isVolatile = false;
        for (int i = 0; i < tokens.size(); i++) {
            Piece piece = tokens.get(i);
            isVolatile |= isVolatile(tokens, i);
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
        return new QueryOutline(tokens, list, limit, values, isVolatile);
    }

    private static boolean isVolatile(TokenList tokens, int at) {
        Piece piece = tokens.get(at);
        if (piece.token() == Token.STRING) return piece.text().equalsIgnoreCase("now");
        if (!piece.isName()) return false;
        String name = piece.text().toUpperCase(Locale.ROOT);
        if (!tokens.get(at + 1).is('(')) return piece.token() == Token.WORD && NOW.contains(name);
        if (VOLATILE.contains(name)) return true;
        if (TIMES.contains(name)) return tokens.get(at + 2).is(')');
        return name.equals("STRFTIME") && tokens.get(at + 3).is(')');
    }

    /** Whether {@code LIMIT n} may be written behind it. */
    public boolean takesLimit() {
        return limit < 0 && !endsInValues;
    }

    /** How many columns it gives, or -1 where only the schema tells. */
    public int columnCount() {
        if (list == null) return valuesCount();
        for (Item item : list.items()) if (SelectList.isStar(tokens, item)) return -1;
        return list.items().size();
    }

    private int valuesCount() {
        int at = firstArm();
        if (!tokens.get(at).is("VALUES") || !tokens.get(at + 1).is('(')) return -1;
        int columns = 1;
        for (int i = at + 2; tokens.get(i).depth() > tokens.get(at).depth(); i++) {
            if (tokens.get(i).depth() == 1 && tokens.get(i).is(',')) columns++;
        }
        return columns;
    }

    private int firstArm() {
        int at = 0;
        while (at < tokens.size() && (tokens.get(at).depth() > 0 || !isArm(tokens.get(at)))) at++;
        return at;
    }

    private static boolean isArm(Piece piece) {
        return piece.is("SELECT") || piece.is("VALUES");
    }

    /** How many SELECT and VALUES are joined by UNION, EXCEPT and INTERSECT outside of parentheses. */
    public int arms() {
        int arms = 0;
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).depth() == 0 && isArm(tokens.get(i))) arms++;
        }
        return arms;
    }

    /** The query with a text before its first SELECT or VALUES, behind the WITH. */
    public String withArm(String arm) {
        int start = tokens.get(firstArm()).start();
        return tokens.text(0, start) + arm + tokens.text(start, tokens.bytes());
    }

    /** The query with another LIMIT of no row, which gives the labels; null where it cannot be had by its text. */
    public @Nullable String labels(String sql) {
        if (takesLimit()) return sql + "\nLIMIT 0";
        // The columns of VALUES have names of SQLite's own, which a subquery keeps.
        if (limit < 0) return list == null ? "SELECT * FROM (" + sql + "\n) LIMIT 0" : null;
        for (int i = limit; i < tokens.size(); i++) {
            // Cutting off a placeholder would leave its value over.
            if (tokens.get(i).token() == Token.PLACEHOLDER) return null;
        }
        return tokens.text(0, tokens.get(limit).start()) + "LIMIT 0";
    }
}
