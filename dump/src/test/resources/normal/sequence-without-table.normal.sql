PRAGMA defer_foreign_keys=TRUE;
CREATE TABLE t(a);
INSERT INTO "t" ("a") VALUES(1);
