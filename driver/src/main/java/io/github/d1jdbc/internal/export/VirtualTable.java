package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.internal.export.Schema.Kind;
import io.github.d1jdbc.internal.export.Schema.SchemaObject;
import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.Token;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A virtual table and how it is filled again, for D1's export refuses it and its shadow tables cannot be written
 * (d1-facts 2.6, 4.5). Immutable.
 *
 * @param module its module in lower case, for instance {@code fts5}
 */
record VirtualTable(String name, String sql, String module, Refill refill) {

    /** What must follow its CREATE. */
    enum Refill {
        /** Its rows, which are its own. */
        ROWS,
        /** Its rows, whose first column is the rowid (sqlite.org/rtree.html). */
        ROWS_BY_ID,
        /** The command to index its content table anew (sqlite.org/fts5.html#the_rebuild_command). */
        REBUILD,
        /** Nothing: it shows what others hold (fts5vocab). */
        NOTHING,
        /** Nothing can: the texts that were indexed are nowhere. */
        LOST
    }

    /** Reads the module and its arguments from the CREATE. */
    static VirtualTable of(SchemaObject object) {
        String sql = object.sql() == null ? "" : object.sql();
        Arguments arguments = new Arguments();
        SqlLexer.lex(sql.getBytes(StandardCharsets.UTF_8), arguments);
        return new VirtualTable(object.name(), sql, arguments.module, refill(arguments));
    }

    /** Whether its rows can only be kept by reading them. */
    static boolean hasRowsToRead(SchemaObject object) {
        return object.kind() == Kind.VIRTUAL && of(object).hasRows();
    }

    /** Whether rows must be read for its dump. */
    boolean hasRows() {
        return refill == Refill.ROWS || refill == Refill.ROWS_BY_ID;
    }

    private static Refill refill(Arguments arguments) {
        return switch (arguments.module) {
            case "rtree", "rtree_i32" -> Refill.ROWS_BY_ID;
            case "fts5vocab" -> Refill.NOTHING;
            case "fts5" -> fts5(arguments);
            default -> Refill.LOST;
        };
    }

    // sqlite.org/fts5.html#external_content_and_contentless_tables; FTS5 takes abbreviated option names.
    private static Refill fts5(Arguments arguments) {
        for (String[] option : arguments.options) {
            String key = option[0].toLowerCase(Locale.ROOT);
            if (!key.isEmpty() && "content".startsWith(key)) {
                return option[1].isEmpty() ? Refill.LOST : Refill.REBUILD;
            }
        }
        return Refill.ROWS;
    }

    /** The module and those of its arguments that have the form {@code key = value}. */
    private static final class Arguments implements SqlLexer.Sink {
        private String module = "";
        private final List<String[]> options = new ArrayList<>();
        private boolean using;
        private int depth;
        private int inArgument;
        private String key = "";
        private boolean equals;

        @Override
        public void token(Token token, long start, long end, SqlLexer at) {
            if (token == Token.COMMENT) return;
            if (token == Token.PUNCTUATION) {
                punctuation((char) at.contentByte(0));
            } else if (depth == 0) {
                if (using && module.isEmpty()) module = at.content().toLowerCase(Locale.ROOT);
                if (token == Token.WORD && at.is("USING")) using = true;
            } else {
                if (inArgument == 0) key = at.content();
                if (equals && inArgument == 2) options.get(options.size() - 1)[1] = at.content();
                inArgument++;
            }
        }

        private void punctuation(char c) {
            if (c == '(') depth++;
            if (c == ')') depth--;
            if (c == ',' || c == '(' || c == ')') {
                inArgument = 0;
                equals = false;
            } else {
                if (c == '=' && inArgument == 1) {
                    equals = true;
                    options.add(new String[] {key, ""});
                }
                inArgument++;
            }
        }
    }
}
