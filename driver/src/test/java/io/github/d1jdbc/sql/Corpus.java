package io.github.d1jdbc.sql;

import java.util.List;
import java.util.Random;

/** SQL that is awkward to cut: written by hand, and drawn from a seed. */
final class Corpus {

    static final List<String> SCRIPTS = List.of(
            "",
            ";",
            ";;SELECT 1;;",
            "SELECT 1",
            "SELECT 1 -- c",
            "-- lead\nSELECT 1",
            "/* a */ SELECT 1 /* ; */;",
            "SELECT ';' AS a; -- t;\nSELECT 2",
            "-- only a comment",
            "/* open",
            "/*/ not closed; */ SELECT 1; /**/;/***/SELECT 2",
            "SELECT 'open; SELECT 2",
            "SELECT \"open; SELECT 2",
            "SELECT [open; SELECT 2",
            "SELECT 'it''s; one', \"a\"\"b;c\", `x``;y`, [a;b], ''; SELECT ''''",
            "SELECT 'back\\'; SELECT 'n\\n'",
            "SELECT 1-- c\n-1; SELECT 4/2; SELECT 4-2; SELECT a->>'$.x' FROM t; SELECT 1 -",
            "SELECT X'00ff', x'', X '1', ax'1'; SELECT 0x1F, 1e5, 1.5e-3, .5, 1., 1e+2, a.b, 5.e",
            "CREATE TABLE q(a); CREATE TRIGGER qt AFTER INSERT ON q BEGIN UPDATE q SET a = CASE WHEN 1 THEN 2 ELSE 3 END; "
                    + "SELECT 1; END; INSERT INTO q VALUES(0); SELECT * FROM q",
            "CREATE TRIGGER qt2 AFTER INSERT ON q\r\nBEGIN\r\n SELECT 1;\r\nEND;\r\nSELECT 5",
            "create temp trigger a before delete on t begin select 'END;'; /* ; END ; */ select \"end\"; -- END;\nend /* c */ ; select 1",
            "CREATE TEMPORARY TRIGGER IF NOT EXISTS a AFTER UPDATE OF x ON t BEGIN DELETE FROM t;; END; SELECT 2",
            "CREATE TRIGGER t1 AFTER INSERT ON a BEGIN SELECT CASE WHEN CASE 1 WHEN 2 THEN 3 END THEN 4 END; END;"
                    + "CREATE TRIGGER t2 AFTER INSERT ON a BEGIN SELECT 1; END; SELECT 1",
            "EXPLAIN CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END; SELECT 2",
            "EXPLAIN QUERY PLAN CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END; SELECT 2",
            "CREATE TRIGGER never AFTER INSERT ON a BEGIN SELECT 1; SELECT 2",
            "CREATE TABLE trigger_log(a); CREATE VIEW v AS SELECT 'TRIGGER'; SELECT 1",
            "\uFEFFSELECT 1; \uFEFFSELECT 2; SELECT a\uFEFF",
            "\uFEFFCREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END; SELECT 2",
            "SELECT ?, ?2, :a, @b, $c, ?AND, :a, $n::m, $n::m(x), @ ; SELECT ':no', \"?\", [@n], `$n`, -- ?\n /* :n */ ?",
            "SELECT 'é😀', :größe, \"naïve\", é FROM ü; SELECT '€' || ?",
            "INSERT INTO t VALUES(1, 'a\u0000b', 'x\uFFFDy', replace('a\\r\\nb','\\r',char(13)))",
            "INSERT INTO \"t\" (\"a\",\"b\") VALUES(X'00ff',9e999);\nINSERT INTO \"t\" (\"a\",\"b\") VALUES(-1.5,NULL);",
            "PRAGMA defer_foreign_keys=TRUE;\nCREATE TABLE t(a) -- note;\n;\nCREATE INDEX i ON t(a)");

    private static final List<String> PIECES = List.of(
            "SELECT",
            "CREATE",
            "TRIGGER",
            "TEMP",
            "END",
            "end",
            "BEGIN",
            "CASE",
            "EXPLAIN",
            "x",
            "é",
            "1",
            "2.5e3",
            ";",
            ";",
            ";",
            " ",
            " ",
            "\n",
            "\r\n",
            "\t",
            ",",
            "(",
            ")",
            "-",
            "/",
            "*",
            "?",
            ":n",
            "'it''s'",
            "';'",
            "\"a;\"",
            "`b;`",
            "[c;]",
            "-- c;\n",
            "/* ; */",
            "CREATE TRIGGER t BEGIN SELECT 1; END;");

    /** Scripts of random pieces; the same for the same seed. */
    static String random(Random random) {
        StringBuilder sql = new StringBuilder();
        for (int left = random.nextInt(40); left > 0; left--) {
            sql.append(PIECES.get(random.nextInt(PIECES.size())));
            if (random.nextBoolean()) sql.append(' ');
        }
        return sql.toString();
    }

    private Corpus() {}
}
