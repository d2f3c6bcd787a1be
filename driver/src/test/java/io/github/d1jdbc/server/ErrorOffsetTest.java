package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.sql.SqlStatement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorOffsetTest {

    private static String of(String message, String sql) {
        return ErrorOffset.of(message, SqlStatement.split(sql).get(0));
    }

    // The offsets are those of the real engine; none where the token stands twice or SQLite knows none.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "near \"SELEC\": syntax error | SELEC 1 | 0",
                "near \"1\": syntax error | select 1 1 | -1",
                "unrecognized token: \"'abc\" | select 'abc | 7",
                "no such column: nope | SELECT nope FROM e | 7",
                "no such column: e.nope | SELECT e.nope FROM e | 7",
                "no such column: nope | SELECT 'é', nope | 13",
                "no such column: nope | UPDATE e SET nope = 1 | -1",
                "no such column: nope | UPDATE e SET a = 1, nope = 1 | -1",
                "no such column: nope | UPDATE e SET a = nope | 17",
                "no such column: nope | CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT nope; END | -1",
                "no such column: nope | CREATE INDEX i ON t(nope) | 20",
                "no such column: \"nope\" | alter table y drop column nope | 26",
                "ambiguous column name: x | SELECT 1 FROM a JOIN b ON x = 1 | -1",
                "ambiguous column name: id | SELECT id FROM a, b | 7",
                "no such function: nofunc | SELECT nofunc(1) | 7",
                "no such function: nofunc | SELECT nofunc, nofunc(1) | 15",
                "no such function: REGEXP | SELECT 'a' REGEXP 'b' | 11",
                "wrong number of arguments to function abs() | SELECT abs(1,2) | 7",
                "too many arguments on function max | SELECT max(1) | 7",
                "misuse of aggregate function count() | select 1 where count(*)>0 | 15",
                "table e already exists | CREATE TABLE e(a) | 13",
                "hex literal too big: 0xfffffffff000000001 | SELECT 1, 0xfffffffff000000001 | 10",
                "variable number must be between ?1 and ?100 | SELECT ?1, ?101 | 11",
                "no such table: nope | SELECT * FROM nope | -1",
                "incomplete input | SELECT 1 FROM | -1"
            })
    void offsetsOfWhatStandsOnce(String message, String sql, int offset) {
        assertThat(of(message, sql)).isEqualTo(offset < 0 ? "" : " at offset " + offset);
    }

    @Test
    void aNulEndsTheStatementForSqlite() {
        assertThat(of("unrecognized token: \"'a\"", "SELECT 'a\0b'")).isEqualTo(" at offset 7");
    }

    @Test
    void theHundredAndFirstVariableIsOneTooMany() {
        String sql = "SELECT " + "?,".repeat(100) + "?";
        assertThat(of("too many SQL variables", sql)).isEqualTo(" at offset 207");
    }
}
