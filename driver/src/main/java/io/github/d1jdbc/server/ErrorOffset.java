package io.github.d1jdbc.server;

import io.github.d1jdbc.sql.SqlKind;
import io.github.d1jdbc.sql.SqlStatement;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The " at offset N" that D1 puts behind some messages. SQLite knows the offset, but sqlite-jdbc does not ask for it;
 * here it is found where the named token stands once in the statement, and left out elsewhere.
 */
final class ErrorOffset {

    private static final Pattern QUOTED =
            Pattern.compile("(?:near|unrecognized token:) \"(.*)\"(?:: syntax error)?", Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile("(?:no such column|ambiguous column name): \"?(.+?)\"?");
    private static final Pattern FUNCTION = Pattern.compile(
            "(?:no such function: |wrong number of arguments to function |too many arguments on function "
                    + "|misuse of (?:aggregate|window) function )([^()]+?)(?:\\(\\))?");
    private static final Pattern OTHER = Pattern.compile("(?:table (.+) already exists|hex literal too big: (.+))");
    private static final int VARIABLES = 100;

    private ErrorOffset() {}

    static String of(String message, SqlStatement statement) {
        int offset = find(message, statement);
        return offset < 0 ? "" : " at offset " + offset;
    }

    private static int find(String message, SqlStatement statement) {
        if (message.equals("too many SQL variables")) {
            return first(statement, index -> index > VARIABLES);
        }
        if (message.startsWith("variable number must be")) {
            return first(statement, index -> index > VARIABLES || index < 1);
        }
        Matcher quoted = QUOTED.matcher(message);
        if (quoted.matches()) return token(statement, quoted.group(1));
        Matcher function = FUNCTION.matcher(message);
        if (function.matches()) return once(new Words(statement.text()), function.group(1), true);
        Matcher column = COLUMN.matcher(message);
        if (column.matches()) return column(statement, column.group(1));
        Matcher other = OTHER.matcher(message);
        if (!other.matches()) return -1;
        String name = other.group(1) == null ? other.group(2) : other.group(1);
        return once(new Words(statement.text()), String.valueOf(name), false);
    }

    private static int token(SqlStatement statement, String text) {
        // SQLite ends a statement at a NUL, in the middle of a literal too.
        int nul = statement.text().indexOf(text + "\0");
        if (nul >= 0) return statement.text().substring(0, nul).getBytes(StandardCharsets.UTF_8).length;
        return once(new Words(statement.text()), text, false);
    }

    private static int first(SqlStatement statement, IntPredicate index) {
        return statement.placeholders().stream()
                .filter(p -> index.test(p.index()))
                .mapToInt(SqlStatement.Placeholder::start)
                .findFirst()
                .orElse(-1);
    }

    // SQLite has no offset for what stands in an ON clause, a SET list or another statement's text.
    private static int column(SqlStatement statement, String name) {
        Words words = new Words(statement.text());
        boolean stored = words.indexOf("VIEW") > 0 || words.indexOf("TRIGGER") > 0 || words.indexOf("TABLE") == 1;
        boolean creates = words.get(0).is("CREATE") && stored;
        if (creates || (words.indexOf("JOIN") >= 0 && words.indexOf("ON") >= 0)) return -1;
        int offset = once(words, name, false);
        for (int i = 0; i < words.size(); i++) {
            boolean target = words.get(i - 1).is("SET") || words.get(i - 1).is(',');
            if (words.get(i).start() == offset && statement.kind() == SqlKind.UPDATE && target) return -1;
        }
        return offset;
    }

    private static int once(Words words, String text, boolean call) {
        int found = -1;
        for (int i = 0; i < words.size(); i++) {
            int start = words.get(i).start();
            int end = words.get(i + 2 * dots(text)).end();
            if (end <= start || !words.text(start, end).equals(text)) continue;
            if (call && !words.get(i + 1).is('(') && !words.get(i).is("REGEXP")) continue;
            if (found >= 0) return -1;
            found = start;
        }
        return found;
    }

    private static int dots(String text) {
        return text.matches("\\w+(\\.\\w+)+")
                ? (int) text.chars().filter(c -> c == '.').count()
                : 0;
    }
}
