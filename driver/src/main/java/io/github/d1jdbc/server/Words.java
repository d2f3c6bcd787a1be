package io.github.d1jdbc.server;

import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.Token;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The tokens of one statement, comments left out. Immutable. */
final class Words {

    /**
     * One token.
     *
     * @param token its kind
     * @param content its text without quotes, cut where the lexer cuts it
     * @param start offset of its first byte
     * @param end offset behind its last byte
     */
    record Word(Token token, String content, int start, int end) {

        boolean is(String keyword) {
            return token == Token.WORD && content.equalsIgnoreCase(keyword);
        }

        boolean is(char punctuation) {
            return token == Token.PUNCTUATION && content.charAt(0) == punctuation;
        }

        boolean isAny(Set<String> keywords) {
            return token == Token.WORD && keywords.contains(content.toUpperCase(Locale.ROOT));
        }

        /** Whether it can name an object: a bare or quoted name. */
        boolean isName() {
            return token == Token.WORD || token == Token.QUOTED_NAME;
        }

        boolean startsWith(String prefix) {
            return content.regionMatches(true, 0, prefix, 0, prefix.length());
        }
    }

    private static final Word NONE = new Word(Token.PUNCTUATION, "\0", 0, 0);

    private final byte[] sql;
    private final List<Word> list = new ArrayList<>();

    Words(String text) {
        this.sql = text.getBytes(StandardCharsets.UTF_8);
        SqlLexer.lex(sql, (token, start, end, lexer) -> {
            if (token != Token.COMMENT) list.add(new Word(token, lexer.content(), (int) start, (int) end));
        });
    }

    int size() {
        return list.size();
    }

    /** The token at an index; a token that is like no other outside the statement. */
    Word get(int index) {
        return index < 0 || index >= list.size() ? NONE : list.get(index);
    }

    /** The index of the first token that is this keyword, -1 if there is none. */
    int indexOf(String keyword) {
        for (int i = 0; i < list.size(); i++) if (list.get(i).is(keyword)) return i;
        return -1;
    }

    /** The statement's text between two offsets in bytes. */
    String text(int start, int end) {
        return new String(sql, start, end - start, StandardCharsets.UTF_8);
    }

    /** The whole text with other texts inserted; the offsets ascend. */
    String insert(List<Insertion> insertions) {
        StringBuilder out = new StringBuilder(sql.length + 64);
        int done = 0;
        for (Insertion insertion : insertions) {
            out.append(text(done, insertion.offset)).append(insertion.text);
            done = insertion.offset;
        }
        return out.append(text(done, sql.length)).toString();
    }

    /** A text and the offset in bytes where it goes. */
    record Insertion(int offset, String text) {}

    /** The index of the token behind the argument that begins here: a comma or the closing parenthesis. */
    int endOfArgument(int from) {
        int depth = 0;
        for (int i = from; i < list.size(); i++) {
            Word word = list.get(i);
            if (depth == 0 && (word.is(',') || word.is(')'))) return i;
            if (word.is('(')) depth++;
            else if (word.is(')')) depth--;
        }
        return list.size();
    }
}
