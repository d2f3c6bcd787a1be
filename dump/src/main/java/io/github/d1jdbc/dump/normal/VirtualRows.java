package io.github.d1jdbc.dump.normal;

import io.github.d1jdbc.dump.D1Rules;
import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.dump.DumpStatement.CreateVirtualTable;
import io.github.d1jdbc.dump.SqliteLoader;
import io.github.d1jdbc.sql.TokenList;
import io.github.d1jdbc.sql.normal.RowSource;
import io.github.d1jdbc.sql.normal.RowWriter;
import io.github.d1jdbc.sql.normal.SqlBytes;
import io.github.d1jdbc.sql.normal.StatementText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Fills virtual tables of dumps that have only their shadow tables, which D1 does not let be written: they are put
 * together in a SQLite file of the spool, and their rows read from there. One thread at a time.
 */
final class VirtualRows {

    /** Where an FTS5 table keeps the texts that it has indexed. */
    private enum Content {
        OWN,
        ELSEWHERE,
        NOWHERE
    }

    private final Contents contents;
    private final RowSpool spool;
    private final DumpReader.Options reading;

    VirtualRows(Contents contents, RowSpool spool, DumpReader.Options reading) {
        this.contents = contents;
        this.spool = spool;
        this.reading = reading;
    }

    /** The shadow tables of a virtual table that have rows in the spool. */
    List<String> shadows(String key) {
        List<String> shadows = new ArrayList<>();
        for (String table : contents.rows.keySet()) {
            boolean shadow = StatementText.key(D1Rules.shadowOwner(table)).equals(key);
            if (shadow && !contents.virtual.containsKey(table)) shadows.add(table);
        }
        return shadows;
    }

    /** Writes the rows of one; gives how many. */
    long write(String key, CreateVirtualTable table, RowWriter writer, PartWriter parts) throws IOException {
        List<String> shadows = shadows(key);
        if (shadows.isEmpty()) return 0;
        Content content = content(table);
        String name = StatementText.name(table.name());
        if (content == Content.NOWHERE) {
            contents.changes.add(
                    "the virtual table " + table.name()
                            + " stays empty: it keeps no texts (content='') from which it could be filled",
                    table);
            return 0;
        }
        contents.changes.add(
                "the virtual table " + table.name() + " is filled by "
                        + (content == Content.OWN ? "its rows" : "'rebuild'") + " instead of its shadow tables",
                table);
        if (content == Content.ELSEWHERE) {
            String rebuild = "INSERT INTO " + name + " (" + name + ") VALUES('rebuild')";
            parts.statement(rebuild.getBytes(StandardCharsets.UTF_8));
            return 0;
        }
        Path database = load(table, shadows);
        try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            return copy(sqlite, table, writer);
        } catch (SQLException e) {
            throw new IOException(
                    "SQLite cannot read the virtual table " + table.name() + " of the dump: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(database);
        }
    }

    private static Content content(CreateVirtualTable table) {
        if (!table.module().equalsIgnoreCase("fts5")) return Content.OWN;
        TokenList tokens = TokenList.of(table.text());
        for (int i = 1; i + 1 < tokens.size(); i++) {
            TokenList.Piece option = tokens.get(i);
            boolean begins = tokens.get(i - 1).is(',') || tokens.get(i - 1).is('(');
            String text = option.text().toLowerCase(Locale.ROOT);
            if (begins
                    && option.depth() == 1
                    && !text.isEmpty()
                    && "content".startsWith(text)
                    && tokens.get(i + 1).is('=')) {
                return tokens.get(i + 2).text().isEmpty() ? Content.NOWHERE : Content.ELSEWHERE;
            }
        }
        return Content.OWN;
    }

    private Path load(CreateVirtualTable table, List<String> shadows) throws IOException {
        Path dump = spool.create("virtual-" + table.number());
        try (OutputStream out = Files.newOutputStream(dump, StandardOpenOption.APPEND)) {
            SqlBytes create = new SqlBytes();
            StatementText.end(table.source().bytes(), create);
            create.writeTo(out);
            for (String shadow : shadows) {
                Path rows = spool.file(shadow);
                if (rows != null) Files.copy(rows, out);
            }
        }
        Path database = spool.create("virtual-" + table.number() + ".sqlite");
        try (DumpReader reader = DumpReader.open(dump, reading);
                Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            SqliteLoader.load(reader, sqlite, false);
        } catch (SQLException e) {
            throw new IOException("SQLite cannot fill the virtual table " + table.name() + ": " + e.getMessage(), e);
        }
        Files.delete(dump);
        return database;
    }

    private static long copy(Connection sqlite, CreateVirtualTable table, RowWriter writer)
            throws SQLException, IOException {
        boolean own = table.module().equalsIgnoreCase("fts5"); // an rtree's first column is its rowid
        String name = StatementText.name(table.name());
        long count = 0;
        try (Statement statement = sqlite.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT " + (own ? "rowid, * FROM " : "* FROM ") + name + " ORDER BY 1")) {
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                columns.add(own && i == 1 ? "rowid" : rows.getMetaData().getColumnLabel(i));
            }
            byte[] head = RowEmitter.into(null, table.name(), columns).getBytes(StandardCharsets.UTF_8);
            while (rows.next()) {
                Normaliser.checkInterrupt();
                writer.begin(head);
                writer.row(new Values(rows, columns.size()));
                writer.end();
                count++;
            }
        }
        return count;
    }

    /** The values of one row. */
    private static final class Values implements RowSource {
        private final Object[] values;

        Values(ResultSet row, int columns) throws SQLException {
            values = new Object[columns];
            for (int i = 0; i < columns; i++) values[i] = row.getObject(i + 1);
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public void sql(int cell, SqlBytes to) {
            Object value = values[cell];
            if (value == null) to.add("NULL");
            else if (value instanceof byte[] bytes) to.blob(bytes, 0, bytes.length);
            else if (value instanceof String) DumpRow.text(value(cell), to);
            else if (value instanceof Double real && real.isInfinite()) to.add(real > 0 ? "9e999" : "-9e999");
            else to.add(value.toString());
        }

        @Override
        public Kind kind(int cell) {
            Object value = values[cell];
            return value instanceof String ? Kind.TEXT : value instanceof byte[] ? Kind.BLOB : Kind.OTHER;
        }

        @Override
        public byte[] value(int cell) {
            Object value = values[cell];
            return value instanceof byte[] bytes ? bytes : String.valueOf(value).getBytes(StandardCharsets.UTF_8);
        }
    }
}
