package io.github.d1jdbc.sql;

import io.github.d1jdbc.sql.TokenList.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The list of a SELECT or of RETURNING, item by item. Immutable.
 *
 * @param items what stands between the commas
 * @param end the index of the token behind the list
 */
public record SelectList(List<Item> items, int end) {

    /**
     * One item.
     *
     * @param from the index of its first token
     * @param to the index behind its expression's last token
     * @param alias the name that the SQL gives it, with or without AS, or null
     */
    public record Item(int from, int to, @Nullable String alias) {}

    // What ends a list at its own depth; all but WINDOW are reserved (sqlite.org/lang_keywords.html).
    private static final Set<String> BEHIND =
            Set.of("FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "UNION", "EXCEPT", "INTERSECT");

    // Behind these words a name is an operand and no alias.
    private static final Set<String> OPERATORS = Set.of(
            "AND", "OR", "NOT", "IS", "IN", "LIKE", "GLOB", "MATCH", "REGEXP", "BETWEEN", "COLLATE", "ESCAPE", "OVER",
            "CASE", "WHEN", "THEN", "ELSE", "FROM", "AS");

    // These words end an expression and are no alias.
    private static final Set<String> OPERANDS = Set.of("END", "NULL", "ISNULL", "NOTNULL");

    public SelectList {
        items = List.copyOf(items);
    }

    /** Reads the list behind the word SELECT or RETURNING, which is the token at this index. */
    public static SelectList behind(TokenList tokens, int verb) {
        int depth = tokens.get(verb).depth();
        int at = verb + 1;
        if (tokens.get(at).is("DISTINCT") || tokens.get(at).is("ALL")) at++;
        List<Item> items = new ArrayList<>();
        int from = at;
        for (; at < tokens.size() && tokens.get(at).depth() >= depth; at++) {
            Piece piece = tokens.get(at);
            if (piece.depth() > depth) continue;
            if (piece.token() == Token.SEMICOLON || isBehind(tokens, at)) break;
            if (!piece.is(',')) continue;
            items.add(item(tokens, from, at));
            from = at + 1;
        }
        items.add(item(tokens, from, at));
        return new SelectList(items, at);
    }

    private static boolean isBehind(TokenList tokens, int at) {
        Piece piece = tokens.get(at);
        if (piece.token() != Token.WORD) return false;
        // "a IS DISTINCT FROM b" goes on.
        if (piece.is("FROM") && tokens.get(at - 1).is("DISTINCT")) return false;
        return BEHIND.contains(upper(piece));
    }

    private static Item item(TokenList tokens, int from, int to) {
        Piece last = tokens.get(to - 1);
        Piece before = tokens.get(to - 2);
        boolean isName = last.isName() || last.token() == Token.STRING;
        if (to - from < 2 || !isName || OPERANDS.contains(upper(last))) return new Item(from, to, null);
        if (before.is("AS")) return new Item(from, to - 2, last.text());
        boolean operand = before.token() == Token.PUNCTUATION
                ? !before.is(')')
                : before.token() == Token.WORD && OPERATORS.contains(upper(before));
        return operand ? new Item(from, to, null) : new Item(from, to - 1, last.text());
    }

    private static String upper(Piece piece) {
        return piece.token() == Token.WORD ? piece.text().toUpperCase(Locale.ROOT) : "";
    }

    /** Whether an item stands for several columns: {@code *} or {@code t.*}. */
    public static boolean isStar(TokenList tokens, Item item) {
        boolean star = tokens.get(item.to() - 1).is('*');
        return star
                && (item.to() - item.from() == 1 || tokens.get(item.to() - 2).is('.'));
    }
}
