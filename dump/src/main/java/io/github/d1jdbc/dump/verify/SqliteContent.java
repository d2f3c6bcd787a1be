package io.github.d1jdbc.dump.verify;

import io.github.d1jdbc.dump.verify.DatabaseSchema.Table;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the rows of a SQLite database that is open through sqlite-jdbc. One thread at a time. */
final class SqliteContent {

    /** Classes of so many columns come in one text; SQLite takes expressions 1,000 deep. */
    private static final int GROUP = 100;

    private final Connection connection;
    private final boolean utf8;
    private long bytes; // of texts and blobs

    SqliteContent(Connection connection) throws SQLException {
        this.connection = connection;
        try (Statement statement = connection.createStatement();
                ResultSet encoding = statement.executeQuery("PRAGMA encoding")) {
            utf8 = encoding.next() && encoding.getString(1).equals("UTF-8");
        }
    }

    /** Adds up the rows of a table. */
    TableContent read(Table table) throws SQLException {
        RowHasher hasher = table.hasher();
        bytes = 0;
        List<String> names = table.names();
        int groups = (names.size() + GROUP - 1) / GROUP;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select(table, names))) {
            while (rows.next()) {
                for (int group = 0; group < groups; group++) {
                    String classes = rows.getString(group + 1);
                    for (int i = 0; i < classes.length(); i++) {
                        add(hasher, classes.charAt(i), rows, groups + group * GROUP + i + 1);
                    }
                }
                hasher.endRow();
            }
        }
        return new TableContent(table.name(), names, Optional.of(hasher.hash()), bytes);
    }

    // JDBC has no call for the class of one value that would not read the value, so SQLite spells them: i, r, t, b, n.
    private static String select(Table table, List<String> names) {
        List<String> results = new ArrayList<>();
        for (int from = 0; from < names.size(); from += GROUP) {
            results.add(String.join(
                    "||",
                    names.subList(from, Math.min(from + GROUP, names.size())).stream()
                            .map(name -> "substr(typeof(" + SqlName.quoted(name) + "),1,1)")
                            .toList()));
        }
        names.forEach(name -> results.add(SqlName.quoted(name)));
        return "SELECT " + String.join(", ", results) + " FROM " + SqlName.quoted(table.name());
    }

    private void add(RowHasher hasher, char type, ResultSet rows, int column) throws SQLException {
        switch (type) {
            case 'i' -> hasher.add(rows.getLong(column));
            case 'r' -> hasher.add(rows.getDouble(column));
            case 't' -> hasher.addText(text(rows, column));
            case 'b' -> hasher.addBlob(bytes(rows, column));
            default -> hasher.addNull();
        }
    }

    // The bytes of a text are its UTF-8 as it is stored, where the database keeps text so
    // (sqlite.org/c3ref/column_blob).
    private byte[] text(ResultSet rows, int column) throws SQLException {
        return utf8 ? bytes(rows, column) : rows.getString(column).getBytes(StandardCharsets.UTF_8);
    }

    // SQLite gives no address for an empty value.
    private byte[] bytes(ResultSet rows, int column) throws SQLException {
        byte[] value = rows.getBytes(column);
        if (value == null) return new byte[0];
        bytes += value.length;
        return value;
    }
}
