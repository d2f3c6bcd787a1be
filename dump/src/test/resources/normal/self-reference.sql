CREATE TABLE node(id INTEGER PRIMARY KEY, up INTEGER REFERENCES node(id), name TEXT);
INSERT INTO "node" ("id","up","name") VALUES(1,4,'leaf');
INSERT INTO "node" ("id","up","name") VALUES(2,NULL,'root'),(3,2,'branch'),(4,3,'twig');
INSERT INTO node VALUES(5,6,'circle'),(6,5,'circle'),(7,'5','behind');
