PRAGMA defer_foreign_keys=TRUE;
CREATE TABLE t(a TEXT, b BLOB);
INSERT INTO "t" ("a","b") VALUES(CAST(X'610062' AS TEXT),X'00');
INSERT INTO "t" ("a","b") VALUES(CAST(X'fffe' AS TEXT),X'');
INSERT INTO "t" ("a","b") VALUES(CAST(X'6e000a' AS TEXT),NULL);
INSERT INTO "t" ("a","b") VALUES('😀',NULL);
