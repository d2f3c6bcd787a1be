package io.github.d1jdbc;

import io.github.d1jdbc.sql.Token;
import io.github.d1jdbc.sql.TokenList;
import io.github.d1jdbc.sql.TokenList.Piece;

/** Finds the table that an INSERT, REPLACE, UPDATE or DELETE writes to. */
final class WriteTarget {
    private WriteTarget() {}

    /** The table's name without its schema's and without quotes; empty where the statement is another one. */
    static String table(TokenList tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            Piece piece = tokens.get(i);
            if (piece.depth() > 0) continue;
            if (piece.is("INTO") || (piece.is("FROM") && tokens.get(i - 1).is("DELETE"))) return name(tokens, i + 1);
            if (piece.is("UPDATE")) return name(tokens, tokens.get(i + 1).is("OR") ? i + 3 : i + 1);
        }
        return "";
    }

    private static String name(TokenList tokens, int at) {
        int last = tokens.get(at + 1).is('.') ? at + 2 : at;
        Piece name = tokens.get(last);
        return name.isName() || name.token() == Token.STRING ? name.text() : "";
    }
}
