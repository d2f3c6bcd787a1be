package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpProgress;
import io.github.d1jdbc.export.DumpResult;
import io.github.d1jdbc.export.DumpResult.Consistency;
import io.github.d1jdbc.export.DumpResult.Warning;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import io.github.d1jdbc.server.D1Server;
import io.github.d1jdbc.server.Route;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases with virtual tables, which D1's own export refuses. */
class VirtualTablesTest {
    private static final String NOTES = """
            CREATE TABLE notes(id INTEGER PRIMARY KEY, body TEXT);
            CREATE VIRTUAL TABLE ft USING fts5(title, body);
            CREATE VIRTUAL TABLE ext USING fts5(body, content='notes', content_rowid='id');
            CREATE VIRTUAL TABLE lost USING fts5(body, content='');
            CREATE VIRTUAL TABLE words USING fts5vocab('ft', 'row');
            CREATE VIRTUAL TABLE box USING rtree(id, x0, x1, +label);
            CREATE INDEX notes_body ON notes(body);
            CREATE TRIGGER notes_ext AFTER INSERT ON notes BEGIN INSERT INTO ext(rowid, body) VALUES(NEW.id, NEW.body); END;
            CREATE VIEW all_notes AS SELECT * FROM notes;
            INSERT INTO notes VALUES(1, 'plain words'), (5, 'more words');
            INSERT INTO ft(rowid, title, body) VALUES(1, 'hello', 'big world');
            INSERT INTO ft(rowid, title, body) VALUES(-7, 'it''s', NULL);
            INSERT INTO ft(rowid, title, body) VALUES(9007199254740993, 'line' || char(10) || 'end', 'lit\\n' || char(13, 10));
            INSERT INTO ft(rowid, title, body) VALUES(12, 'nul' || char(0) || 'x', CAST(x'fffe61' AS TEXT));
            INSERT INTO ft(rowid, title, body) VALUES(13, 9223372036854775807, 1.0);
            INSERT INTO ft(rowid, title, body) VALUES(14, x'00ff', '\uFFFD');
            INSERT INTO lost(rowid, body) VALUES(1, 'gone');
            INSERT INTO box VALUES(3, 1.5, 2.25, 'a label');
            """;

    @TempDir
    Path folder;

    private static List<String> rows(D1Server server, String database, String sql) throws Exception {
        try (Connection connection = server.open(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) all.add(rows.getString(1));
            return all;
        }
    }

    /** Loads a dump into a database of its own and compares what the queries give there with the original. */
    private static void restores(Fixture fixture, Path dump, String... queries) throws Exception {
        fixture.server.createDatabase("copy");
        try (var in = Files.newInputStream(dump)) {
            fixture.server.load("copy", in);
        }
        for (String query : queries) {
            List<String> original = rows(fixture.server, Fixture.NAME, query);
            assertThat(original).as(query).isNotEmpty();
            assertThat(rows(fixture.server, "copy", query)).as(query).isEqualTo(original);
        }
    }

    private static final String CONTENT =
            "SELECT json_array(rowid, typeof(title), hex(CAST(title AS BLOB)), typeof(body),"
                    + " hex(CAST(body AS BLOB))) FROM ft ORDER BY rowid";

    @Test
    void everythingElseIsExportedAndTheVirtualTablesAreAppended() throws Exception {
        try (Fixture fixture = new Fixture(NOTES)) {
            Path target = folder.resolve("notes.sql");
            DumpResult result = fixture.exporter().export(target, DumpOptions.defaults());
            String dump = Files.readString(target, StandardCharsets.UTF_8);
            assertThat(dump)
                    .contains("\nCREATE VIRTUAL TABLE ft USING fts5(title, body);\n")
                    .contains("\nINSERT INTO \"ft\" (\"rowid\",\"title\",\"body\") VALUES(1,'hello','big world');\n")
                    .contains("VALUES(-7,'it''s',NULL);")
                    .contains(
                            "VALUES(9007199254740993,replace('line\\nend','\\n',char(10)),CAST(X'6c69745c6e0d0a' AS TEXT));")
                    .contains("VALUES(12,CAST(X'6e756c0078' AS TEXT),CAST(X'fffe61' AS TEXT));")
                    .contains("VALUES(13,9223372036854775807,1.0);")
                    .contains("VALUES(14,X'00ff','\uFFFD');")
                    .contains("\nINSERT INTO \"ext\"(\"ext\") VALUES('rebuild');\n")
                    .contains("\nINSERT INTO \"box\" (\"id\",\"x0\",\"x1\",\"label\") VALUES(3,1.5,2.25,'a label');\n")
                    .doesNotContain("ft_content")
                    .doesNotContain("INSERT INTO \"lost\"")
                    .doesNotContain("INSERT INTO \"words\"");
            assertThat(result.restorable()).isTrue();
            assertThat(result.consistency()).isEqualTo(Consistency.UNCHANGED);
            assertThat(result.rowsPerTable())
                    .containsEntry("notes", 2L)
                    .containsEntry("ft", 6L)
                    .containsEntry("box", 1L);
            assertThat(result.warnings())
                    .extracting(Warning::code)
                    .containsOnly("virtualRowsAfterSnapshot", "virtualTableWithoutContent");
            restores(
                    fixture,
                    target,
                    CONTENT,
                    "SELECT rowid FROM ft('world')",
                    "SELECT rowid FROM ext('words') ORDER BY rowid",
                    "SELECT json_array(id, x0, x1, label) FROM box",
                    "SELECT name FROM sqlite_schema WHERE name NOT LIKE '\\_cf%' ESCAPE '\\' AND name NOT LIKE 'sqlite%' ORDER BY 1");
        }
    }

    @Test
    void theRestIsTheSameBytesAsWithoutTheVirtualTable() throws Exception {
        String rest = Fixture.orders(100) + "ANALYZE;\n";
        byte[] without;
        try (Fixture fixture = new Fixture(rest)) {
            without = fixture.dump();
        }
        assertThat(new String(without, StandardCharsets.UTF_8))
                .contains("ANALYZE sqlite_schema;")
                .contains("sqlite_sequence");
        try (Fixture fixture = new Fixture(rest + "CREATE VIRTUAL TABLE ft USING fts5(a);")) {
            Path target = folder.resolve("x.sql");
            fixture.exporter().export(target, DumpOptions.defaults());
            assertThat(Files.readString(target))
                    .isEqualTo(
                            new String(without, StandardCharsets.UTF_8) + "\nCREATE VIRTUAL TABLE ft USING fts5(a);\n");
        }
    }

    @Test
    void rowsAreReadInPagesWithoutLosingAny() throws Exception {
        StringBuilder sql = new StringBuilder("CREATE VIRTUAL TABLE ft USING fts5(title, body);\n");
        for (int i = 0; i < 3_000; i++) {
            sql.append("INSERT INTO ft(rowid, title, body) VALUES(")
                    .append(i * 7L - 1000)
                    .append(",'t")
                    .append(i)
                    .append("','")
                    .append("word ".repeat(i % 40))
                    .append("');\n");
        }
        try (Fixture fixture = new Fixture(sql.toString())) {
            Path target = folder.resolve("ft.sql");
            DumpResult result = fixture.exporter().export(target, DumpOptions.defaults());
            assertThat(result.rowsPerTable()).containsEntry("ft", 3_000L);
            assertThat(fixture.server.requests().stream()
                            .filter(r -> r.route() == Route.RAW)
                            .count())
                    .isBetween(6L, 20L);
            restores(fixture, target, CONTENT);
        }
    }

    @Test
    void onlyTheSchemaOfAVirtualTableWhereNoDataIsWanted() throws Exception {
        try (Fixture fixture = new Fixture(NOTES)) {
            Path target = folder.resolve("schema.sql");
            DumpResult result =
                    fixture.exporter().export(target, DumpOptions.defaults().withNoData(true));
            assertThat(Files.readString(target))
                    .contains("CREATE VIRTUAL TABLE ft")
                    .doesNotContain("INSERT INTO \"");
            assertThat(result.warnings()).isEmpty();
            assertThat(result.consistency()).isEqualTo(Consistency.SNAPSHOT);
        }
    }

    @Test
    void onlyTheRowsOfAVirtualTableWhereNoSchemaIsWanted() throws Exception {
        try (Fixture fixture = new Fixture(NOTES)) {
            Path target = folder.resolve("rows.sql");
            fixture.exporter().export(target, DumpOptions.defaults().withNoSchema(true));
            assertThat(Files.readString(target)).contains("INSERT INTO \"ft\"").doesNotContain("CREATE ");
        }
    }

    @Test
    void oneVirtualTableAlone() throws Exception {
        try (Fixture fixture = new Fixture(NOTES)) {
            Path target = folder.resolve("ft.sql");
            DumpResult result =
                    fixture.exporter().export(target, DumpOptions.defaults().withTables("ft"));
            assertThat(Files.readString(target))
                    .startsWith("PRAGMA defer_foreign_keys=TRUE;\nCREATE VIRTUAL TABLE ft USING fts5(title, body);\n");
            assertThat(result.rowsPerTable()).containsOnlyKeys("ft");
            restores(fixture, target, CONTENT);
        }
    }

    @Test
    void aShadowTableIsRefusedByName() {
        try (Fixture fixture = new Fixture(NOTES)) {
            ExportException e = catchThrowableOfType(
                    ExportException.class,
                    () -> fixture.exporter()
                            .export(
                                    folder.resolve("x.sql"),
                                    DumpOptions.defaults().withTables("ft_content")));
            assertThat(e.reason()).isEqualTo(Reason.OPTIONS);
            assertThat(e).hasMessageContaining("ft_content");
            assertThat(Fixture.files(folder)).isEmpty();
        }
    }

    @Test
    void moreRowsThanAllowedAreRefusedBeforeTheExportStarts() {
        try (Fixture fixture = new Fixture(NOTES)) {
            ExportException e = catchThrowableOfType(
                    ExportException.class,
                    () -> fixture.exporter()
                            .export(
                                    folder.resolve("x.sql"),
                                    DumpOptions.defaults().withMaxRowsRead(11)));
            assertThat(e.reason()).isEqualTo(Reason.OPTIONS);
            assertThat(e).hasMessageContaining("maxRowsRead");
            assertThat(fixture.server.requests()).noneMatch(r -> r.route() == Route.EXPORT);
        }
    }

    @Test
    void theCostIsToldBeforeTheExportStarts() throws Exception {
        try (Fixture fixture =
                new Fixture("CREATE VIRTUAL TABLE ft USING fts5(a);\nINSERT INTO ft VALUES('x'),('y');")) {
            List<DumpProgress.Update> news = new ArrayList<>();
            fixture.exporter()
                    .export(folder.resolve("x.sql"), DumpOptions.defaults().withProgress(news::add));
            assertThat(news)
                    .filteredOn(u -> u.phase() == DumpProgress.Phase.PREFLIGHT
                            && u.message().isPresent())
                    .singleElement()
                    .satisfies(u ->
                            assertThat(u.message().orElseThrow()).contains("up to 2 more rows read, of 2,000,000"));
        }
    }

    @Test
    void withoutPreflightD1SaysNoItself() {
        try (Fixture fixture = new Fixture(NOTES)) {
            ExportException e = catchThrowableOfType(
                    ExportException.class,
                    () -> fixture.exporter()
                            .export(
                                    folder.resolve("x.sql"),
                                    DumpOptions.defaults().withPreflight(false)));
            assertThat(e.reason()).isEqualTo(Reason.REFUSED);
            assertThat(e).hasMessageContaining("cannot export databases with Virtual Tables");
        }
    }

    @Test
    void aViewThatEndsInACommentDoesNotSwallowWhatIsAppended() throws Exception {
        try (Fixture fixture =
                new Fixture("CREATE VIRTUAL TABLE ft USING fts5(a);\nCREATE VIEW v AS SELECT 1 AS a -- the end\n;\n"
                        + "INSERT INTO ft VALUES('x');")) {
            Path target = folder.resolve("x.sql");
            DumpResult result = fixture.exporter().export(target, DumpOptions.defaults());
            assertThat(result.restorable()).isTrue();
            restores(fixture, target, "SELECT a FROM ft", "SELECT a FROM v");
        }
    }

    @Test
    void theKindOfAVirtualTableIsReadFromItsText() {
        assertThat(refill("USING fts5(a, b)")).isEqualTo(VirtualTable.Refill.ROWS);
        assertThat(refill("using FTS5(a, content = \"\")")).isEqualTo(VirtualTable.Refill.LOST);
        assertThat(refill("USING fts5(a, tokenize='porter ascii', content=t, content_rowid=id)"))
                .isEqualTo(VirtualTable.Refill.REBUILD);
        assertThat(refill("USING fts5(a, content='', contentless_delete=1)")).isEqualTo(VirtualTable.Refill.LOST);
        assertThat(refill("USING fts5(content, b UNINDEXED, prefix='2 3')")).isEqualTo(VirtualTable.Refill.ROWS);
        assertThat(refill("USING fts5(a, -- content=''\n b)")).isEqualTo(VirtualTable.Refill.ROWS);
        assertThat(refill("USING rtree_i32(id, a, b)")).isEqualTo(VirtualTable.Refill.ROWS_BY_ID);
        assertThat(refill("USING fts5vocab(ft, 'col')")).isEqualTo(VirtualTable.Refill.NOTHING);
        assertThat(refill("USING other")).isEqualTo(VirtualTable.Refill.LOST);
    }

    private static VirtualTable.Refill refill(String using) {
        return VirtualTable.of(new Schema.SchemaObject(
                        "table", "x", "x", "CREATE VIRTUAL TABLE \"using\" " + using, Schema.Kind.VIRTUAL))
                .refill();
    }
}
