package io.github.d1jdbc.dump.verify;

import io.github.d1jdbc.dump.verify.DatabaseSchema.Column;
import io.github.d1jdbc.dump.verify.DatabaseSchema.Kind;
import io.github.d1jdbc.dump.verify.DatabaseSchema.Table;
import io.github.d1jdbc.dump.verify.ExportLoss.Text;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of a table are paged along: its rowid, or the primary key of a table without one. Immutable.
 *
 * @param terms in the order of the key
 */
record LiveKey(List<Term> terms) {

    /**
     * One column of the key.
     *
     * @param sql the column with its collation, as it stands in an ORDER BY
     * @param column its place among the table's columns, -1 for the rowid
     */
    record Term(String sql, int column, boolean descending) {}

    private static final List<String> ROWIDS = List.of("rowid", "_rowid_", "oid");

    LiveKey {
        terms = List.copyOf(terms);
    }

    /** The key of a table; empty where other columns have taken all names of the rowid. */
    static Optional<LiveKey> of(Table table, Connection connection) throws SQLException {
        return table.withoutRowid() ? Optional.of(primary(table, connection)) : rowid(table);
    }

    /** A name of the rowid that no column has taken, or an empty string. */
    static String rowidName(Table table) {
        boolean ordinary = table.kind() == Kind.ORDINARY;
        for (String name : ROWIDS) {
            boolean taken = ordinary && table.allNames().stream().anyMatch(name::equalsIgnoreCase);
            if (!taken) return name;
        }
        return "";
    }

    private static Optional<LiveKey> rowid(Table table) {
        String name = rowidName(table);
        if (!name.isEmpty()) return Optional.of(new LiveKey(List.of(new Term(name, -1, false))));
        // A column INTEGER PRIMARY KEY is the rowid itself (sqlite.org/lang_createtable.html#rowid).
        List<Column> columns = table.columns();
        List<Column> keys = columns.stream().filter(column -> column.key() > 0).toList();
        boolean alias = keys.size() == 1 && keys.get(0).type().equalsIgnoreCase("INTEGER");
        if (!alias) return Optional.empty();
        int place = columns.indexOf(keys.get(0));
        return Optional.of(
                new LiveKey(List.of(new Term(SqlName.quoted(keys.get(0).name()), place, false))));
    }

    // Direction and collation are the index's, so that a page is a range of it.
    private static LiveKey primary(Table table, Connection connection) throws SQLException {
        List<Term> terms = new ArrayList<>();
        String sql = "SELECT x.name, x.desc, x.coll FROM pragma_index_list('"
                + table.name().replace("'", "''")
                + "') l, pragma_index_xinfo(l.name) x WHERE l.origin = 'pk' AND x.key = 1 ORDER BY x.seqno";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) terms.add(term(table, rows.getString(1), rows.getString(3), rows.getInt(2) != 0));
        }
        if (terms.isEmpty()) {
            table.columns().stream()
                    .filter(column -> column.key() > 0)
                    .sorted(Comparator.comparingInt(Column::key))
                    .forEach(column -> terms.add(term(table, column.name(), "BINARY", false)));
        }
        return new LiveKey(terms);
    }

    private static Term term(Table table, String column, String collation, boolean descending) {
        int place = table.names().indexOf(column);
        return new Term(SqlName.quoted(column) + " COLLATE " + SqlName.quoted(collation), place, descending);
    }

    boolean isRowid() {
        return terms.size() == 1 && terms.get(0).column() < 0;
    }

    String orderBy() {
        return String.join(
                ", ",
                terms.stream()
                        .map(term -> term.sql() + (term.descending() ? " DESC" : ""))
                        .toList());
    }

    /** The condition for rows behind a key; {@link #bindAfter} fills its placeholders. */
    String after(List<@Nullable Object> key) {
        StringBuilder sql = new StringBuilder();
        // The first term alone makes it a range of the index; the rest decides between equal ones.
        Term first = terms.get(0);
        sql.append(first.sql()).append(first.descending() ? " <= " : " >= ").append(mark(key.get(0)));
        sql.append(" AND (");
        for (int i = 0; i < terms.size(); i++) {
            if (i > 0) sql.append(" OR ");
            sql.append('(');
            for (int j = 0; j < i; j++) {
                sql.append(terms.get(j).sql())
                        .append(" = ")
                        .append(mark(key.get(j)))
                        .append(" AND ");
            }
            sql.append(terms.get(i).sql())
                    .append(terms.get(i).descending() ? " < " : " > ")
                    .append(mark(key.get(i)))
                    .append(')');
        }
        return sql.append(')').toString();
    }

    int bindAfter(PreparedStatement statement, int from, List<@Nullable Object> key) throws SQLException {
        int at = bind(statement, from, key.get(0));
        for (int i = 0; i < terms.size(); i++) for (int j = 0; j <= i; j++) at = bind(statement, at, key.get(j));
        return at;
    }

    /** The condition for the one row of a key. */
    String equal(List<@Nullable Object> key) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < terms.size(); i++) all.add(terms.get(i).sql() + " = " + mark(key.get(i)));
        return "(" + String.join(" AND ", all) + ")";
    }

    int bindEqual(PreparedStatement statement, int from, List<@Nullable Object> key) throws SQLException {
        int at = from;
        for (Object value : key) at = bind(statement, at, value);
        return at;
    }

    // Text goes as bytes, which no encoding on the way can change.
    private static String mark(@Nullable Object value) {
        return value instanceof Text ? "CAST(? AS TEXT)" : "?";
    }

    private static int bind(PreparedStatement statement, int at, @Nullable Object value) throws SQLException {
        if (value instanceof Long number) statement.setLong(at, number);
        else if (value instanceof Double number) statement.setDouble(at, number);
        else if (value instanceof Text text) statement.setBytes(at, text.bytes());
        else if (value instanceof byte[] bytes) statement.setBytes(at, bytes);
        else throw new IllegalStateException("a key without a value");
        return at + 1;
    }
}
