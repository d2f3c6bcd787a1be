package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What DatabaseMetaData says of tables, over the embedded D1; what it says as sqlite-jdbc does is in MetadataParityTest. */
class SchemaMetadataTest {
    private static TestD1 d1;
    private static Connection connection;
    private static DatabaseMetaData meta;

    @BeforeAll
    static void open() throws SQLException {
        d1 = new TestD1();
        connection = d1.connect();
        meta = connection.getMetaData();
        Metadata.create(connection);
    }

    @AfterAll
    static void close() throws Exception {
        connection.close();
        d1.close();
    }

    private static List<String> tables(String pattern, String... types) throws SQLException {
        return Metadata.lines(meta.getTables(null, null, pattern, types.length == 0 ? null : types), "TABLE_NAME");
    }

    @Test
    void aWholeLookAtADatabaseIsOneRequest() throws Exception {
        try (Connection fresh = d1.connect()) {
            DatabaseMetaData look = fresh.getMetaData();
            int requests = d1.requests(() -> {
                List<String> all = Metadata.lines(look.getTables(null, null, "%", null), "TABLE_NAME");
                for (List<Metadata.Call> calls : Metadata.calls(all).values()) {
                    for (Metadata.Call call : calls)
                        assertThat(Metadata.rows(call.run(look))).isNotNull();
                }
            });
            assertThat(requests).isOne();
        }
    }

    @Test
    void theRequestIsARead() throws Exception {
        try (Connection readOnly = d1.connect("&readOnly=true")) {
            assertThat(Metadata.lines(readOnly.getMetaData().getTables(null, null, "child", null), "TABLE_TYPE"))
                    .containsExactly("TABLE");
            // A read is repeated where a write would not be.
            d1.faults().add(Fault.on(Route.RAW).reset());
            try (Connection other = d1.connect("&readOnly=true")) {
                assertThat(Metadata.rows(other.getMetaData().getTables(null, null, "child", null)))
                        .hasSize(1);
            }
        }
    }

    @Test
    void tablesAreFoundByPatternAndInAnyCase() throws SQLException {
        assertThat(tables("PARENT")).containsExactly("parent");
        assertThat(tables("%child%")).containsExactly("child");
        assertThat(tables("Two Keys")).containsExactly("Two Keys");
        assertThat(tables("no_key")).containsExactly("no_key");
        assertThat(tables("no\\_key")).containsExactly("no_key");
        assertThat(tables("desc\\_%")).containsExactly("desc_key");
        assertThat(tables("pare")).isEmpty();
    }

    @Test
    void tablesAreSortedByTypeThenByName() throws SQLException {
        assertThat(Metadata.lines(meta.getTables(null, null, null, null), "TABLE_TYPE", "TABLE_NAME"))
                .isSorted()
                .startsWith("SYSTEM TABLE|sqlite_schema", "SYSTEM TABLE|sqlite_sequence", "TABLE|Two Keys")
                .endsWith("TABLE|types", "VIEW|totals");
    }

    @Test
    void aVirtualTableIsATable() throws SQLException {
        assertThat(tables("%", "TABLE")).contains("search", "area").doesNotContain("sqlite_schema", "totals");
    }

    @Test
    void onlyTheAskedTypesAreGiven() throws SQLException {
        assertThat(tables("%", "VIEW")).containsExactly("totals");
        assertThat(tables("%", "view", "SYSTEM TABLE")).containsExactly("sqlite_schema", "sqlite_sequence", "totals");
        assertThat(tables("%", "SYNONYM")).isEmpty();
        assertThat(Metadata.rows(meta.getTables(null, null, "%", new String[0])))
                .hasSize(13);
    }

    @Test
    void catalogAndSchemaAreNotLookedAt() throws SQLException {
        assertThat(Metadata.rows(meta.getTables("main", "", "parent", null))).hasSize(1);
        assertThat(Metadata.rows(meta.getCatalogs())).isEmpty();
        assertThat(Metadata.rows(meta.getSchemas())).isEmpty();
        assertThat(Metadata.rows(meta.getSchemas(null, "%"))).isEmpty();
    }

    @Test
    void columnsStandInTheirOrderAndAreFoundByPattern() throws SQLException {
        assertThat(Metadata.lines(
                        meta.getColumns(null, null, "parent", "%"), "ORDINAL_POSITION", "COLUMN_NAME", "COLUMN_DEF"))
                .containsExactly("1|id|null", "2|code|'x'", "3|weight|null", "4|doubled|null", "5|tripled|null");
        assertThat(Metadata.lines(meta.getColumns(null, null, "%", "c\\_VARCHAR"), "TABLE_NAME", "COLUMN_SIZE"))
                .containsExactly("types|255");
        assertThat(Metadata.lines(meta.getColumns(null, null, null, "ID"), "TABLE_NAME"))
                .containsExactly("area", "desc_key", "parent", "totals", "types");
    }

    @Test
    void generatedColumnsAreTold() throws SQLException {
        assertThat(Metadata.lines(
                        meta.getColumns(null, null, "parent", null),
                        "COLUMN_NAME",
                        "IS_GENERATEDCOLUMN",
                        "IS_NULLABLE"))
                .containsExactly("id|NO|NO", "code|NO|NO", "weight|NO|YES", "doubled|YES|YES", "tripled|YES|YES");
    }

    @Test
    void onlyARowidNumbersItself() throws SQLException {
        assertThat(Metadata.lines(meta.getColumns(null, null, "%", "id"), "TABLE_NAME", "IS_AUTOINCREMENT", "NULLABLE"))
                .containsExactly("area|NO|1", "desc_key|NO|1", "parent|YES|0", "totals|NO|1", "types|YES|0");
    }

    @Test
    void noTypeNameIsEmpty() throws SQLException {
        assertThat(Metadata.lines(meta.getColumns(null, null, "%", null), "TYPE_NAME"))
                .hasSize(76)
                .doesNotContain("", "null")
                .contains("ANY");
    }

    @Test
    void hiddenColumnsAndRowidsArePseudoColumns() throws SQLException {
        assertThat(Metadata.lines(meta.getPseudoColumns(null, null, "search", "%"), "COLUMN_NAME", "DATA_TYPE"))
                .containsExactly("rank|12", "rowid|-5", "search|12");
        assertThat(Metadata.lines(meta.getPseudoColumns(null, null, "no_key", null), "COLUMN_NAME"))
                .containsExactly("_rowid_");
        assertThat(Metadata.lines(meta.getPseudoColumns(null, null, "Two Keys", null), "COLUMN_NAME"))
                .isEmpty();
        assertThat(Metadata.lines(meta.getPseudoColumns(null, null, "%", "rowid"), "TABLE_NAME"))
                .contains("parent")
                .doesNotContain("no_key", "totals");
    }

    @Test
    void aPrimaryKeyStandsInItsOwnOrder() throws SQLException {
        assertThat(Metadata.lines(meta.getPrimaryKeys(null, null, "two keys"), "COLUMN_NAME", "KEY_SEQ", "PK_NAME"))
                .containsExactly("k|1|null", "l|2|null");
        assertThat(Metadata.lines(meta.getPrimaryKeys(null, null, "child"), "COLUMN_NAME", "KEY_SEQ", "PK_NAME"))
                .containsExactly("name|1|child_pk", "price|2|child_pk");
        assertThat(Metadata.rows(meta.getPrimaryKeys(null, null, "no_key"))).isEmpty();
        assertThat(Metadata.rows(meta.getPrimaryKeys(null, null, "%"))).isEmpty();
    }

    @Test
    void foreignKeysKnowTheirParentsColumnsRulesAndDeferral() throws SQLException {
        assertThat(Metadata.lines(
                        meta.getImportedKeys(null, null, "CHILD"),
                        "FK_NAME",
                        "FKCOLUMN_NAME",
                        "PKTABLE_NAME",
                        "PKCOLUMN_NAME",
                        "UPDATE_RULE",
                        "DELETE_RULE",
                        "DEFERRABILITY"))
                .containsExactly("fk_child_parent_id|parent_id|parent|id|4|0|5", "fk_other|other|parent|id|3|2|7");
    }

    @Test
    void theColumnsOfOneForeignKeyStandTogether() throws SQLException {
        assertThat(Metadata.lines(
                        meta.getImportedKeys(null, null, "Two Keys"),
                        "FK_NAME",
                        "KEY_SEQ",
                        "FKCOLUMN_NAME",
                        "PKCOLUMN_NAME"))
                .containsExactly(
                        "fk_Two Keys_l_k|1|l|a",
                        "fk_Two Keys_l_k|2|k|b",
                        "fk_Two Keys_l_k_keyed|1|l|a",
                        "fk_Two Keys_l_k_keyed|2|k|b",
                        "fk_Two Keys_lost|1|lost|");
    }

    @Test
    void exportedKeysAreThoseOfTheChildren() throws SQLException {
        assertThat(Metadata.lines(meta.getExportedKeys(null, null, "parent"), "FKTABLE_NAME", "FK_NAME"))
                .containsExactly("child|fk_child_parent_id", "child|fk_other");
        assertThat(Metadata.rows(meta.getExportedKeys(null, null, "child"))).isEmpty();
    }

    @Test
    void aCrossReferenceIsBetweenTwoTables() throws SQLException {
        assertThat(Metadata.rows(meta.getCrossReference(null, null, "parent", null, null, "child")))
                .hasSize(2);
        assertThat(Metadata.rows(meta.getCrossReference(null, null, "child", null, null, "parent")))
                .isEmpty();
        assertThat(Metadata.rows(meta.getCrossReference(null, null, "keyed", null, null, null)))
                .hasSize(4);
    }

    @Test
    void withoutANameKeysOfAllTablesAreGiven() throws SQLException {
        assertThat(Metadata.rows(meta.getPrimaryKeys(null, null, null))).hasSize(10);
        assertThat(Metadata.rows(meta.getImportedKeys(null, null, null))).hasSize(7);
    }

    @Test
    void uniqueIndexesComeFirst() throws SQLException {
        String[] labels = {"NON_UNIQUE", "INDEX_NAME", "ORDINAL_POSITION", "COLUMN_NAME", "ASC_OR_DESC"};
        assertThat(Metadata.lines(meta.getIndexInfo(null, null, "parent", false, true), labels))
                .containsExactly(
                        "0|by_weight|1|weight|A",
                        "0|sqlite_autoindex_parent_1|1|code|A",
                        "0|sqlite_autoindex_parent_1|2|weight|A",
                        "1|by_expression|1|lower(code)|A",
                        "1|by_expression|2|weight|D");
        assertThat(Metadata.lines(meta.getIndexInfo(null, null, "parent", true, true), labels))
                .hasSize(3);
    }

    @Test
    void booleansOfMetadataAreBooleans() throws SQLException {
        try (ResultSet indexes = meta.getIndexInfo(null, null, "types", false, true)) {
            assertThat(indexes.next()).isTrue();
            assertThat(indexes.getBoolean("NON_UNIQUE")).isTrue();
            assertThat(indexes.getObject("NON_UNIQUE")).isEqualTo(true);
            assertThat(indexes.getShort("TYPE")).isEqualTo(DatabaseMetaData.tableIndexOther);
            assertThat(indexes.getLong("CARDINALITY")).isZero();
            assertThat(indexes.wasNull()).isTrue();
        }
    }

    @Test
    void theBestIdentifierIsAKeyThatIsNeverNull() throws SQLException {
        assertThat(best("parent", false)).containsExactly("id|1");
        assertThat(best("Two Keys", false)).containsExactly("k|1", "l|1");
        assertThat(best("no_key", false)).containsExactly("order|1");
        // Its key may be null in several rows.
        assertThat(best("keyed", false)).containsExactly("rowid|2");
        assertThat(best("keyed", true)).containsExactly("a|1", "b|1");
        assertThat(best("search", false)).containsExactly("rowid|2");
        assertThat(best("totals", false)).isEmpty();
        assertThat(Metadata.rows(meta.getVersionColumns(null, null, "parent"))).isEmpty();
    }

    private static List<String> best(String table, boolean nullable) throws SQLException {
        return Metadata.lines(
                meta.getBestRowIdentifier(null, null, table, DatabaseMetaData.bestRowTemporary, nullable),
                "COLUMN_NAME",
                "PSEUDO_COLUMN");
    }

    @Test
    void whatSqliteDoesNotHaveHasNoRows() throws SQLException {
        assertThat(Metadata.rows(meta.getProcedures(null, null, "%"))).isEmpty();
        assertThat(Metadata.rows(meta.getFunctions(null, null, "%"))).isEmpty();
        assertThat(Metadata.rows(meta.getTablePrivileges(null, null, "%"))).isEmpty();
        assertThat(Metadata.rows(meta.getColumnPrivileges(null, null, "parent", "%")))
                .isEmpty();
        assertThat(Metadata.rows(meta.getUDTs(null, null, "%", null))).isEmpty();
        assertThat(Metadata.rows(meta.getSuperTables(null, null, "%"))).isEmpty();
    }

    @Test
    void ownDdlIsSeenAtOnce() throws Exception {
        try (TestD1 empty = new TestD1();
                Connection own = empty.connect();
                Statement statement = own.createStatement()) {
            DatabaseMetaData look = own.getMetaData();
            assertThat(Metadata.rows(look.getColumns(null, null, "t", null))).isEmpty();
            statement.execute("CREATE TABLE t(a)");
            assertThat(Metadata.rows(look.getColumns(null, null, "t", null))).hasSize(1);
            statement.execute("INSERT INTO t VALUES (1); ALTER TABLE t ADD COLUMN b");
            assertThat(Metadata.rows(look.getColumns(null, null, "t", null))).hasSize(2);
            statement.addBatch("CREATE INDEX i ON t(b)");
            statement.executeBatch();
            assertThat(Metadata.rows(look.getIndexInfo(null, null, "t", false, false)))
                    .hasSize(1);
            statement.execute("DROP TABLE t");
            assertThat(Metadata.rows(look.getTables(null, null, "t", null))).isEmpty();
        }
    }

    @Test
    void readsAndWritesOfRowsKeepWhatIsKnown() throws Exception {
        try (TestD1 other = new TestD1();
                Connection own = other.connect();
                Statement statement = own.createStatement()) {
            statement.execute("CREATE TABLE t(a)");
            assertThat(Metadata.rows(own.getMetaData().getTables(null, null, "t", null)))
                    .hasSize(1);
            statement.execute("INSERT INTO t VALUES (1)");
            assertThat(other.requests(() -> Metadata.rows(own.getMetaData().getColumns(null, null, "t", null))))
                    .isZero();
        }
    }

    @Test
    void ddlWhoseOutcomeIsUnknownIsLookedFor() throws Exception {
        try (TestD1 other = new TestD1();
                Connection own = other.connect();
                Statement statement = own.createStatement()) {
            assertThat(Metadata.rows(own.getMetaData().getTables(null, null, "t", null)))
                    .isEmpty();
            other.faults().add(Fault.on(Route.RAW).resetAfterWork());
            assertThatThrownBy(() -> statement.execute("CREATE TABLE t(a)")).isInstanceOf(SQLException.class);
            assertThat(Metadata.rows(own.getMetaData().getTables(null, null, "t", null)))
                    .hasSize(1);
        }
    }

    @Test
    void afterCloseAndOnRefusalTheUsualExceptionsCome() throws Exception {
        Connection own = d1.connect();
        DatabaseMetaData look = own.getMetaData();
        d1.faults().add(Fault.on(Route.RAW).error(403, 7403, "not yours"));
        assertThatThrownBy(() -> look.getTables(null, null, "%", null))
                .isInstanceOf(SQLInvalidAuthorizationSpecException.class);
        own.close();
        for (Metadata.Call call : List.<Metadata.Call>of(
                m -> m.getTables(null, null, "%", null),
                DatabaseMetaData::getTableTypes,
                DatabaseMetaData::getTypeInfo,
                DatabaseMetaData::getCatalogs,
                m -> m.getPrimaryKeys(null, null, "t"))) {
            assertThatThrownBy(() -> call.run(look))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));
        }
    }
}
