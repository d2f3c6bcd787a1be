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

/** The scan that passes over plain rows sees, however the dump is cut, what the lexer sees alone. */
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
    /** The texts of replace() and what stands around them. */
    private static final String[] TEXTS = {
        "a\\nb",
        "a\\nb\\nc",
        "a\\r\\nb",
        "a\\r\\nb\\r",
        "\\n",
        "\\''n it''s\\n",
        "''''\\r''",
        "\\\\n\\",
        "no mark",
        "",
        "café 🚚\\n",
        "\uFFFD\\n\\n",
        "nul\u0000\\n",
        "open',\\n",
        "x".repeat(4_094) + "\\n",
        "x".repeat(4_093) + "\\n",
        "''".repeat(4_094) + "\\n",
        "''".repeat(4_093) + "\\n",
        "\\n" + "y".repeat(4_100),
        "z".repeat(4_100) + "\\r",
        "z".repeat(4_100),
    };

    private static final String[] WRAPPERS = {
        "replace('%s','\\n',char(10))",
        "replace('%s','\\r',char(13))",
        "replace(replace('%s','\\r',char(13)),'\\n',char(10))",
        "replace(replace('%s','\\n',char(10)),'\\r',char(13))",
        "replace(replace('%s','\\r',char(13)),'\\r',char(13))",
        "replace(replace(replace('%s','\\r',char(13)),'\\n',char(10)),'\\n',char(10))",
        "REPLACE('%s','\\n',char(10))",
        "replace ('%s','\\n',char(10))",
        "replace('%s', '\\n',char(10))",
        "replace('%s','\\012',char(10))",
        "replace('%s','\\n',char(13))",
        "replace('%s','\\n',char(10)",
        "replace('%s','\\n',char(10)))",
        "replace('%s','\\n',char(10))x",
        "replace('%s','\\n')",
        "replace('%s')",
        "replace(1,'%s','\\n')",
        "replacement('%s','\\n',char(10))",
        "concat(replace('%s','\\n',char(10)),'\\n\\n')",
        "'%s',replace(NULL,'b','c'),'d\\n\\n'",
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
        for (int round = 0; round < 2_500; round++) {
            byte[] dump = dump(random);
            Seen slow = scan(new DumpScan(false), dump, random, dump.length);
            for (int longest : new int[] {dump.length, 200, 1}) {
                assertThat(scan(new DumpScan(), dump, random, longest))
                        .as("seed 53, round %d, pieces of %d", round, longest)
                        .isEqualTo(slow);
            }
        }
    }

    @Test
    void aCutAnywhereChangesNothing() {
        StringBuilder sql = new StringBuilder("CREATE TABLE t(a,b);\n");
        for (String cell : CELLS)
            sql.append(PREFIXES[0])
                    .append("1,2);\n")
                    .append(PREFIXES[0])
                    .append(cell)
                    .append(",'');\n");
        for (String wrapper : WRAPPERS) {
            for (String text : List.of("it''s\\n", "é\\n\\r", "\\n\\n")) {
                sql.append(PREFIXES[0]).append(wrapper.replace("%s", text)).append(",0);\n");
            }
        }
        byte[] dump = sql.toString().getBytes(StandardCharsets.UTF_8);
        DumpScan slow = new DumpScan(false);
        slow.feed(dump, 0, dump.length);
        slow.finish();
        Seen seen = Seen.of(slow);
        for (int cut = 0; cut <= dump.length; cut++) {
            DumpScan scan = new DumpScan();
            scan.feed(dump, 0, cut);
            scan.feed(dump, cut, dump.length - cut);
            scan.finish();
            assertThat(Seen.of(scan)).as("cut at %d", cut).isEqualTo(seen);
        }
    }

    private static Seen scan(DumpScan scan, byte[] dump, Random random, int longest) {
        for (int at = 0; at < dump.length; ) {
            int n = Math.min(longest == dump.length ? longest : 1 + random.nextInt(longest), dump.length - at);
            scan.feed(dump, at, n);
            at += n;
        }
        scan.finish();
        return Seen.of(scan);
    }

    private static String cell(Random random, boolean odd) {
        if (random.nextInt(4) > 0) return CELLS[random.nextInt(odd ? CELLS.length : 11)];
        String text = TEXTS[random.nextInt(odd ? TEXTS.length : 10)];
        return WRAPPERS[random.nextInt(odd ? WRAPPERS.length : 3)].replace("%s", text);
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
                sql.append(cell(random, random.nextInt(oddity) == 0));
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
