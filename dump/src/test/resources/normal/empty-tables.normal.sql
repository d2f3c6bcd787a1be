PRAGMA defer_foreign_keys=TRUE;
CREATE TABLE IF NOT EXISTS "Quoted Name"(a);
CREATE TABLE "Ä"(a);
CREATE TABLE "ä"(a);
INSERT INTO "Ä" ("a") VALUES(1);
INSERT INTO "ä" ("a") VALUES(2);
