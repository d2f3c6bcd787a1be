PRAGMA defer_foreign_keys=TRUE;
CREATE TABLE doc(id INTEGER PRIMARY KEY, t TEXT);
CREATE VIRTUAL TABLE own USING fts5(title, body, tokenize='porter');
CREATE VIRTUAL TABLE outside USING fts5(t, content='doc', content_rowid='id');
CREATE VIRTUAL TABLE bare USING fts5(t, content='');
CREATE VIRTUAL TABLE box USING rtree(id, x0, x1, +label);
INSERT INTO "doc" ("id","t") VALUES(1,'hello world');
INSERT INTO "doc" ("id","t") VALUES(2,'it''s');
INSERT INTO "own" ("rowid","title","body") VALUES(5,'big','world of words');
INSERT INTO "own" ("rowid","title","body") VALUES(7,'a"b','line
two');
INSERT INTO "outside" ("outside") VALUES('rebuild');
INSERT INTO "box" ("id","x0","x1","label") VALUES(3,0.5,1.25,'three');
INSERT INTO "box" ("id","x0","x1","label") VALUES(4,-1.0000000150474662E30,2.0,NULL);
