PRAGMA defer_foreign_keys=TRUE;
CREATE TABLE t(
  a TEXT -- note;
);
INSERT INTO "t" ("a") VALUES('one
two');
INSERT INTO "t" ("a") VALUES('');
CREATE VIEW v AS SELECT a FROM t -- end;
CREATE VIEW w AS SELECT 1;
