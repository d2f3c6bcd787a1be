package io.github.d1jdbc.sql;

/**
 * Knows after which semicolon a statement ends: SQLite's own rule of {@code sqlite3_complete()}, by which a
 * {@code CREATE TRIGGER} ends only at {@code ; END ;} (sqlite.org/c3ref/complete.html).
 *
 * <p>One thread at a time may use it.
 */
public final class StatementEnds {

    private static final int SEMI = 0;
    private static final int OTHER = 2;
    private static final int EXPLAIN = 3;
    private static final int CREATE = 4;
    private static final int TEMP = 5;
    private static final int TRIGGER = 6;
    private static final int END = 7;

    private static final int START_STATE = 1;

    /** SQLite's table: a row a state, a column a token class; column 1 is white space and is not used. */
    private static final int[][] NEXT = {
        {1, 0, 2, 3, 4, 2, 2, 2}, // 0 invalid, only before the first statement
        {1, 1, 2, 3, 4, 2, 2, 2}, // 1 start
        {1, 2, 2, 2, 2, 2, 2, 2}, // 2 normal
        {1, 3, 3, 2, 4, 2, 2, 2}, // 3 explain
        {1, 4, 2, 2, 2, 4, 5, 2}, // 4 create
        {6, 5, 5, 5, 5, 5, 5, 5}, // 5 trigger
        {6, 6, 5, 5, 5, 5, 5, 7}, // 6 semicolon in a trigger
        {1, 7, 5, 5, 5, 5, 5, 5}, // 7 end of a trigger
    };

    private int state = START_STATE;

    /** Takes the next token; true when it is the semicolon that ends a statement or stands alone. */
    public boolean ends(Token token, SqlLexer lexer) {
        if (token == Token.COMMENT) return false;
        state = NEXT[state][classOf(token, lexer)];
        return state == START_STATE;
    }

    /** Whether a statement has begun and not ended. */
    public boolean inside() {
        return state != START_STATE;
    }

    private int classOf(Token token, SqlLexer lexer) {
        if (token == Token.SEMICOLON) return SEMI;
        if (token != Token.WORD) return OTHER;
        return switch (lexer.contentLength()) {
            case 3 -> lexer.is("END") ? END : OTHER;
            case 4 -> lexer.is("TEMP") ? TEMP : OTHER;
            case 6 -> lexer.is("CREATE") ? CREATE : OTHER;
            case 7 -> lexer.is("TRIGGER") ? TRIGGER : lexer.is("EXPLAIN") ? EXPLAIN : OTHER;
            case 9 -> lexer.is("TEMPORARY") ? TEMP : OTHER;
            default -> OTHER;
        };
    }
}
