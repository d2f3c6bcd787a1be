package io.github.d1jdbc.dump.restore;

import io.github.d1jdbc.server.D1Server;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/** A database with everything in it that makes a restore hard, and what a database holds, in a form to compare. */
final class SampleSql {

    private static final int LARGE = 1_900_000;

    /** What makes it, statement by statement; D1 itself takes each but the large values. */
    static final List<String> SMALL = List.of(
            "CREATE TABLE child(id INTEGER PRIMARY KEY, parent NOT NULL REFERENCES parent(code), up REFERENCES child(id))",
            "CREATE TABLE parent(code TEXT PRIMARY KEY, label TEXT) WITHOUT ROWID",
            "CREATE TABLE strict_one(i INTEGER PRIMARY KEY, r REAL NOT NULL, t TEXT CHECK(length(t) > 0), b BLOB, a ANY)"
                    + " STRICT",
            "CREATE TABLE counted(id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT UNIQUE)",
            "CREATE TABLE computed(a INTEGER, b INTEGER GENERATED ALWAYS AS (a * 2) VIRTUAL,"
                    + " c TEXT GENERATED ALWAYS AS (a || '!') STORED)",
            "CREATE TABLE \"odd \"\"name\"\"\"(\"select\" TEXT, 'group' INTEGER, [a b])",
            "CREATE TABLE texts(id INTEGER PRIMARY KEY, v)",
            "INSERT INTO parent VALUES('p1', 'one'), ('p2', 'two')",
            "INSERT INTO child VALUES(3, 'p2', 3), (1, 'p1', 3), (2, 'p2', 1)",
            "INSERT INTO strict_one VALUES(1, 1.5, 'x', X'00FF', 'any'), (2, -0.25, 'y', NULL, 7)",
            "INSERT INTO counted(id, v) VALUES(5, 'five'), (9, 'nine')",
            "DELETE FROM counted WHERE id = 9",
            "INSERT INTO computed(a) VALUES(21), (NULL)",
            "INSERT INTO \"odd \"\"name\"\"\" VALUES('it''s; -- not a comment', 1, '/* nor this */')",
            "INSERT INTO texts VALUES(1, 'line' || char(10) || 'feed'), (2, 'tab' || char(9)), (3, ''), (4, NULL),"
                    + " (5, 'Zoë 漢字 😀'), (6, X''), (7, 9007199254740991), (8, 0.1), (9, 'a' || char(13) || char(10))",
            "CREATE INDEX by_label ON parent(label DESC)",
            "CREATE UNIQUE INDEX partly ON child(parent, up) WHERE up IS NOT NULL",
            "CREATE INDEX by_expression ON texts(length(v))",
            "CREATE VIEW children AS SELECT c.id, p.label FROM child c JOIN parent p ON p.code = c.parent -- joined",
            "CREATE TRIGGER into_children INSTEAD OF INSERT ON children BEGIN"
                    + " INSERT INTO parent VALUES(NEW.label, CASE WHEN NEW.id THEN 'x' ELSE 'y' END); END",
            "CREATE TRIGGER watch AFTER INSERT ON texts BEGIN UPDATE parent SET label = 'touched'; END");

    /** What D1's own export leaves out unless it is asked by name; ours appends it. */
    static final List<String> VIRTUAL = List.of(
            "CREATE VIRTUAL TABLE words USING fts5(title, body)",
            "INSERT INTO words(rowid, title, body) VALUES(3, 'hello', 'world of words'), (8, 'bye', 'the end')",
            "CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1)",
            "INSERT INTO boxes VALUES(1, 0.5, 2.25), (4, -1, 1)");

    private SampleSql() {}

    /** The Chinook sample database as the real engine exported it. */
    static Path chinook() throws URISyntaxException {
        URL resource = Objects.requireNonNull(SampleSql.class.getResource("/chinook/chinook.d1.sql.gz"));
        return Path.of(resource.toURI());
    }

    /** Fills a database with all of it, through SQLite or through D1. */
    static void fill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA foreign_keys=ON");
            for (String sql : SMALL.subList(0, SMALL.size() - 1)) statement.execute(sql);
            for (String sql : VIRTUAL) statement.execute(sql);
            large(connection);
            statement.execute(SMALL.get(SMALL.size() - 1));
        }
    }

    private static void large(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO texts VALUES(?, ?)")) {
            insert.setInt(1, 100);
            insert.setString(2, text(1));
            insert.executeUpdate();
            insert.setInt(1, 101);
            insert.setBytes(2, blob(2));
            insert.executeUpdate();
        }
    }

    /** Large, with quotes, line feeds and letters of two to four bytes. */
    static String text(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        int bytes = 0;
        while (bytes < LARGE) {
            int kind = random.nextInt(40);
            String next = kind == 0 ? "'" : kind == 1 ? "é" : kind == 2 ? "漢" : kind == 3 ? "😀" : "abcdefgh";
            bytes += next.getBytes(StandardCharsets.UTF_8).length;
            text.append(next);
        }
        return text.toString();
    }

    static byte[] blob(long seed) {
        byte[] bytes = new byte[LARGE];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Every object's SQL, and a digest of every table's rows with their types, whatever their order. */
    static Map<String, String> content(D1Server server, String database) throws SQLException {
        try (Connection connection = server.open(database)) {
            return content(connection);
        }
    }

    static Map<String, String> content(Connection connection) throws SQLException {
        Map<String, String> content = new TreeMap<>();
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT type, name, sql FROM sqlite_schema"
                    + " WHERE name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\'"
                    + " AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')")) {
                while (rows.next()) {
                    String sql = String.valueOf(rows.getString(3))
                            .replace("IF NOT EXISTS ", "")
                            .strip();
                    content.put(rows.getString(1) + " " + rows.getString(2), sql);
                    if (rows.getString(1).equals("table")) tables.add(rows.getString(2));
                }
            }
            for (String table : tables) {
                content.put("rows of " + table, rows(statement, "SELECT * FROM " + SqlName.quoted(table)));
            }
        }
        return content;
    }

    private static String rows(Statement statement, String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    Object value = rows.getObject(i);
                    boolean blob = value instanceof byte[];
                    String type =
                            value == null ? "null" : value instanceof Number number ? kind(number) : blob ? "b" : "t";
                    String text = blob ? HexFormat.of().formatHex((byte[]) value) : String.valueOf(value);
                    line.append(type).append(':').append(text).append('|');
                }
                lines.add(line.toString());
            }
        }
        Collections.sort(lines);
        return lines.size() + " " + md5(String.join("\n", lines));
    }

    // sqlite-jdbc gives Integer or Long by size, our driver Long.
    private static String kind(Number number) {
        return number instanceof Double ? "real" : "int";
    }

    private static String md5(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
