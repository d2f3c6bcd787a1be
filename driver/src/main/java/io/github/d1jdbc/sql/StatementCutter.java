package io.github.d1jdbc.sql;

/**
 * Finds where the statement that is being lexed begins and ends, in the lexer's offsets. One thread at a time.
 *
 * <p>Beside SQLite's rule ({@link StatementEnds}) it knows one damage of D1's exporter: {@code ;} is appended to a view
 * or index whose text ends in a line comment, and the comment swallows it. Behind such a comment, outside
 * parentheses, none of CREATE, INSERT and DELETE can go on with a CREATE VIEW, INDEX or TABLE, so there it ended.
 */
public final class StatementCutter implements SqlLexer.Sink {

    private static final long NOWHERE = -1;

    private StatementEnds ends = new StatementEnds();
    private long start = NOWHERE;
    private long end = NOWHERE;
    private long next = NOWHERE;
    private long swallowed = NOWHERE;
    private long commented = NOWHERE;
    private boolean terminated;
    private boolean first;
    private boolean mayLoseSemicolon;
    private int depth;

    /** A new statement begins with the next token. */
    public void begin() {
        start = NOWHERE;
        end = NOWHERE;
        next = NOWHERE;
        swallowed = NOWHERE;
        commented = NOWHERE;
        terminated = true;
        first = true;
        mayLoseSemicolon = false;
        depth = 0;
    }

    @Override
    public void token(Token token, long from, long to, SqlLexer lexer) {
        if (done()) return;
        if (token == Token.COMMENT) {
            commented = to;
            boolean hidesEnd = mayLoseSemicolon && depth == 0 && lexer.has(SqlLexer.ENDS_WITH_SEMICOLON);
            if (hidesEnd && swallowed == NOWHERE) swallowed = to;
            return;
        }
        if (swallowed != NOWHERE && beginsStatement(token, lexer)) {
            cutAtComment(from);
            return;
        }
        swallowed = NOWHERE;
        if (ends.ends(token, lexer)) {
            end = from;
            next = to;
            return;
        }
        if (start == NOWHERE) start = from;
        if (token == Token.PUNCTUATION) {
            if (lexer.contentByte(0) == '(') depth++;
            if (lexer.contentByte(0) == ')') depth--;
        }
        if (token == Token.WORD) word(lexer);
        first = false;
    }

    private void word(SqlLexer lexer) {
        if (first) {
            mayLoseSemicolon = lexer.is("CREATE");
        } else if (depth == 0 && lexer.is("TRIGGER")) {
            mayLoseSemicolon = false;
        }
    }

    private static boolean beginsStatement(Token token, SqlLexer lexer) {
        return token == Token.WORD && (lexer.is("CREATE") || lexer.is("INSERT") || lexer.is("DELETE"));
    }

    private void cutAtComment(long nextStatement) {
        end = swallowed;
        next = nextStatement;
        terminated = false;
        ends = new StatementEnds();
    }

    /** The input has ended: true unless a statement is open. */
    public boolean finish(long length) {
        if (done() || start == NOWHERE) return true;
        if (swallowed == NOWHERE) return false;
        cutAtComment(length);
        return true;
    }

    /** Whether the statement has ended. */
    public boolean done() {
        return next != NOWHERE;
    }

    /** Whether the statement has a token that is no comment. */
    public boolean started() {
        return start != NOWHERE;
    }

    /** Its first byte. */
    public long start() {
        return start;
    }

    /** Behind the statement's last byte, white space included; where {@link #terminated} is false, behind its ;. */
    public long end() {
        return end;
    }

    /** Where the next statement begins. */
    public long next() {
        return next;
    }

    /** Behind the last comment, or -1. */
    public long commented() {
        return commented;
    }

    /** Whether its semicolon counted. */
    public boolean terminated() {
        return terminated;
    }
}
