package io.github.d1jdbc.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CreateIndexTest {

    @Test
    void columnsLoseCollationAndOrder() {
        CreateIndex index =
                CreateIndex.parse("CREATE UNIQUE INDEX IF NOT EXISTS i ON t(a COLLATE NOCASE DESC, \"b\" ASC, c)");
        assertThat(index.terms()).containsExactly("a", "\"b\"", "c");
        assertThat(index.where()).isNull();
    }

    @Test
    void expressionsAreKeptAsTheyWereWritten() {
        CreateIndex index = CreateIndex.parse(
                "CREATE INDEX i ON t( lower( a ) , a || ',' || ')' DESC, CASE WHEN a THEN b ELSE c END COLLATE RTRIM)");
        assertThat(index.terms()).containsExactly("lower( a )", "a || ',' || ')'", "CASE WHEN a THEN b ELSE c END");
    }

    @Test
    void theConditionOfAPartialIndexIsKept() {
        CreateIndex index = CreateIndex.parse("CREATE INDEX i ON t(a) WHERE b > 1 AND c IN (1, 2)  ");
        assertThat(index.where()).isEqualTo("b > 1 AND c IN (1, 2)");
    }

    @Test
    void namesMayHoldAnything() {
        CreateIndex index = CreateIndex.parse("CREATE INDEX \"i(\" ON [t WHERE (](\"x, y\") WHERE \"x, y\" > 0");
        assertThat(index.terms()).containsExactly("\"x, y\"");
        assertThat(index.where()).isEqualTo("\"x, y\" > 0");
    }

    @Test
    void aTermMayBeginWithAWordOfItsEnd() {
        assertThat(CreateIndex.parse("CREATE INDEX i ON t((a COLLATE NOCASE), \"desc\" DESC)")
                        .terms())
                .containsExactly("(a COLLATE NOCASE)", "\"desc\"");
    }

    @Test
    void whatIsNoIndexTellsNothing() {
        assertThat(CreateIndex.parse("").where()).isNull();
        assertThat(CreateIndex.parse("CREATE INDEX i ON t(").where()).isNull();
    }
}
