package io.github.d1jdbc.dump;

import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads an INSERT's tokens: where its rows go, where they begin, and whether it consists of rows of values and of
 * nothing else. For one statement.
 */
final class InsertParser {

    private enum State {
        VERB,
        AFTER_VERB,
        CONFLICT,
        INTO,
        TABLE,
        AFTER_TABLE,
        COLUMN,
        AFTER_COLUMN,
        VALUES,
        ROW,
        CELL,
        AFTER_ROW,
        SOMETHING_ELSE
    }

    private State state = State.VERB;
    private @Nullable String schema;
    private @Nullable String table;
    private @Nullable String conflict;
    private final List<String> columns = new ArrayList<>();
    private long rows;
    private int depth;
    private int cells;
    private boolean emptyCell;

    /** Takes the next token; {@code name} gives the token's text without quotes, however long it is. */
    void token(Token token, long end, SqlLexer lexer, TokenText name) {
        char c = token == Token.PUNCTUATION ? (char) lexer.contentByte(0) : 0;
        state = switch (state) {
            case VERB -> verb(lexer);
            case AFTER_VERB -> token == Token.WORD && lexer.is("OR") ? State.CONFLICT : into(token, lexer);
            case CONFLICT -> {
                conflict = lexer.content().toUpperCase(Locale.ROOT);
                yield State.INTO;
            }
            case INTO -> into(token, lexer);
            case TABLE -> {
                if (!isName(token)) yield State.SOMETHING_ELSE;
                table = name.get();
                yield State.AFTER_TABLE;
            }
            case AFTER_TABLE -> {
                if (c == '.' && schema == null) {
                    schema = table;
                    yield State.TABLE;
                }
                yield c == '(' ? State.COLUMN : values(token, lexer);
            }
            case COLUMN -> {
                if (!isName(token) || columns.size() == Cells.MOST) yield State.SOMETHING_ELSE;
                columns.add(name.get());
                yield State.AFTER_COLUMN;
            }
            case AFTER_COLUMN -> c == ',' ? State.COLUMN : c == ')' ? State.VALUES : State.SOMETHING_ELSE;
            case VALUES -> values(token, lexer);
            case ROW -> {
                if (c != '(') yield State.SOMETHING_ELSE;
                if (rows == 0) rows = end;
                depth = 0;
                cells = 1;
                emptyCell = true;
                yield State.CELL;
            }
            case CELL -> cell(c);
            case AFTER_ROW -> c == ',' ? State.ROW : State.SOMETHING_ELSE;
            case SOMETHING_ELSE -> State.SOMETHING_ELSE;
        };
    }

    private State verb(SqlLexer lexer) {
        if (!lexer.is("REPLACE")) return State.AFTER_VERB;
        conflict = "REPLACE";
        return State.INTO;
    }

    private static State into(Token token, SqlLexer lexer) {
        return token == Token.WORD && lexer.is("INTO") ? State.TABLE : State.SOMETHING_ELSE;
    }

    private static State values(Token token, SqlLexer lexer) {
        return token == Token.WORD && lexer.is("VALUES") ? State.ROW : State.SOMETHING_ELSE;
    }

    private State cell(char c) {
        if (depth == 0 && (c == ',' || c == ')')) {
            if (emptyCell) return State.SOMETHING_ELSE;
            if (c == ')') return State.AFTER_ROW;
            emptyCell = true;
            return ++cells > Cells.MOST ? State.SOMETHING_ELSE : State.CELL;
        }
        if (c == '(') depth++;
        if (c == ')') depth--;
        emptyCell = false;
        return State.CELL;
    }

    // SQLite takes a string for a name where a name must stand.
    private static boolean isName(Token token) {
        return token == Token.WORD || token == Token.QUOTED_NAME || token == Token.STRING;
    }

    /** Whether the statement, now at its end, is rows of values and nothing else. */
    boolean isRows() {
        return state == State.AFTER_ROW;
    }

    /** The lexer's offset behind the first row's opening parenthesis. */
    long rows() {
        return rows;
    }

    /** Where the rows go, {@code null} where no table was found. */
    @Nullable
    InsertTarget target() {
        return table == null ? null : new InsertTarget(schema, table, columns, conflict);
    }
}
