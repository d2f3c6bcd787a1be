PRAGMA defer_foreign_keys=TRUE;
CREATE TABLE team(name TEXT PRIMARY KEY, lead INTEGER REFERENCES person(id)) WITHOUT ROWID;
CREATE TABLE person(id INTEGER PRIMARY KEY, team TEXT REFERENCES team(name));
CREATE TABLE note(of INTEGER REFERENCES person(id), t TEXT);
INSERT INTO "team" ("name","lead") VALUES('b',NULL);
INSERT INTO "person" ("id","team") VALUES(2,'b');
INSERT INTO "team" ("name","lead") VALUES('a',2);
INSERT INTO "person" ("id","team") VALUES(1,'a');
INSERT INTO "note" ("of","t") VALUES(1,'n');
