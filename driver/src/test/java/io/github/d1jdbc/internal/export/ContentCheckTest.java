package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.internal.export.Schema.SchemaObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start can join somebody else's export: every way in which his dump can differ from ours. */
class ContentCheckTest {
    private static final String USERS = "CREATE TABLE users(id);\nINSERT INTO \"users\" (\"id\") VALUES(1);\n";
    private static final String KEYS = "CREATE TABLE keys(k PRIMARY KEY);\n";
    private static final String REST = """
            DELETE FROM sqlite_sequence;
            INSERT INTO "sqlite_sequence" ("name","seq") VALUES('users',1);
            CREATE INDEX users_id ON users(id);
            CREATE TRIGGER users_new AFTER INSERT ON users BEGIN SELECT 1; END;
            CREATE VIEW v AS SELECT 1;
            """;
    private static final DumpOptions ALL = DumpOptions.defaults();

    private static ContentCheck check(DumpOptions options, String dump) throws ExportException {
        return check(SelectionTest.plain(), options, dump);
    }

    private static ContentCheck check(Schema schema, DumpOptions options, String dump) throws ExportException {
        return ContentCheck.of(schema, Selection.of(schema, options, "database shop"), options, scan(dump));
    }

    private static DumpScan scan(String dump) {
        DumpScan scan = new DumpScan();
        byte[] bytes = dump.getBytes(StandardCharsets.UTF_8);
        scan.feed(bytes, 0, bytes.length);
        scan.finish();
        return scan;
    }

    @Test
    void theWholeDumpIsWhatWasAskedFor() throws Exception {
        assertThat(check(ALL, USERS + KEYS + REST).mismatch()).isNull();
    }

    @Test
    void aTableIsMissing() throws Exception {
        assertThat(check(ALL, USERS + REST).mismatch()).isEqualTo("it lacks the table keys");
    }

    @Test
    void anIndexIsMissingThoughEverythingWasAskedFor() throws Exception {
        assertThat(check(ALL, USERS + KEYS + REST.replaceAll("CREATE INDEX.*\n", ""))
                        .mismatch())
                .isEqualTo("it lacks the index users_id");
    }

    @Test
    void anIndexIsMissingThatWasAskedForByNameAndCanBeAppended() throws Exception {
        ContentCheck check = check(ALL.withTables("users", "users_id"), USERS);
        assertThat(check.mismatch()).isNull();
        assertThat(check.leftOut()).extracting(SchemaObject::name).containsExactly("users_id");
    }

    @Test
    void somethingElseIsThere() throws Exception {
        assertThat(check(ALL, USERS + KEYS + REST + "CREATE VIEW w AS SELECT 2;")
                        .mismatch())
                .isEqualTo("it holds the view w, which was not asked for");
        assertThat(check(ALL.withTables("users"), USERS + KEYS).mismatch())
                .isEqualTo("it holds the table keys, which was not asked for");
    }

    @Test
    void rowsAreThereThoughNoneWereAskedFor() throws Exception {
        assertThat(check(ALL.withNoData(true), USERS + KEYS + REST).mismatch())
                .isEqualTo("it holds rows of users though none were asked for");
        String schema = "CREATE TABLE users(id);\n" + KEYS + REST.replaceAll("INSERT INTO \"sqlite.*\n", "");
        assertThat(check(ALL.withNoData(true), schema).mismatch()).isNull();
    }

    @Test
    void noRowsAreThereThoughATableHasSome() throws Exception {
        String schema = "CREATE TABLE users(id);\n" + KEYS + REST;
        assertThat(check(ALL, schema).mismatch()).isEqualTo("it holds no rows, though users has some");
        Schema empty = new Schema(SelectionTest.OBJECTS, Map.of());
        assertThat(check(empty, ALL, schema).mismatch()).isNull();
    }

    @Test
    void aSchemaIsThereThoughNoneWasAskedFor() throws Exception {
        String rows = "INSERT INTO \"users\" (\"id\") VALUES(1);\n";
        assertThat(check(ALL.withNoSchema(true), rows).mismatch()).isNull();
        assertThat(check(ALL.withNoSchema(true), USERS).mismatch())
                .isEqualTo("it holds the table users, which was not asked for");
        assertThat(check(ALL.withNoSchema(true).withTables("keys"), rows).mismatch())
                .isEqualTo("it holds rows of users, which was not asked for");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-- nothing\n", " \n"})
    void aDumpWithoutAStatementIsNone(String dump) {
        assertThat(ContentCheck.form(scan(dump))).isEqualTo("it holds no SQL statement");
    }

    @Test
    void aDumpThatEndsInAStatementIsCut() {
        assertThat(ContentCheck.form(scan(USERS + "INSERT INTO \"users\""))).contains("middle of a statement");
        assertThat(ContentCheck.form(scan(USERS))).isNull();
    }
}
