package io.github.d1jdbc.dump;

import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.Token;
import java.util.Locale;
import java.util.Set;

/** Says whether an expression among the values of a row is only literals, operators and harmless functions. */
final class ExpressionCheck implements SqlLexer.Sink {

    private static final Set<String> WORDS = Set.of(
            "NULL",
            "TRUE",
            "FALSE",
            "CURRENT_TIMESTAMP",
            "CURRENT_DATE",
            "CURRENT_TIME",
            "AS",
            "TEXT",
            "BLOB",
            "INTEGER",
            "REAL",
            "NUMERIC",
            "AND",
            "OR",
            "NOT",
            "IS",
            "CASE",
            "WHEN",
            "THEN",
            "ELSE",
            "END");

    private String word = "";
    private boolean allowed = true;

    private ExpressionCheck() {}

    /** Names, placeholders, SELECT and functions that are not listed are not allowed. */
    static boolean allows(String sql) {
        ExpressionCheck check = new ExpressionCheck();
        SqlLexer.lex(sql.getBytes(java.nio.charset.StandardCharsets.UTF_8), check);
        check.endWord(false);
        return check.allowed;
    }

    @Override
    public void token(Token token, long start, long end, SqlLexer lexer) {
        if (token == Token.COMMENT) return;
        endWord(token == Token.PUNCTUATION && lexer.contentByte(0) == '(');
        switch (token) {
            case WORD -> word = lexer.content();
            case QUOTED_NAME, PLACEHOLDER, SEMICOLON -> allowed = false;
            default -> {}
        }
    }

    private void endWord(boolean called) {
        if (word.isEmpty()) return;
        boolean known = called
                ? D1Rules.FUNCTIONS.contains(word.toLowerCase(Locale.ROOT)) || word.equalsIgnoreCase("unistr")
                : WORDS.contains(word.toUpperCase(Locale.ROOT));
        allowed &= known;
        word = "";
    }
}
