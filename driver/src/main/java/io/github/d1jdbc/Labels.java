package io.github.d1jdbc;

import io.github.d1jdbc.sql.QueryOutline;
import io.github.d1jdbc.sql.SelectList;
import io.github.d1jdbc.sql.SelectList.Item;
import io.github.d1jdbc.sql.SqlKind;
import io.github.d1jdbc.sql.SqlStatement;
import io.github.d1jdbc.sql.TokenList;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a result's labels when the driver writes something else into its expressions: SQLite labels a column without a
 * name with its text (sqlite.org/c3ref/column_name.html), and {@code SELECT ?} must not be labelled {@code (5)}.
 */
final class Labels {

    /** Which bytes of a statement will change. */
    interface Changes {
        boolean within(int start, int end);
    }

    /** Past this a label is not worth the room that a long statement needs for its values, in bytes. */
    private static final int LONG = 20_000;

    private Labels() {}

    /** What to insert at which byte, so that the items that change are labelled as ever; in the bytes' order. */
    static Map<Integer, String> kept(SqlStatement statement, Changes changes) {
        Map<Integer, String> insertions = new TreeMap<>();
        TokenList tokens = TokenList.of(statement.text());
        SelectList list = list(statement, tokens);
        if (list == null) return insertions;
        for (Item item : list.items()) {
            if (item.alias() != null || item.from() >= item.to()) continue;
            int start = tokens.get(item.from()).start();
            int end = tokens.get(item.to() - 1).end();
            if (!changes.within(start, end)) continue;
            insertions.put(end, " AS \"" + tokens.text(start, end).replace("\"", "\"\"") + '"');
        }
        return insertions;
    }

    /** The statement with names for those expressions of its list that hold a placeholder. */
    static SqlStatement named(SqlStatement statement) {
        if (statement.placeholders().isEmpty() || statement.bytes() > LONG) return statement;
        Map<Integer, String> names = kept(
                statement,
                (start, end) -> statement.placeholders().stream()
                        .anyMatch(placeholder -> placeholder.start() >= start && placeholder.start() < end));
        if (names.isEmpty() || names.values().stream().mapToInt(String::length).sum() > LONG) return statement;
        TokenList tokens = TokenList.of(statement.text());
        StringBuilder sql = new StringBuilder();
        int from = 0;
        for (Map.Entry<Integer, String> name : names.entrySet()) {
            sql.append(tokens.text(from, name.getKey())).append(name.getValue());
            from = name.getKey();
        }
        return SqlStatement.split(sql.append(tokens.text(from, tokens.bytes())).toString())
                .get(0);
    }

    private static @Nullable SelectList list(SqlStatement statement, TokenList tokens) {
        if (statement.kind() == SqlKind.SELECT) return QueryOutline.of(tokens).list();
        if (!statement.returning()) return null;
        for (int i = tokens.size() - 1; i >= 0; i--) {
            if (tokens.get(i).depth() == 0 && tokens.get(i).is("RETURNING")) return SelectList.behind(tokens, i);
        }
        return null;
    }
}
