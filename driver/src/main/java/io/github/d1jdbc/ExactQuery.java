package io.github.d1jdbc;

import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.sql.QueryOutline;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes a query so that its numbers come as texts, which JSON neither rounds nor drops: {@code =i} and the digits of
 * an INTEGER, {@code =r} and the 17 digits of a REAL. NULL and blobs come as ever, a text too, but with {@code =t}
 * before it if it begins with {@code =}, or as {@code =h} and its bytes in hex where they may be no UTF-8 (d1-facts
 * 4.6, rulings-driver 5, 6). {@link ExactRows} reads it.
 *
 * <p>Blobs stay bare because their arrays are exact, and their hex would be past the bound on values.
 */
final class ExactQuery {
    /** What D1 takes as one statement, in bytes (d1-facts 1.4). */
    static final int MOST_BYTES = 100_000;

    /** Columns of a result (d1-facts 1.4). */
    static final int MOST_COLUMNS = 100;

    /** Arms of a compound (d1-facts 1.4). */
    private static final int MOST_ARMS = 5;

    private ExactQuery() {}

    /**
     * The query as a common table expression under its projection; null where it is too long.
     *
     * <p>MATERIALIZED, because a volatile column would be evaluated once a mention.
     *
     * @param form with another number of columns than the query has, D1 refuses it
     */
    static RestClient.@Nullable Statement wrap(RestClient.Statement query, Exactness.Form form) {
        int columns = form.columns();
        if (columns < 1 || columns > MOST_COLUMNS) return null;
        String name = "d1_exact";
        // A table of this name inside the query would be "circular reference".
        String lower = query.sql().toLowerCase(Locale.ROOT);
        for (int i = 1; lower.contains(name); i++) name = "d1_exact" + i;
        StringBuilder names = new StringBuilder();
        StringBuilder cells = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
            String column = "c" + i;
            names.append(i == 1 ? "" : ",").append(column);
            cells.append(i == 1 ? "" : ",")
                    .append(cell(column, form.hex().contains(i - 1)))
                    .append(' ')
                    .append(column);
        }
        // The newline ends a comment.
        String sql = "WITH " + name + "(" + names + ") AS MATERIALIZED (" + untyped(query.sql(), columns)
                + "\n) SELECT " + cells
                + " FROM " + name;
        return sql.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES
                ? null
                : new RestClient.Statement(sql, query.params());
    }

    /**
     * A compound with one more arm before it, which gives no row. A common table expression takes the affinity of the
     * first arm, and of REAL it would make reals of the other arms' integers (seen on the engine).
     */
    private static String untyped(String sql, int columns) {
        QueryOutline outline = QueryOutline.of(sql);
        int arms = outline.arms();
        if (arms < 2 || arms >= MOST_ARMS) return sql;
        String none = String.join(",", Collections.nCopies(columns, "CAST(NULL AS BLOB)"));
        return outline.withArm("SELECT " + none + " WHERE 0 UNION ALL ");
    }

    private static String cell(String c, boolean hex) {
        String text = hex
                ? "'=h'||hex(" + c + ")"
                : "CASE WHEN substr(" + c + ",1,1)='=' THEN '=t'||" + c + " ELSE " + c + " END";
        return "CASE typeof(" + c + ") WHEN 'integer' THEN '=i'||" + c + " WHEN 'real' THEN '=r'||quote(" + c
                + ") WHEN 'text' THEN " + text + " ELSE " + c + " END";
    }

    /** A column that stands beside the column of an expression and has only its number, else NULL. */
    static String shadow(String expression) {
        // Parentheses with a newline, so that a comment or an operator inside stays inside.
        String e = "(" + expression + "\n)";
        return "CASE typeof" + e + " WHEN 'integer' THEN '=i'||" + e + " WHEN 'real' THEN '=r'||quote" + e + " END";
    }
}
