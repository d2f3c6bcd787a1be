package io.github.d1jdbc.internal.schema;

import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.Token;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tokens of one short statement, comments left out, with a place among them. For one thread at a time. */
final class SqlTokens {

    private record Item(Token token, String content, int start, int end) {}

    private static final Item END = new Item(Token.SEMICOLON, "", 0, 0);

    private final byte[] sql;
    private final List<Item> items = new ArrayList<>();
    private int at;

    SqlTokens(String statement) {
        sql = statement.getBytes(StandardCharsets.UTF_8);
        SqlLexer.lex(sql, (token, start, end, lexer) -> {
            if (token == Token.COMMENT) return;
            items.add(new Item(token, lexer.content(), (int) start, (int) end));
        });
    }

    private Item item(int index) {
        return index < items.size() ? items.get(index) : END;
    }

    /** The index of the token that comes next. */
    int at() {
        return at;
    }

    boolean atEnd() {
        return at >= items.size();
    }

    /** Whether the next token is this keyword, unquoted. */
    boolean is(String keyword) {
        return isAt(at, keyword);
    }

    boolean isAt(int index, String keyword) {
        return item(index).token == Token.WORD
                && item(index).content.toUpperCase(Locale.ROOT).equals(keyword);
    }

    /** Whether the next token is this character. */
    boolean is(char punctuation) {
        return item(at).token == Token.PUNCTUATION && item(at).content.charAt(0) == punctuation;
    }

    /** Steps over the next token and gives what stands in it, without quotes. */
    String next() {
        return item(at++).content;
    }

    /** Steps over the keyword if it comes next; whether it did. */
    boolean skip(String keyword) {
        boolean found = is(keyword);
        if (found) at++;
        return found;
    }

    /** Steps over the next token, and over a whole group where it is an opening parenthesis. */
    void skipItem() {
        int depth = 0;
        do {
            if (is('(')) depth++;
            if (is(')')) depth--;
            at++;
        } while (depth > 0 && !atEnd());
    }

    /** Goes to the next opening parenthesis outside of any group, or to the end. */
    void goToGroup() {
        while (!atEnd() && !is('(')) at++;
    }

    /** Steps over a group and gives the first token of each of its parts: the names of a list of columns. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        if (!is('(')) return names;
        do {
            at++;
            names.add(next());
            while (!atEnd() && !is(',') && !is(')')) skipItem();
        } while (is(','));
        at++;
        return names;
    }

    /** The statement's own text from one token to before another. */
    String text(int from, int to) {
        if (from >= to) return "";
        int start = item(from).start;
        return new String(sql, start, item(to - 1).end - start, StandardCharsets.UTF_8);
    }
}
