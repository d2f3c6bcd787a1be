package io.github.d1jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.Metadata;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** DatabaseMetaData over the real engine: the same as over the embedded D1, and true of the engine's own SQL. */
@RealD1
class RealMetadataTest {

    private static Connection connect(D1Http.Database database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("password", database.http().token());
        return DriverManager.getConnection(
                "jdbc:d1://" + database.http().accountId() + "/" + database.id() + "?endpoint="
                        + database.http().endpoint(),
                properties);
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) statement.execute(sql);
        }
    }

    @Test
    void itSaysWhatItSaysOverTheEmbeddedD1(D1Http.Database database) throws SQLException {
        try (Connection real = connect(database);
                Connection embedded = DriverManager.getConnection("jdbc:d1:local::memory:metadata")) {
            Metadata.create(real);
            Metadata.create(embedded);
            List<String> tables = Metadata.lines(real.getMetaData().getTables(null, null, "%", null), "TABLE_NAME");
            assertThat(tables).hasSize(13).noneMatch(name -> name.startsWith("_cf_"));
            int rows = 0;
            for (Map.Entry<String, List<Metadata.Call>> method :
                    Metadata.calls(tables).entrySet()) {
                for (Metadata.Call call : method.getValue()) {
                    List<Map<String, String>> expected = Metadata.rows(call.run(embedded.getMetaData()));
                    assertThat(Metadata.rows(call.run(real.getMetaData())))
                            .as(method.getKey())
                            .isEqualTo(expected);
                    rows += expected.size();
                }
            }
            assertThat(rows).isGreaterThan(150);
        }
    }

    @Test
    void viewsThatNoLongerCompileHideNoOther(D1Http.Database database) throws SQLException {
        try (Connection real = connect(database)) {
            run(real, "CREATE TABLE gone(x)", "CREATE TABLE t(x INT)", "CREATE VIRTUAL TABLE f USING fts5(w)");
            for (int i = 0; i < 8; i++) run(real, "CREATE VIEW good" + i + " AS SELECT x AS g FROM t");
            run(
                    real,
                    "CREATE VIEW no_table AS SELECT x FROM gone",
                    "CREATE VIEW no_function AS SELECT nosuch(1)",
                    "CREATE VIEW refused AS SELECT sqlite_version() AS v",
                    "CREATE VIEW hidden AS SELECT * FROM _cf_METADATA",
                    "CREATE VIEW round1 AS SELECT * FROM round2",
                    "CREATE VIEW round2 AS SELECT * FROM round1",
                    "DROP TABLE gone");
            DatabaseMetaData meta = real.getMetaData();
            assertThat(Metadata.lines(meta.getTables(null, null, "%", new String[] {"VIEW"}), "TABLE_NAME"))
                    .hasSize(14);
            assertThat(Metadata.rows(meta.getColumns(null, null, "good%", "g"))).hasSize(8);
            assertThat(Metadata.lines(meta.getColumns(null, null, "f", null), "COLUMN_NAME"))
                    .containsExactly("w");
            assertThat(Metadata.rows(meta.getColumns(null, null, "no\\_%", null)))
                    .isEmpty();
            assertThat(Metadata.rows(meta.getColumns(null, null, "round_", null)))
                    .isEmpty();
        }
    }

    @Test
    void everyFunctionThatIsToldMayBeCalled(D1Http.Database database) throws SQLException {
        try (Connection real = connect(database);
                Statement statement = real.createStatement()) {
            DatabaseMetaData meta = real.getMetaData();
            List<String> functions = Stream.of(
                            meta.getNumericFunctions(),
                            meta.getStringFunctions(),
                            meta.getSystemFunctions(),
                            meta.getTimeDateFunctions())
                    .flatMap(list -> Arrays.stream(list.split(",")))
                    .toList();
            assertThat(functions).hasSizeGreaterThan(60).doesNotHaveDuplicates();
            for (String function : functions) {
                String refusal = "";
                // Whoever may be called says so itself when the number of arguments is wrong.
                for (int arguments = 0; arguments < 4; arguments++) {
                    String call = function + "(" + String.join(",", Collections.nCopies(arguments, "'1'")) + ")";
                    try {
                        statement.execute("SELECT " + call + " FROM (SELECT 1)");
                    } catch (SQLException e) {
                        refusal += e.getMessage();
                    }
                }
                assertThat(refusal).as(function).doesNotContain("no such function", "not authorized");
            }
        }
    }

    @Test
    void theLimitsAreThoseOfTheEngine(D1Http.Database database) throws SQLException {
        try (Connection real = connect(database);
                Statement statement = real.createStatement()) {
            DatabaseMetaData meta = real.getMetaData();
            int columns = meta.getMaxColumnsInTable();
            List<String> names = Stream.iterate(0, i -> i + 1)
                    .limit(columns)
                    .map(i -> "c" + i)
                    .toList();
            statement.execute("CREATE TABLE wide(" + String.join(",", names) + ")");
            statement.execute("CREATE INDEX wide_index ON wide("
                    + String.join(",", names.subList(0, meta.getMaxColumnsInIndex() - 1)) + ")");
            String list = String.join(",", names);
            statement.execute("SELECT 1 FROM wide GROUP BY " + list + " ORDER BY " + list);
            assertThatThrownBy(() -> statement.execute("SELECT 1 FROM wide GROUP BY " + list + ", 1 + c0"))
                    .hasMessageContaining("too many");
            assertThatThrownBy(() -> statement.execute("SELECT 1 FROM wide ORDER BY " + list + ", 1 + c0"))
                    .hasMessageContaining("too many");
            String join = String.join(", ", Collections.nCopies(meta.getMaxTablesInSelect(), "(SELECT 1)"));
            statement.execute("SELECT 1 FROM " + join);
            assertThatThrownBy(() -> statement.execute("SELECT 1 FROM " + join + ", (SELECT 1)"))
                    .hasMessageContaining("64 tables");
            assertThat(Metadata.rows(meta.getIndexInfo(null, null, "wide", false, false)))
                    .hasSize(meta.getMaxColumnsInIndex() - 1);
        }
    }
}
