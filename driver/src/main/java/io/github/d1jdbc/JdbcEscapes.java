package io.github.d1jdbc;

import io.github.d1jdbc.sql.Token;
import io.github.d1jdbc.sql.TokenList;
import io.github.d1jdbc.sql.TokenList.Piece;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JDBC's own SQL in braces (JDBC 4.3, 13.4) as SQLite's: <code>{d '2026-11-22'}</code>, <code>{t …}</code>,
 * <code>{ts …}</code>, <code>{fn ucase(x)}</code>, <code>{oj …}</code>, <code>{escape '!'}</code>,
 * <code>{limit 5 offset 2}</code>. Braces have no other meaning in SQLite; in texts, names and comments they stay.
 */
final class JdbcEscapes {

    // JDBC's functions (JDBC 4.3, appendix C) that SQLite writes otherwise, $1 is the first argument. Times are UTC.
    private static final Map<String, String> FUNCTIONS = Map.ofEntries(
            Map.entry("UCASE", "upper($1)"),
            Map.entry("LCASE", "lower($1)"),
            Map.entry("CHAR_LENGTH", "length($1)"),
            Map.entry("CHARACTER_LENGTH", "length($1)"),
            Map.entry("ASCII", "unicode($1)"),
            Map.entry("LOCATE", "instr($2, $1)"),
            Map.entry("LEFT", "substr($1, 1, $2)"),
            Map.entry("RIGHT", "substr($1, -($2))"),
            Map.entry("CEILING", "ceil($1)"),
            Map.entry("POWER", "pow($1, $2)"),
            Map.entry("LOG", "ln($1)"),
            Map.entry("LOG10", "log($1)"),
            Map.entry("RAND", "((random() + 9223372036854775808.0) / 18446744073709551616.0)"),
            Map.entry("CURDATE", "date('now')"),
            Map.entry("CURRENT_DATE", "date('now')"),
            Map.entry("CURTIME", "time('now')"),
            Map.entry("CURRENT_TIME", "time('now')"),
            Map.entry("NOW", "datetime('now')"),
            Map.entry("CURRENT_TIMESTAMP", "datetime('now')"),
            Map.entry("YEAR", "CAST(strftime('%Y', $1) AS INTEGER)"),
            Map.entry("MONTH", "CAST(strftime('%m', $1) AS INTEGER)"),
            Map.entry("DAYOFMONTH", "CAST(strftime('%d', $1) AS INTEGER)"),
            Map.entry("HOUR", "CAST(strftime('%H', $1) AS INTEGER)"),
            Map.entry("MINUTE", "CAST(strftime('%M', $1) AS INTEGER)"),
            Map.entry("SECOND", "CAST(strftime('%S', $1) AS INTEGER)"));

    private static final Pattern ARGUMENT = Pattern.compile("\\$([12])");

    private final TokenList tokens;
    private final StringBuilder sql = new StringBuilder();
    private int at;

    private JdbcEscapes(TokenList tokens) {
        this.tokens = tokens;
    }

    /** The text with SQLite's words in place of the escapes. */
    static String replaced(@Nullable String sql) throws SQLException {
        if (sql == null) throw SqlErrors.emptySql();
        if (sql.indexOf('{') < 0) return sql;
        TokenList tokens = TokenList.of(sql);
        JdbcEscapes escapes = new JdbcEscapes(tokens);
        escapes.rewrite(0, tokens.size());
        escapes.copy(tokens.bytes());
        return escapes.sql.toString();
    }

    /** The text of some tokens, the escapes in it replaced. */
    private String part(int from, int to) throws SQLException {
        if (from >= to) return "";
        JdbcEscapes escapes = new JdbcEscapes(tokens);
        escapes.at = tokens.get(from).start();
        escapes.rewrite(from, to);
        escapes.copy(tokens.get(to - 1).end());
        return escapes.sql.toString();
    }

    private void copy(int to) {
        if (to > at) sql.append(tokens.text(at, to));
        at = Math.max(at, to);
    }

    private void rewrite(int from, int to) throws SQLException {
        int i = from;
        while (i < to) {
            if (!tokens.get(i).is('{')) {
                i++;
                continue;
            }
            int end = closing(i, to);
            copy(tokens.get(i).start());
            sql.append(escape(i + 1, end));
            at = tokens.get(end).end();
            i = end + 1;
        }
    }

    private int closing(int open, int to) throws SQLException {
        int depth = 0;
        for (int i = open; i < to; i++) {
            if (tokens.get(i).is('{')) depth++;
            if (tokens.get(i).is('}') && --depth == 0) return i;
        }
        throw SqlErrors.escape("A JDBC escape is not closed: its } is missing.");
    }

    private String escape(int from, int to) throws SQLException {
        Piece word = tokens.get(from);
        if (from < to && word.isName()) {
            return switch (SqlWords.upper(word.text())) {
                case "D", "T", "TS" -> text(from, to);
                case "FN" -> function(from + 1, to);
                case "ESCAPE" -> "ESCAPE " + part(from + 1, to);
                case "LIMIT" -> "LIMIT " + part(from + 1, to);
                case "OJ" -> part(from + 1, to);
                case "CALL" -> throw SqlErrors.unsupported("A procedure call", "D1 has no stored procedures");
                default -> throw unknown(word);
            };
        }
        if (from < to && word.text().equals("?") && tokens.get(from + 1).is('=')) {
            throw SqlErrors.unsupported("A procedure call", "D1 has no stored procedures");
        }
        throw unknown(word);
    }

    private static SQLException unknown(Piece word) {
        return SqlErrors.escape("There is no JDBC escape {" + (word.isName() ? word.text() : "") + " …}.");
    }

    // Dates are texts in SQLite.
    private String text(int from, int to) throws SQLException {
        if (to == from + 2 && tokens.get(from + 1).token() == Token.STRING) return tokens.textOf(from + 1, to);
        throw SqlErrors.escape("A JDBC escape {" + tokens.get(from).text() + " …} needs one text in quotes.");
    }

    private String function(int from, int to) throws SQLException {
        Piece name = tokens.get(from);
        if (from >= to || !name.isName()) throw SqlErrors.escape("A JDBC escape {fn …} needs a function.");
        String upper = SqlWords.upper(name.text());
        List<String> arguments = arguments(from + 1, to);
        if (upper.equals("CONVERT")) {
            if (arguments.size() == 2) return "CAST(" + arguments.get(0) + " AS " + type(arguments.get(1)) + ")";
            throw SqlErrors.escape("The JDBC function convert needs a value and a type.");
        }
        @Nullable String ours = FUNCTIONS.get(upper);
        if (ours == null) return part(from, to);
        if (upper.equals("LOCATE")
                && arguments.stream().filter(a -> a.contains("?")).count() > 1) {
            // They would change places and with them their numbers.
            throw SqlErrors.escape("The JDBC function locate takes one parameter; use instr for more.");
        }
        StringBuilder text = new StringBuilder();
        Matcher places = ARGUMENT.matcher(ours);
        while (places.find()) {
            int number = Integer.parseInt(places.group(1));
            if (number > arguments.size()) throw SqlErrors.escape("The JDBC function " + upper + " lacks an argument.");
            places.appendReplacement(text, Matcher.quoteReplacement(arguments.get(number - 1)));
        }
        return places.appendTail(text).toString();
    }

    private List<String> arguments(int from, int to) throws SQLException {
        List<String> arguments = new ArrayList<>();
        if (to - from < 3 || !tokens.get(from).is('(')) return arguments;
        int inside = tokens.get(from).depth() + 1;
        int start = from + 1;
        for (int i = start; i < to; i++) {
            boolean ends =
                    i == to - 1 || (tokens.get(i).is(',') && tokens.get(i).depth() == inside);
            if (!ends) continue;
            arguments.add(part(start, i));
            start = i + 1;
        }
        return arguments;
    }

    private static String type(String jdbc) throws SQLException {
        return switch (SqlWords.upper(jdbc).replaceFirst("^SQL_", "")) {
            case "BIGINT", "INTEGER", "SMALLINT", "TINYINT", "BIT", "BOOLEAN" -> "INTEGER";
            case "DOUBLE", "FLOAT", "REAL" -> "REAL";
            case "DECIMAL", "NUMERIC" -> "NUMERIC";
            case "CHAR", "VARCHAR", "LONGVARCHAR", "DATE", "TIME", "TIMESTAMP" -> "TEXT";
            case "BINARY", "VARBINARY", "LONGVARBINARY", "BLOB" -> "BLOB";
            default -> throw SqlErrors.escape("The JDBC function convert knows no type " + jdbc + ".");
        };
    }
}
