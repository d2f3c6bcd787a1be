PRAGMA ignore_check_constraints=ON;
PRAGMA defer_foreign_keys=TRUE;
CREATE TABLE t(a CHECK(a > 0));
INSERT INTO "t" ("a") VALUES(0);
