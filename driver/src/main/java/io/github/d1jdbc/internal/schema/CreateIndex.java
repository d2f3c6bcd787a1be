package io.github.d1jdbc.internal.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a CREATE INDEX says and no PRAGMA tells: its expressions and its condition. SQLite has parsed the statement
 * before it stored it, so nothing is checked here (sqlite.org/lang_createindex.html). Immutable.
 *
 * @param terms the columns and expressions as they were written, without collation and order
 * @param where the condition of a partial index, or null
 */
record CreateIndex(List<String> terms, @Nullable String where) {

    CreateIndex {
        terms = List.copyOf(terms);
    }

    static CreateIndex parse(String sql) {
        SqlTokens tokens = new SqlTokens(sql);
        List<String> terms = new ArrayList<>();
        tokens.goToGroup();
        do {
            tokens.next(); // the parenthesis or the comma
            int from = tokens.at();
            while (!tokens.atEnd() && !tokens.is(',') && !tokens.is(')')) tokens.skipItem();
            terms.add(term(tokens, from));
        } while (tokens.is(','));
        tokens.next();
        if (!tokens.skip("WHERE")) return new CreateIndex(terms, null);
        int from = tokens.at();
        while (!tokens.atEnd()) tokens.next();
        return new CreateIndex(terms, tokens.text(from, tokens.at()));
    }

    private static String term(SqlTokens tokens, int from) {
        int to = tokens.at();
        if (tokens.isAt(to - 1, "ASC") || tokens.isAt(to - 1, "DESC")) to--;
        if (to - 2 > from && tokens.isAt(to - 2, "COLLATE")) to -= 2;
        return tokens.text(from, to);
    }
}
