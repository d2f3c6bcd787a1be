package io.github.d1jdbc.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.GetGeneratedKeys;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbiTest {
    /** A row as Jdbi's mapper makes it. */
    record Person(long id, @Nullable String name) {}

    interface Persons {
        @SqlUpdate("INSERT INTO person (name) VALUES (:name)")
        @GetGeneratedKeys("id")
        long insert(@Bind("name") String name);

        @SqlBatch("INSERT INTO person (name) VALUES (:name)")
        int[] insertAll(@Bind("name") List<String> names);

        @SqlQuery("SELECT name FROM person ORDER BY id")
        List<String> names();
    }

    private ToolDatabase database;
    private Jdbi jdbi;

    @BeforeEach
    void open() throws SQLException {
        database = new ToolDatabase("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, at DATETIME)");
        jdbi = Jdbi.create(database.dataSource())
                .installPlugin(new SqlObjectPlugin())
                .registerRowMapper(ConstructorMapper.factory(Person.class));
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @Test
    void sqlObjectsInsertAndQuery() {
        Persons persons = jdbi.onDemand(Persons.class);
        assertThat(persons.insert("Ada")).isOne();
        assertThat(persons.insert("Grace")).isEqualTo(2);
        assertThat(persons.names()).containsExactly("Ada", "Grace");
    }

    @Test
    void aBatchRunsInATransaction() {
        Persons persons = jdbi.onDemand(Persons.class);
        assertThat(persons.insertAll(List.of("a", "b", "c"))).containsExactly(1, 1, 1);
        assertThat(persons.names()).hasSize(3);
    }

    @Test
    void aTransactionCommits() {
        LocalDateTime at = LocalDateTime.of(2026, 11, 22, 1, 2, 3, 4_000_000);
        jdbi.useTransaction(handle -> {
            handle.createUpdate("INSERT INTO person (name, at) VALUES (:name, :at)")
                    .bind("name", "Ada")
                    .bind("at", at)
                    .execute();
            handle.execute("INSERT INTO person (name) VALUES (?)", (String) null);
        });
        assertThat(jdbi.<List<Person>, RuntimeException>withHandle(
                        handle -> handle.createQuery("SELECT id, name FROM person ORDER BY id")
                                .mapTo(Person.class)
                                .list()))
                .containsExactly(new Person(1, "Ada"), new Person(2, null));
        assertThat(jdbi.<LocalDateTime, RuntimeException>withHandle(
                        handle -> handle.createQuery("SELECT at FROM person WHERE at IS NOT NULL")
                                .mapTo(LocalDateTime.class)
                                .one()))
                .isEqualTo(at);
    }

    @Test
    void aPreparedBatchTellsItsKeys() {
        assertThat(jdbi.<List<Long>, RuntimeException>withHandle(
                        handle -> handle.prepareBatch("INSERT INTO person (name) VALUES (:name)")
                                .bind("name", "a")
                                .add()
                                .bind("name", "b")
                                .add()
                                .executePreparedBatch("id")
                                .mapTo(Long.class)
                                .list()))
                .containsExactly(1L, 2L);
    }
}
