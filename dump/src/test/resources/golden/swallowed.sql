PRAGMA defer_foreign_keys=TRUE;
CREATE TABLE t(a);
CREATE INDEX i ON t(a) -- by a;
CREATE VIEW v AS SELECT a -- one;
FROM t -- two; ;
CREATE VIEW w AS SELECT (SELECT a -- in parentheses;
) FROM t;
CREATE TRIGGER g AFTER INSERT ON t BEGIN
  SELECT 1; -- inside;
  INSERT INTO t VALUES(2);
END;
CREATE VIEW y AS SELECT 1 -- three;
-- four
INSERT INTO t VALUES(1);
CREATE VIEW z AS SELECT 1 -- last; 