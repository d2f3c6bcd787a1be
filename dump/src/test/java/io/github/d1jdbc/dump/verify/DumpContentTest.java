package io.github.d1jdbc.dump.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.dump.DumpReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The text of a dump and a SQLite that has loaded it have the same sums. */
class DumpContentTest {

    @TempDir
    Path scratch;

    private static Map<String, String> ofText(String sql) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(sql.getBytes(UTF_8));
        try (DumpReader reader = DumpReader.open(in, "x.sql", DumpReader.Options.defaults())) {
            return DumpContent.sums(reader);
        }
    }

    private Map<String, String> same(String sql) throws IOException {
        Map<String, String> text = ofText(sql);
        Verification loaded = new Verifier(Verifier.Options.defaults().withScratch(scratch))
                .verify(new ByteArrayInputStream(sql.getBytes(UTF_8)), "x.sql", -1, Optional.empty());
        text.forEach((table, sum) -> assertThat(loaded.tables().stream()
                        .filter(one -> one.name().equals(table))
                        .findFirst()
                        .orElseThrow()
                        .hash()
                        .orElseThrow()
                        .sum())
                .as(table)
                .isEqualTo(sum));
        return text;
    }

    @Test
    void everyAffinityStoresAsSqliteDoes() throws IOException {
        StringBuilder sql = new StringBuilder("CREATE TABLE t(i INTEGER, r REAL, n NUMERIC, b BLOB, u, d DATE);\n");
        String[] numbers = {
            "1",
            "-1",
            "1.0",
            "0.5",
            "9007199254740993",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "9223372036854776000",
            "1e3",
            "1e18",
            "1e19",
            "1e21",
            "9e999",
            "-9e999",
            "-0.0",
            "5e-324",
            "9.223372036854775e18",
            "NULL",
            "X'00ff'",
            "X''",
            "'abc'",
            "''",
            "'2024-01-01'",
            "'1x'"
        };
        for (String number : numbers) {
            sql.append("INSERT INTO t VALUES(")
                    .append(String.join(",", java.util.Collections.nCopies(6, number)))
                    .append(");\n");
        }
        assertThat(same(sql.toString())).containsOnlyKeys("t");
    }

    @Test
    void randomNumbersInRandomColumnsAgree() throws IOException {
        Random random = new Random(1927);
        String[] types = {"INTEGER", "REAL", "NUMERIC", "", "BLOB", "DECIMAL(10,5)", "FLOAT", "BIGINT"};
        StringBuilder sql = new StringBuilder("CREATE TABLE t(" + String.join(",", columns(types)) + ");\n");
        for (int row = 0; row < 2_000; row++) {
            sql.append("INSERT INTO t VALUES(");
            for (int i = 0; i < types.length; i++) {
                String value = switch (random.nextInt(4)) {
                    case 0 -> Long.toString(random.nextLong() >> random.nextInt(63));
                    case 1 -> Double.toString(Double.longBitsToDouble(random.nextLong() & 0x7FEFFFFFFFFFFFFFL));
                    case 2 -> Double.toString((double) (random.nextLong() >> random.nextInt(63)));
                    default -> String.format(Locale.ROOT, "%.3f", random.nextGaussian());
                };
                sql.append(i > 0 ? "," : "").append(value);
            }
            sql.append(");\n");
        }
        assertThat(same(sql.toString())).hasSize(1);
    }

    private static String[] columns(String[] types) {
        String[] columns = new String[types.length];
        for (int i = 0; i < types.length; i++) columns[i] = "c" + i + " " + types[i];
        return columns;
    }

    @Test
    void namesKeysCountersAndGeneratedColumnsAgree() throws IOException {
        assertThat(same("""
                CREATE TABLE IF NOT EXISTS "Ünï ""q"" x"("größe x" TEXT, g AS (1), n INT);
                INSERT INTO "Ünï ""q"" x" ("n","größe x") VALUES(1,'a'),(2,NULL);
                CREATE TABLE au(id INTEGER PRIMARY KEY AUTOINCREMENT, v);
                INSERT INTO "au" VALUES(5,'x');
                CREATE TABLE wr(k TEXT PRIMARY KEY, v) WITHOUT ROWID;
                INSERT INTO wr VALUES('b',replace('a\\nb','\\n',char(10)));
                CREATE TABLE none(a);
                DELETE FROM sqlite_sequence;
                INSERT INTO "sqlite_sequence" VALUES('au',9);
                CREATE INDEX x ON wr(v);
                """))
                .containsOnlyKeys("Ünï \"q\" x", "au", "wr", "none", "sqlite_sequence")
                .containsEntry("none", ContentHash.EMPTY.sum());
    }

    @Test
    void whatOnlyADatabaseCanTellIsLeftOut() throws IOException {
        assertThat(same("""
                CREATE TABLE computed(a);
                INSERT INTO computed VALUES(abs(-1));
                CREATE TABLE defaulted(a, b DEFAULT 5);
                INSERT INTO defaulted(a) VALUES(1);
                CREATE TABLE numbered(id INTEGER PRIMARY KEY, v);
                INSERT INTO numbered VALUES(NULL,1);
                CREATE TABLE worded(a TEXT, b INTEGER);
                INSERT INTO worded VALUES(1,2);
                CREATE TABLE counted(b INTEGER);
                INSERT INTO counted VALUES(' 12 ');
                CREATE TABLE replaced(a UNIQUE);
                INSERT OR REPLACE INTO replaced VALUES(1);
                CREATE VIRTUAL TABLE ft USING fts5(a);
                INSERT INTO ft VALUES('x');
                CREATE TABLE fine(a);
                """)).containsOnlyKeys("fine");
    }
}
