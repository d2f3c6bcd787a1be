package io.github.d1jdbc.sql;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The tokens of a short text, comments left out, for those who must look back and forth. Immutable. */
public final class TokenList {

    /**
     * One token.
     *
     * @param text its content as {@link SqlLexer#content} gives it
     * @param start offset of its first byte in the UTF-8 form
     * @param end offset behind its last byte
     * @param depth how many parentheses are open around it; a parenthesis stands where its partner stands
     */
    public record Piece(Token token, String text, int start, int end, int depth) {

        /** Whether it is this keyword, in any case. */
        public boolean is(String keyword) {
            return token == Token.WORD && text.equalsIgnoreCase(keyword);
        }

        /** Whether it is this character and no name or literal. */
        public boolean is(char punctuation) {
            return token == Token.PUNCTUATION && text.charAt(0) == punctuation;
        }

        /** Whether it can be a name: bare or quoted. */
        public boolean isName() {
            return token == Token.WORD || token == Token.QUOTED_NAME;
        }
    }

    private final byte[] sql;
    private final List<Piece> pieces;
    private final Piece end;

    private TokenList(byte[] sql, List<Piece> pieces) {
        this.sql = sql;
        this.pieces = List.copyOf(pieces);
        this.end = new Piece(Token.PUNCTUATION, "\u0000", sql.length, sql.length, 0);
    }

    /** The tokens of a text. */
    public static TokenList of(String text) {
        byte[] sql = text.getBytes(StandardCharsets.UTF_8);
        Reader reader = new Reader();
        SqlLexer.lex(sql, reader);
        return new TokenList(sql, reader.pieces);
    }

    public int size() {
        return pieces.size();
    }

    /** A token; before the first and behind the last one a token that is like no other. */
    public Piece get(int index) {
        return index >= 0 && index < pieces.size() ? pieces.get(index) : end;
    }

    /** The length of the text in bytes. */
    public int bytes() {
        return sql.length;
    }

    /** The text from one byte to another, as it was written. */
    public String text(int from, int to) {
        return new String(sql, from, to - from, StandardCharsets.UTF_8);
    }

    /** The text of the tokens from one to before another, with what stands between them. */
    public String textOf(int from, int to) {
        return from >= to ? "" : text(get(from).start(), get(to - 1).end());
    }

    private static final class Reader implements SqlLexer.Sink {
        private final List<Piece> pieces = new ArrayList<>();
        private int depth;

        @Override
        public void token(Token token, long start, long end, SqlLexer lexer) {
            if (token == Token.COMMENT) return;
            String text = token == Token.BLOB ? "" : lexer.content();
            boolean punctuation = token == Token.PUNCTUATION;
            if (punctuation && text.equals(")")) depth--;
            pieces.add(new Piece(token, text, (int) start, (int) end, depth));
            if (punctuation && text.equals("(")) depth++;
        }
    }
}
