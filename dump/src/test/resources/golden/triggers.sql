CREATE TRIGGER a AFTER UPDATE OF x, "on", [y z] ON "t a" WHEN NEW.x IS NOT OLD.x
BEGIN
  -- a comment; END;
  UPDATE t SET x = CASE WHEN NEW.x THEN CASE NEW.y WHEN 1 THEN 'END;' END ELSE 3 END;
  SELECT 'begin', "end", `end`, [end] ; /* END; */
  INSERT INTO log VALUES('x;');
END;
create temp trigger if not exists main.b instead of insert on v begin select case when 1 then 2 end; end;
CREATE TRIGGER c BEFORE DELETE ON t FOR EACH ROW BEGIN DELETE FROM u WHERE id = OLD.id; END -- done;
;
CREATE TRIGGER d AFTER INSERT ON t BEGIN SELECT raise(ABORT, 'no; END;'); END;
CREATE VIEW end AS SELECT 1;
EXPLAIN CREATE TRIGGER e AFTER INSERT ON t BEGIN SELECT 1; END;
INSERT INTO t VALUES(1);
