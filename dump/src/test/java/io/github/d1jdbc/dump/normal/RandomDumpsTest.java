package io.github.d1jdbc.dump.normal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.engine.D1Http;
import io.github.d1jdbc.engine.RealD1;
import io.github.d1jdbc.engine.RealEngine;
import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.ImportOptions;
import io.github.d1jdbc.server.D1Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random schemas with random rows, exported by D1, normalised, imported into an empty D1: the same is there. */
class RandomDumpsTest {

    private static final String[] NAMES = {"t", "Order", "we\"ird", "ünï", "with space", "[x]", "sel'ect", "T2", "a.b"};
    private static final String[] PIECES = {
        "x", "'", "\"", "é", "😀", "\n", "\r", "\0", ";", "--", "/*", "NULL", " ", "word"
    };

    @TempDir
    Path folder;

    private static final class Maker {
        private final Random random;
        private final List<String> sql = new ArrayList<>();
        private final List<String> rows = new ArrayList<>();
        private final int tables;

        Maker(long seed) {
            random = new Random(seed);
            tables = 2 + random.nextInt(NAMES.length - 2);
        }

        private static String name(int table) {
            return '"' + NAMES[table].replace("\"", "\"\"") + '"';
        }

        /** Statements that make a database: rows without references first, then the references. */
        List<String> statements() {
            List<String> later = new ArrayList<>();
            for (int table = 0; table < tables; table++) table(table, later);
            sql.addAll(rows);
            sql.addAll(later);
            for (int i = 0; i < tables; i++) {
                if (random.nextInt(3) == 0) sql.add("CREATE INDEX i" + i + " ON " + name(i) + "(v0 DESC) -- " + i);
                if (random.nextInt(3) == 0) sql.add("CREATE VIEW v" + i + " AS SELECT * FROM " + name(i) + " -- v");
                if (random.nextInt(3) == 0) {
                    sql.add("CREATE TRIGGER r" + i + " AFTER INSERT ON " + name(i)
                            + " BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; END");
                }
            }
            return sql;
        }

        private void table(int table, List<String> later) {
            boolean withoutRowid = random.nextInt(4) == 0;
            boolean strict = random.nextInt(3) == 0;
            StringBuilder create = new StringBuilder("CREATE TABLE " + name(table) + "(id INTEGER PRIMARY KEY"
                    + (!withoutRowid && random.nextBoolean() ? " AUTOINCREMENT" : ""));
            String[] types = {"INTEGER", "TEXT", "REAL", "BLOB"};
            List<String> columns = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                String type = types[random.nextInt(types.length)];
                columns.add(type);
                create.append(", v").append(i).append(' ').append(type);
                if (random.nextInt(5) == 0)
                    create.append(", g")
                            .append(i)
                            .append(" TEXT AS (typeof(v")
                            .append(i)
                            .append("))");
            }
            List<Integer> parents = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                int parent = random.nextInt(tables);
                create.append(", p")
                        .append(parents.size())
                        .append(" INTEGER REFERENCES ")
                        .append(name(parent));
                parents.add(parent);
            }
            String options = withoutRowid ? " WITHOUT ROWID" + (strict ? ", STRICT" : "") : strict ? " STRICT" : "";
            sql.add(create.append(')').append(options).toString());
            for (int id = 1; id <= 3; id++) row(table, id, columns);
            for (int p = 0; p < parents.size(); p++) {
                for (int id = 1; id <= 3; id++) {
                    if (random.nextInt(4) == 0) continue;
                    later.add("UPDATE " + name(table) + " SET p" + p + " = " + (1 + random.nextInt(3)) + " WHERE id = "
                            + id);
                }
            }
        }

        private void row(int table, int id, List<String> types) {
            StringBuilder names = new StringBuilder("id");
            StringBuilder values = new StringBuilder().append(id);
            for (int i = 0; i < types.size(); i++) {
                names.append(", v").append(i);
                values.append(", ").append(random.nextInt(6) == 0 ? "NULL" : value(types.get(i)));
            }
            rows.add("INSERT INTO " + name(table) + "(" + names + ") VALUES(" + values + ")");
        }

        private String value(String type) {
            return switch (type) {
                case "INTEGER" -> Long.toString(random.nextLong() >> (11 + random.nextInt(50)));
                case "REAL" ->
                    random.nextInt(5) == 0
                            ? (random.nextBoolean() ? "9e999" : "-9e999")
                            : Double.toString(random.nextGaussian());
                case "BLOB" -> {
                    byte[] bytes = new byte[random.nextInt(30)];
                    random.nextBytes(bytes);
                    yield "X'" + HexFormat.of().formatHex(bytes) + "'";
                }
                default -> text();
            };
        }

        private String text() {
            StringBuilder text = new StringBuilder("''");
            int length = random.nextInt(12);
            for (int i = 0; i < length; i++) {
                String piece = PIECES[random.nextInt(PIECES.length)];
                text.append("||").append(piece.equals("\0") ? "char(0)" : "'" + piece.replace("'", "''") + "'");
            }
            return random.nextInt(8) == 0 ? "(" + text + "||hex(zeroblob(70000)))" : text.toString();
        }
    }

    private void comesThrough(long seed, Connection source, Connection target, Connection again)
            throws SQLException, IOException {
        try (Statement statement = source.createStatement()) {
            for (String sql : new Maker(seed).statements()) statement.execute(sql);
        }
        State expected = State.of(source);
        Path plain = folder.resolve("plain-" + seed);
        source.unwrap(D1Connection.class).exportTo(plain, DumpOptions.defaults());
        Path normal = folder.resolve("normal-" + seed);
        Files.write(
                normal,
                Norm.of(NormalOptions.defaults().withScratch(folder), Files.readAllBytes(plain))
                        .bytes());
        target.unwrap(D1Connection.class).importFrom(normal, ImportOptions.defaults());
        assertThat(State.of(target)).as("normalised, seed %d", seed).isEqualTo(expected);
        Path restorable = folder.resolve("restorable-" + seed);
        source.unwrap(D1Connection.class)
                .exportTo(restorable, DumpOptions.defaults().withRestorable(true));
        assertThat(restorable).as("seed %d", seed).hasSameBinaryContentAs(normal);
        again.unwrap(D1Connection.class).importFrom(restorable, ImportOptions.defaults());
        assertThat(State.of(again)).as("restorable, seed %d", seed).isEqualTo(expected);
    }

    private static Connection connect(D1Http.Database database) throws SQLException {
        D1Http http = database.http();
        String url = "jdbc:d1://" + http.accountId() + "/" + database.name() + "?endpoint=" + http.endpoint();
        return DriverManager.getConnection(url, "", http.token());
    }

    @Test
    void throughTheEmbeddedD1() throws SQLException, IOException {
        try (D1Server server = D1Server.start()) {
            D1Http http = new D1Http(server.endpoint(), server.accountId(), server.token());
            for (long seed = 1; seed <= 6; seed++) {
                try (Connection source = connect(http.createDatabase("source" + seed));
                        Connection target = connect(http.createDatabase("target" + seed));
                        Connection again = connect(http.createDatabase("again" + seed))) {
                    comesThrough(seed, source, target, again);
                }
            }
        }
    }

    @Test
    @RealD1
    void throughTheRealEngine(RealEngine engine) throws SQLException, IOException {
        for (long seed = 101; seed <= 102; seed++) {
            try (Connection source = connect(engine.newDatabase());
                    Connection target = connect(engine.newDatabase());
                    Connection again = connect(engine.newDatabase())) {
                comesThrough(seed, source, target, again);
            }
        }
    }
}
