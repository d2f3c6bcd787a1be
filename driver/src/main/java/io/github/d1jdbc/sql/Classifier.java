package io.github.d1jdbc.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads the tokens of one statement, comments left out, and says what kind it is. One thread at a time may use it.
 *
 * <p>It looks only as far as the grammar makes it certain (sqlite.org/lang.html); what it does not know is
 * {@link SqlKind#OTHER}, which nobody takes for a read.
 */
final class Classifier {

    private static final int MOST_WORDS = 8;

    /** Pragmas whose argument only says what to look at (sqlite.org/pragma.html); of all others it sets something. */
    private static final Set<String> INTROSPECTION = Set.of(
            "TABLE_INFO",
            "TABLE_XINFO",
            "TABLE_LIST",
            "INDEX_LIST",
            "INDEX_INFO",
            "INDEX_XINFO",
            "FOREIGN_KEY_LIST",
            "FOREIGN_KEY_CHECK",
            "QUICK_CHECK",
            "INTEGRITY_CHECK");

    /** Pragmas that do something without any argument. */
    private static final Set<String> ACTIONS = Set.of("OPTIMIZE", "INCREMENTAL_VACUUM", "WAL_CHECKPOINT");

    private final List<String> words = new ArrayList<>();
    private String verb = "";
    private boolean explained;
    private boolean returning;
    private int depth;
    private boolean afterParenthesis;
    private String pragma = "";
    private boolean pragmaHasArgument;

    void token(Token token, SqlLexer lexer) {
        if (token == Token.WORD && words.size() < MOST_WORDS) words.add(upper(lexer));
        if (token == Token.PUNCTUATION) {
            punctuation(lexer.contentByte(0));
        } else if (verb.equals("PRAGMA")) {
            if (!pragmaHasArgument) pragma = upper(lexer); // the last name counts: PRAGMA main.table_info(t)
        } else if (token == Token.WORD && depth == 0) {
            word(lexer);
        }
        afterParenthesis = token == Token.PUNCTUATION && lexer.contentByte(0) == ')';
    }

    private void word(SqlLexer lexer) {
        if (verb.isEmpty()) {
            verb = upper(lexer);
            explained |= verb.equals("EXPLAIN");
            if (explained && isExplainWord(verb)) verb = "";
        } else if (verb.equals("WITH") && afterParenthesis && isMainVerb(upper(lexer))) {
            verb = upper(lexer);
        } else if (lexer.is("RETURNING")) { // a reserved word, so never a bare name
            returning = true;
        }
    }

    private void punctuation(byte c) {
        if (c == '(') depth++;
        if (c == ')') depth--;
        if (c == '(' || c == '=') pragmaHasArgument = true; // "name = value" and "name(value)" mean the same
    }

    private static boolean isExplainWord(String word) {
        return word.equals("EXPLAIN") || word.equals("QUERY") || word.equals("PLAN");
    }

    // Only behind the parenthesis of the last common table expression: "WITH replace AS (…) SELECT" is a read.
    private static boolean isMainVerb(String word) {
        return switch (word) {
            case "SELECT", "VALUES", "INSERT", "REPLACE", "UPDATE", "DELETE" -> true;
            default -> false;
        };
    }

    private static String upper(SqlLexer lexer) {
        return lexer.content().toUpperCase(Locale.ROOT);
    }

    List<String> words() {
        return words;
    }

    boolean returning() {
        return returning && kind().changesRows();
    }

    SqlKind kind() {
        // EXPLAIN does not keep a PRAGMA from setting something: some run while they are compiled.
        if (explained && !(verb.equals("PRAGMA") && pragmaKind() == SqlKind.PRAGMA_WRITE)) return SqlKind.EXPLAIN;
        return switch (verb) {
            case "SELECT", "VALUES" -> SqlKind.SELECT;
            case "INSERT" -> SqlKind.INSERT;
            case "REPLACE" -> SqlKind.REPLACE;
            case "UPDATE" -> SqlKind.UPDATE;
            case "DELETE" -> SqlKind.DELETE;
            case "CREATE", "DROP", "ALTER", "REINDEX", "ANALYZE", "VACUUM" -> SqlKind.DDL;
            case "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE" -> SqlKind.TRANSACTION;
            case "ATTACH", "DETACH" -> SqlKind.ATTACH;
            case "PRAGMA" -> pragmaKind();
            default -> SqlKind.OTHER;
        };
    }

    private SqlKind pragmaKind() {
        boolean writes = pragmaHasArgument ? !INTROSPECTION.contains(pragma) : ACTIONS.contains(pragma);
        return writes ? SqlKind.PRAGMA_WRITE : SqlKind.PRAGMA_READ;
    }
}
