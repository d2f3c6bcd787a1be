package io.github.d1jdbc.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.internal.Abort;
import io.github.d1jdbc.internal.Credentials;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.RestClient.Statement;
import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.RestSettings;
import io.github.d1jdbc.internal.Rows;
import io.github.d1jdbc.server.D1Server;
import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaReaderTest {
    private D1Server server;
    private RestClient client;
    private String database;
    private int requests;

    @BeforeEach
    void open() throws IOException {
        server = D1Server.start();
        database = server.createDatabase("shop");
        client = RestClient.open(
                RestSettings.of(server.endpoint(), server.accountId(), new Credentials.Token(server.token())));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void run(String... statements) throws RestException {
        for (String sql : statements) {
            client.raw(database, List.of(Statement.of(sql)), false, Abort.unlimited());
        }
    }

    private List<Rows> ask(List<Statement> statements) throws RestException {
        requests++;
        return client.raw(database, statements, true, Abort.unlimited());
    }

    private SchemaSnapshot read() throws RestException {
        return SchemaReader.read(this::ask, null);
    }

    private static Table table(SchemaSnapshot schema, String name) {
        return Objects.requireNonNull(schema.table(name), name);
    }

    private static Column column(SchemaSnapshot schema, String table, String name) {
        return Objects.requireNonNull(table(schema, table).column(name), name);
    }

    private static List<String> names(List<Table> tables) {
        return tables.stream().map(Table::name).toList();
    }

    @Test
    void aWholeSchemaIsOneRequest() throws RestException {
        run(
                "CREATE TABLE a(x INTEGER PRIMARY KEY)",
                "CREATE TABLE b(y UNIQUE REFERENCES a)",
                "CREATE VIEW v AS SELECT * FROM a");
        SchemaSnapshot schema = read();
        assertThat(requests).isOne();
        assertThat(names(schema.tables())).containsExactly("sqlite_schema", "a", "b", "v");
    }

    @Test
    void tablesOfD1AndShadowTablesAreLeftOut() throws RestException {
        run("CREATE VIRTUAL TABLE f USING fts5(t)", "CREATE VIRTUAL TABLE r USING rtree(id, x0, x1)");
        SchemaSnapshot schema = read();
        assertThat(names(schema.tables())).containsExactly("sqlite_schema", "f", "r");
        assertThat(table(schema, "f").kind()).isEqualTo(Table.Kind.VIRTUAL);
        assertThat(table(schema, "f").visibleColumns()).extracting(Column::name).containsExactly("t");
        assertThat(table(schema, "f").columns()).extracting(Column::name).containsExactly("t", "f", "rank");
    }

    @Test
    void namesAreFoundInAnyCaseOfAsciiOnly() throws RestException {
        run("CREATE TABLE \"Ärger\"(\"Größe\")");
        SchemaSnapshot schema = read();
        assertThat(schema.table("ÄRGER")).isNotNull();
        assertThat(schema.table("ärger")).isNull();
        assertThat(table(schema, "Ärger").column("GRÖSSE")).isNull();
        assertThat(table(schema, "Ärger").column("GRößE")).isNotNull();
    }

    @Test
    void onlyAnIntegerKeyIsTheRowid() throws RestException {
        run(
                "CREATE TABLE alias(id integer PRIMARY KEY)",
                "CREATE TABLE at_the_end(id INTEGER, x, PRIMARY KEY(id DESC))",
                "CREATE TABLE int_key(id INT PRIMARY KEY)",
                "CREATE TABLE desc_key(id INTEGER PRIMARY KEY DESC)",
                "CREATE TABLE two(a INTEGER, b INTEGER, PRIMARY KEY(a, b))",
                "CREATE TABLE without(id INTEGER PRIMARY KEY) WITHOUT ROWID");
        SchemaSnapshot schema = read();
        assertThat(column(schema, "alias", "id").rowidAlias()).isTrue();
        assertThat(column(schema, "at_the_end", "id").rowidAlias()).isTrue();
        assertThat(column(schema, "int_key", "id").rowidAlias()).isFalse();
        assertThat(column(schema, "desc_key", "id").rowidAlias()).isFalse();
        assertThat(column(schema, "two", "a").rowidAlias()).isFalse();
        assertThat(column(schema, "without", "id").rowidAlias()).isFalse();
    }

    // sqlite.org/quirks.html: a key of a table with rowids may be null, unless it is the rowid.
    @Test
    void whichKeysAreNeverNull() throws RestException {
        run(
                "CREATE TABLE alias(id INTEGER PRIMARY KEY, x)",
                "CREATE TABLE text_key(id TEXT PRIMARY KEY)",
                "CREATE TABLE without(id TEXT PRIMARY KEY, y) WITHOUT ROWID",
                "CREATE TABLE strict(id TEXT PRIMARY KEY) STRICT");
        SchemaSnapshot schema = read();
        assertThat(column(schema, "alias", "id").neverNull()).isTrue();
        assertThat(column(schema, "alias", "x").neverNull()).isFalse();
        assertThat(column(schema, "text_key", "id").neverNull()).isFalse();
        assertThat(column(schema, "without", "id").neverNull()).isTrue();
        assertThat(column(schema, "without", "y").neverNull()).isFalse();
        assertThat(column(schema, "strict", "id").neverNull()).isTrue();
    }

    @Test
    void aColumnSaysAllThatWasDeclared() throws RestException {
        run("CREATE TABLE t(a, n VARCHAR(9) COLLATE nocase NOT NULL DEFAULT 'x', v INT AS (1), s INT AS (2) STORED)");
        SchemaSnapshot schema = read();
        assertThat(column(schema, "t", "N"))
                .isEqualTo(new Column(
                        "n", "VARCHAR(9)", Affinity.TEXT, Column.Kind.ORDINARY, true, "'x'", 0, false, "NOCASE"));
        assertThat(column(schema, "t", "a").type()).isEmpty();
        assertThat(column(schema, "t", "a").affinity()).isEqualTo(Affinity.BLOB);
        assertThat(column(schema, "t", "v").kind()).isEqualTo(Column.Kind.VIRTUAL);
        assertThat(column(schema, "t", "s").generated()).isTrue();
        assertThat(column(schema, "t", "a").generated()).isFalse();
    }

    @Test
    void theRowidIsAskedForByANameThatNoColumnHas() throws RestException {
        run(
                "CREATE TABLE plain(a)",
                "CREATE TABLE taken(ROWID, _rowid_)",
                "CREATE TABLE hidden(rowid, oid, _rowid_)",
                "CREATE TABLE without(a PRIMARY KEY) WITHOUT ROWID",
                "CREATE VIEW v AS SELECT * FROM plain");
        SchemaSnapshot schema = read();
        assertThat(table(schema, "plain").rowidName()).isEqualTo("rowid");
        assertThat(table(schema, "taken").rowidName()).isEqualTo("oid");
        assertThat(table(schema, "hidden").rowidName()).isNull();
        assertThat(table(schema, "without").rowidName()).isNull();
        assertThat(table(schema, "v").rowidName()).isNull();
    }

    @Test
    void aParentsColumnsAreFoundWhereTheReferenceNamesNone() throws RestException {
        run(
                "CREATE TABLE Parent(b, A, c UNIQUE, PRIMARY KEY(A, b))",
                "CREATE TABLE child(x, y, z REFERENCES PARENT(C), FOREIGN KEY(x, y) REFERENCES parent)");
        List<ForeignKey> keys = table(read(), "child").foreignKeys();
        assertThat(keys).extracting(ForeignKey::parent).containsExactly("Parent", "Parent");
        assertThat(keys.get(0).parentColumns()).containsExactly("c");
        assertThat(keys.get(1).parentColumns()).containsExactly("A", "b");
    }

    @Test
    void aParentThatDoesNotExistCannotNameItsColumns() throws RestException {
        run("CREATE TABLE child(x REFERENCES nowhere, y REFERENCES nowhere(id))");
        assertThat(table(read(), "child").foreignKeys())
                .extracting(ForeignKey::parentColumns)
                .containsExactly(List.of(""), List.of("id"));
    }

    @Test
    void madeUpNamesDifferAndStayTheSame() throws RestException {
        run("CREATE TABLE child(a CONSTRAINT fk_child_b REFERENCES p, b REFERENCES p REFERENCES q REFERENCES q)");
        List<String> expected = List.of("fk_child_b", "fk_child_b_p", "fk_child_b_q", "fk_child_b_q_2");
        assertThat(table(read(), "child").foreignKeys())
                .extracting(ForeignKey::name)
                .isEqualTo(expected);
        run("CREATE TABLE another(x)", "ALTER TABLE child ADD COLUMN c REFERENCES p");
        assertThat(table(read(), "child").foreignKeys())
                .extracting(ForeignKey::name)
                .startsWith(expected.toArray(new String[0]))
                .endsWith("fk_child_c");
    }

    @Test
    void actionsAndDeferralBelongToTheirKey() throws RestException {
        run("CREATE TABLE child(a REFERENCES p ON DELETE SET NULL, b REFERENCES p ON UPDATE RESTRICT DEFERRABLE"
                + " INITIALLY DEFERRED)");
        List<ForeignKey> keys = table(read(), "child").foreignKeys();
        assertThat(keys.get(0).onDelete()).isEqualTo(ForeignKey.Action.SET_NULL);
        assertThat(keys.get(0).onUpdate()).isEqualTo(ForeignKey.Action.NO_ACTION);
        assertThat(keys.get(0).deferral()).isEqualTo(ForeignKey.Deferral.NOT_DEFERRABLE);
        assertThat(keys.get(1).onUpdate()).isEqualTo(ForeignKey.Action.RESTRICT);
        assertThat(keys.get(1).deferral()).isEqualTo(ForeignKey.Deferral.INITIALLY_DEFERRED);
    }

    @Test
    void indexesKnowTheirTerms() throws RestException {
        run("CREATE TABLE t(a, b UNIQUE)", "CREATE INDEX i ON t(b DESC, a + 1, a COLLATE NOCASE) WHERE a > 0");
        List<Index> indexes = table(read(), "t").indexes();
        Index own =
                indexes.stream().filter(i -> i.name().equals("i")).findFirst().orElseThrow();
        assertThat(own.unique()).isFalse();
        assertThat(own.where()).isEqualTo("a > 0");
        assertThat(own.terms())
                .containsExactly(
                        new Index.Term("b", "b", true, "BINARY"),
                        new Index.Term(null, "a + 1", false, "BINARY"),
                        new Index.Term("a", "a", false, "NOCASE"));
        assertThat(indexes)
                .extracting(Index::origin)
                .containsExactlyInAnyOrder(Index.Origin.CREATE_INDEX, Index.Origin.UNIQUE);
    }

    @Test
    void aBrokenViewHidesNothingButItsOwnColumns() throws RestException {
        run("CREATE TABLE gone(x)", "CREATE TABLE t(x INT)");
        for (int i = 0; i < 10; i++) run("CREATE VIEW good" + i + " AS SELECT x AS g" + i + " FROM t");
        run(
                "CREATE VIEW \"it's broken\" AS SELECT x FROM gone",
                "CREATE VIRTUAL TABLE f USING fts5(w)",
                "DROP TABLE gone");
        SchemaSnapshot schema = read();
        assertThat(requests).isLessThanOrEqualTo(10);
        assertThat(table(schema, "it's broken").columns()).isEmpty();
        assertThat(table(schema, "f").visibleColumns()).extracting(Column::name).containsExactly("w");
        for (int i = 0; i < 10; i++) {
            assertThat(table(schema, "good" + i).columns())
                    .extracting(Column::name)
                    .containsExactly("g" + i);
        }
    }

    @Test
    void anUnchangedSchemaWithABrokenViewIsOneRequestAgain() throws RestException {
        run("CREATE TABLE gone(x)", "CREATE VIEW broken AS SELECT x FROM gone", "DROP TABLE gone");
        SchemaSnapshot first = read();
        requests = 0;
        assertThat(SchemaReader.read(this::ask, first)).isSameAs(first);
        assertThat(requests).isOne();
        run("CREATE TABLE gone(x)");
        assertThat(table(SchemaReader.read(this::ask, first), "broken").columns())
                .hasSize(1);
    }

    @Test
    void aFailureThatIsNoViewsIsToldAndNotLookedForInViews() throws RestException {
        run("CREATE TABLE gone(x)", "CREATE VIEW broken AS SELECT x FROM gone", "DROP TABLE gone");
        server.faults().add(Fault.on(Route.RAW).skip(1).error(403, 7403, "not yours"));
        assertThatThrownBy(this::read)
                .isInstanceOfSatisfying(
                        RestException.class, e -> assertThat(e.code()).isEqualTo(7403));
        assertThat(requests).isEqualTo(2);
    }

    @Test
    void manyBrokenViewsDoNotCostARequestEach() throws RestException {
        run("CREATE TABLE gone(x)");
        for (int i = 0; i < 60; i++) run("CREATE VIEW v" + i + " AS SELECT x FROM gone");
        run("DROP TABLE gone");
        SchemaSnapshot schema = read();
        assertThat(requests).isLessThanOrEqualTo(24);
        assertThat(schema.tables()).hasSize(61);
    }

    @Test
    void aLargeSchemaIsStillOneRequest() throws RestException {
        for (int i = 0; i < 150; i++) {
            String parent = i == 0 ? "" : " REFERENCES t" + (i - 1);
            run("CREATE TABLE t" + i + "(id INTEGER PRIMARY KEY, other INT" + parent + ", UNIQUE(other))");
        }
        SchemaSnapshot schema = read();
        assertThat(requests).isOne();
        assertThat(schema.tables()).hasSize(151);
        assertThat(table(schema, "t149").foreignKeys().get(0).parentColumns()).containsExactly("id");
    }
}
