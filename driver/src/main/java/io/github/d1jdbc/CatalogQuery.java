package io.github.d1jdbc;

import io.github.d1jdbc.Session.Command;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.sql.SqlKind;
import io.github.d1jdbc.sql.SqlStatement;
import io.github.d1jdbc.sql.TokenList;
import io.github.d1jdbc.sql.TokenList.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Queries of {@code sqlite_master} as tools write them (jOOQ's {@code meta()}, DataGrip): joined with
 * {@code pragma_index_list(m.name)} and its like they touch D1's own tables {@code _cf_…} too, and D1 refuses the whole
 * query with SQLITE_AUTH. With the catalog filtered before the join it runs (tried on the real engine).
 */
final class CatalogQuery {
    private static final Set<String> CATALOG = Set.of("SQLITE_MASTER", "SQLITE_SCHEMA");

    private static final String OWN_TABLES = "(SELECT * FROM sqlite_master WHERE substr(tbl_name, 1, 4) <> '_cf_')";

    // What may stand behind a table that has no alias (sqlite.org/syntax/join-clause.html).
    private static final Set<String> BEHIND_A_TABLE = Set.of(
            "WHERE",
            "GROUP",
            "HAVING",
            "ORDER",
            "LIMIT",
            "WINDOW",
            "UNION",
            "EXCEPT",
            "INTERSECT",
            "JOIN",
            "INNER",
            "LEFT",
            "RIGHT",
            "FULL",
            "OUTER",
            "CROSS",
            "NATURAL",
            "ON",
            "USING");

    private record Edit(int end, String text) {}

    private CatalogQuery() {}

    /** The same queries without the tables that nobody may touch; null where none of them reads the catalog. */
    static @Nullable List<Command> filtered(List<Command> commands) {
        List<Command> filtered = new ArrayList<>();
        boolean any = false;
        for (Command command : commands) {
            if (!command.statement().kind().reads()) return null;
            RestClient.Statement query =
                    command.statement().kind() == SqlKind.SELECT ? filtered(command.bound()) : null;
            any |= query != null;
            filtered.add(query == null ? command : new Command(command.statement(), query));
        }
        return any ? filtered : null;
    }

    private static RestClient.@Nullable Statement filtered(RestClient.Statement query) {
        SqlStatement written = SqlStatement.split(query.sql()).get(0);
        TokenList tokens = TokenList.of(written.text());
        TreeMap<Integer, Edit> edits = new TreeMap<>();
        for (int i = 0; i < tokens.size(); i++) {
            Piece name = tokens.get(i);
            if (!name.isName()
                    || !CATALOG.contains(SqlWords.upper(name.text()))
                    || tokens.get(i + 1).is('.')) continue;
            boolean qualified = tokens.get(i - 1).is('.');
            if (qualified && !tokens.get(i - 2).text().equalsIgnoreCase("main")) continue;
            Piece first = tokens.get(qualified ? i - 2 : i);
            Piece before = tokens.get(qualified ? i - 3 : i - 1);
            if (!before.is("FROM") && !before.is("JOIN") && !before.is(',') && !before.is('(')) continue;
            String alias = hasAlias(tokens.get(i + 1)) ? "" : " AS \"" + name.text() + '"';
            edits.put(first.start(), new Edit(name.end(), OWN_TABLES + alias));
        }
        if (edits.isEmpty()) return null;
        Labels.kept(written, (start, end) -> edits.keySet().stream().anyMatch(at -> at >= start && at < end))
                .forEach((at, label) -> edits.put(at, new Edit(at, label)));
        StringBuilder sql = new StringBuilder();
        int from = 0;
        for (Map.Entry<Integer, Edit> edit : edits.entrySet()) {
            sql.append(tokens.text(from, edit.getKey())).append(edit.getValue().text());
            from = edit.getValue().end();
        }
        sql.append(tokens.text(from, tokens.bytes()));
        return new RestClient.Statement(sql.toString(), query.params());
    }

    private static boolean hasAlias(Piece behind) {
        return behind.isName() && !BEHIND_A_TABLE.contains(SqlWords.upper(behind.text()));
    }
}
