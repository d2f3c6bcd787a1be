package io.github.d1jdbc.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.SelectKey;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MyBatisTest {
    /** A row, filled by field. */
    static final class Person {
        @Nullable
        Long id;

        @Nullable
        String name;

        @Nullable
        LocalDateTime at;

        byte @Nullable [] photo;

        static Person named(String name) {
            Person person = new Person();
            person.name = name;
            return person;
        }
    }

    interface Persons {
        @Insert("INSERT INTO person (name, at, photo) VALUES (#{name}, #{at}, #{photo})")
        @Options(useGeneratedKeys = true, keyProperty = "id")
        int insert(Person person);

        @Insert("INSERT INTO person (name) VALUES (#{name})")
        @SelectKey(
                statement = "select last_insert_rowid()",
                keyProperty = "id",
                before = false,
                resultType = long.class)
        int insertAndAsk(Person person);

        @Select("SELECT id, name, at, photo FROM person ORDER BY id")
        List<Person> all();

        @Select("SELECT id, name, at FROM person WHERE id = #{id}")
        Map<String, Object> asMap(long id);

        @Update("UPDATE person SET name = name || '!' WHERE id > #{id}")
        int shout(long id);
    }

    private ToolDatabase database;
    private SqlSessionFactory sessions;

    @BeforeEach
    void open() throws SQLException {
        database = new ToolDatabase("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, at DATETIME, photo BLOB)");
        Configuration configuration =
                new Configuration(new Environment("test", new JdbcTransactionFactory(), database.dataSource()));
        configuration.addMapper(Persons.class);
        sessions = new SqlSessionFactoryBuilder().build(configuration);
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @Test
    void aRowIsInsertedAndMapped() {
        LocalDateTime at = LocalDateTime.of(2026, 11, 22, 1, 2, 3);
        try (SqlSession session = sessions.openSession()) {
            Persons persons = session.getMapper(Persons.class);
            Person ada = Person.named("Ada");
            ada.at = at;
            ada.photo = new byte[] {9, 0};
            assertThat(persons.insert(ada)).isOne();
            assertThat(ada.id).isEqualTo(1L);
            session.commit();
            assertThat(persons.all()).singleElement().satisfies(read -> {
                assertThat(read.name).isEqualTo("Ada");
                assertThat(read.at).isEqualTo(at);
                assertThat(read.photo).containsExactly(9, 0);
            });
            assertThat(persons.asMap(1)).containsEntry("name", "Ada").containsKey("at");
            assertThat(persons.shout(0)).isOne();
            session.commit();
        }
    }

    @Test
    void everyRowOfABatchGetsItsKey() {
        try (SqlSession session = sessions.openSession(ExecutorType.BATCH)) {
            Persons persons = session.getMapper(Persons.class);
            List<Person> all = List.of(Person.named("a"), Person.named("b"), Person.named("c"));
            all.forEach(persons::insert);
            session.flushStatements();
            session.commit();
            assertThat(all).extracting(person -> person.id).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void theKeyIsAskedForBySql() throws SQLException {
        try (SqlSession session = sessions.openSession(true)) {
            Person person = Person.named("a");
            session.getMapper(Persons.class).insertAndAsk(person);
            assertThat(person.id).isEqualTo(1L);
        }
        assertThat(database.column("SELECT name FROM person")).containsExactly("a");
    }

    @Test
    void aSessionThatOnlyReadsEndsInSilence() {
        try (SqlSession session = sessions.openSession()) {
            assertThat(session.getMapper(Persons.class).all()).isEmpty();
            session.rollback(true);
        }
    }
}
