package io.github.d1jdbc.internal.schema;

import io.github.d1jdbc.sql.TokenList;
import java.util.ArrayList;
import java.util.List;

/** A place among the tokens of a CREATE statement that goes forward. For one thread at a time. */
final class SqlTokens {
    private final TokenList tokens;
    private int at;

    SqlTokens(String statement) {
        tokens = TokenList.of(statement);
    }

    /** The index of the token that comes next. */
    int at() {
        return at;
    }

    boolean atEnd() {
        return at >= tokens.size();
    }

    /** Whether the next token is this keyword, unquoted. */
    boolean is(String keyword) {
        return isAt(at, keyword);
    }

    boolean isAt(int index, String keyword) {
        return tokens.get(index).is(keyword);
    }

    /** Whether the next token is this character. */
    boolean is(char punctuation) {
        return tokens.get(at).is(punctuation);
    }

    /** Steps over the next token and gives what stands in it, without quotes. */
    String next() {
        return atEnd() ? "" : tokens.get(at++).text();
    }

    /** Steps over the keyword if it comes next; whether it did. */
    boolean skip(String keyword) {
        boolean found = is(keyword);
        if (found) at++;
        return found;
    }

    /** Steps over the next token, and over a whole group where it is an opening parenthesis. */
    void skipItem() {
        int depth = tokens.get(at++).depth();
        if (!tokens.get(at - 1).is('(')) return;
        while (!atEnd() && tokens.get(at).depth() > depth) at++;
        next(); // the parenthesis that closes it
    }

    /** Goes to the next opening parenthesis, or to the end. */
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
        next(); // the parenthesis that closes it
        return names;
    }

    /** The statement's own text from one token to before another. */
    String text(int from, int to) {
        return tokens.textOf(from, to);
    }
}
