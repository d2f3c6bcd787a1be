CREATE TABLE t(a);
INSERT INTO "t" ("a") VALUES(1);
DELETE FROM sqlite_sequence;
INSERT INTO "sqlite_sequence" ("name","seq") VALUES('gone',5);
