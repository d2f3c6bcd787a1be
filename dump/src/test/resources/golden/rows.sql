INSERT INTO t VALUES(1,'a'),(2,'b'),
(3,'c') , -- a comment
(4,'d;'), /* ( */ (5,replace('e\n','\n',char(10)));
INSERT INTO t VALUES(6,'f'),(7,'g');
INSERT INTO t VALUES(6,'f'),(7,g);
INSERT OR IGNORE INTO main.t (a, "b c", [d], `e`, 'f') VALUES (1,2,3,4,5);
REPLACE INTO "t" VALUES(1);
insert or replace into t(a)values(1);
INSERT INTO t(a) VALUES(1) ON CONFLICT DO NOTHING;
INSERT INTO t(a) VALUES(1) RETURNING a;
INSERT INTO t AS u VALUES(1);
INSERT INTO t SELECT * FROM u;
INSERT INTO t DEFAULT VALUES;
INSERT INTO t VALUES(1,,2);
INSERT INTO t VALUES();
INSERT INTO t VALUES(1)(2);
INSERT INTO t VALUES(1),;
INSERT INTO t(a,) VALUES(1);
INSERT INTO t() VALUES(1);
INSERT INTO
  t -- where
  (a /* which */)
VALUES
  ( 1 /* what */ ) ;
INSERT INTO t VALUES(max(1,2),(3,4),'x');
INSERT t VALUES(1);
INSERT OR INTO t VALUES(1);
