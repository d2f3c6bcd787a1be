package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.sql.SqlStatement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void commentsAreLeftOut() {
        Words words = new Words("SELECT /* a */ \"b c\", 'd' -- e");
        assertThat(words.size()).isEqualTo(4);
        assertThat(words.get(0).is("select")).isTrue();
        assertThat(words.get(1).content()).isEqualTo("b c");
        assertThat(words.get(1).isName()).isTrue();
        assertThat(words.get(2).is(',')).isTrue();
        assertThat(words.get(3).isName()).isFalse();
        assertThat(words.get(0).isAny(Set.of("SELECT"))).isTrue();
    }

    @Test
    void outsideIsATokenLikeNoOther() {
        Words words = new Words("SELECT 1");
        for (int i : new int[] {-1, 2, 99}) {
            assertThat(words.get(i).is("SELECT")).isFalse();
            assertThat(words.get(i).is('(')).isFalse();
            assertThat(words.get(i).isName()).isFalse();
        }
    }

    @Test
    void insertionsGoToTheirBytes() {
        Words words = new Words("SELECT 'é', f(x)");
        String text = words.insert(List.of(
                new Words.Insertion(words.get(5).start(), "g("),
                new Words.Insertion(words.get(6).start(), ")")));
        assertThat(text).isEqualTo("SELECT 'é', f(g(x))");
    }

    @Test
    void anArgumentEndsAtItsOwnCommaOrParenthesis() {
        Words words = new Words("f(a, (b, c), g(d))");
        assertThat(words.get(words.endOfArgument(2)).start()).isEqualTo(3);
        assertThat(words.get(words.endOfArgument(4)).start()).isEqualTo(11);
        assertThat(words.get(words.endOfArgument(10)).start()).isEqualTo(17);
        assertThat(new Words("f(a").endOfArgument(2)).isEqualTo(3);
    }

    @Test
    void onlyBrokenTextsGetACast() {
        SqlStatement statement = SqlStatement.split("SELECT ?, ?2, ?1, 'é', :n").get(0);
        assertThat(Surrogates.adapt(statement, Arrays.asList("a", null, "b"))).isSameAs(statement);
        assertThat(Surrogates.adapt(statement, Arrays.asList("\uD800", "b", "\uDC00"))
                        .text())
                .isEqualTo("SELECT (+CAST(? AS TEXT)), ?2, (+CAST(?1 AS TEXT)), 'é', (+CAST(:n AS TEXT))");
    }
}
