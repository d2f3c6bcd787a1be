package io.github.d1jdbc.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * Writes a database as SQL, byte for byte as D1's export does: a transcript of {@code dumpSql} in Cloudflare's
 * workers-sdk ({@code packages/miniflare/src/workers/d1/dumpSql.ts}), losses and all. Used by one thread.
 */
final class Dump {

    /** The dump cannot be made; the text is D1's. */
    static final class RefusedException extends Exception {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        RefusedException(String text) {
            super(text);
        }
    }

    /**
     * What to dump.
     *
     * @param noData leaves the rows out
     * @param noSchema leaves everything but the rows out
     * @param tables the names of the objects to take, all if empty
     */
    record Options(boolean noData, boolean noSchema, Set<String> tables) {
        Options {
            tables = Set.copyOf(tables);
        }

        boolean takes(String name) {
            return tables.isEmpty() || tables.contains(name);
        }
    }

    private static final Pattern QUOTED_NAME = Pattern.compile("CREATE TABLE ['\"]");
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int LOOK_EVERY = 256;

    private final Connection connection;
    private final Options options;
    private final OutputStream out;
    private final BooleanSupplier cancelled;
    private boolean first = true;

    /**
     * @param connection reads one snapshot
     * @param out takes many small pieces
     * @param cancelled is asked from time to time; the dump then ends with a {@link RefusedException}
     */
    Dump(Connection connection, Options options, OutputStream out, BooleanSupplier cancelled) {
        this.connection = connection;
        this.options = options;
        this.out = out;
        this.cancelled = cancelled;
    }

    private record Table(String name, String sql) {}

    /** Writes the whole dump, without a line feed at its end. */
    void write() throws SQLException, IOException, RefusedException {
        line("PRAGMA defer_foreign_keys=TRUE;");
        for (Table table : objects("SELECT name, sql FROM sqlite_schema AS o WHERE type=='table' AND sql NOT NULL"
                + " ORDER BY tbl_name='sqlite_sequence', rowid")) {
            if (options.takes(table.name)) table(table);
        }
        if (options.noSchema) return;
        for (Table other : objects("SELECT name, sql FROM sqlite_schema AS o WHERE (true) AND sql NOT NULL"
                + " AND type IN ('index', 'trigger', 'view') ORDER BY type COLLATE NOCASE")) {
            if (options.takes(other.name)) line(other.sql + ";");
        }
    }

    private List<Table> objects(String sql) throws SQLException {
        List<Table> list = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) list.add(new Table(Utf8.decode(rows.getBytes(1)), Utf8.decode(rows.getBytes(2))));
        }
        return list;
    }

    private void table(Table table) throws SQLException, IOException, RefusedException {
        if (table.name.equals("sqlite_sequence")) {
            schema("DELETE FROM sqlite_sequence;");
        } else if (table.name.startsWith("sqlite_stat") && table.name.length() > "sqlite_stat".length()) {
            schema("ANALYZE sqlite_schema;");
        } else {
            if (table.sql.startsWith("CREATE VIRTUAL TABLE")) {
                throw new RefusedException("D1 Export error: cannot export databases with Virtual Tables (fts5)");
            }
            if (table.name.startsWith("_cf_") || table.name.startsWith("sqlite_")) return;
            boolean quoted = QUOTED_NAME.matcher(table.sql).find();
            schema((quoted ? "CREATE TABLE IF NOT EXISTS " + table.sql.substring(13) : table.sql) + ";");
        }
        if (!options.noData) rows(table.name);
    }

    private void schema(String text) throws IOException {
        if (!options.noSchema) line(text);
    }

    private void line(String text) throws IOException {
        newLine();
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void newLine() throws IOException {
        if (!first) out.write('\n');
        first = false;
    }

    private void rows(String table) throws SQLException, IOException, RefusedException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA table_info=" + quoted(table))) {
            while (rows.next()) columns.add(quoted(rows.getString("name")));
        }
        String select = columns.stream().collect(Collectors.joining(", ", "SELECT ", " FROM " + quoted(table)));
        byte[] head = ("INSERT INTO " + quoted(table) + " (" + String.join(",", columns) + ") VALUES(")
                .getBytes(StandardCharsets.UTF_8);
        byte[] tail = {')', ';'};
        try (PreparedStatement prepared = connection.prepareStatement(select);
                ResultSet rows = prepared.executeQuery()) {
            CoreStatement statement = (CoreStatement) prepared;
            for (long n = 0; rows.next(); n++) {
                if (n % LOOK_EVERY == 0 && cancelled.getAsBoolean()) throw new RefusedException("cancelled");
                newLine();
                out.write(head);
                statement.pointer.safeRunInt((db, pointer) -> {
                    for (int i = 0; i < columns.size(); i++) cell(db, pointer, i);
                    return 0;
                });
                out.write(tail);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void cell(DB db, long pointer, int column) throws SQLException {
        try {
            if (column > 0) out.write(',');
            switch (db.column_type(pointer, column)) {
                case Codes.SQLITE_INTEGER -> ascii(JsNumber.text(db.column_long(pointer, column)));
                case Codes.SQLITE_FLOAT -> ascii(real(db.column_double(pointer, column)));
                case Codes.SQLITE_TEXT -> text(Utf8.repair(Rows.bytes(db, pointer, column)));
                case Codes.SQLITE_BLOB -> blob(Rows.bytes(db, pointer, column));
                default -> ascii("NULL");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ascii(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String real(double value) {
        if (Double.isFinite(value)) return JsNumber.text(value);
        return value > 0 ? "9e999" : "-9e999";
    }

    private void blob(byte[] bytes) throws IOException {
        byte[] hex = new byte[bytes.length * 2 + 3];
        hex[0] = 'X';
        hex[1] = '\'';
        int n = 2;
        for (byte b : bytes) {
            hex[n++] = HEX[(b >> 4) & 15];
            hex[n++] = HEX[b & 15];
        }
        hex[n] = '\'';
        out.write(hex);
    }

    private void text(byte[] bytes) throws IOException {
        boolean lf = false;
        boolean cr = false;
        int quotes = 0;
        for (byte b : bytes) {
            if (b == '\'') quotes++;
            else if (b == '\n') lf = true;
            else if (b == '\r') cr = true;
        }
        if (lf) ascii("replace(");
        if (cr) ascii("replace(");
        out.write('\'');
        if (quotes == 0 && !lf && !cr) out.write(bytes);
        else escaped(bytes);
        out.write('\'');
        if (cr) ascii(",'\\r',char(13))");
        if (lf) ascii(",'\\n',char(10))");
    }

    private void escaped(byte[] bytes) throws IOException {
        int done = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b != '\'' && b != '\n' && b != '\r') continue;
            out.write(bytes, done, i - done);
            ascii(b == '\'' ? "''" : b == '\n' ? "\\n" : "\\r");
            done = i + 1;
        }
        out.write(bytes, done, bytes.length - done);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
