package io.github.d1jdbc;

import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.sql.SelectList;
import io.github.d1jdbc.sql.Token;
import io.github.d1jdbc.sql.TokenList;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A write with RETURNING whose list has each number once more as text, behind the list itself: the exact value comes
 * with the write, which must not be sent again, and the list itself gives the labels (rulings-driver 8).
 *
 * @param columns how many columns the list has
 */
record Returning(RestClient.Statement statement, int columns) {

    /** Tells the columns that {@code *} means. */
    interface Schema {
        /** The names of a table's columns in their order, empty for an unknown table. */
        List<String> columns(String table) throws SQLException;
    }

    /** Null where the list cannot be written so: with parameters in it, more than 50 columns, an unknown table. */
    static @Nullable Returning of(RestClient.Statement write, Schema schema) throws SQLException {
        TokenList tokens = TokenList.of(write.sql());
        int verb = -1;
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).depth() == 0 && tokens.get(i).is("RETURNING")) verb = i;
        }
        if (verb < 0) return null;
        for (int i = verb; i < tokens.size(); i++) if (tokens.get(i).token() == Token.PLACEHOLDER) return null;
        List<String> expressions = new ArrayList<>();
        for (SelectList.Item item : SelectList.behind(tokens, verb).items()) {
            if (item.from() >= item.to()) return null;
            if (SelectList.isStar(tokens, item)) {
                List<String> names = schema.columns(WriteTarget.table(tokens));
                if (names.isEmpty()) return null;
                for (String name : names) expressions.add('"' + name.replace("\"", "\"\"") + '"');
            } else {
                expressions.add(tokens.textOf(item.from(), item.to()));
            }
        }
        int columns = expressions.size();
        if (2 * columns > ExactQuery.MOST_COLUMNS) return null;
        StringBuilder sql = new StringBuilder(write.sql()).append('\n');
        for (String expression : expressions) sql.append(", ").append(ExactQuery.shadow(expression));
        String text = sql.toString();
        if (text.getBytes(StandardCharsets.UTF_8).length > ExactQuery.MOST_BYTES) return null;
        return new Returning(new RestClient.Statement(text, write.params()), columns);
    }
}
