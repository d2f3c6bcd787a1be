package io.github.d1jdbc.dump;

import io.github.d1jdbc.dump.DumpStatement.CreateIndex;
import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.Token;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Reads the columns of a CREATE INDEX. For one statement. */
public final class IndexColumns implements SqlLexer.Sink {

    private final CreateIndex index;
    private final Set<String> columns = new HashSet<>();
    private int depth;
    private boolean first = true;
    private boolean plain = true;
    private boolean behind;

    private IndexColumns(CreateIndex index) {
        this.index = index;
    }

    /** Its column names in lower case; empty if it is partial or indexes an expression, so no foreign key can use it. */
    public static Set<String> of(CreateIndex index) {
        IndexColumns reader = new IndexColumns(index);
        SqlLexer.lex(index.source().rawBytes(), reader);
        return reader.plain ? reader.columns : Set.of();
    }

    @Override
    public void token(Token token, long start, long end, SqlLexer lexer) {
        if (token == Token.COMMENT) return;
        char c = token == Token.PUNCTUATION ? (char) lexer.contentByte(0) : 0;
        if (c == '(') {
            plain &= depth++ == 0;
        } else if (c == ')') {
            depth--;
            behind = true;
        } else if (behind) {
            plain = false; // WHERE
        } else if (depth == 1) {
            if (first) {
                TokenText text = new TokenText(index.source().rawBytes(), lexer, token, (int) start, (int) end);
                columns.add(text.get().toLowerCase(Locale.ROOT));
            } else if (token == Token.PUNCTUATION && c != ',') {
                plain = false; // an expression such as a+1
            }
            first = c == ',';
        }
    }
}
