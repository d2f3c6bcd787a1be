package io.github.d1jdbc;

import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.sql.SqlKind;
import io.github.d1jdbc.sql.SqlStatement;
import io.github.d1jdbc.sql.TokenList;
import io.github.d1jdbc.sql.TokenList.Piece;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code last_insert_rowid()} and {@code changes()} are on this connection: the engine's own values belong to all
 * clients together (rulings-driver 2). Immutable.
 */
record OwnState(long lastKey, long lastChanges) {
    // What tools send behind an insert.
    private static final Pattern BARE = Pattern.compile(
            "(?i)select\\s+((last_insert_rowid|changes)\\s*\\(\\s*\\))(?:\\s+(?:as\\s+)?\"?(\\w+)\"?)?\\s*");

    private static final Pattern MENTION = Pattern.compile("(?i)\\b(last_insert_rowid|changes)\\b");

    /** The answer to a query that asks for nothing else, or null. */
    @Nullable
    Cells answer(String sql) {
        if (sql.length() > 100) return null;
        Matcher matcher = BARE.matcher(sql);
        if (!matcher.matches()) return null;
        String label = matcher.group(3) == null ? matcher.group(1) : matcher.group(3);
        return Cells.Local.column(label, List.of(value(matcher.group(2))));
    }

    private long value(String function) {
        return function.equalsIgnoreCase("changes") ? lastChanges : lastKey;
    }

    /** The statement with the values in the functions' places; DDL keeps them, because a trigger means its own. */
    RestClient.Statement inlined(SqlStatement statement, RestClient.Statement bound) {
        SqlKind kind = statement.kind();
        if (kind != SqlKind.SELECT && !kind.changesRows()) return bound;
        if (!MENTION.matcher(bound.sql()).find()) return bound;
        SqlStatement written = SqlStatement.split(bound.sql()).get(0);
        TokenList tokens = TokenList.of(written.text());
        Map<Integer, String> calls = new TreeMap<>();
        Map<Integer, Integer> ends = new TreeMap<>();
        for (int i = 0; i < tokens.size(); i++) {
            Piece piece = tokens.get(i);
            if (!piece.is("last_insert_rowid") && !piece.is("changes")) continue;
            if (!tokens.get(i + 1).is('(') || !tokens.get(i + 2).is(')')) continue;
            calls.put(piece.start(), "(" + value(piece.text()) + ")");
            ends.put(piece.start(), tokens.get(i + 2).end());
        }
        if (calls.isEmpty()) return bound;
        Map<Integer, String> labels =
                Labels.kept(written, (start, end) -> calls.keySet().stream().anyMatch(at -> at >= start && at < end));
        StringBuilder sql = new StringBuilder();
        TreeMap<Integer, String> edits = new TreeMap<>(calls);
        edits.putAll(labels);
        int from = 0;
        for (Map.Entry<Integer, String> edit : edits.entrySet()) {
            int at = edit.getKey();
            sql.append(tokens.text(from, at)).append(edit.getValue());
            from = ends.getOrDefault(at, at);
        }
        sql.append(tokens.text(from, tokens.bytes()));
        return new RestClient.Statement(sql.toString(), bound.params());
    }
}
