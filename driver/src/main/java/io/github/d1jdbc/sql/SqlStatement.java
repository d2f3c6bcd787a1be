package io.github.d1jdbc.sql;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One statement of a script, without its semicolon, its comments kept. Immutable.
 *
 * @param text the statement as it was written, trimmed
 * @param kind what its words say that it does
 * @param returning whether it has a RETURNING clause
 * @param placeholders its placeholders in the order in which they stand
 * @param words its first words in upper case, at most eight, for those who must look closer
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

    /** Splits a script into its statements; those that are only comments or white space are left out. */
    public static List<SqlStatement> split(String script) {
        byte[] sql = script.getBytes(StandardCharsets.UTF_8);
        List<SqlStatement> statements = new ArrayList<>();
        Collector collector = new Collector(sql, statements);
        SqlLexer.lex(sql, collector);
        collector.flush(sql.length);
        return statements;
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

    private static final class Collector implements SqlLexer.Sink {
        private final byte[] sql;
        private final List<SqlStatement> out;
        private final StatementEnds ends = new StatementEnds();
        private long start;
        private boolean hasToken;
        private Classifier classifier = new Classifier();
        private List<long[]> spans = new ArrayList<>();
        private List<String> names = new ArrayList<>();

        Collector(byte[] sql, List<SqlStatement> out) {
            this.sql = sql;
            this.out = out;
        }

        @Override
        public void token(Token token, long from, long to, SqlLexer lexer) {
            boolean end = ends.ends(token, lexer);
            if (end) {
                flush(from);
                start = to;
                return;
            }
            if (token == Token.COMMENT) return;
            hasToken = true;
            classifier.token(token, lexer);
            if (token == Token.PLACEHOLDER) {
                spans.add(new long[] {from, to});
                names.add(lexer.content());
            }
        }

        void flush(long end) {
            if (hasToken) {
                int from = (int) start;
                int to = (int) end;
                while (from < to && isSpace(sql[from])) from++;
                while (to > from && isSpace(sql[to - 1])) to--;
                String text = new String(sql, from, to - from, StandardCharsets.UTF_8);
                out.add(new SqlStatement(
                        text, classifier.kind(), classifier.returning(), placeholders(from), classifier.words()));
            }
            hasToken = false;
            classifier = new Classifier();
            spans = new ArrayList<>();
            names = new ArrayList<>();
        }

        // sqlite.org/lang_expr.html#varparam: ? takes one more than the highest number so far, a name is numbered
        // at its first mention.
        private List<Placeholder> placeholders(int base) {
            List<Placeholder> list = new ArrayList<>();
            List<String> named = new ArrayList<>();
            List<Integer> numbers = new ArrayList<>();
            int highest = 0;
            for (int i = 0; i < spans.size(); i++) {
                String name = names.get(i);
                int index;
                if (name.equals("?")) {
                    index = highest + 1;
                } else if (name.charAt(0) == '?' && isNumber(name)) {
                    index = Integer.parseInt(name.substring(1));
                } else {
                    int known = named.indexOf(name);
                    index = known >= 0 ? numbers.get(known) : highest + 1;
                    named.add(name);
                    numbers.add(index);
                }
                highest = Math.max(highest, index);
                long[] span = spans.get(i);
                list.add(new Placeholder((int) span[0] - base, (int) span[1] - base, index, name));
            }
            return list;
        }

        private static boolean isNumber(String name) {
            return name.length() <= 6 && name.substring(1).chars().allMatch(c -> c >= '0' && c <= '9');
        }

        private static boolean isSpace(byte b) {
            return b == ' ' || b == '\t' || b == '\n' || b == '\f' || b == '\r';
        }
    }

    /** Reads the tokens of one statement and says what kind it is. */
    private static final class Classifier {
        private final List<String> words = new ArrayList<>();
        private int depth;
        private boolean returning;
        private boolean pragmaSets;
        private int pragmaTokens;
        private String verb = "";
        private boolean afterExplain;

        void token(Token token, SqlLexer lexer) {
            if (token == Token.PUNCTUATION) punctuation((char) lexer.contentByte(0));
            if (verb.equals("PRAGMA")) pragmaTokens++;
            if (token != Token.WORD) return;
            String word = lexer.content().toUpperCase(Locale.ROOT);
            if (words.size() < 8) words.add(word);
            if (depth > 0) return;
            if (verb.isEmpty()) {
                verb = word;
                afterExplain = word.equals("EXPLAIN");
            } else if (verb.equals("WITH") && isMainVerb(word)) {
                verb = word;
            } else if (word.equals("RETURNING") && !afterExplain) {
                returning = true;
            }
        }

        private void punctuation(char c) {
            if (c == '(') {
                depth++;
                if (verb.equals("PRAGMA")) pragmaArgument = true;
            } else if (c == ')') {
                depth--;
            } else if (c == '=' && verb.equals("PRAGMA")) {
                pragmaSets = true;
            }
        }

        private boolean pragmaArgument;

        private static boolean isMainVerb(String word) {
            return switch (word) {
                case "SELECT", "VALUES", "INSERT", "REPLACE", "UPDATE", "DELETE" -> true;
                default -> false;
            };
        }

        boolean returning() {
            return returning && kind().changesRows();
        }

        List<String> words() {
            return words;
        }

        SqlKind kind() {
            return switch (verb) {
                case "SELECT", "VALUES" -> SqlKind.SELECT;
                case "EXPLAIN" -> SqlKind.EXPLAIN;
                case "INSERT" -> SqlKind.INSERT;
                case "REPLACE" -> SqlKind.REPLACE;
                case "UPDATE" -> SqlKind.UPDATE;
                case "DELETE" -> SqlKind.DELETE;
                case "CREATE", "DROP", "ALTER", "REINDEX", "ANALYZE", "VACUUM" -> SqlKind.DDL;
                case "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE" -> SqlKind.TRANSACTION;
                case "ATTACH", "DETACH" -> SqlKind.ATTACH;
                case "PRAGMA" -> pragma();
                default -> SqlKind.OTHER;
            };
        }

        // PRAGMA name(value) sets for boolean pragmas and only names a table for the introspecting ones.
        private SqlKind pragma() {
            if (pragmaSets) return SqlKind.PRAGMA_WRITE;
            String name = words.size() > 2 && !pragmaArgument ? words.get(2) : words.size() > 1 ? words.get(1) : "";
            if (name.equals("OPTIMIZE")) return SqlKind.PRAGMA_WRITE;
            return pragmaArgument && !INTROSPECTION.contains(pragmaName()) ? SqlKind.PRAGMA_WRITE : SqlKind.PRAGMA_READ;
        }

        private String pragmaName() {
            // PRAGMA table_info(t) or PRAGMA main.table_info(t)
            for (String word : words) if (INTROSPECTION.contains(word)) return word;
            return "";
        }

        private static final java.util.Set<String> INTROSPECTION = java.util.Set.of(
                "TABLE_INFO",
                "TABLE_XINFO",
                "TABLE_LIST",
                "INDEX_LIST",
                "INDEX_INFO",
                "INDEX_XINFO",
                "FOREIGN_KEY_LIST",
                "FOREIGN_KEY_CHECK",
                "QUICK_CHECK",
                "INTEGRITY_CHECK");
    }
}
