PRAGMA defer_foreign_keys=TRUE;
CREATE TABLE grandchild(id INTEGER PRIMARY KEY, c TEXT REFERENCES Child);
CREATE TABLE Child(k TEXT PRIMARY KEY, a, b, FOREIGN KEY(a,b) REFERENCES "the parent"(p,q));
CREATE TABLE "the parent"(p, q, UNIQUE(q,p));
CREATE TABLE lonely(a);
INSERT INTO "the parent" ("p","q") VALUES(1,2);
INSERT INTO "Child" ("k","a","b") VALUES('x',1,2);
INSERT INTO "grandchild" ("id","c") VALUES(1,'x');
INSERT INTO "lonely" ("a") VALUES(1);
