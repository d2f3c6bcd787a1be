PRAGMA defer_foreign_keys=TRUE;
CREATE TABLE d1_migrations(
		id         INTEGER PRIMARY KEY AUTOINCREMENT,
		name       TEXT UNIQUE,
		applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
);
INSERT INTO d1_migrations VALUES(1,'0001_init.sql','2024-05-01 10:00:00');
INSERT INTO d1_migrations VALUES(2,'0002; more.sql','2024-05-02 10:00:00');
CREATE TABLE m (v REAL, w);
INSERT INTO m VALUES(Infinity,-Infinity);
INSERT INTO "m" VALUES(1,X'f');
INSERT INTO `m` VALUES(2024-01-01,ERROR);
INSERT INTO [m] VALUES('x',X'0f');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('d1_migrations',2);
