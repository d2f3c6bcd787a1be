PRAGMA defer_foreign_keys=TRUE;
CREATE TABLE node(id INTEGER PRIMARY KEY, up INTEGER REFERENCES node(id), name TEXT);
INSERT INTO "node" ("id","up","name") VALUES(2,NULL,'root');
INSERT INTO "node" ("id","up","name") VALUES(3,2,'branch');
INSERT INTO "node" ("id","up","name") VALUES(4,3,'twig');
INSERT INTO "node" ("id","up","name") VALUES(1,4,'leaf');
INSERT INTO "node" ("id","up","name") VALUES(5,6,'circle');
INSERT INTO "node" ("id","up","name") VALUES(6,5,'circle');
INSERT INTO "node" ("id","up","name") VALUES(7,'5','behind');
