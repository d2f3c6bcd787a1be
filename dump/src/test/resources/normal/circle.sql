CREATE TABLE team(name TEXT PRIMARY KEY, lead INTEGER REFERENCES person(id)) WITHOUT ROWID;
INSERT INTO "team" ("name","lead") VALUES('a',2);
INSERT INTO "team" ("name","lead") VALUES('b',NULL);
CREATE TABLE person(id INTEGER PRIMARY KEY, team TEXT REFERENCES team(name));
INSERT INTO "person" ("id","team") VALUES(1,'a');
INSERT INTO "person" ("id","team") VALUES(2,'b');
CREATE TABLE note(of INTEGER REFERENCES person(id), t TEXT);
INSERT INTO "note" ("of","t") VALUES(1,'n');
