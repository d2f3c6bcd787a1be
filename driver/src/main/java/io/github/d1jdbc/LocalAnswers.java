package io.github.d1jdbc;

import io.github.d1jdbc.sql.SqlKind;
import io.github.d1jdbc.sql.SqlStatement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What GUI tools ask a SQLite database, D1 refuses ("not authorized") and has one true answer all the same; it is given
 * without a request. A PRAGMA with an argument is never answered here: setting something that D1 does not let be set is
 * D1's to refuse. Immutable; any number of threads may share one.
 */
final class LocalAnswers {

    /** The columns and rows of a PRAGMA without an argument, as SQLite has them (sqlite.org/pragma.html). */
    private record Answer(List<String> columns, List<List<?>> rows) {
        static Answer value(String column, Object value) {
            return new Answer(List.of(column), List.of(List.of(value)));
        }

        static Answer none(String... columns) {
            return new Answer(List.of(columns), List.of());
        }
    }

    private static final Pattern PLAIN_PRAGMA = Pattern.compile("(?is)pragma\\s+(?:main\\s*\\.\\s*)?(\\w+)\\s*");
    private static final Pattern VERSION =
            Pattern.compile("(?is)select\\s+(sqlite_version\\s*\\(\\s*\\))(?:\\s+(?:as\\s+)?\"?(\\w+)\"?)?\\s*");

    private static final Map<String, Answer> PRAGMAS = Map.ofEntries(
            // One database, and its file is not the client's to see: SQLite shows an empty name for none.
            Map.entry("database_list", new Answer(List.of("seq", "name", "file"), List.of(List.of(0, "main", "")))),
            // workerd opens databases with SQLite's default, and dumps are UTF-8.
            Map.entry("encoding", Answer.value("encoding", "UTF-8")),
            // workerd, src/workerd/util/sqlite.c++: journal_mode=WAL.
            Map.entry("journal_mode", Answer.value("journal_mode", "wal")),
            // Nobody can set these two on D1, so they have what SQLite gives a new file.
            Map.entry("user_version", Answer.value("user_version", 0)),
            Map.entry("application_id", Answer.value("application_id", 0)),
            // SQLite's built-in ones; D1 lets nobody add another.
            Map.entry(
                    "collation_list",
                    new Answer(
                            List.of("seq", "name"),
                            List.of(List.of(0, "RTRIM"), List.of(1, "NOCASE"), List.of(2, "BINARY")))),
            // The readable part of what workerd compiles in (d1-facts 1.4).
            Map.entry(
                    "compile_options",
                    new Answer(
                            List.of("compile_options"),
                            List.of(
                                    List.of("DEFAULT_FOREIGN_KEYS=1"),
                                    List.of("ENABLE_FTS5"),
                                    List.of("ENABLE_MATH_FUNCTIONS"),
                                    List.of("ENABLE_NORMALIZE"),
                                    List.of("ENABLE_RTREE"),
                                    List.of("ENABLE_UPDATE_DELETE_LIMIT")))),
            Map.entry("module_list", new Answer(List.of("name"), List.of(List.of("fts5"), List.of("rtree")))),
            // Every request sees committed data only, and nothing outside a request holds a lock.
            Map.entry("locking_mode", Answer.value("locking_mode", "normal")),
            Map.entry("read_uncommitted", Answer.value("read_uncommitted", 0)),
            // The client's own wait is the query timeout; the engine has no other client that locks.
            Map.entry("busy_timeout", Answer.value("timeout", 0)),
            // Whether a function is there does not say whether D1 lets it be called, so none is promised;
            // DatabaseMetaData.getStringFunctions() and its like name those that can.
            Map.entry("function_list", Answer.none("name", "builtin", "type", "enc", "narg", "flags")));

    private final String version;

    /** With the version of SQLite that this driver says D1 has. */
    LocalAnswers(String version) {
        this.version = version;
    }

    /** The rows that answer a statement, or null where D1 must be asked. */
    @Nullable
    Cells of(SqlStatement statement) {
        String sql = statement.text();
        if (sql.length() > 100) return null;
        if (statement.kind() == SqlKind.PRAGMA_READ) {
            Matcher pragma = PLAIN_PRAGMA.matcher(sql);
            Answer answer = pragma.matches() ? PRAGMAS.get(pragma.group(1).toLowerCase(Locale.ROOT)) : null;
            return answer == null ? null : cells(answer);
        }
        if (statement.kind() != SqlKind.SELECT) return null;
        Matcher asked = VERSION.matcher(sql);
        if (!asked.matches()) return null;
        return cells(Answer.value(asked.group(2) == null ? asked.group(1) : asked.group(2), version));
    }

    private static Cells cells(Answer answer) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<?> row : answer.rows) rows.add(new ArrayList<>(row));
        Integer[] types = new Integer[answer.columns.size()];
        Arrays.fill(types, Types.NULL);
        return new Cells.Local(answer.columns, List.of(types), rows);
    }
}
