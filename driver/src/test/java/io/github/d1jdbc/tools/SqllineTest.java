package io.github.d1jdbc.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sqlline.SqlLine;

class SqllineTest {
    private ToolDatabase database;

    @BeforeEach
    void open() throws SQLException {
        database = new ToolDatabase(
                "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
                "CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INT REFERENCES author (id), title VARCHAR(40))",
                "CREATE INDEX book_title ON book (title)",
                "CREATE VIEW titles AS SELECT title FROM book");
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    /** What sqlline prints for the lines, typed one after the other. */
    private String typed(String... lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String script = "!set outputformat csv\n" + String.join("\n", lines) + "\n!quit\n";
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            SqlLine line = new SqlLine();
            line.setOutputStream(out);
            line.setErrorStream(out);
            line.begin(
                    new String[] {"-u", database.url, "-n", "", "-p", "", "--color=false", "--showWarnings=true"},
                    new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)),
                    false);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void statementsRunAndRowsArePrinted() throws Exception {
        String out = typed(
                "INSERT INTO author (name) VALUES ('Ada'), ('Grace');",
                "SELECT id, name AS who FROM author ORDER BY id;",
                "UPDATE author SET name = 'Countess' WHERE id = 1;",
                "DELETE FROM author WHERE id > 5;");
        assertThat(out).contains("2 rows affected", "'id','who'", "'1','Ada'", "'2','Grace'", "1 row affected");
        assertThat(out).contains("No rows affected").doesNotContain("Exception", "Error");
        assertThat(database.column("SELECT name FROM author ORDER BY id")).containsExactly("Countess", "Grace");
    }

    @Test
    void theSchemaIsListed() throws Exception {
        assertThat(typed("!tables")).contains("author", "book", "titles").doesNotContain("_cf_");
        assertThat(typed("!columns book")).contains("author_id", "title");
        assertThat(typed("!primarykeys author")).contains("id");
        assertThat(typed("!indexes book")).contains("book_title");
        assertThat(typed("!importedkeys book")).contains("author_id");
        assertThat(typed("!exportedkeys author")).contains("author_id");
        assertThat(typed("!describe author")).contains("name");
        assertThat(typed("!procedures")).contains("PROCEDURE_NAME").doesNotContain("No such method", "Error");
        assertThat(typed("!typeinfo")).contains("INTEGER", "TEXT");
    }

    @Test
    void everyPropertyOfTheDatabaseHasAnAnswer() throws Exception {
        String out = typed("!dbinfo");
        assertThat(out)
                .contains("getDatabaseProductName", "SQLite", "Cloudflare D1 JDBC Driver")
                .doesNotContain("Exception", "AbstractMethodError");
    }

    @Test
    void anErrorShowsItsStateAndCode() throws Exception {
        assertThat(typed("SELECT * FROM nowhere;")).contains("no such table: nowhere", "state=42S02", "code=1");
        assertThat(typed("INSERT INTO author (name) VALUES (NULL);")).contains("state=23502", "code=19");
    }

    @Test
    void isolationAndAutocommitAgreeWithWhatTheDriverSays() throws Exception {
        // At the start sqlline wants REPEATABLE_READ and tells that it takes the default.
        assertThat(typed("!isolation TRANSACTION_SERIALIZABLE"))
                .containsOnlyOnce("not supported")
                .contains("Default (TRANSACTION_SERIALIZABLE) will be used");
        String out = typed("!autocommit off", "INSERT INTO author (name) VALUES ('Ada');", "!commit");
        assertThat(out).contains("Commit complete").doesNotContain("Error");
        assertThat(database.column("SELECT count(*) FROM author")).containsExactly("1");
        assertThat(typed("!autocommit off", "SELECT 1;", "!rollback")).contains("Rollback complete");
    }

    @Test
    void aBatchIsSentAsOne() throws Exception {
        String out = typed(
                "!batch",
                "INSERT INTO author (name) VALUES ('a');",
                "INSERT INTO author (name) VALUES ('b');",
                "!batch");
        assertThat(out).doesNotContain("Error");
        assertThat(database.column("SELECT name FROM author ORDER BY name")).isEqualTo(List.of("a", "b"));
    }

    @Test
    void nativeSqlAndMetadataAreAsked() throws Exception {
        assertThat(typed("!nativesql SELECT 1")).contains("SELECT 1");
        assertThat(typed("!metadata getCatalogs")).contains("TABLE_CAT").doesNotContain("No such method", "Error");
        assertThat(typed("!metadata getMaxConnections")).contains("0").doesNotContain("No such method");
        assertThat(typed("!metadata getTableTypes")).contains("TABLE", "VIEW");
        assertThat(typed("!outputformat vertical", "SELECT 1 AS one;")).contains("one");
    }
}
