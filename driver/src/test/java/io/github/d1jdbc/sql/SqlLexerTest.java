package io.github.d1jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlLexerTest {

    /** What a sink is told of one token. */
    private record Seen(Token token, long start, long end, String content, int flags) {}

    private static SqlLexer.Sink into(List<Seen> out) {
        return (token, start, end, lexer) -> {
            int flags = 0;
            for (int flag = 1; flag <= SqlLexer.OPEN; flag <<= 1) if (lexer.has(flag)) flags |= flag;
            out.add(new Seen(token, start, end, lexer.content(), flags));
        };
    }

    private static List<Seen> lex(String sql) {
        List<Seen> out = new ArrayList<>();
        SqlLexer.lex(sql.getBytes(StandardCharsets.UTF_8), into(out));
        return out;
    }

    private static List<String> tokens(String sql) {
        return lex(sql).stream()
                .map(seen -> seen.token() + " " + seen.content())
                .toList();
    }

    private static boolean has(String sql, int flag) {
        return (lex(sql).get(0).flags() & flag) != 0;
    }

    @Test
    void everyCutIntoTwoChunksGivesTheSameTokens() {
        for (String script : Corpus.SCRIPTS) {
            byte[] sql = script.getBytes(StandardCharsets.UTF_8);
            List<Seen> whole = lex(script);
            for (int cut = 0; cut <= sql.length; cut++) {
                List<Seen> out = new ArrayList<>();
                SqlLexer lexer = new SqlLexer(into(out));
                lexer.feed(sql, 0, cut);
                lexer.feed(sql, cut, sql.length - cut);
                lexer.finish();
                assertThat(out).as("%s cut at %d", script, cut).isEqualTo(whole);
                assertThat(lexer.position()).isEqualTo(sql.length);
            }
        }
    }

    @Test
    void byteByByteGivesTheSameTokens() {
        for (String script : Corpus.SCRIPTS) {
            byte[] sql = script.getBytes(StandardCharsets.UTF_8);
            List<Seen> out = new ArrayList<>();
            SqlLexer lexer = new SqlLexer(into(out));
            for (int i = 0; i < sql.length; i++) lexer.feed(sql, i, 1);
            lexer.finish();
            assertThat(out).as(script).isEqualTo(lex(script));
        }
    }

    @Test
    void tokensCoverEverythingButWhiteSpace() {
        for (String script : Corpus.SCRIPTS) {
            byte[] sql = script.getBytes(StandardCharsets.UTF_8);
            long at = 0;
            for (Seen seen : lex(script)) {
                assertThat(blank(sql, at, seen.start())).as(script).isEmpty();
                at = seen.end();
            }
            assertThat(blank(sql, at, sql.length)).as(script).isEmpty();
        }
    }

    private static String blank(byte[] sql, long from, long to) {
        String text = new String(sql, (int) from, (int) (to - from), StandardCharsets.UTF_8);
        return text.replace("\uFEFF", "").strip();
    }

    @Test
    void offsetsCountFromTheFirstByteEverFed() {
        List<Seen> out = new ArrayList<>();
        SqlLexer lexer = new SqlLexer(into(out));
        lexer.feed("xxSELECT é".getBytes(StandardCharsets.UTF_8), 2, 7);
        lexer.feed("é;".getBytes(StandardCharsets.UTF_8), 0, 3);
        lexer.finish();
        assertThat(out)
                .extracting(Seen::token, Seen::start, Seen::end)
                .containsExactly(tuple(Token.WORD, 0L, 6L), tuple(Token.WORD, 7L, 9L), tuple(Token.SEMICOLON, 9L, 10L));
    }

    @Test
    void theFourKindsOfQuotesHideTheirContentAndUndoubleTheirOwn() {
        assertThat(tokens("'it''s' \"a\"\"b\" `c``d` [e]"))
                .containsExactly("STRING it's", "QUOTED_NAME a\"b", "QUOTED_NAME c`d", "QUOTED_NAME e");
    }

    @Test
    void aBlobNeedsItsQuoteAtOnce() {
        assertThat(tokens("X'0F' x'' X '0F' ax'0F'"))
                .containsExactly("BLOB 0F", "BLOB ", "WORD X", "STRING 0F", "WORD ax", "STRING 0F");
    }

    @Test
    void numbersKeepTheirExponentsSign() {
        assertThat(tokens("1e-5 1.5E+3 .5 0x1e-1 1-1 t.a"))
                .containsExactly(
                        "NUMBER 1e-5",
                        "NUMBER 1.5E+3",
                        "NUMBER .5",
                        "NUMBER 0x1e",
                        "PUNCTUATION -",
                        "NUMBER 1",
                        "NUMBER 1",
                        "PUNCTUATION -",
                        "NUMBER 1",
                        "WORD t",
                        "PUNCTUATION .",
                        "WORD a");
    }

    @Test
    void onlyDigitsBelongToAQuestionMark() {
        assertThat(tokens("a=?AND b=?12x")).contains("PLACEHOLDER ?", "WORD AND", "PLACEHOLDER ?12", "WORD x");
    }

    @Test
    void tclNamesOfPlaceholdersAreRead() {
        assertThat(tokens("$a::b $c(d) :e:f @g::"))
                .containsExactly(
                        "PLACEHOLDER $a::b",
                        "PLACEHOLDER $c",
                        "PUNCTUATION (",
                        "WORD d",
                        "PUNCTUATION )",
                        "PLACEHOLDER :e",
                        "PLACEHOLDER :f",
                        "PLACEHOLDER @g::");
    }

    @Test
    void aPrefixWithoutANameIsNoPlaceholder() {
        assertThat(tokens(": @ $ a:")).noneMatch(token -> token.startsWith("PLACEHOLDER"));
    }

    @Test
    void commentsEndWhereSqliteEndsThem() {
        assertThat(tokens("-- a\r\n1 /*/ b */ 2 /* c"))
                .containsExactly("COMMENT -", "NUMBER 1", "COMMENT /", "NUMBER 2", "COMMENT /");
    }

    @Test
    void aByteOrderMarkIsWhiteSpaceWhereATokenCouldBegin() {
        assertThat(tokens("\uFEFFa \uFEFF 'b' \uFEFF\uFEFFc")).containsExactly("WORD a", "STRING b", "WORD c");
        assertThat(tokens("a\uFEFF")).containsExactly("WORD a\uFEFF");
    }

    @Test
    void flagsTellWhatIsInALiteral() {
        assertThat(has("'a\u0000b'", SqlLexer.NUL)).isTrue();
        assertThat(has("'a\\nb'", SqlLexer.BACKSLASH_ESCAPE)).isTrue();
        assertThat(has("'a\\rb'", SqlLexer.BACKSLASH_ESCAPE)).isTrue();
        assertThat(has("'a\\tb\n'", SqlLexer.BACKSLASH_ESCAPE)).isFalse();
        assertThat(has("'a\uFFFDb'", SqlLexer.REPLACEMENT)).isTrue();
        assertThat(has("'a\uFF3Db'", SqlLexer.REPLACEMENT)).isFalse();
        assertThat(has("'plain'", SqlLexer.NUL | SqlLexer.BACKSLASH_ESCAPE | SqlLexer.REPLACEMENT | SqlLexer.OPEN))
                .isFalse();
    }

    @Test
    void flagsDoNotLeakIntoTheNextToken() {
        assertThat(lex("'\\n\u0000' 'b'").get(1).flags()).isZero();
    }

    @Test
    void aTokenWithoutItsEndIsOpen() {
        for (String sql : List.of("'a", "\"a", "`a", "[a", "/* a", "X'0", "'a''")) {
            assertThat(has(sql, SqlLexer.OPEN)).as(sql).isTrue();
        }
        for (String sql : List.of("a", "1", "?", ":a", "-", "/", ".", "-- a", "'a'")) {
            assertThat(has(sql, SqlLexer.OPEN)).as(sql).isFalse();
        }
    }

    @Test
    void aLineCommentTellsOfTheSemicolonThatItHides() {
        assertThat(has("-- a;", SqlLexer.ENDS_WITH_SEMICOLON)).isTrue();
        assertThat(has("-- a; \r\n", SqlLexer.ENDS_WITH_SEMICOLON)).isTrue();
        assertThat(has("-- a; b\n", SqlLexer.ENDS_WITH_SEMICOLON)).isFalse();
    }

    @Test
    void longTokensAreCutInTheirContentOnly() {
        String text = "x".repeat(SqlLexer.CONTENT_LIMIT + 10);
        Seen seen = lex("'" + text + "'").get(0);
        assertThat(seen.content()).hasSize(SqlLexer.CONTENT_LIMIT);
        assertThat(seen.end()).isEqualTo(text.length() + 2L);
    }

    @Test
    void keywordsAreKnownInAnyCase() {
        List<Boolean> seen = new ArrayList<>();
        byte[] sql = "TRIGGER trigger Trigger triggers [TRIGGER".getBytes(StandardCharsets.UTF_8);
        SqlLexer.lex(sql, (token, start, end, lexer) -> seen.add(lexer.is("TRIGGER")));
        assertThat(seen).containsExactly(true, true, true, false, true);
    }
}
