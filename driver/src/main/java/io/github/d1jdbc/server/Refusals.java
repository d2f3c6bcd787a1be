package io.github.d1jdbc.server;

import io.github.d1jdbc.sql.SqlKind;
import io.github.d1jdbc.sql.SqlStatement;
import io.github.d1jdbc.sql.Token;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/**
 * Refuses what D1 refuses.
 *
 * <p>D1's engine asks SQLite's authorizer (workerd, {@code src/workerd/util/sqlite.c++}), which sqlite-jdbc does not
 * offer; here a statement's words are looked at before it runs. What stands in a view's or trigger's body is
 * therefore not seen. Guarded by its engine.
 */
final class Refusals {

    static final String AUTH = "not authorized: SQLITE_AUTH";

    private static final String TRANSACTION =
            "To execute a transaction, please use the state.storage.transaction() or state.storage.transactionSync()"
                    + " APIs instead of the SQL BEGIN TRANSACTION or SAVEPOINT statements. The JavaScript API is safer"
                    + " because it will automatically roll back on exceptions, and because it interacts correctly with"
                    + " Durable Objects' automatic atomic write coalescing.";

    private static final String GUARD = "d1_guarded_name";

    /** Functions that D1's SQLite has and does not let anybody call (each tried on the real engine). */
    private static final Set<String> REFUSED_FUNCTIONS = Set.of(
            "ceiling",
            "fts5",
            "fts5_get_locale",
            "fts5_insttoken",
            "fts5_locale",
            "fts5_source_id",
            "if",
            "json_array_insert",
            "json_error_position",
            "json_pretty",
            "jsonb_array_insert",
            "log10",
            "power",
            "rtreedepth",
            "rtreenode",
            "sqlite_compileoption_get",
            "sqlite_compileoption_used",
            "sqlite_log",
            "sqlite_source_id",
            "sqlite_version",
            "subtype",
            "unistr",
            "unistr_quote");

    /** Functions of sqlite-jdbc's SQLite that D1's does not have (each tried on the real engine). */
    private static final Set<String> MISSING_FUNCTIONS = Set.of(
            "atn2",
            "charindex",
            "cot",
            "coth",
            "difference",
            "fts3_tokenizer",
            "leftstr",
            "lower_quartile",
            "matchinfo",
            "median",
            "mode",
            "offsets",
            "optimize",
            "padc",
            "padl",
            "padr",
            "percentile",
            "percentile_cont",
            "percentile_disc",
            "proper",
            "replicate",
            "reverse",
            "rightstr",
            "square",
            "stdev",
            "strfilter",
            "upper_quartile",
            "variance",
            GUARD);

    /** Behind these words a name and a parenthesis are no call. */
    private static final Set<String> NO_CALL =
            Set.of("INTO", "TABLE", "REFERENCES", "ON", "EXISTS", "UPDATE", "WITH", "RECURSIVE", "VIEW", "AS", "USING");

    private static final Set<String> TRANSACTION_WORDS =
            Set.of("BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE");
    private static final Set<String> ATTACH_WORDS = Set.of("ATTACH", "DETACH");
    private static final Set<String> BEFORE_TABLE = Set.of("FROM", "JOIN");
    private static final Set<String> MISSING_TABLES =
            Set.of("dbstat", "fts3", "fts4", "fts3tokenize", "fts4aux", "sqlite_dbpage", "sqlite_stmt");
    private static final Set<String> MODULES = Set.of("fts5", "fts5vocab", "rtree", "rtree_i32");
    private static final Set<String> OBJECT_WORDS = Set.of("TABLE", "VIEW", "INDEX", "TRIGGER", "EXISTS", "ON", "TO");

    private final HiddenTables hidden;

    Refusals(SQLiteConnection connection) throws SQLException {
        this.hidden = new HiddenTables(connection);
        Function.create(connection, GUARD, new NameGuard(), 1, Function.FLAG_DETERMINISTIC);
    }

    /** Fails for what D1 refuses, else gives the SQL to run, which may have guards around names in it. */
    String check(SqlStatement statement) throws ApiException, SQLException {
        Words words = new Words(statement.text());
        int verb = verb(words);
        if (words.get(verb).isAny(TRANSACTION_WORDS)) throw ApiException.refused(TRANSACTION);
        if (words.get(verb).isAny(ATTACH_WORDS)) throw ApiException.refused(AUTH);
        if (words.get(verb).is("PRAGMA")) {
            Pragmas.check(words, verb + 1);
            return statement.text();
        }
        if (words.get(0).is("CREATE")) create(words);
        boolean stored = words.get(0).is("CREATE") && (words.indexOf("VIEW") > 0 || words.indexOf("TRIGGER") > 0);
        if (!stored) calls(words);
        if (hidden.isNamed(statement.text())) {
            if (statement.kind() == SqlKind.DDL) objects(words);
            else hidden.check(statement.text());
        }
        return stored ? statement.text() : pragmaTables(words);
    }

    // What EXPLAIN explains is asked for as if it ran.
    private static int verb(Words words) {
        if (!words.get(0).is("EXPLAIN")) return 0;
        return words.get(1).is("QUERY") ? 3 : 1;
    }

    private static void create(Words words) throws ApiException {
        if (words.get(1).is("TEMP") || words.get(1).is("TEMPORARY")) throw ApiException.refused(AUTH);
        int name = 2;
        while (words.get(name).is("IF")
                || words.get(name).is("NOT")
                || words.get(name).is("EXISTS")) name++;
        if (words.get(name).content().equalsIgnoreCase("temp")
                && words.get(name + 1).is('.')) {
            throw ApiException.refused(AUTH);
        }
        int using = words.indexOf("USING");
        if (words.get(1).is("VIRTUAL") && using > 0) {
            String module = words.get(using + 1).content().toLowerCase(Locale.ROOT);
            if (!MODULES.contains(module)) throw ApiException.refused(AUTH);
        }
    }

    private static void calls(Words words) throws ApiException {
        for (int i = 0; i < words.size(); i++) {
            Words.Word word = words.get(i);
            Words.Word before = words.get(i - 1);
            if (!word.isName() || before.is('.')) continue;
            String name = word.content().toLowerCase(Locale.ROOT);
            if (before.isAny(BEFORE_TABLE) && MISSING_TABLES.contains(name)) {
                throw ApiException.refused("no such table: " + word.content() + ": SQLITE_ERROR");
            }
            if (!words.get(i + 1).is('(') || before.isAny(NO_CALL)) continue;
            String at = word.content() + " at offset " + word.start() + ": SQLITE_ERROR";
            if (REFUSED_FUNCTIONS.contains(name)) {
                throw ApiException.refused("not authorized to use function: " + at);
            }
            if (MISSING_FUNCTIONS.contains(name)) throw ApiException.refused("no such function: " + at);
            if (name.equals("load_extension")) throw ApiException.refused("not authorized: SQLITE_ERROR");
        }
    }

    // Objects of these names can be neither made, changed nor dropped; a column may have such a name.
    private void objects(Words words) throws ApiException, SQLException {
        boolean creates = words.get(0).is("CREATE");
        for (int i = 1; i < words.size(); i++) {
            Words.Word word = words.get(i);
            if (creates && (word.is("AS") || word.is("BEGIN"))) return;
            Words.Word before = words.get(i - 1).is('.') ? words.get(i - 3) : words.get(i - 1);
            if (!word.isName() || !word.startsWith(HiddenTables.PREFIX) || !before.isAny(OBJECT_WORDS)) continue;
            if (words.get(0).is("ANALYZE") || words.get(0).is("REINDEX")) continue;
            if (creates || before.is("TO") || hidden.exists(word.content())) throw ApiException.refused(AUTH);
        }
    }

    // A name that is known only while the statement runs is looked at by a function around it.
    private static String pragmaTables(Words words) throws ApiException {
        List<Words.Insertion> insertions = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            Words.Word word = words.get(i);
            Words.Word before = words.get(i - 1);
            boolean table = before.isAny(BEFORE_TABLE) || before.is(',') || before.is('.') || before.is('(');
            if (!word.isName() || !word.startsWith("pragma_") || !table) continue;
            String pragma = word.content().substring("pragma_".length()).toLowerCase(Locale.ROOT);
            if (Pragmas.isRefusedTable(pragma)) throw ApiException.refused(AUTH);
            boolean call = words.get(i + 1).is('(') && !words.get(i + 2).is(')');
            if (!call || !Pragmas.takesName(pragma)) continue;
            Words.Word argument = words.get(i + 2);
            int end = words.endOfArgument(i + 2);
            if (argument.token() == Token.STRING && end == i + 3) {
                if (argument.startsWith(HiddenTables.PREFIX)) throw ApiException.refused(AUTH);
                continue;
            }
            insertions.add(new Words.Insertion(argument.start(), GUARD + "("));
            insertions.add(new Words.Insertion(words.get(end).start(), ")"));
        }
        return words.insert(insertions);
    }

    /** Gives its argument back, or fails as the authorizer does. */
    private static final class NameGuard extends Function {
        @Override
        protected void xFunc() throws SQLException {
            String name = value_text(0);
            if (name == null) result();
            else if (name.regionMatches(true, 0, HiddenTables.PREFIX, 0, 4)) error("not authorized");
            else result(name);
        }
    }
}
