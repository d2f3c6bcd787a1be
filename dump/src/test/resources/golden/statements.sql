-- A comment before anything; with a semicolon

/* a block comment; it
   has two lines */ PRAGMA foreign_keys=OFF;
PRAGMA main.user_version(7);PRAGMA table_list;
BEGIN TRANSACTION;
;;
  savepoint s; release s; COMMIT; END; rollback;
CREATE TEMP TABLE t1(a);CREATE TEMPORARY VIEW v1 AS SELECT 1;
create table if not exists main."t 2"(a);
CREATE TABLE t3 AS SELECT ';' AS x;
CREATE UNIQUE INDEX IF NOT EXISTS i ON t(a) WHERE a > ';';
CREATE VIEW main.v AS SELECT 'a;b', "c;d", `e;f`, [g;h] -- i;j
, 1 /* k;l */;
CREATE VIRTUAL TABLE IF NOT EXISTS r USING rtree(id, a, b);
DELETE FROM "sqlite_sequence"; DELETE FROM sqlite_sequence WHERE name = 'a'; DELETE FROM t;
ANALYZE; ANALYZE "sqlite_schema";
ATTACH 'x' AS y; DETACH y; VACUUM; UPDATE t SET a = 1; SELECT 1; WITH c AS (SELECT 1) INSERT INTO t SELECT * FROM c;
CREATE; CREATE TABLE; CREATE VIRTUAL TABLE x; "odd"; 'odd'; 12; X'00'; (SELECT 1); PRAGMA; EXPLAIN SELECT 1;
-- the last comment
