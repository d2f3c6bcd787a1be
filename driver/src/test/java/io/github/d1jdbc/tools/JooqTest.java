package io.github.d1jdbc.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.constraint;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.ForeignKey;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Results;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JooqTest {
    private static final Table<Record> AUTHOR = table(name("author"));
    private static final Table<Record> BOOK = table(name("book"));
    private static final Field<Long> ID = field(name("id"), SQLDataType.BIGINT);
    private static final Field<Long> AUTHOR_ID = field(name("author_id"), SQLDataType.BIGINT);
    private static final Field<String> NAME = field(name("name"), SQLDataType.VARCHAR);
    private static final Field<BigDecimal> PRICE = field(name("price"), SQLDataType.DECIMAL(10, 2));
    private static final Field<LocalDateTime> SOLD = field(name("sold"), SQLDataType.LOCALDATETIME);
    private static final Field<byte[]> COVER = field(name("cover"), SQLDataType.BLOB);

    private ToolDatabase database;
    private DSLContext jooq;

    @BeforeAll
    static void silence() {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    @BeforeEach
    void open() throws SQLException {
        database = new ToolDatabase();
        jooq = DSL.using(database.dataSource(), SQLDialect.SQLITE);
        jooq.createTable(AUTHOR)
                .column(ID, SQLDataType.BIGINT.identity(true))
                .column(NAME, SQLDataType.VARCHAR.notNull())
                .constraints(constraint("u_name").unique(NAME))
                .execute();
        jooq.createTable(BOOK)
                .column(ID, SQLDataType.BIGINT.identity(true))
                .column(AUTHOR_ID, SQLDataType.BIGINT)
                .column(NAME)
                .column(PRICE)
                .column(SOLD)
                .column(COVER)
                .constraints(constraint("f_author").foreignKey(AUTHOR_ID).references(AUTHOR, ID))
                .execute();
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @Test
    void insertReturnsWhatItMade() {
        Record made = jooq.insertInto(AUTHOR, NAME)
                .values("Ada")
                .returning(ID, NAME)
                .fetchOptional()
                .orElseThrow();
        assertThat(made.get(ID)).isEqualTo(1L);
        assertThat(made.get(NAME)).isEqualTo("Ada");
        // Of several rows jOOQ asks for by RETURNING only where it knows the table; here it is in the text.
        assertThat(jooq.fetch("INSERT INTO author (name) VALUES (?), (?) RETURNING id, name", "Grace", "Barbara")
                        .getValues("id", Long.class))
                .containsExactly(2L, 3L);
        assertThat(jooq.update(AUTHOR).set(NAME, "Countess").where(ID.eq(1L)).execute())
                .isOne();
        assertThat(jooq.deleteFrom(AUTHOR).where(ID.gt(1L)).execute()).isEqualTo(2);
    }

    @Test
    void valuesOfEveryKindComeBack() {
        LocalDateTime sold = LocalDateTime.of(2026, 11, 22, 10, 20, 30);
        jooq.insertInto(BOOK, NAME, PRICE, SOLD, COVER)
                .values("It's", new BigDecimal("12.50"), sold, new byte[] {0, 1, -1})
                .values((String) null, null, null, null)
                .execute();
        List<Record> rows = List.copyOf(jooq.selectFrom(BOOK).orderBy(ID).fetch());
        assertThat(jooq.select(NAME, PRICE, SOLD, COVER)
                        .from(BOOK)
                        .where(ID.eq(1L))
                        .fetchOptional())
                .hasValueSatisfying(row -> {
                    assertThat(row.value1()).isEqualTo("It's");
                    assertThat(row.value2()).isEqualByComparingTo("12.5");
                    assertThat(row.value3()).isEqualTo(sold);
                    assertThat(row.value4()).containsExactly(0, 1, -1);
                });
        assertThat(rows.get(1).get(NAME)).isNull();
        assertThat(rows.get(1).get(COVER)).isNull();
    }

    @Test
    void joinsGroupsAndWindowsRun() {
        jooq.insertInto(AUTHOR, NAME).values("Ada").values("Grace").execute();
        jooq.insertInto(BOOK, AUTHOR_ID, NAME)
                .values(1L, "x")
                .values(1L, "y")
                .values(2L, "z")
                .execute();
        Field<String> author = field(name("a", "name"), SQLDataType.VARCHAR);
        assertThat(jooq.select(author, count())
                        .from(BOOK.as("b"))
                        .join(AUTHOR.as("a"))
                        .on(field(name("a", "id"), SQLDataType.BIGINT)
                                .eq(field(name("b", "author_id"), SQLDataType.BIGINT)))
                        .groupBy(author)
                        .orderBy(author)
                        .fetch(row -> row.value1() + row.value2()))
                .containsExactly("Ada2", "Grace1");
        assertThat(jooq.select(NAME, DSL.rowNumber().over().orderBy(NAME.desc()))
                        .from(BOOK)
                        .orderBy(NAME)
                        .fetch(row -> row.value2()))
                .containsExactly(3, 2, 1);
    }

    @Test
    void batchesGoAsOne() {
        Query[] inserts = new Query[10];
        for (int i = 0; i < inserts.length; i++)
            inserts[i] = jooq.insertInto(AUTHOR, NAME).values("n" + i);
        assertThat(jooq.batch(inserts).execute()).hasSize(10).containsOnly(1);
        assertThat(jooq.batch(jooq.insertInto(AUTHOR, NAME).values((String) null))
                        .bind("a")
                        .bind("b")
                        .execute())
                .containsExactly(1, 1);
        assertThat(jooq.fetchCount(AUTHOR)).isEqualTo(12);
    }

    @Test
    void severalResultsOfOneTextComeInOrder() {
        Results results = jooq.fetchMany("SELECT 1 AS a; INSERT INTO author (name) VALUES ('x'); SELECT 2 AS b");
        assertThat(results.resultsOrRows()).hasSize(3);
        assertThat(results).hasSize(2);
        assertThat(results.get(1).getValues("b", Integer.class)).containsExactly(2);
        assertThat(results.resultsOrRows().get(1).rows()).isOne();
    }

    @Test
    void aTransactionCommitsAndOneThatOnlyReadRollsBack() {
        jooq.transaction(tx -> {
            tx.dsl().insertInto(AUTHOR, NAME).values("Ada").execute();
            assertThat(tx.dsl().fetchCount(AUTHOR)).isOne();
        });
        assertThat(jooq.fetchCount(AUTHOR)).isOne();
        assertThatThrownBy(() -> jooq.transaction(tx -> {
                    tx.dsl().fetchCount(AUTHOR);
                    throw new IllegalStateException("the application's own");
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void errorsBecomeJooqsOwn() {
        jooq.insertInto(AUTHOR, NAME).values("Ada").execute();
        assertThatThrownBy(() -> jooq.insertInto(AUTHOR, NAME).values("Ada").execute())
                .isInstanceOf(IntegrityConstraintViolationException.class);
        assertThatThrownBy(() -> jooq.fetch("SELECT * FROM nowhere"))
                .isInstanceOf(DataAccessException.class)
                .extracting(e -> ((DataAccessException) e).sqlState())
                .isEqualTo("42S02");
    }

    @Test
    void metaReadsTheSchema() {
        Table<?> book = jooq.meta().getTables("book").get(0);
        assertThat(book.fields())
                .extracting(Field::getName)
                .containsExactly("id", "author_id", "name", "price", "sold", "cover");
        assertThat(book.getPrimaryKey()).isNotNull();
        List<? extends ForeignKey<?, ?>> references = List.copyOf(book.getReferences());
        assertThat(references).hasSize(1);
        assertThat(references.get(0).getKey().getTable().getName()).isEqualTo("author");
        assertThat(references.get(0).getFields()).extracting(Field::getName).containsExactly("author_id");
        assertThat(jooq.meta().getTables("author").get(0).getKeys().size()).isGreaterThanOrEqualTo(1);
        assertThat(jooq.meta().getTables())
                .extracting(Table::getName)
                .contains("author", "book")
                .noneMatch(n -> n.startsWith("_cf"));
    }
}
