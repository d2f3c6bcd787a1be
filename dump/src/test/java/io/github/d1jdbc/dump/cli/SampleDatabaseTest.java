package io.github.d1jdbc.dump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleDatabaseTest {

    @TempDir
    Path folder;

    @Test
    void theShopIsTheSameAtEveryRunAndSound() throws Exception {
        try (Connection one = memory();
                Connection other = memory()) {
            SampleDatabase.fill(one);
            SampleDatabase.fill(other);
            assertThat(number(one, "SELECT count(*) FROM purchase_item"))
                    .isEqualTo(number(other, "SELECT count(*) FROM purchase_item"))
                    .isBetween(9_500L, 10_500L);
            String content = "SELECT sum(length(name) * id + length(image)) FROM product";
            assertThat(number(one, content)).isEqualTo(number(other, content));
            assertThat(number(one, "SELECT count(*) FROM pragma_foreign_key_check"))
                    .isZero();
            assertThat(number(one, "SELECT count(*) FROM sqlite_schema WHERE type IN ('view', 'trigger')"))
                    .isEqualTo(2);
        }
    }

    @Test
    void theShopHasSomeTwentyThousandRows() throws Exception {
        try (Connection connection = memory()) {
            SampleDatabase.fill(connection);
            long rows = 0;
            for (String table :
                    new String[] {"country", "category", "customer", "product", "purchase", "purchase_item", "review"
                    }) {
                rows += number(connection, "SELECT count(*) FROM " + table);
            }
            assertThat(rows).isBetween(19_000L, 21_000L);
        }
    }

    @Test
    void aDumpWithTheSameRowsIsEqualAndOneWithAnotherValueIsNot() throws Exception {
        String dump = """
                CREATE TABLE t(a INTEGER, b TEXT, c BLOB);
                INSERT INTO t VALUES(1,'x;y',X'00ff');
                INSERT INTO t VALUES(2,NULL,NULL);
                CREATE INDEX i ON t(a);
                """;
        try (Connection truth = memory();
                Statement statement = truth.createStatement()) {
            statement.execute("CREATE TABLE t(a INTEGER, b TEXT, c BLOB)");
            statement.execute("CREATE INDEX i ON t(a)");
            statement.execute("INSERT INTO t VALUES(2,NULL,NULL),(1,'x;y',X'00ff')");
            try (DumpCheck check = DumpCheck.load(gzip(dump))) {
                assertThat(check.compare(truth)).containsExactly(new DumpCheck.Table("t", 2, true));
                assertThat(check.integrity()).isEqualTo("ok");
                assertThat(check.brokenReferences()).isZero();
                assertThat(check.otherObjects()).isEqualTo(1);
                statement.execute("UPDATE t SET c = X'00fe' WHERE a = 1");
                assertThat(check.compare(truth)).containsExactly(new DumpCheck.Table("t", 2, false));
            }
        }
    }

    @Test
    void aDumpWithoutAnIndexDiffers() throws Exception {
        try (Connection truth = memory();
                Statement statement = truth.createStatement()) {
            statement.execute("CREATE TABLE t(a)");
            statement.execute("CREATE INDEX i ON t(a)");
            try (DumpCheck check = DumpCheck.load(gzip("CREATE TABLE t(a);\n"))) {
                assertThat(check.compare(truth)).contains(new DumpCheck.Table("(schema)", 2, false));
            }
        }
    }

    @Test
    void anOrphanIsSeen() throws Exception {
        String dump = """
                CREATE TABLE p(id INTEGER PRIMARY KEY);
                CREATE TABLE c(p REFERENCES p(id));
                INSERT INTO c VALUES(7);
                """;
        try (DumpCheck check = DumpCheck.load(gzip(dump))) {
            assertThat(check.brokenReferences()).isEqualTo(1);
        }
    }

    private Path gzip(String sql) throws Exception {
        Path file = folder.resolve("dump.sql.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(sql.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static Connection memory() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite::memory:");
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getLong(1);
        }
    }
}
