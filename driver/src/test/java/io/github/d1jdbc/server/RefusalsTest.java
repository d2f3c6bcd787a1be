package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the recording of the real engine does not ask, above all what must not be refused. */
class RefusalsTest {

    private static D1Server server;
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        server = D1Server.start();
        server.createDatabase("app");
        client = new Client(server);
        client.raw("app", "CREATE TABLE t(a, reverse, _cf_x); INSERT INTO t VALUES(1, 2, 3)");
    }

    @AfterAll
    static void close() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT reverse FROM t",
                "SELECT reverse, (1) FROM t",
                "SELECT 'sqlite_version()' AS a",
                "SELECT 1 -- sqlite_version()",
                "WITH median(x) AS (SELECT 1) SELECT x FROM median",
                "SELECT 'BEGIN' AS a; SELECT '_cf_METADATA' AS b",
                "SELECT _cf_x FROM t WHERE _cf_x <> '_cf_METADATA'",
                "SELECT name FROM sqlite_schema WHERE name = '_cf_METADATA'",
                "SELECT \"pragma_user_version\" FROM (SELECT 1 AS pragma_user_version)",
                "SELECT * FROM pragma_table_info('t') WHERE name <> '_cf_METADATA'",
                "EXPLAIN SELECT * FROM t",
                "PRAGMA main.table_info('t')"
            })
    void wordsAreNotMistakenForWhatTheyAreNot(String sql) {
        assertThat(client.raw("app", sql).text()).contains("\"success\":true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT \"sqlite_version\"()",
                "SELECT [sqlite_version] ()",
                "SELECT 1 WHERE sqlite_version () > ''",
                "SELECT * FROM \"pragma_user_version\"",
                "SELECT * FROM main.pragma_user_version",
                "SELECT * FROM t, pragma_database_list",
                "SELECT * FROM pragma_table_info(lower('_CF_METADATA'))",
                "SELECT * FROM \"_cf_METADATA\"",
                "WITH x AS (SELECT * FROM _cf_metadata) SELECT * FROM x",
                "EXPLAIN QUERY PLAN PRAGMA user_version",
                "/* c */ PRAGMA /* c */ user_version",
                "CREATE TABLE IF NOT EXISTS temp.x(a)"
            })
    void otherSpellingsAreRefusedToo(String sql) {
        assertThat(client.raw("app", sql).error()).containsAnyOf("not authorized", "prohibited");
    }

    @Test
    void aGuardedNameLeavesTheColumnNameAlone() {
        String sql = "SELECT (SELECT count(*) FROM pragma_table_info(m.name)) FROM sqlite_schema m WHERE m.name = 't'";
        assertThat(client.raw("app", sql).text())
                .contains("\"columns\":[\"(SELECT count(*) FROM pragma_table_info(m.name))\"],\"rows\":[[3]]");
    }

    @Test
    void theGuardItselfIsNobodysFunction() {
        assertThat(client.raw("app", "SELECT d1_guarded_name('a')").error())
                .isEqualTo("[7500] no such function: d1_guarded_name at offset 7: SQLITE_ERROR");
    }

    @Test
    void refusedStatementsUndoTheirRequest() {
        client.raw("app", "CREATE TABLE undone(a); SELECT sqlite_version()");
        assertThat(client.raw("app", "SELECT * FROM undone").error()).contains("no such table: undone");
    }
}
