package io.github.d1jdbc.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.SimpleJdbcInsert;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

class SpringJdbcTest {
    /** A row as Spring's mapper makes it from the column names. */
    record Person(long id, String name, LocalDate born, double height) {}

    private ToolDatabase database;
    private JdbcTemplate jdbc;

    @BeforeEach
    void open() throws SQLException {
        database =
                new ToolDatabase("CREATE TABLE person (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,"
                        + " born DATE, height REAL, photo BLOB, CHECK (height > 0))");
        jdbc = new JdbcTemplate(database.dataSource());
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private TransactionTemplate transactions() {
        return new TransactionTemplate(new DataSourceTransactionManager(database.dataSource()));
    }

    private void insert(String name) {
        jdbc.update("INSERT INTO person (name, born, height) VALUES (?, ?, ?)", name, LocalDate.of(1815, 12, 10), 1.65);
    }

    @Test
    void aRowIsWrittenAndMapped() {
        insert("Ada");
        assertThat(jdbc.query(
                        "SELECT id, name, born, height FROM person WHERE name = ?",
                        new DataClassRowMapper<>(Person.class),
                        "Ada"))
                .containsExactly(new Person(1, "Ada", LocalDate.of(1815, 12, 10), 1.65));
        assertThat(jdbc.queryForObject("SELECT count(*) FROM person", Integer.class))
                .isOne();
        assertThat(jdbc.update("UPDATE person SET height = height + 1")).isOne();
        assertThat(jdbc.update("DELETE FROM person WHERE name = ?", "nobody")).isZero();
    }

    @Test
    void rowsAsMapsKeepNamesAndTypes() {
        jdbc.update(
                "INSERT INTO person (name, height, photo) VALUES (?, ?, ?)",
                "Ada",
                new SqlParameterValue(Types.NULL, null),
                new byte[] {1, 0, -1});
        Map<String, Object> row = jdbc.queryForMap("SELECT id, name, height, photo FROM person");
        assertThat(row)
                .containsOnlyKeys("id", "name", "height", "photo")
                .containsEntry("name", "Ada")
                .containsEntry("height", null)
                .hasEntrySatisfying(
                        "id", id -> assertThat(((Number) id).longValue()).isOne());
        assertThat((byte[]) row.get("photo")).containsExactly(1, 0, -1);
    }

    @Test
    void keysComeBackByAnyColumnName() {
        GeneratedKeyHolder keys = new GeneratedKeyHolder();
        NamedParameterJdbcTemplate named = new NamedParameterJdbcTemplate(jdbc);
        named.update(
                "INSERT INTO person (name) VALUES (:name)",
                new MapSqlParameterSource("name", "Ada"),
                keys,
                new String[] {"id"});
        assertThat(keys.getKey()).isNotNull().extracting(Number::longValue).isEqualTo(1L);
        assertThat(named.queryForList(
                        "SELECT name FROM person WHERE id IN (:ids)", Map.of("ids", List.of(1, 2, 3)), String.class))
                .containsExactly("Ada");
    }

    @Test
    void simpleInsertReadsTheTableByItself() {
        SimpleJdbcInsert insert = new SimpleJdbcInsert(database.dataSource())
                .withTableName("person")
                .usingGeneratedKeyColumns("id");
        Number key =
                insert.executeAndReturnKey(Map.of("name", "Grace", "born", LocalDate.of(1906, 12, 9), "height", 1.7));
        assertThat(key.longValue()).isOne();
        insert.executeBatch(
                new MapSqlParameterSource("name", "Edsger").addValue("height", 1.8),
                new MapSqlParameterSource("name", "Barbara").addValue("height", 1.6));
        assertThat(jdbc.queryForList("SELECT name || ' ' || height FROM person ORDER BY id", String.class))
                .containsExactly("Grace 1.7", "Edsger 1.8", "Barbara 1.6");
    }

    @Test
    void aBatchCountsEachRow() {
        int[] counts = jdbc.batchUpdate(
                "INSERT INTO person (name, height) VALUES (?, ?)",
                List.of(new Object[] {"a", 1.0}, new Object[] {"b", 2.0}, new Object[] {"c", 3.0}));
        assertThat(counts).containsExactly(1, 1, 1);
        assertThat(new NamedParameterJdbcTemplate(jdbc)
                        .batchUpdate("UPDATE person SET height = :h WHERE height > :h", new SqlParameterSource[] {
                            new MapSqlParameterSource("h", 1.5), new MapSqlParameterSource("h", 0.5)
                        }))
                .containsExactly(2, 3);
    }

    @Test
    void aBatchThatFailsLeavesNothing() {
        assertThatThrownBy(() -> jdbc.batchUpdate(
                        "INSERT INTO person (name) VALUES (?)", List.of(new Object[] {"a"}, new Object[] {"a"})))
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(jdbc.queryForList("SELECT * FROM person")).isEmpty();
    }

    @Test
    void errorsBecomeSpringsOwn() {
        insert("Ada");
        assertThatThrownBy(() -> insert("Ada")).isInstanceOf(DuplicateKeyException.class);
        assertThatThrownBy(() -> jdbc.update("INSERT INTO person (name) VALUES (NULL)"))
                .isInstanceOf(DataIntegrityViolationException.class)
                .isNotInstanceOf(DuplicateKeyException.class);
        assertThatThrownBy(() -> jdbc.update("INSERT INTO person (name, height) VALUES ('x', -1)"))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> jdbc.queryForList("SELECT * FROM nowhere")).isInstanceOf(BadSqlGrammarException.class);
        assertThatThrownBy(() -> jdbc.queryForList("SELEC 1")).isInstanceOf(BadSqlGrammarException.class);
    }

    @Test
    void aTransactionCommits() {
        transactions().executeWithoutResult(status -> {
            jdbc.update("INSERT INTO person (name) VALUES ('a')");
            jdbc.update("INSERT INTO person (name) VALUES ('b')");
        });
        assertThat(jdbc.queryForObject("SELECT count(*) FROM person", Long.class))
                .isEqualTo(2L);
    }

    @Test
    void aReadOnlyTransactionReadsAndRollsBackInSilence() {
        insert("Ada");
        TransactionTemplate readOnly = transactions();
        readOnly.setReadOnly(true);
        readOnly.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        readOnly.executeWithoutResult(status -> {
            assertThat(jdbc.queryForList("SELECT name FROM person", String.class))
                    .containsExactly("Ada");
            status.setRollbackOnly();
        });
    }

    @Test
    void aRollbackAfterAWriteIsNeverSilent() {
        DataSource source = new DriverManagerDataSource(database.url + "?transactions=immediate");
        TransactionTemplate immediate = new TransactionTemplate(new DataSourceTransactionManager(source));
        JdbcTemplate inside = new JdbcTemplate(source);
        assertThatThrownBy(() -> immediate.executeWithoutResult(status -> {
                    inside.update("INSERT INTO person (name) VALUES ('a')");
                    throw new IllegalStateException("the application's own");
                }))
                .isInstanceOf(TransactionSystemException.class)
                .satisfies(e -> assertThat(((TransactionSystemException) e).getApplicationException())
                        .hasMessage("the application's own"));
        assertThat(jdbc.queryForList("SELECT name FROM person", String.class)).containsExactly("a");
    }

    @Test
    void aScriptWithSeveralStatementsRuns() {
        String script =
                "-- tables\nCREATE TABLE a (x);\nINSERT INTO a VALUES ('one;two');\nINSERT INTO a VALUES (2);\n";
        new ResourceDatabasePopulator(new ByteArrayResource(script.getBytes(StandardCharsets.UTF_8)))
                .execute(database.dataSource());
        assertThat(jdbc.queryForList("SELECT x FROM a", String.class)).containsExactly("one;two", "2");
    }

    @Test
    void rowsStreamAndTimesComeBack() {
        LocalDateTime at = LocalDateTime.of(2026, 11, 22, 13, 14, 15);
        jdbc.execute("CREATE TABLE log (at DATETIME)");
        jdbc.update("INSERT INTO log VALUES (?)", at);
        try (var times =
                jdbc.queryForStream("SELECT at FROM log", (rows, i) -> rows.getObject(1, LocalDateTime.class))) {
            assertThat(times.toList()).containsExactly(at);
        }
    }
}
