package io.github.d1jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementEndsTest {

    private static List<Long> ends(String script) {
        List<Long> out = new ArrayList<>();
        StatementEnds ends = new StatementEnds();
        SqlLexer.lex(script.getBytes(StandardCharsets.UTF_8), (token, start, end, lexer) -> {
            if (ends.ends(token, lexer)) out.add(end);
        });
        return out;
    }

    private static boolean inside(String script) {
        StatementEnds ends = new StatementEnds();
        SqlLexer.lex(script.getBytes(StandardCharsets.UTF_8), (token, start, end, lexer) -> ends.ends(token, lexer));
        return ends.inside();
    }

    @Test
    void aSemicolonEndsAStatementAlsoAnEmptyOne() {
        assertThat(ends("SELECT 1;;SELECT 2;")).containsExactly(9L, 10L, 19L);
    }

    @Test
    void onlyEndBetweenSemicolonsEndsATrigger() {
        assertThat(ends("CREATE TRIGGER t BEGIN SELECT CASE 1 END; SELECT 2; END;"))
                .containsExactly(56L);
        assertThat(ends("CREATE TRIGGER t BEGIN SELECT 1; \"END\"; END x; END;"))
                .containsExactly(51L);
    }

    @Test
    void endWorksAcrossComments() {
        assertThat(ends("CREATE TEMP TRIGGER t BEGIN SELECT 1; -- a;\nEND /* b; */ ;"))
                .hasSize(1);
    }

    @Test
    void somethingIsOpenUntilTheSemicolon() {
        assertThat(inside("")).isFalse();
        assertThat(inside("-- c\n")).isFalse();
        assertThat(inside("SELECT 1")).isTrue();
        assertThat(inside("SELECT 1; -- c")).isFalse();
        assertThat(inside("CREATE TRIGGER t BEGIN SELECT 1; END")).isTrue();
    }
}
