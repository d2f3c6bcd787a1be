package io.github.d1jdbc.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** DatabaseMetaData. */
final class MetadataBehaviours {
    private MetadataBehaviours() {}

    private static final String[] SCHEMA = {
        "CREATE TABLE parent (a INTEGER, b TEXT NOT NULL DEFAULT 'x', PRIMARY KEY (b, a))",
        "CREATE TABLE child (id INTEGER PRIMARY KEY AUTOINCREMENT, pa INTEGER, pb TEXT, amount DECIMAL(10,2),"
                + " twice INTEGER GENERATED ALWAYS AS (amount * 2) VIRTUAL, email TEXT UNIQUE,"
                + " FOREIGN KEY (pb, pa) REFERENCES parent (b, a) ON DELETE CASCADE)",
        "CREATE TABLE leaf (id INTEGER PRIMARY KEY, child REFERENCES child)",
        "CREATE INDEX by_amount ON child (amount DESC, email)",
        "CREATE INDEX by_lower ON child (lower(email)) WHERE email IS NOT NULL",
        "CREATE VIEW totals AS SELECT sum(amount) AS total FROM child",
        "CREATE VIRTUAL TABLE notes USING fts5(body)"
    };

    /** Asks the metadata of the sample schema. */
    interface Question {
        ResultSet ask(DatabaseMetaData metadata) throws SQLException;
    }

    /** The named columns of every row, joined by a colon. */
    private static List<String> rows(Connection c, Question question, String... columns) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet found = question.ask(c.getMetaData())) {
            while (found.next()) {
                List<@Nullable String> cells = new ArrayList<>();
                for (String column : columns) cells.add(found.getString(column));
                rows.add(String.join(":", cells.stream().map(String::valueOf).toList()));
            }
        }
        return rows;
    }

    private static void lists(Table t, String name, Question question, String columns, String... expected) {
        t.row(name, d1 -> {
            d1.run(SCHEMA);
            assertThat(rows(d1.connection, question, columns.split(","))).containsExactly(expected);
        });
    }

    static Table table() {
        Table t = new Table("metadata");
        tables(t);
        keys(t);
        scalars(t);
        return t;
    }

    private static void tables(Table t) {
        lists(
                t,
                "tables",
                m -> m.getTables(null, null, "%", new String[] {"TABLE"}),
                "TABLE_NAME,TABLE_TYPE",
                "child:TABLE",
                "leaf:TABLE",
                "notes:TABLE",
                "parent:TABLE");
        lists(t, "views", m -> m.getTables(null, null, "%", new String[] {"VIEW"}), "TABLE_NAME", "totals");
        lists(t, "tables-by-pattern", m -> m.getTables(null, null, "c%d", null), "TABLE_NAME", "child");
        lists(t, "tables-of-an-unknown-name", m -> m.getTables(null, null, "nothing", null), "TABLE_NAME");
        t.row("tables-hide-fts-shadow", d1 -> {
            d1.run(SCHEMA);
            assertThat(rows(d1.connection, m -> m.getTables(null, null, "%", null), "TABLE_NAME"))
                    .contains("notes")
                    .noneMatch(name -> name.startsWith("notes_"));
        });
        t.row("tables-hide-those-of-d1", d1 -> {
            d1.run(SCHEMA);
            assertThat(rows(d1.connection, m -> m.getTables(null, null, "%", null), "TABLE_NAME"))
                    .noneMatch(name -> name.startsWith("_cf_"));
        });
        lists(t, "table-types", DatabaseMetaData::getTableTypes, "TABLE_TYPE", "SYSTEM TABLE", "TABLE", "VIEW");
        lists(
                t,
                "columns",
                m -> m.getColumns(null, null, "parent", "%"),
                "COLUMN_NAME,ORDINAL_POSITION,IS_NULLABLE",
                "a:1:YES",
                "b:2:NO");
        lists(t, "columns-default", m -> m.getColumns(null, null, "parent", "b"), "COLUMN_NAME,COLUMN_DEF", "b:'x'");
        lists(
                t,
                "columns-size",
                m -> m.getColumns(null, null, "child", "amount"),
                "TYPE_NAME,COLUMN_SIZE,DECIMAL_DIGITS",
                "DECIMAL:10:2");
        lists(
                t,
                "columns-generated",
                m -> m.getColumns(null, null, "child", "twice"),
                "COLUMN_NAME,IS_GENERATEDCOLUMN",
                "twice:YES");
        lists(
                t,
                "columns-autoincrement",
                m -> m.getColumns(null, null, "child", "id"),
                "COLUMN_NAME,IS_AUTOINCREMENT",
                "id:YES");
        lists(t, "columns-of-a-view", m -> m.getColumns(null, null, "totals", null), "COLUMN_NAME", "total");
        t.row("columns-always-have-a-type-name", d1 -> {
            d1.run(SCHEMA);
            assertThat(rows(d1.connection, m -> m.getColumns(null, null, null, null), "TYPE_NAME"))
                    .isNotEmpty()
                    .noneMatch(String::isBlank);
        });
        t.row("column-pattern-escapes", d1 -> {
            d1.run("CREATE TABLE u (a_b, axb)");
            assertThat(rows(d1.connection, m -> m.getColumns(null, null, "u", "a\\_b"), "COLUMN_NAME"))
                    .containsExactly("a_b");
            assertThat(d1.connection.getMetaData().getSearchStringEscape()).isEqualTo("\\");
        });
        lists(t, "no-catalogs", DatabaseMetaData::getCatalogs, "TABLE_CAT");
        lists(t, "no-schemas", DatabaseMetaData::getSchemas, "TABLE_SCHEM");
        lists(t, "no-procedures", m -> m.getProcedures(null, null, "%"), "PROCEDURE_NAME");
        t.row(
                "type-info",
                d1 -> assertThat(rows(d1.connection, DatabaseMetaData::getTypeInfo, "TYPE_NAME"))
                        .contains("INTEGER", "TEXT", "REAL", "BLOB"));
        t.row("schema-in-four-requests", d1 -> {
            d1.run(SCHEMA);
            try (Connection c = d1.connect("")) {
                assertThat(d1.requests(() -> everything(c))).isLessThanOrEqualTo(4);
            }
        });
        t.row("schema-follows-own-ddl", d1 -> {
            d1.run(SCHEMA);
            everything(d1.connection);
            d1.run("CREATE TABLE later (a)");
            assertThat(rows(d1.connection, m -> m.getTables(null, null, "later", null), "TABLE_NAME"))
                    .containsExactly("later");
        });
    }

    private static void everything(Connection c) throws SQLException {
        for (String table : rows(c, m -> m.getTables(null, null, "%", null), "TABLE_NAME")) {
            rows(c, m -> m.getColumns(null, null, table, null), "COLUMN_NAME");
            rows(c, m -> m.getPrimaryKeys(null, null, table), "COLUMN_NAME");
            rows(c, m -> m.getImportedKeys(null, null, table), "PKTABLE_NAME");
            rows(c, m -> m.getExportedKeys(null, null, table), "FKTABLE_NAME");
            rows(c, m -> m.getIndexInfo(null, null, table, false, true), "INDEX_NAME");
        }
    }

    private static void keys(Table t) {
        t.row("primary-key-in-its-own-order", d1 -> {
            d1.run(SCHEMA);
            assertThat(rows(d1.connection, m -> m.getPrimaryKeys(null, null, "parent"), "COLUMN_NAME", "KEY_SEQ"))
                    .containsExactlyInAnyOrder("a:2", "b:1");
        });
        lists(
                t,
                "imported-keys",
                m -> m.getImportedKeys(null, null, "child"),
                "PKTABLE_NAME,PKCOLUMN_NAME,FKCOLUMN_NAME,KEY_SEQ,DELETE_RULE",
                "parent:b:pb:1:" + DatabaseMetaData.importedKeyCascade,
                "parent:a:pa:2:" + DatabaseMetaData.importedKeyCascade);
        lists(
                t,
                "implicit-parent-column",
                m -> m.getImportedKeys(null, null, "leaf"),
                "PKTABLE_NAME,PKCOLUMN_NAME",
                "child:id");
        lists(
                t,
                "exported-keys",
                m -> m.getExportedKeys(null, null, "child"),
                "FKTABLE_NAME,FKCOLUMN_NAME",
                "leaf:child");
        lists(
                t,
                "cross-reference",
                m -> m.getCrossReference(null, null, "parent", null, null, "child"),
                "FKCOLUMN_NAME",
                "pb",
                "pa");
        t.row("foreign-keys-have-a-stable-name", d1 -> {
            d1.run(SCHEMA);
            List<String> names = rows(d1.connection, m -> m.getImportedKeys(null, null, "child"), "FK_NAME");
            assertThat(names).hasSize(2).doesNotContain("null");
            assertThat(names.get(0)).isNotBlank().isEqualTo(names.get(1));
        });
        t.row("index-with-direction", d1 -> {
            d1.run(SCHEMA);
            assertThat(rows(
                            d1.connection,
                            m -> m.getIndexInfo(null, null, "child", false, true),
                            "INDEX_NAME",
                            "COLUMN_NAME",
                            "ASC_OR_DESC"))
                    .contains("by_amount:amount:D", "by_amount:email:A");
        });
        t.row("unique-indexes-only", d1 -> {
            d1.run(SCHEMA);
            assertThat(rows(
                            d1.connection,
                            m -> m.getIndexInfo(null, null, "child", true, true),
                            "INDEX_NAME",
                            "NON_UNIQUE"))
                    .isNotEmpty()
                    .allMatch(row -> row.matches("sqlite_autoindex_child_1:(0|false)"));
        });
        t.row("index-on-an-expression", d1 -> {
            d1.run(SCHEMA);
            assertThat(rows(
                            d1.connection,
                            m -> m.getIndexInfo(null, null, "child", false, true),
                            "INDEX_NAME",
                            "FILTER_CONDITION"))
                    .anyMatch(row -> row.startsWith("by_lower:") && row.contains("NOT NULL"));
        });
        t.row("best-row-identifier", d1 -> {
            d1.run(SCHEMA);
            assertThat(rows(
                            d1.connection,
                            m -> m.getBestRowIdentifier(null, null, "child", DatabaseMetaData.bestRowSession, true),
                            "COLUMN_NAME"))
                    .containsExactly("id");
        });
    }

    private static void scalars(Table t) {
        t.row(
                "product-name-is-sqlite",
                d1 -> assertThat(d1.connection.getMetaData().getDatabaseProductName())
                        .isEqualTo("SQLite"));
        t.row("product-version-is-sqlites", d1 -> {
            DatabaseMetaData m = d1.connection.getMetaData();
            assertThat(m.getDatabaseProductVersion())
                    .startsWith(m.getDatabaseMajorVersion() + "." + m.getDatabaseMinorVersion());
            assertThat(m.getDatabaseMajorVersion()).isEqualTo(3);
        });
        t.row(
                "driver-name-says-d1",
                d1 -> assertThat(d1.connection.getMetaData().getDriverName()).contains("D1"));
        t.row("jdbc-4.3", d1 -> {
            assertThat(d1.connection.getMetaData().getJDBCMajorVersion()).isEqualTo(4);
            assertThat(d1.connection.getMetaData().getJDBCMinorVersion()).isEqualTo(3);
        });
        t.same("identifiers", c -> {
            DatabaseMetaData m = c.getMetaData();
            return List.of(
                    m.storesMixedCaseIdentifiers(),
                    m.storesUpperCaseIdentifiers(),
                    m.storesLowerCaseIdentifiers(),
                    m.supportsMixedCaseIdentifiers());
        });
        t.row(
                "identifiers-are-quoted-by-double-quotes",
                d1 -> assertThat(d1.connection.getMetaData().getIdentifierQuoteString())
                        .isEqualTo("\""));
        t.row("keys-and-batches-are-announced", d1 -> {
            assertThat(d1.connection.getMetaData().supportsGetGeneratedKeys()).isTrue();
            assertThat(d1.connection.getMetaData().supportsBatchUpdates()).isTrue();
        });
        t.row(
                "sql-state-type",
                d1 -> assertThat(d1.connection.getMetaData().getSQLStateType())
                        .isEqualTo(DatabaseMetaData.sqlStateSQL));
        t.row("keywords-and-functions", d1 -> {
            DatabaseMetaData m = d1.connection.getMetaData();
            assertThat(m.getSQLKeywords()).contains("PRAGMA");
            assertThat(m.getNumericFunctions()).contains("abs");
            assertThat(m.getStringFunctions()).contains("substr");
            assertThat(m.getTimeDateFunctions()).contains("strftime");
        });
        t.row(
                "metadata-knows-its-connection",
                d1 -> assertThat((Object) d1.connection.getMetaData().getConnection())
                        .isSameAs(d1.connection));
        t.row("read-only-is-told", d1 -> {
            try (Connection c = d1.connect("&readOnly=true")) {
                assertThat(c.getMetaData().isReadOnly()).isTrue();
            }
        });
        t.row("no-getter-throws", d1 -> {
            Set<String> failing = new TreeSet<>();
            for (Method method : DatabaseMetaData.class.getMethods()) {
                if (method.getParameterCount() > 0) continue;
                try {
                    method.invoke(d1.connection.getMetaData());
                } catch (ReflectiveOperationException e) {
                    failing.add(method.getName());
                }
            }
            assertThat(failing).isEmpty();
        });
        t.row("every-list-has-its-columns", d1 -> {
            List<String> without = new ArrayList<>();
            for (Method method : DatabaseMetaData.class.getMethods()) {
                if (method.getReturnType() != ResultSet.class) continue;
                Object[] arguments = Arrays.stream(method.getParameterTypes())
                        .map(type -> type == boolean.class ? (Object) true : type == int.class ? (Object) 0 : null)
                        .toArray();
                try (ResultSet rows = (ResultSet) method.invoke(d1.connection.getMetaData(), arguments)) {
                    if (rows.getMetaData().getColumnCount() == 0) without.add(method.getName());
                }
            }
            assertThat(without).isEmpty();
        });
        t.row("metadata-while-rows-are-open", d1 -> {
            d1.run(SCHEMA);
            try (Statement s = d1.statement();
                    ResultSet rows = s.executeQuery("VALUES (1), (2)")) {
                rows.next();
                assertThat(rows(d1.connection, m -> m.getTables(null, null, "leaf", null), "TABLE_NAME"))
                        .hasSize(1);
                assertThat(rows.next()).isTrue();
            }
        });
    }
}
