package io.github.d1jdbc.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HibernateTest {
    private static final Logger LOG = Logger.getLogger("org.hibernate");

    @Entity(name = "Author")
    static class Author {
        // An Integer: of a Long Hibernate makes the same column and then expects BIGINT of it, as on SQLite.
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable
        Integer id;

        @jakarta.persistence.Column(unique = true, nullable = false)
        @Nullable
        String name;

        // A long: Hibernate 7.4 drops the identity type behind a column whose definition says "integer".
        @Version
        long version;

        Author() {}

        Author(String name) {
            this.name = name;
        }
    }

    @Entity(name = "Book")
    static class Book {
        @Id
        @Nullable
        UUID id;

        @ManyToOne
        @Nullable
        Author author;

        @Nullable
        BigDecimal price;

        @Nullable
        LocalDate published;

        @Nullable
        Instant changed;

        boolean sold;

        @Lob
        @Nullable
        String text;

        byte @Nullable [] cover;
    }

    private ToolDatabase database;
    private SessionFactory sessions;

    @BeforeEach
    void open() throws SQLException {
        LOG.setLevel(Level.OFF);
        database = new ToolDatabase();
        sessions = sessions("create");
    }

    @AfterEach
    void close() throws SQLException {
        sessions.close();
        database.close();
    }

    private SessionFactory sessions(String schema) {
        return new Configuration()
                .addAnnotatedClass(Author.class)
                .addAnnotatedClass(Book.class)
                .setProperty("hibernate.connection.url", database.url)
                .setProperty("hibernate.connection.pool_size", "2")
                .setProperty("hibernate.hbm2ddl.auto", schema)
                .setProperty("hibernate.jdbc.batch_size", "10")
                .buildSessionFactory();
    }

    @Test
    void theDialectIsFoundByTheProductName() {
        assertThat(((org.hibernate.engine.spi.SessionFactoryImplementor) sessions)
                        .getJdbcServices()
                        .getDialect())
                .isInstanceOf(org.hibernate.community.dialect.SQLiteDialect.class);
    }

    @Test
    void identityKeysAreThoseOfTheInserts() throws SQLException {
        List<Integer> ids = sessions.fromTransaction(session -> {
            Author ada = new Author("Ada");
            Author grace = new Author("Grace");
            session.persist(ada);
            session.persist(grace);
            return List.of(java.util.Objects.requireNonNull(ada.id), java.util.Objects.requireNonNull(grace.id));
        });
        assertThat(ids).containsExactly(1, 2);
        assertThat(database.column("SELECT name FROM Author ORDER BY id")).containsExactly("Ada", "Grace");
    }

    @Test
    void everyTypeComesBack() {
        Book book = new Book();
        book.id = UUID.fromString("11111111-2222-3333-4444-555555555555");
        book.price = new BigDecimal("12.50");
        book.published = LocalDate.of(1843, 9, 1);
        book.changed = Instant.parse("2026-11-22T10:20:30.123Z");
        book.sold = true;
        book.text = "Note G".repeat(1000);
        book.cover = new byte[] {0, 1, -1};
        sessions.inTransaction(session -> session.persist(book));
        sessions.inTransaction(session -> {
            Book read = session.find(Book.class, book.id);
            assertThat(read.price).isEqualByComparingTo("12.5");
            assertThat(read.published).isEqualTo(book.published);
            assertThat(read.changed).isEqualTo(book.changed);
            assertThat(read.sold).isTrue();
            assertThat(read.text).isEqualTo(book.text);
            assertThat(read.cover).containsExactly(0, 1, -1);
        });
    }

    @Test
    void queriesJoinAndPage() {
        sessions.inTransaction(session -> {
            for (int i = 0; i < 5; i++) {
                Author author = new Author("a" + i);
                session.persist(author);
                Book book = new Book();
                book.id = new UUID(0, i);
                book.author = author;
                session.persist(book);
            }
        });
        sessions.inTransaction(session -> {
            assertThat(session.createQuery("select b.author.name from Book b order by b.author.name", String.class)
                            .setFirstResult(1)
                            .setMaxResults(2)
                            .list())
                    .containsExactly("a1", "a2");
            assertThat(session.createQuery("select count(*) from Author a where a.name like :p", Long.class)
                            .setParameter("p", "a%")
                            .uniqueResult())
                    .isEqualTo(5L);
            assertThat(session.createMutationQuery("update Author set name = concat(name, '!') where id < 3")
                            .executeUpdate())
                    .isEqualTo(2);
        });
    }

    @Test
    void aStaleVersionIsNoticed() {
        Author ada = sessions.fromTransaction(session -> {
            Author author = new Author("Ada");
            session.persist(author);
            return author;
        });
        sessions.inTransaction(session -> session.find(Author.class, ada.id).name = "Countess");
        ada.name = "stale";
        assertThatThrownBy(() -> sessions.inTransaction(session -> session.merge(ada)))
                .isInstanceOf(OptimisticLockException.class);
    }

    @Test
    void aUniqueConstraintIsNamed() {
        sessions.inTransaction(session -> session.persist(new Author("Ada")));
        assertThatThrownBy(() -> sessions.inTransaction(session -> session.persist(new Author("Ada"))))
                .isInstanceOf(ConstraintViolationException.class)
                .satisfies(e -> assertThat(((ConstraintViolationException) e).getConstraintName())
                        .contains("Author.name"));
    }

    @Test
    void rowsAreDeletedAndReadOnlySessionsEnd() {
        sessions.inTransaction(session -> session.persist(new Author("Ada")));
        sessions.inTransaction(session -> session.remove(session.find(Author.class, 1)));
        try (var session = sessions.openSession()) {
            session.beginTransaction();
            assertThat(session.find(Author.class, 1)).isNull();
            session.getTransaction().rollback();
        }
    }

    @Test
    void theSchemaIsUpdatedAndValidatedByMetadata() {
        sessions.inTransaction(session -> session.createNativeMutationQuery("ALTER TABLE Book DROP COLUMN text")
                .executeUpdate());
        sessions("update").close();
        sessions("validate").close();
        sessions.inTransaction(session -> session.persist(new Author("Ada")));
    }
}
