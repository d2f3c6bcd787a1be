package io.github.d1jdbc.sql;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One statement of a script, without its semicolon, its comments kept. Immutable.
 *
 * @param text the statement as it was written, trimmed
 * @param kind what its words say that it does
 * @param returning whether it has a RETURNING clause
 * @param placeholders its placeholders in the order in which they stand
 * @param words its first bare words in upper case, at most eight, for those who must look closer
 */
public record SqlStatement(
        String text, SqlKind kind, boolean returning, List<Placeholder> placeholders, List<String> words) {

    /**
     * One placeholder.
     *
     * @param start offset of its first byte in the UTF-8 form of {@link SqlStatement#text}
     * @param end offset behind its last byte
     * @param index the parameter it stands for, from 1, numbered as SQLite does
     * @param name the placeholder as written, for instance {@code ?}, {@code ?2} or {@code :id}
     */
    public record Placeholder(int start, int end, int index, String name) {}

    public SqlStatement {
        placeholders = List.copyOf(placeholders);
        words = List.copyOf(words);
    }

    /**
     * Splits a script into its statements; those that are only comments or white space are left out.
     *
     * <p>A statement ends where {@code sqlite3_complete()} says; what is still open at the end is the last one.
     */
    public static List<SqlStatement> split(String script) {
        byte[] sql = script.getBytes(StandardCharsets.UTF_8);
        Splitter splitter = new Splitter(sql);
        SqlLexer.lex(sql, splitter);
        splitter.cut(sql.length);
        return splitter.statements;
    }

    /** The length of the statement in bytes, which is what D1's limit of 100,000 counts. */
    public int bytes() {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** How many values must be bound: the highest number that a placeholder has. */
    public int parameterCount() {
        return placeholders.stream().mapToInt(Placeholder::index).max().orElse(0);
    }

    /** Whether the statement's first words are these, in upper case. */
    public boolean startsWith(String... first) {
        return words.size() >= first.length && words.subList(0, first.length).equals(List.of(first));
    }

    private static final class Splitter implements SqlLexer.Sink {
        /** One more than SQLite has (sqlite.org/limits.html): a larger number is refused by the server, not here. */
        private static final int NO_SUCH_PARAMETER = 32_767;

        private final byte[] sql;
        private final List<SqlStatement> statements = new ArrayList<>();
        private final StatementEnds ends = new StatementEnds();
        private Classifier classifier = new Classifier();
        private final List<Placeholder> placeholders = new ArrayList<>();
        private final Map<String, Integer> numbers = new HashMap<>();
        private int highest;
        private int start = -1;
        private boolean hasToken;

        Splitter(byte[] sql) {
            this.sql = sql;
        }

        @Override
        public void token(Token token, long from, long to, SqlLexer lexer) {
            if (ends.ends(token, lexer)) {
                cut((int) from);
                return;
            }
            if (start < 0) start = (int) from;
            if (token == Token.COMMENT) return;
            hasToken = true;
            classifier.token(token, lexer);
            if (token == Token.PLACEHOLDER) {
                String name = lexer.content();
                placeholders.add(new Placeholder((int) from - start, (int) to - start, number(name), name));
            }
        }

        void cut(int end) {
            if (hasToken) {
                while (isSpace(sql[end - 1])) end--;
                String text = new String(sql, start, end - start, StandardCharsets.UTF_8);
                statements.add(new SqlStatement(
                        text, classifier.kind(), classifier.returning(), placeholders, classifier.words()));
            }
            classifier = new Classifier();
            placeholders.clear();
            numbers.clear();
            highest = 0;
            start = -1;
            hasToken = false;
        }

        // sqlite.org/lang_expr.html#varparam: ? takes one more than the highest number so far, a name is numbered
        // at its first mention.
        private int number(String name) {
            int number;
            if (name.equals("?")) {
                number = highest + 1;
            } else if (name.charAt(0) == '?') {
                number = written(name.substring(1));
            } else {
                number = numbers.computeIfAbsent(name, unknown -> highest + 1);
            }
            highest = Math.max(highest, number);
            return number;
        }

        private static int written(String digits) {
            String significant = digits.replaceFirst("^0+(?=.)", "");
            return significant.length() > 5
                    ? NO_SUCH_PARAMETER
                    : Math.min(Integer.parseInt(significant), NO_SUCH_PARAMETER);
        }

        private static boolean isSpace(byte b) {
            return b == ' ' || b == '\t' || b == '\n' || b == '\f' || b == '\r';
        }
    }

    /** Whether it can give rows: a read, or a write with RETURNING. */
    public boolean mayGiveRows() {
        if (kind.changesRows()) return returning;
        return kind != SqlKind.DDL && kind != SqlKind.TRANSACTION && kind != SqlKind.ATTACH;
    }
}
