package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.export.DumpResult.LargestStatement;
import io.github.d1jdbc.export.DumpResult.Warning;
import io.github.d1jdbc.internal.export.ScannedSchema.Created;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Fed byte by byte, the scan sees every statement through the lexer; fed in large chunks, it passes over most. */
class DumpScanFuzzTest {

    private static final String[] PREFIXES = {
        "INSERT INTO \"t\" (\"a\",\"b\") VALUES(",
        "INSERT INTO \"t\" (\"a\",\"b\") VALUES (",
        "INSERT INTO t VALUES(",
        "INSERT INTO \"u\" VALUES(",
        "insert or replace into u values /* ; */ (",
        "INSERT INTO ft(ft) VALUES(",
        "INSERT INTO main.t(a) VALUES(",
        "INSERT INTO t SELECT (",
    };
    private static final String[] CELLS = {
        "NULL",
        "1",
        "-2",
        "1.5",
        "-1e-7",
        "1e+21",
        "9007199254740993",
        "123456789012345",
        "1234567890123456",
        "''",
        "'plain text of some length'",
        "'it''s; '",
        "'''",
        "'café 🚚 naïve'",
        "'\uFFFD'",
        "'！full width'",
        "'a\u0000b'",
        "'line\nend'",
        "X'00ff'",
        "X''",
        "x'00'",
        "X'zz'",
        "Infinity",
        "-Infinity",
        "replace('a\\nb\\n','\\n',char(10))",
        "(1)",
        " 1",
        "'open",
        "1.5.3",
        "--",
        "/*",
        "NULLIF(1,2)",
        "true",
        "\"q\"",
        "1e",
        "-",
        "",
        "'); INSERT'",
    };
    private static final String[] ENDS = {
        ");\n", ");\n", ");\n", ");\n", ");", ") ;\n", "),(2);\n", ");\r\n", "); -- c\n", ")\n"
    };
    private static final String[] OTHERS = {
        "CREATE TABLE t(a,b REFERENCES u(x));\n",
        "CREATE TABLE u(x);\n",
        "CREATE VIRTUAL TABLE ft USING fts5(a);\n",
        "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO \"t\" (\"a\",\"b\") VALUES(1,2); END;\n",
        "CREATE VIEW v AS SELECT 1 -- c;\n",
        "DELETE FROM sqlite_sequence;\n",
        ";\n",
        "\n",
    };

    private record Seen(
            long statements,
            Map<String, Long> rows,
            List<Warning> warnings,
            List<String> obstacles,
            LargestStatement largest,
            List<Created> created,
            boolean incomplete) {

        static Seen of(DumpScan scan) {
            Map<String, Long> rows = new LinkedHashMap<>();
            scan.schema().tables().forEach((name, table) -> rows.put(name, table.rows()));
            return new Seen(
                    scan.statements(),
                    rows,
                    scan.schema().warnings(),
                    scan.obstacles(),
                    scan.largest(),
                    new ArrayList<>(scan.schema().created()),
                    scan.incomplete());
        }
    }

    @Test
    void passingOverPlainRowsSeesWhatTheLexerSees() {
        Random random = new Random(53);
        for (int round = 0; round < 4_000; round++) {
            byte[] dump = dump(random);
            Seen slow = scan(dump, random, 1);
            assertThat(scan(dump, random, dump.length))
                    .as("seed 53, round %d", round)
                    .isEqualTo(slow);
            assertThat(scan(dump, random, 200))
                    .as("seed 53, round %d, in pieces", round)
                    .isEqualTo(slow);
        }
    }

    private static Seen scan(byte[] dump, Random random, int longest) {
        DumpScan scan = new DumpScan();
        for (int at = 0; at < dump.length; ) {
            int n = Math.min(longest == dump.length ? longest : 1 + random.nextInt(longest), dump.length - at);
            scan.feed(dump, at, n);
            at += n;
        }
        scan.finish();
        return Seen.of(scan);
    }

    private static byte[] dump(Random random) {
        StringBuilder sql = new StringBuilder();
        int oddity = 1 + random.nextInt(30); // few odd statements in some dumps, many in others
        String prefix = PREFIXES[0];
        for (int i = random.nextInt(25); i >= 0; i--) {
            if (random.nextInt(oddity) == 0) {
                sql.append(OTHERS[random.nextInt(OTHERS.length)]);
            }
            if (random.nextInt(oddity) == 0) prefix = PREFIXES[random.nextInt(PREFIXES.length)];
            sql.append(prefix);
            for (int cell = random.nextInt(4); cell >= 0; cell--) {
                sql.append(CELLS[random.nextInt(random.nextInt(oddity) == 0 ? CELLS.length : 11)]);
                if (cell > 0) sql.append(',');
            }
            sql.append(ENDS[random.nextInt(random.nextInt(oddity) == 0 ? ENDS.length : 3)]);
        }
        byte[] bytes = sql.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(3) > 0) return bytes;
        ByteArrayOutputStream damaged = new ByteArrayOutputStream();
        for (byte b : bytes) {
            if (random.nextInt(200) > 0) damaged.write(b);
            if (random.nextInt(200) == 0) damaged.write(random.nextInt(256));
        }
        return damaged.toByteArray();
    }
}
