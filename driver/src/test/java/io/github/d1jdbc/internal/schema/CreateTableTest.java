package io.github.d1jdbc.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.internal.schema.CreateTable.Reference;
import io.github.d1jdbc.internal.schema.ForeignKey.Deferral;
import java.util.List;
import org.junit.jupiter.api.Test;

class CreateTableTest {

    private static Reference only(String sql) {
        List<Reference> references = CreateTable.parse(sql).references();
        assertThat(references).hasSize(1);
        return references.get(0);
    }

    @Test
    void aColumnsPrimaryKeyHasItsName() {
        assertThat(CreateTable.parse("CREATE TABLE t(a INTEGER NOT NULL CONSTRAINT pk PRIMARY KEY DESC, b)")
                        .primaryKeyName())
                .isEqualTo("pk");
    }

    @Test
    void aTablesPrimaryKeyHasItsName() {
        assertThat(CreateTable.parse("create table t(a, b, constraint [my pk] primary key(a, b), unique(b))")
                        .primaryKeyName())
                .isEqualTo("my pk");
    }

    @Test
    void theNameOfAnotherConstraintIsNotThePrimaryKeys() {
        assertThat(CreateTable.parse("CREATE TABLE t(a CONSTRAINT c CHECK (a > 0) PRIMARY KEY)")
                        .primaryKeyName())
                .isNull();
        assertThat(CreateTable.parse("CREATE TABLE t(a CONSTRAINT d DEFAULT 1 PRIMARY KEY)")
                        .primaryKeyName())
                .isNull();
        assertThat(CreateTable.parse("CREATE TABLE t(a CONSTRAINT u UNIQUE, PRIMARY KEY(a))")
                        .primaryKeyName())
                .isNull();
    }

    @Test
    void aForeignKeyOfAColumnIsRead() {
        assertThat(only("CREATE TABLE t(x, a INT CONSTRAINT fk REFERENCES \"the parent\"(id) ON DELETE CASCADE)"))
                .isEqualTo(new Reference("fk", List.of("a"), "the parent", Deferral.NOT_DEFERRABLE));
    }

    @Test
    void aForeignKeyOfATableIsRead() {
        assertThat(only("CREATE TABLE t(a, b, CONSTRAINT `fk` FOREIGN KEY (a, \"b\") REFERENCES p)"))
                .isEqualTo(new Reference("fk", List.of("a", "b"), "p", Deferral.NOT_DEFERRABLE));
    }

    @Test
    void foreignKeysStandInTheirOrder() {
        List<Reference> references = CreateTable.parse("CREATE TABLE t(a REFERENCES p1 REFERENCES p2, b REFERENCES p3,"
                        + " FOREIGN KEY(a, b) REFERENCES p4 CONSTRAINT x FOREIGN KEY(b) REFERENCES p5)")
                .references();
        assertThat(references).extracting(Reference::parent).containsExactly("p1", "p2", "p3", "p4", "p5");
        assertThat(references.get(4).name()).isEqualTo("x");
        assertThat(references.get(3).name()).isNull();
    }

    @Test
    void whenAKeyIsCheckedIsRead() {
        String table = "CREATE TABLE t(a REFERENCES p ";
        assertThat(only(table + "DEFERRABLE INITIALLY DEFERRED)").deferral()).isEqualTo(Deferral.INITIALLY_DEFERRED);
        assertThat(only(table + "DEFERRABLE INITIALLY IMMEDIATE)").deferral()).isEqualTo(Deferral.INITIALLY_IMMEDIATE);
        assertThat(only(table + "DEFERRABLE)").deferral()).isEqualTo(Deferral.INITIALLY_IMMEDIATE);
        assertThat(only(table + "NOT DEFERRABLE)").deferral()).isEqualTo(Deferral.NOT_DEFERRABLE);
        assertThat(only(table + ")").deferral()).isEqualTo(Deferral.NOT_DEFERRABLE);
    }

    // sqlite.org/foreignkeys.html, section 4.2, lists it among the keys that are immediate.
    @Test
    void notDeferrableButInitiallyDeferredIsNotDeferrable() {
        assertThat(only("CREATE TABLE t(a REFERENCES p NOT DEFERRABLE INITIALLY DEFERRED)")
                        .deferral())
                .isEqualTo(Deferral.NOT_DEFERRABLE);
    }

    @Test
    void anActionMayStandBeforeDeferrable() {
        assertThat(only("CREATE TABLE t(a REFERENCES p ON DELETE SET DEFAULT ON UPDATE SET NULL MATCH FULL DEFERRABLE"
                                + " INITIALLY DEFERRED)")
                        .deferral())
                .isEqualTo(Deferral.INITIALLY_DEFERRED);
    }

    @Test
    void onlyTheKeyThatSaysSoIsDeferrable() {
        assertThat(CreateTable.parse(
                                "CREATE TABLE t(a REFERENCES p DEFERRABLE INITIALLY DEFERRED, b REFERENCES q NOT NULL)")
                        .references())
                .extracting(Reference::deferral)
                .containsExactly(Deferral.INITIALLY_DEFERRED, Deferral.NOT_DEFERRABLE);
    }

    @Test
    void wordsInExpressionsQuotesAndCommentsMeanNothing() {
        CreateTable table = CreateTable.parse("""
                CREATE TABLE "t("(
                  a TEXT DEFAULT 'x REFERENCES y, (' CHECK (a <> 'PRIMARY' AND (a) IN ('a', ')')), -- REFERENCES c1
                  "REFERENCES" INT /* , CONSTRAINT c PRIMARY KEY */ DEFAULT (1 + (2)),
                  g AS (a || ', PRIMARY KEY') STORED CONSTRAINT real_fk REFERENCES p)""");
        assertThat(table.primaryKeyName()).isNull();
        assertThat(table.references())
                .containsExactly(new Reference("real_fk", List.of("g"), "p", Deferral.NOT_DEFERRABLE));
    }

    @Test
    void aDefaultsWordIsAValue() {
        assertThat(CreateTable.parse("CREATE TABLE t(a DEFAULT CURRENT_TIMESTAMP REFERENCES p, b DEFAULT -1 NOT NULL)")
                        .references())
                .extracting(Reference::parent)
                .containsExactly("p");
    }

    @Test
    void collationsAreKeptByColumn() {
        CreateTable table = CreateTable.parse("CREATE TABLE t(Name TEXT COLLATE nocase NOT NULL, \"b c\" COLLATE"
                + " \"RTrim\", d, PRIMARY KEY(d COLLATE NOCASE))");
        assertThat(table.collations())
                .containsOnlyKeys("name", "b c")
                .containsEntry("name", "NOCASE")
                .containsEntry("b c", "RTRIM");
    }

    @Test
    void whatIsNoColumnListTellsNothing() {
        for (String sql : new String[] {"", "CREATE TABLE", "CREATE TABLE t(", "CREATE TABLE t(a", "garbage ) ("}) {
            CreateTable table = CreateTable.parse(sql);
            assertThat(table.references()).as(sql).isEmpty();
            assertThat(table.primaryKeyName()).as(sql).isNull();
        }
    }
}
