package io.github.d1jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The front itself: whatever is compared with it must not rest on its mistakes. */
@RealD1
class RealEngineTest {

    @Test
    void itIsTheRealEngine(D1Http.Database database) {
        D1Http.Answer answer = database.raw("SELECT sqlite_version()");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("not authorized to use function: sqlite_version");
    }

    @Test
    void everyDatabaseIsItsOwn(D1Http.Database one, D1Http.Database other) {
        one.run("CREATE TABLE t(a)");
        assertThat(other.raw("SELECT * FROM t").body()).contains("no such table: t: SQLITE_ERROR");
    }

    @Test
    void aWrongTokenIsRefused(RealEngine engine) {
        D1Http.Answer answer = new D1Http(engine.endpoint(), engine.accountId(), "wrong").send("GET", "", "");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().at("/errors/0/code").asInt()).isEqualTo(10000);
    }

    @Test
    void anExportIsTheEnginesOwnDump(D1Http.Database database) {
        database.run("CREATE TABLE t(a, b); INSERT INTO t VALUES(1, 'it''s')");
        assertThat(database.export("{}"))
                .isEqualTo("PRAGMA defer_foreign_keys=TRUE;\nCREATE TABLE t(a, b);\n"
                        + "INSERT INTO \"t\" (\"a\",\"b\") VALUES(1,'it''s');");
    }

    @Test
    void aListedDatabaseIsFoundByItsName(RealEngine engine, D1Http.Database database) {
        D1Http.Answer list = engine.http().send("GET", "?name=" + database.name(), "");
        assertThat(list.json().at("/result/0/uuid").asText()).isEqualTo(database.id());
        D1Http.Answer byName = engine.http().send("GET", "/" + database.name(), "");
        assertThat(byName.json().at("/result/uuid").asText()).isEqualTo(database.id());
    }
}
