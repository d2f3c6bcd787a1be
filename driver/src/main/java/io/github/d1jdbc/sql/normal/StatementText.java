package io.github.d1jdbc.sql.normal;

import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.Token;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What must be done to a statement's text before it stands in a file for D1. */
public final class StatementText {

    private StatementText() {}

    /** Appends a statement that has no semicolon yet, and ends it so that no comment swallows the semicolon. */
    public static void end(byte[] statement, SqlBytes to) {
        to.writeBytes(statement);
        to.add(endsInLineComment(statement) ? "\n;\n" : ";\n");
    }

    private static boolean endsInLineComment(byte[] statement) {
        boolean[] comment = new boolean[1];
        SqlLexer.lex(
                statement,
                (token, start, end, lexer) -> comment[0] =
                        token == Token.COMMENT && statement[(int) start] == '-' && end == statement.length);
        return comment[0];
    }

    /** The same with LF where CR LF stands outside of literals and names: splitters trip over it in triggers. */
    public static byte[] withLineFeeds(byte[] statement) {
        SqlBytes text = new SqlBytes();
        int[] done = new int[1];
        SqlLexer.lex(statement, (token, start, end, lexer) -> {
            boolean kept = token == Token.STRING || token == Token.QUOTED_NAME;
            if (!kept) return;
            lineFeeds(statement, done[0], (int) start, text);
            text.write(statement, (int) start, (int) (end - start));
            done[0] = (int) end;
        });
        lineFeeds(statement, done[0], statement.length, text);
        return text.toByteArray();
    }

    private static void lineFeeds(byte[] from, int start, int end, SqlBytes to) {
        for (int i = start; i < end; i++) {
            if (from[i] != '\r' || i + 1 == from.length || from[i + 1] != '\n') to.write(from[i]);
        }
    }

    /** Whether bytes can stand in a text literal: UTF-8 without NUL, at which SQLite would stop reading. */
    public static boolean isPlainText(byte[] bytes) {
        for (byte b : bytes) if (b == 0) return false;
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** A name in double quotes. */
    public static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A name as SQLite compares it: only ASCII letters have no case. */
    public static String key(String name) {
        StringBuilder key = new StringBuilder(name);
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c >= 'A' && c <= 'Z') key.setCharAt(i, (char) (c + 32));
        }
        return key.toString();
    }
}
