package io.github.d1jdbc.dump.normal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.engine.D1Http;
import io.github.d1jdbc.engine.RealD1;
import io.github.d1jdbc.engine.RealEngine;
import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpResult;
import io.github.d1jdbc.export.ImportOptions;
import io.github.d1jdbc.server.D1Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an export that is to restore writes is imported as it is; everything that D1's own import trips over is in it. */
class RestorableExportTest {

    private static final List<String> AWKWARD = List.of(
            "CREATE TABLE child(k INTEGER, p TEXT REFERENCES parent(name), q REFERENCES late(code))",
            "CREATE TABLE parent(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE NOT NULL)",
            "CREATE TABLE late(code, note TEXT)",
            "CREATE UNIQUE INDEX late_code ON late(code)",
            "INSERT INTO parent(name) VALUES('a'),('it''s')",
            "INSERT INTO late VALUES(7,'seven')",
            "INSERT INTO child VALUES(1,'it''s',7),(2,NULL,NULL)",
            "CREATE TABLE node(id INTEGER PRIMARY KEY, up INTEGER REFERENCES node(id), name TEXT)",
            "INSERT INTO node VALUES(1,NULL,'leaf'),(2,NULL,'root'),(3,2,'twig')",
            "UPDATE node SET up = 3 WHERE id = 1",
            "CREATE TABLE team(name TEXT PRIMARY KEY, lead INTEGER REFERENCES person(id)) WITHOUT ROWID",
            "CREATE TABLE person(id INTEGER PRIMARY KEY, team TEXT REFERENCES team)",
            "INSERT INTO team VALUES('t',NULL)",
            "INSERT INTO person VALUES(1,'t')",
            "UPDATE team SET lead = 1",
            "CREATE TABLE IF NOT EXISTS \"Odd \"\"Name\"\"\"(\"a b\" TEXT, g INTEGER AS (length(\"a b\")) STORED, x BLOB, r REAL)",
            "INSERT INTO \"Odd \"\"Name\"\"\" VALUES('nul'||char(0)||'inside',x'',9e999),('line'||char(10)||'end'||char(13),NULL,-9e999)",
            "CREATE TABLE big(id INTEGER PRIMARY KEY, t TEXT NOT NULL CHECK(length(t) > 0), b BLOB) STRICT",
            "INSERT INTO big VALUES(1,replace(hex(zeroblob(60000)),'00','it''s é'||char(10)),NULL)",
            "INSERT INTO big VALUES(2,'nul',randomblob(150000)),(3,'x'||char(0)||hex(zeroblob(60000)),NULL)",
            "INSERT INTO parent(id,name) VALUES(50,'gone')",
            "DELETE FROM parent WHERE id = 50",
            "CREATE INDEX node_up ON node(up DESC) WHERE up > 0 -- partial",
            "CREATE VIEW v AS SELECT id, name FROM node -- a view",
            "CREATE VIEW a_first AS SELECT * FROM v",
            "CREATE TRIGGER into_v INSTEAD OF INSERT ON v BEGIN INSERT INTO node(name) VALUES(NEW.name); END",
            "CREATE TRIGGER loud AFTER INSERT ON child BEGIN UPDATE node SET name = CASE WHEN 1 THEN 'fired' END; END",
            "ANALYZE",
            "CREATE TABLE doc(id INTEGER PRIMARY KEY, t TEXT)",
            "INSERT INTO doc VALUES(1,'hello world')",
            "CREATE VIRTUAL TABLE own USING fts5(title, body)",
            "INSERT INTO own(rowid,title,body) VALUES(4,'a','b c')",
            "CREATE VIRTUAL TABLE outside USING fts5(t, content='doc', content_rowid='id')",
            "INSERT INTO outside(outside) VALUES('rebuild')",
            "CREATE TRIGGER doc_in AFTER INSERT ON doc BEGIN INSERT INTO outside(rowid,t) VALUES(NEW.id,NEW.t); END",
            "CREATE VIRTUAL TABLE box USING rtree(id, x0, x1)",
            "INSERT INTO box VALUES(3,0.5,1.25)");

    @TempDir
    Path folder;

    private static void fill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : AWKWARD) statement.execute(sql);
        }
    }

    private void restores(Connection source, Connection target)
            throws SQLException, IOException, NoSuchAlgorithmException {
        fill(source);
        Path file = folder.resolve("dump.sql");
        DumpOptions options = DumpOptions.defaults().withRestorable(true);
        DumpResult result = source.unwrap(D1Connection.class).exportTo(file, options);
        assertThat(result.obstacles()).isEmpty();
        assertThat(result.restorable()).isTrue();
        byte[] bytes = Files.readAllBytes(file);
        assertThat(result.sqlBytes()).isEqualTo(bytes.length);
        assertThat(result.sqlSha256())
                .hasValue(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        assertThat(result.rowsPerTable())
                .containsEntry("big", 3L)
                .containsEntry("node", 3L)
                .doesNotContainKey("d1_stage");
        assertThat(result.warnings()).extracting(DumpResult.Warning::code).contains("rewritten");
        assertThat(result.largestStatement().bytes()).isLessThanOrEqualTo(100_000);
        target.unwrap(D1Connection.class).importFrom(file, ImportOptions.defaults());
        assertThat(State.of(target)).isEqualTo(State.of(source));
        // The normaliser has nothing left to say of the order of tables and rows.
        Norm again = Norm.of(NormalOptions.defaults().withScratch(folder), bytes);
        assertThat(sorted(again.text())).isEqualTo(sorted(new String(bytes, UTF_8)));

        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        source.unwrap(D1Connection.class).exportTo(stream, options.withCompression(Compression.GZIP));
        try (GZIPInputStream in = new GZIPInputStream(new java.io.ByteArrayInputStream(stream.toByteArray()))) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
        Path resumable = folder.resolve("resumable.sql");
        source.unwrap(D1Connection.class).exportTo(resumable, options.withResume(true));
        assertThat(Files.readAllBytes(resumable)).isEqualTo(bytes);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(file, resumable);
        }
    }

    private static List<String> sorted(String sql) {
        return sql.replace("\"outside\"(\"", "\"outside\" (\"").lines().sorted().toList();
    }

    private static Connection connect(D1Http.Database database) throws SQLException {
        D1Http http = database.http();
        String url = "jdbc:d1://" + http.accountId() + "/" + database.name() + "?endpoint=" + http.endpoint();
        return DriverManager.getConnection(url, "", http.token());
    }

    @Test
    @RealD1
    void onTheRealEngine(RealEngine engine) throws SQLException, IOException, NoSuchAlgorithmException {
        try (Connection source = connect(engine.newDatabase());
                Connection target = connect(engine.newDatabase())) {
            restores(source, target);
        }
    }

    @Test
    void onTheEmbeddedD1() throws SQLException, IOException, NoSuchAlgorithmException {
        try (D1Server server = D1Server.start()) {
            D1Http http = new D1Http(server.endpoint(), server.accountId(), server.token());
            try (Connection source = connect(http.createDatabase("source"));
                    Connection target = connect(http.createDatabase("target"))) {
                restores(source, target);
            }
        }
    }
}
