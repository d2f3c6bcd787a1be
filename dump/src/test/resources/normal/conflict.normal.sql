PRAGMA defer_foreign_keys=TRUE;
CREATE TABLE t(a PRIMARY KEY, b);
INSERT OR IGNORE INTO "t" ("b","a") VALUES(1,2);
INSERT OR REPLACE INTO "t" ("a","b") VALUES(2,3);
INSERT INTO "t" ("rowid","a") VALUES(9,5);
