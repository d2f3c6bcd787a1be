package io.github.d1jdbc.dump.normal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.dump.SqliteWriter;
import io.github.d1jdbc.engine.D1Http;
import io.github.d1jdbc.engine.RealD1;
import io.github.d1jdbc.export.ImportOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of nearly 2,000,000 bytes under every constraint that a table can have. */
class BigValuesTest {

    private static final int SIZE = 1_900_000;
    private static final String[] TABLES = {
        "plain(k INTEGER PRIMARY KEY, a TEXT, b BLOB)",
        "strict(k INTEGER PRIMARY KEY, a TEXT NOT NULL, b BLOB NOT NULL) STRICT",
        "checked(k INTEGER PRIMARY KEY, a TEXT CHECK(length(a) > 1), b BLOB CHECK(typeof(b) = 'blob'))",
        "uniques(k INTEGER UNIQUE NOT NULL, a TEXT UNIQUE, b BLOB UNIQUE)",
        "keyed(k INTEGER PRIMARY KEY, a TEXT, b BLOB) WITHOUT ROWID",
        "generated(k INTEGER PRIMARY KEY, la INTEGER AS (length(a)) STORED, a TEXT, b BLOB, lb AS (length(b)))",
    };

    @TempDir
    Path folder;

    private static byte[] dump(String table, Random random) {
        String into = "INSERT INTO " + table.substring(0, table.indexOf('(')) + " VALUES(";
        byte[] blob = new byte[SIZE];
        random.nextBytes(blob);
        String dump =
                "CREATE TABLE " + table + ";\n" + into + "1,'" + text(random).replace("'", "''") + "',X'01');\n" + into
                        + "2,'it''s',X'" + HexFormat.of().formatHex(blob) + "');\n";
        return dump.getBytes(UTF_8);
    }

    private static String text(Random random) {
        String[] parts = {"'", "é", "😀", "\n", "\\n", "\r", "\0", "x", "0123456789", "''"};
        StringBuilder text = new StringBuilder();
        int bytes = 0;
        boolean nul = random.nextBoolean();
        while (bytes < SIZE) {
            String part = parts[random.nextInt(parts.length)];
            if (part.equals("\0") && !nul) continue;
            text.append(part);
            bytes += part.getBytes(UTF_8).length;
        }
        return text.toString();
    }

    private State loaded(byte[] dump) throws IOException, SQLException {
        Path file = Files.write(folder.resolve("dump.sql"), dump);
        Path sqlite = folder.resolve("dump.sqlite");
        try (DumpReader reader = DumpReader.open(file)) {
            SqliteWriter.write(reader, sqlite, true, false);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sqlite)) {
            return State.of(connection);
        }
    }

    // One import a table: the real engine's stand-in takes no file over 32 MiB.
    @Test
    @RealD1
    void comeThroughTheRealEnginesImport(D1Http.Database database) throws IOException, SQLException {
        Random random = new Random(12);
        NormalOptions options = NormalOptions.defaults().withScratch(folder);
        D1Http http = database.http();
        String url = "jdbc:d1://" + http.accountId() + "/" + database.name() + "?endpoint=" + http.endpoint();
        try (Connection real = DriverManager.getConnection(url, "", http.token());
                Connection embedded = DriverManager.getConnection("jdbc:d1:local::memory:")) {
            Map<String, List<String>> rows = new TreeMap<>();
            for (String table : TABLES) {
                byte[] dump = dump(table, random);
                Norm normal = Norm.of(options, dump);
                assertThat(normal.result().stagedValues()).isEqualTo(2);
                assertThat(Norm.of(options, normal.bytes()).bytes()).isEqualTo(normal.bytes());
                State expected = loaded(dump);
                assertThat(loaded(normal.bytes())).isEqualTo(expected);
                rows.putAll(expected.rows());
                Path file = Files.write(folder.resolve("import.sql"), normal.bytes());
                real.unwrap(D1Connection.class).importFrom(file, ImportOptions.defaults());
                embedded.unwrap(D1Connection.class).importFrom(file, ImportOptions.defaults());
            }
            assertThat(State.of(real).rows()).isEqualTo(rows);
            assertThat(State.of(embedded).rows()).isEqualTo(rows);
        }
    }
}
