package io.github.d1jdbc;

import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.SqlStatement;
import io.github.d1jdbc.sql.SqlStatement.Placeholder;
import io.github.d1jdbc.sql.Token;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts values into one statement so that their types survive D1's JSON, which makes a double of every number
 * (d1-facts 4.3, rulings-driver 4). Immutable; any number of threads may share one.
 *
 * <p>Integers and infinities become literals, because {@code CAST(? AS INTEGER)} changes comparisons and loses indexes.
 * Where a literal would name a column (ORDER BY ?, GROUP BY ?) they go as {@code +CAST(? AS INTEGER)}. Finite doubles
 * are JSON numbers, text is a string, a blob is {@code unhex(?)}. Past D1's 100 parameters the shorter values become
 * literals too, and where those make the statement longer than D1's 100,000 bytes, {@link ValuePacks} binds them
 * together. Every placeholder that stays is written as a bare {@code ?}.
 */
final class SqlBinder {
    /** D1's bound on bound parameters (d1-facts 1.4). */
    static final int MAX_PARAMETERS = 100;

    /** D1's bound on a statement's text. */
    static final int MAX_BYTES = 100_000;

    /** Its hex is as long as D1 lets a text be: 2,000,000 bytes. */
    static final int BLOB_PIECE = 1_000_000;

    private final SqlStatement statement;
    private final byte[] sql;
    private final Set<Integer> terms;

    SqlBinder(SqlStatement statement) {
        this.statement = statement;
        this.sql = statement.text().getBytes(StandardCharsets.UTF_8);
        Terms found = new Terms();
        if (!statement.placeholders().isEmpty()) SqlLexer.lex(sql, found);
        this.terms = Set.copyOf(found.starts);
    }

    /**
     * The statement with its values.
     *
     * @param values the value of each parameter; the statement's first one is at {@code offset}
     * @throws SQLException where it would be longer than D1 takes, whatever is bound
     */
    RestClient.Statement bind(List<Parameter> values, int offset) throws SQLException {
        List<Placeholder> placeholders = statement.placeholders();
        List<Slot> slots = new ArrayList<>();
        for (Placeholder placeholder : placeholders) {
            Parameter value = values.get(offset + placeholder.index() - 1);
            slots.add(slot(value, terms.contains(placeholder.start())));
        }
        shorten(slots);
        List<@Nullable Object> params = new ArrayList<>();
        for (Slot slot : slots) params.addAll(slot.params);
        RestClient.Statement bound = statement(slots, params);
        return bound == null ? packed(slots) : bound;
    }

    private RestClient.Statement packed(List<Slot> slots) throws SQLException {
        ValuePacks packs = new ValuePacks();
        List<Slot> all = new ArrayList<>();
        for (Slot slot : slots) {
            String expression = slot.isTerm() ? termLiteral(slot.value) : packs.expression(slot.value);
            all.add(new Slot(slot.value, expression, List.of(), 0));
        }
        List<@Nullable Object> params = packs.parameters();
        RestClient.Statement bound = params.size() > MAX_PARAMETERS ? null : statement(all, params);
        if (bound == null) throw SqlErrors.tooLongStatement(write(slots).length, MAX_BYTES);
        return bound;
    }

    /** How many bytes D1 counts of a statement. */
    static int bytes(String sql) {
        return sql.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Refuses a statement that D1 would refuse for its length. */
    static void checkLength(String sql) throws SQLException {
        // A character has at most three bytes; a pair of surrogates four.
        if (sql.length() > MAX_BYTES / 3 && bytes(sql) > MAX_BYTES) {
            throw SqlErrors.tooLongStatement(bytes(sql), MAX_BYTES);
        }
    }

    private RestClient.@Nullable Statement statement(List<Slot> slots, List<@Nullable Object> params) {
        byte[] text = write(slots);
        return text.length > MAX_BYTES
                ? null
                : new RestClient.Statement(new String(text, StandardCharsets.UTF_8), params);
    }

    private byte[] write(List<Slot> slots) {
        List<Placeholder> placeholders = statement.placeholders();
        ByteArrayOutputStream out = new ByteArrayOutputStream(sql.length + 64);
        int from = 0;
        for (int i = 0; i < slots.size(); i++) {
            Placeholder placeholder = placeholders.get(i);
            out.write(sql, from, placeholder.start() - from);
            out.writeBytes(slots.get(i).sql.getBytes(StandardCharsets.UTF_8));
            from = placeholder.end();
        }
        out.write(sql, from, sql.length - from);
        return out.toByteArray();
    }

    /** What stands in a placeholder's place, what it binds, and how long that is. */
    private record Slot(Parameter value, String sql, List<@Nullable Object> params, long weight) {
        /** Whether it is an integer where a literal would name a column. */
        boolean isTerm() {
            return sql.startsWith("+CAST(");
        }
    }

    private static Slot slot(Parameter value, boolean term) {
        if (value instanceof Parameter.Null) return bound(value, "?", null, 0);
        if (value instanceof Parameter.Int integer) {
            if (!term) return new Slot(value, value.literal(), List.of(), 0);
            // The plus takes away the affinity that the cast gives.
            return bound(value, "+CAST(? AS INTEGER)", Long.toString(integer.value()), Long.MAX_VALUE);
        }
        if (value instanceof Parameter.Real real) {
            if (Double.isInfinite(real.value())) return new Slot(value, value.literal(), List.of(), 0);
            return bound(value, "?", real.value(), 24);
        }
        if (value instanceof Parameter.Text text) {
            return bound(value, "?", text.value(), text.value().length());
        }
        return blob((Parameter.Blob) value);
    }

    private static Slot bound(Parameter value, String sql, @Nullable Object param, long weight) {
        List<@Nullable Object> params = new ArrayList<>();
        params.add(param);
        return new Slot(value, sql, params, weight);
    }

    private static Slot blob(Parameter.Blob value) {
        byte[] bytes = value.value();
        HexFormat hex = HexFormat.of();
        if (bytes.length <= BLOB_PIECE) return bound(value, "unhex(?)", hex.formatHex(bytes), 2L * bytes.length);
        List<@Nullable Object> params = new ArrayList<>(hexPieces(bytes));
        List<String> pieces = Collections.nCopies(params.size(), "unhex(?)");
        // || gives text, also of blobs; its bytes stay as they are.
        return new Slot(value, "CAST(" + String.join("||", pieces) + " AS BLOB)", params, 2L * bytes.length);
    }

    /** The hex of a blob, in pieces that D1 takes as one text each. */
    static List<String> hexPieces(byte[] bytes) {
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += BLOB_PIECE) {
            pieces.add(HexFormat.of().formatHex(bytes, from, Math.min(bytes.length, from + BLOB_PIECE)));
        }
        return pieces;
    }

    // In ORDER BY the cast keeps the literal from naming a column.
    private static String termLiteral(Parameter value) {
        return "+CAST(" + value.literal() + " AS INTEGER)";
    }

    private static void shorten(List<Slot> slots) {
        int count = slots.stream().mapToInt(slot -> slot.params.size()).sum();
        if (count <= MAX_PARAMETERS) return;
        List<Integer> shortest = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) if (!slots.get(i).params.isEmpty()) shortest.add(i);
        shortest.sort(Comparator.comparingLong(i -> slots.get(i).weight));
        for (int i : shortest) {
            if (count <= MAX_PARAMETERS) return;
            Slot slot = slots.get(i);
            String literal = slot.isTerm() ? termLiteral(slot.value) : slot.value.literal();
            slots.set(i, new Slot(slot.value, literal, List.of(), 0));
            count -= slot.params.size();
        }
    }

    /**
     * Finds the placeholders that are a whole term of ORDER BY or GROUP BY, where SQLite takes an integer literal for a
     * column's number, in parentheses too (sqlite.org/lang_select.html#orderby).
     */
    private static final class Terms implements SqlLexer.Sink {
        final Set<Integer> starts = new HashSet<>();
        private boolean orderOrGroup;
        private boolean atTerm;
        private int depth;
        // The depths of the lists that are open, innermost last.
        private final List<Integer> lists = new ArrayList<>();

        @Override
        public void token(Token token, long start, long end, SqlLexer lexer) {
            if (token == Token.COMMENT) return;
            boolean wasOrderOrGroup = orderOrGroup;
            orderOrGroup = token == Token.WORD && (lexer.is("ORDER") || lexer.is("GROUP"));
            if (token == Token.WORD && wasOrderOrGroup && lexer.is("BY")) {
                lists.add(depth);
                atTerm = true;
            } else if (token == Token.PUNCTUATION) {
                punctuation((char) lexer.contentByte(0));
            } else {
                if (token == Token.PLACEHOLDER && atTerm) starts.add((int) start);
                atTerm = false;
                if (token == Token.WORD && endsList(lexer)) closeList();
            }
        }

        private void punctuation(char c) {
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
                while (!lists.isEmpty() && lists.get(lists.size() - 1) > depth) lists.remove(lists.size() - 1);
                atTerm = false;
            } else {
                atTerm = c == ',' && !lists.isEmpty() && lists.get(lists.size() - 1) == depth;
            }
        }

        private boolean endsList(SqlLexer lexer) {
            return !lists.isEmpty()
                    && lists.get(lists.size() - 1) == depth
                    && (lexer.is("LIMIT")
                            || lexer.is("HAVING")
                            || lexer.is("WINDOW")
                            || lexer.is("SELECT")
                            || lexer.is("VALUES")
                            || lexer.is("ORDER")
                            || lexer.is("RETURNING"));
        }

        private void closeList() {
            lists.remove(lists.size() - 1);
        }
    }
}
