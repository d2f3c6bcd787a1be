package io.github.d1jdbc;

import io.github.d1jdbc.OriginResolver.Out;
import io.github.d1jdbc.internal.schema.Affinity;
import io.github.d1jdbc.sql.Token;
import io.github.d1jdbc.sql.TokenList;
import io.github.d1jdbc.sql.TokenList.Piece;
import java.sql.Types;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tells the type of an expression's values by its text, where that is certain: what Spark and others ask for before
 * there is any row. It knows literals, CAST, functions whose result has one type, comparisons, {@code ||} and
 * arithmetic (sqlite.org/lang_expr.html, lang_corefunc.html). For one query.
 */
final class ExpressionType {
    private static final Map<String, Integer> FUNCTIONS = new HashMap<>();

    static {
        tell(
                Types.BIGINT,
                "count row_number rank dense_rank ntile length octet_length instr unicode random changes total_changes"
                        + " last_insert_rowid unixepoch json_array_length json_valid");
        tell(
                Types.DOUBLE,
                "avg total julianday percent_rank cume_dist sqrt exp ln log log2 log10 pow power sin cos tan asin acos"
                        + " atan atan2 sinh cosh tanh asinh acosh atanh pi degrees radians round");
        tell(
                Types.VARCHAR,
                "group_concat string_agg upper lower trim ltrim rtrim replace hex quote typeof printf format char concat"
                        + " concat_ws date time datetime strftime timediff json json_array json_object json_quote"
                        + " json_type json_group_array json_group_object json_insert json_replace json_set json_remove"
                        + " json_patch json_pretty highlight snippet");
        tell(Types.BLOB, "zeroblob randomblob unhex jsonb jsonb_array jsonb_object");
    }

    // A list's maximum and the like: of the type of what is in it.
    private static final Set<String> SAME = Set.of("MIN", "MAX", "SUM", "ABS");

    private static final Set<String> TRUTHS =
            Set.of("AND", "OR", "NOT", "IS", "ISNULL", "NOTNULL", "IN", "LIKE", "GLOB", "MATCH", "BETWEEN", "EXISTS");

    private final TokenList tokens;
    private final FromClause from;

    ExpressionType(TokenList tokens, FromClause from) {
        this.tokens = tokens;
        this.from = from;
    }

    private static void tell(int type, String names) {
        for (String name : names.split(" ", -1)) FUNCTIONS.put(name.toUpperCase(Locale.ROOT), type);
    }

    /** The type of a column that a query gives: by its affinity where it is a table's. */
    static int of(Out out) {
        Origin origin = out.origin();
        if (origin == null) return out.type();
        return switch (origin.column().affinity()) {
            case INTEGER -> Types.BIGINT;
            case REAL -> Types.DOUBLE;
            case TEXT -> Types.VARCHAR;
            case BLOB -> origin.column().type().isBlank() ? Types.NULL : Types.BLOB;
            case NUMERIC -> Types.NULL;
        };
    }

    /** The type of the expression from one token to before another, else {@link Types#NULL}. */
    int of(int start, int end) {
        if (start >= end) return Types.NULL;
        Piece first = tokens.get(start);
        if (end - start == 1) return single(first);
        if (closing(start) == end - 1 && first.is('(')) {
            return tokens.get(start + 1).is("SELECT") ? Types.NULL : of(start + 1, end - 1);
        }
        if (first.is("CASE")) return Types.NULL;
        int operator = operator(start, end);
        if (operator == Types.BOOLEAN) return Types.INTEGER;
        if (operator == Types.VARCHAR) return Types.VARCHAR;
        if (operator == Types.NUMERIC) return arithmetic(start, end);
        if (tokens.get(start + 1).is('(')) return call(start, end);
        int last = end - 1;
        boolean path = tokens.get(last - 1).is('.') && tokens.get(last).isName();
        return path ? column(start, end) : Types.NULL;
    }

    private int single(Piece piece) {
        return switch (piece.token()) {
            case STRING -> Types.VARCHAR;
            case BLOB -> Types.BLOB;
            case NUMBER -> number(piece.text());
            case WORD -> {
                if (piece.is("TRUE") || piece.is("FALSE")) yield Types.INTEGER;
                yield piece.text().toUpperCase(Locale.ROOT).startsWith("CURRENT_") ? Types.VARCHAR : named(piece);
            }
            case QUOTED_NAME -> named(piece);
            default -> Types.NULL;
        };
    }

    private int named(Piece piece) {
        Out out = from.column(null, piece.text());
        return out == null ? Types.NULL : of(out);
    }

    private int column(int start, int end) {
        if (end - start != 3 && end - start != 5) return Types.NULL;
        Out out = from.column(tokens.get(end - 3).text(), tokens.get(end - 1).text());
        return out == null ? Types.NULL : of(out);
    }

    private static int number(String text) {
        String digits = text.replace("_", "");
        if (digits.startsWith("0x") || digits.startsWith("0X")) return Types.BIGINT;
        if (!Values.isInteger(digits) || digits.length() > 19) return Types.DOUBLE;
        return digits.length() < 10 ? Types.INTEGER : Types.BIGINT;
    }

    // What stands between the operands: BOOLEAN for a comparison, VARCHAR for ||, NUMERIC for arithmetic, else NULL.
    private int operator(int start, int end) {
        int depth = tokens.get(start).depth();
        int found = Types.NULL;
        int cases = 0;
        for (int i = start; i < end; i++) {
            Piece piece = tokens.get(i);
            if (piece.is("CASE")) cases++;
            if (piece.is("END")) cases--;
            if (piece.depth() > depth || cases > 0) continue;
            if (piece.token() == Token.WORD && TRUTHS.contains(piece.text().toUpperCase(Locale.ROOT))) {
                return Types.BOOLEAN;
            }
            if (piece.token() != Token.PUNCTUATION) continue;
            char c = piece.text().charAt(0);
            char next = tokens.get(i + 1).text().isEmpty()
                    ? ' '
                    : tokens.get(i + 1).text().charAt(0);
            boolean arrow = c == '-' && next == '>';
            boolean bit = c == '|' || c == '&' || c == '~' || ((c == '<' || c == '>') && next == c);
            if (arrow || c == '%' || (bit && !(c == '|' && next == '|'))) return Types.NULL;
            if (c == '=' || c == '<' || c == '>' || c == '!') return Types.BOOLEAN;
            if (c == '|') {
                found = Types.VARCHAR;
                i++;
            } else if ("+-*/".indexOf(c) >= 0 && found != Types.VARCHAR) {
                found = Types.NUMERIC;
            }
        }
        return found;
    }

    // REAL if any operand is, because SQLite then computes in REAL; of integers only a sum past 2^63 is, so left open
    // there is nothing but what is no number by its text.
    private int arithmetic(int start, int end) {
        int depth = tokens.get(start).depth();
        boolean real = false;
        boolean known = true;
        int operand = start;
        for (int i = start; i <= end; i++) {
            Piece piece = tokens.get(i);
            boolean operator = piece.depth() == depth
                    && piece.token() == Token.PUNCTUATION
                    && "+-*/".indexOf(piece.text().charAt(0)) >= 0;
            if (i < end && !operator) continue;
            if (operand < i) {
                int type = of(operand, i);
                real |= type == Types.DOUBLE;
                known &= type == Types.INTEGER || type == Types.BIGINT || type == Types.DOUBLE;
            }
            operand = i + 1;
        }
        if (real) return Types.DOUBLE;
        return known ? Types.BIGINT : Types.NULL;
    }

    private int call(int start, int end) {
        int close = closing(start + 1);
        // Behind a call only FILTER (…) and OVER … may stand.
        boolean alone = close == end - 1
                || tokens.get(close + 1).is("FILTER")
                || tokens.get(close + 1).is("OVER");
        if (!alone) return Types.NULL;
        String name = tokens.get(start).text().toUpperCase(Locale.ROOT);
        if (name.equals("CAST")) return cast(start + 2, close);
        if (SAME.contains(name)) {
            int argument = start + 2;
            if (tokens.get(argument).is("DISTINCT")) argument++;
            for (int i = argument; i < close; i++) {
                if (tokens.get(i).is(',')
                        && tokens.get(i).depth() == tokens.get(argument).depth()) return Types.NULL;
            }
            int type = of(argument, close);
            boolean number = type == Types.DOUBLE || type == Types.BIGINT || type == Types.INTEGER;
            boolean any = name.equals("MIN") || name.equals("MAX");
            if (type == Types.INTEGER) return Types.BIGINT;
            return number || any ? type : Types.NULL;
        }
        return FUNCTIONS.getOrDefault(name, Types.NULL);
    }

    private int cast(int start, int close) {
        int as = close - 1;
        int depth = tokens.get(start).depth();
        while (as > start && !(tokens.get(as).is("AS") && tokens.get(as).depth() == depth)) as--;
        if (as <= start) return Types.NULL;
        return switch (Affinity.of(tokens.textOf(as + 1, close), false)) {
            case INTEGER -> Types.BIGINT;
            case REAL -> Types.DOUBLE;
            case TEXT -> Types.VARCHAR;
            case BLOB -> Types.BLOB;
            case NUMERIC -> Types.NUMERIC;
        };
    }

    private int closing(int open) {
        int at = open + 1;
        while (at < tokens.size() && tokens.get(at).depth() > tokens.get(open).depth()) at++;
        return at;
    }
}
