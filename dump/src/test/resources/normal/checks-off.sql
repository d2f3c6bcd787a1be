PRAGMA ignore_check_constraints=ON;
CREATE TABLE t(a CHECK(a > 0));
INSERT INTO "t" ("a") VALUES(0);
