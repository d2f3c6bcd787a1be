package io.github.d1jdbc.dump;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns and keys are what SQLite itself makes of the statement. */
class TableDefinitionTest {

    static TableDefinition definition(String sql) throws IOException {
        byte[] dump = (sql + ";").getBytes(UTF_8);
        try (DumpReader reader =
                DumpReader.open(new ByteArrayInputStream(dump), "dump", DumpReader.Options.defaults())) {
            if (reader.next() instanceof DumpStatement.CreateTable table) return TableDefinition.of(table);
            throw new AssertionError("no CREATE TABLE: " + sql);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t(a)",
                "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT NOT NULL DEFAULT 'x,y)', c DECIMAL(10, 2))",
                "CREATE TABLE t (\"a b\" INT, 'c''d' VARCHAR ( 20 ) COLLATE nocase, [e f] , `g``h` \"odd type\")",
                "CREATE TABLE t(id integer primary key autoincrement, a unsigned big int, b double precision)",
                "CREATE TABLE t(a, b, PRIMARY KEY(b, a DESC)) WITHOUT ROWID",
                "CREATE TABLE t(a INT, b ANY, c TEXT, d BLOB, e REAL) STRICT",
                "CREATE TABLE t(a TEXT PRIMARY KEY, b ANY) WITHOUT ROWID, STRICT",
                "CREATE TABLE t(a INTEGER, v INTEGER GENERATED ALWAYS AS (a*2) VIRTUAL, s AS (a*(3+1)) STORED, z TEXT)",
                "CREATE TABLE t(a REFERENCES p, b INT REFERENCES p(x) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED)",
                "CREATE TABLE t(a, b, c, CONSTRAINT pk PRIMARY KEY (a COLLATE binary), UNIQUE(b, c),"
                        + " CONSTRAINT \"f k\" FOREIGN KEY (b, c) REFERENCES q(x, y) ON UPDATE CASCADE)",
                "CREATE TABLE t(a, b, PRIMARY KEY(a) FOREIGN KEY(b) REFERENCES p CONSTRAINT u UNIQUE(b) CHECK(a > 0))",
                "CREATE TABLE t(a CHECK (a IN (1, (2), ')')), b DEFAULT (1 + (2 * 3)) UNIQUE, c DEFAULT -1, d DEFAULT now)",
                "CREATE TABLE t(a /* , x */ INT -- , y\n, b TEXT)",
                "CREATE TABLE t(a CONSTRAINT nn NOT NULL ON CONFLICT FAIL CONSTRAINT u UNIQUE ON CONFLICT IGNORE, b)",
                "CREATE TABLE t(generated TEXT, always INT, rowid, key, strict, type STRING, date DATE)",
                "CREATE TABLE IF NOT EXISTS main.t(a FLOAT, b CHARINT, c CLOB, d NUMERIC, e POINT, f BOOLEAN)",
                "CREATE TABLE t(a INTEGER, b TEXT, PRIMARY KEY(a))",
                "CREATE TABLE t(a PRIMARY KEY REFERENCES p(y) NOT NULL, b REFERENCES t(a))",
            })
    void isWhatSqliteSays(String sql) throws IOException, SQLException {
        TableDefinition definition = definition(sql);
        try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = sqlite.createStatement()) {
            statement.execute(sql);
            List<String> columns = new ArrayList<>();
            TreeMap<Integer, String> primaryKey = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery("PRAGMA table_xinfo(t)")) {
                while (rows.next()) {
                    String type =
                            rows.getString("type").replaceAll("\\s*\\(.*", "").replace("\"", "");
                    boolean generated = rows.getInt("hidden") > 1;
                    columns.add(
                            rows.getString("name") + "|" + type.toUpperCase(java.util.Locale.ROOT) + "|" + generated);
                    if (rows.getInt("pk") > 0) primaryKey.put(rows.getInt("pk"), rows.getString("name"));
                }
            }
            assertThat(definition.columns().stream()
                            .map(column -> column.name() + "|" + column.type().toUpperCase(java.util.Locale.ROOT) + "|"
                                    + column.generated()))
                    .containsExactlyElementsOf(columns);
            assertThat(definition.primaryKey()).containsExactlyElementsOf(primaryKey.values());
            assertThat(foreignKeys(definition)).containsExactlyInAnyOrderElementsOf(foreignKeys(statement));
            try (ResultSet rows = statement.executeQuery("PRAGMA table_list(t)")) {
                assertThat(rows.next()).isTrue();
                assertThat(definition.withoutRowid()).isEqualTo(rows.getBoolean("wr"));
                assertThat(definition.strict()).isEqualTo(rows.getBoolean("strict"));
            }
        }
    }

    private static List<String> foreignKeys(TableDefinition definition) {
        return definition.foreignKeys().stream()
                .map(key -> key.parent() + key.columns() + key.parentColumns())
                .toList();
    }

    private static List<String> foreignKeys(Statement statement) throws SQLException {
        TreeMap<Integer, TableDefinition.ForeignKey> keys = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery("PRAGMA foreign_key_list(t)")) {
            while (rows.next()) {
                List<String> from = new ArrayList<>();
                List<String> to = new ArrayList<>();
                TableDefinition.ForeignKey before = keys.get(rows.getInt("id"));
                if (before != null) {
                    from.addAll(before.columns());
                    to.addAll(before.parentColumns());
                }
                from.add(rows.getString("from"));
                if (rows.getString("to") != null) to.add(rows.getString("to"));
                keys.put(rows.getInt("id"), new TableDefinition.ForeignKey(from, rows.getString("table"), to));
            }
        }
        return keys.values().stream()
                .map(key -> key.parent() + key.columns() + key.parentColumns())
                .toList();
    }

    @Test
    void affinityFollowsTheDeclaredType() throws IOException {
        TableDefinition definition =
                definition("CREATE TABLE t(a BIGINT, b NVARCHAR(3), c, d BLOB, e DOUBLE, f DATE, g ANY,"
                        + " h CHARINT, i \"FLOATING POINT\", j STRING)");
        assertThat(definition.columns().stream().map(TableDefinition.Column::affinity))
                .containsExactly(
                        Affinity.INTEGER,
                        Affinity.TEXT,
                        Affinity.BLOB,
                        Affinity.BLOB,
                        Affinity.REAL,
                        Affinity.NUMERIC,
                        Affinity.NUMERIC,
                        Affinity.INTEGER,
                        Affinity.INTEGER,
                        Affinity.NUMERIC);
        assertThat(definition("CREATE TABLE t(a ANY) STRICT").columns().get(0).affinity())
                .isEqualTo(Affinity.BLOB);
    }

    @Test
    void rowidsAreKeptByAnIntegerPrimaryKeyOnly() throws IOException {
        assertThat(definition("CREATE TABLE t(a integer primary key)").keepsRowid())
                .isTrue();
        assertThat(definition("CREATE TABLE t(A INTEGER, PRIMARY KEY(a))").keepsRowid())
                .isTrue();
        assertThat(definition("CREATE TABLE t(a PRIMARY KEY) WITHOUT ROWID").keepsRowid())
                .isTrue();
        assertThat(definition("CREATE TABLE t(a INT PRIMARY KEY)").keepsRowid()).isFalse();
        assertThat(definition("CREATE TABLE t(a INTEGER, b, PRIMARY KEY(a, b))").keepsRowid())
                .isFalse();
        assertThat(definition("CREATE TABLE t(a)").keepsRowid()).isFalse();
    }

    @Test
    void generatedColumnsTakeNoValues() throws IOException {
        TableDefinition definition = definition("CREATE TABLE t(a, b AS (a), c UNIQUE CHECK(c > 0))");
        assertThat(definition.insertable().stream().map(TableDefinition.Column::name))
                .containsExactly("a", "c");
        assertThat(definition.uniques()).containsExactly(List.of("c"));
        assertThat(definition.checked()).isTrue();
    }

    @Test
    void aTableFromASelectHasColumnsThatNobodyKnows() throws IOException {
        assertThat(definition("CREATE TABLE t AS SELECT (1) AS a").columns()).isEmpty();
    }
}
