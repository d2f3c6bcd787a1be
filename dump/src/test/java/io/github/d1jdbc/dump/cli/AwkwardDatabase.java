package io.github.d1jdbc.dump.cli;

import java.util.ArrayList;
import java.util.List;

/** Statements that fill a D1 with what dumps and comparisons stumble over. */
final class AwkwardDatabase {

    private AwkwardDatabase() {}

    static List<String> statements() {
        List<String> sql = new ArrayList<>(List.of(
                "CREATE TABLE i(id INTEGER PRIMARY KEY, v INTEGER, x)",
                "INSERT INTO i VALUES(1,9007199254740993,9007199254740993),(2,9223372036854775807,9223372036854775807),"
                        + "(3,-9223372036854775807-1,1234567890123456789),(4,-1,9007199254740991),(5,NULL,0)",
                "CREATE TABLE r(id INTEGER PRIMARY KEY, v REAL, n NUMERIC, x)",
                "INSERT INTO r VALUES(1,1.0,1.0,1.0),(2,0.1,0.1,0.1),(3,9e999,9e999,-9e999),(4,-0.0,1e21,1e19),"
                        + "(5,5e-324,123456789012345678.0,123456789012345678.0),(6,1.7976931348623157e308,3,1e300)",
                "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)",
                "INSERT INTO t VALUES(1,'a'||char(0)||'b'),(2,'back\\n and real'||char(10)||'line'),"
                        + "(3,'cr\\r'||char(13)||char(10)),(4,CAST(x'FFFE61' AS TEXT)),(5,'it''s \"q\" 😀 é'),(6,''),"
                        + "(7,'only \\n'),(8,char(65533)),(9,char(13)||'\\n')",
                "CREATE TABLE b(v BLOB, u)",
                "INSERT INTO b VALUES(x'00ff10',x''),(x'',NULL),('text in a blob column',x'00')",
                "CREATE TABLE keyed(k TEXT COLLATE NOCASE, n INTEGER, v, PRIMARY KEY(k COLLATE BINARY, n DESC)) WITHOUT ROWID",
                "INSERT INTO keyed WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x<300)"
                        + " SELECT substr('aAbB''é', x%6+1, 1), x/6, x FROM c",
                "INSERT INTO keyed VALUES('nul'||char(0),1,1),('nul',1,2),(CAST(x'FF' AS TEXT),1,3)",
                "CREATE TABLE plain(a, b TEXT)",
                "INSERT INTO plain WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x<1200)"
                        + " SELECT x%7, 'row '||x FROM c",
                "DELETE FROM plain WHERE b LIKE '%5'",
                "CREATE TABLE gen(a INTEGER, v AS (a*2), s AS (a*3) STORED, z TEXT)",
                "INSERT INTO gen(a,z) VALUES(1,'x'),(2,'y')",
                "CREATE TABLE \"Ünï \"\"q\"\" tab\"(\"größe x\" TEXT, [select] INTEGER, `it's` REAL)",
                "INSERT INTO \"Ünï \"\"q\"\" tab\" VALUES('a',1,1.5),('b',2,2.0)",
                "CREATE TABLE rid(rowid TEXT, a)",
                "INSERT INTO rid VALUES('z',1),('a',2)",
                "CREATE TABLE au(id INTEGER PRIMARY KEY AUTOINCREMENT, v)",
                "INSERT INTO au(v) VALUES('a'),('b')",
                "DELETE FROM au WHERE id=2",
                "CREATE TABLE st(a INTEGER, b ANY, c REAL) STRICT",
                "INSERT INTO st VALUES(1,1.0,2),(2,'1',2.5),(3,x'01',NULL)",
                "CREATE TABLE big(id INTEGER PRIMARY KEY, t TEXT, b BLOB)",
                "INSERT INTO big VALUES(1,replace(hex(zeroblob(950000)),'00','ab'),NULL),(2,NULL,zeroblob(1900000)),(3,'s',x'01')",
                "CREATE TABLE empty(a)",
                "CREATE INDEX plain_b ON plain(b)",
                "CREATE VIEW some AS SELECT * FROM plain WHERE a > 3 -- the upper half",
                "CREATE TRIGGER log AFTER INSERT ON au BEGIN INSERT INTO gen(a) VALUES(CASE WHEN 1 THEN 2 END); END"));
        StringBuilder wide = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (int i = 1; i <= 100; i++) {
            wide.append(i > 1 ? "," : "").append('c').append(i);
            values.append(i > 1 ? "," : "").append(i);
        }
        sql.add("CREATE TABLE wide(" + wide + ")");
        sql.add("INSERT INTO wide VALUES(" + values + "),(" + values + ")");
        return sql;
    }

    /** Virtual tables, which D1's own export refuses and ours appends. */
    static List<String> virtual() {
        return List.of(
                "CREATE VIRTUAL TABLE ft USING fts5(title, body)",
                "INSERT INTO ft(rowid,title,body) VALUES(3,'hello','big world'),(9,'x',NULL)",
                "CREATE VIRTUAL TABLE box USING rtree(id, x0, x1)",
                "INSERT INTO box VALUES(1,0.5,2.25),(2,-1,7)");
    }
}
