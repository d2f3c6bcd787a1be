-- One of everything that metadata tells apart.
CREATE TABLE parent(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL DEFAULT 'x' COLLATE NOCASE,
  weight REAL CHECK (weight > 0),
  doubled INTEGER GENERATED ALWAYS AS (weight * 2) VIRTUAL,
  tripled INTEGER AS (weight * 3) STORED,
  UNIQUE (code, weight)
);
CREATE TABLE child(
  parent_id INTEGER REFERENCES parent ON DELETE CASCADE ON UPDATE SET DEFAULT DEFERRABLE INITIALLY DEFERRED,
  other, -- no type at all
  name VARCHAR(40),
  price DECIMAL(10, 2) DEFAULT 0.5,
  CONSTRAINT child_pk PRIMARY KEY (name, price),
  CONSTRAINT fk_other FOREIGN KEY (other) REFERENCES parent (id) ON DELETE SET NULL
);
CREATE TABLE "Two Keys"(
  l INT,
  k TEXT,
  lost REFERENCES nowhere,
  FOREIGN KEY (l, k) REFERENCES keyed (a, b) NOT DEFERRABLE,
  FOREIGN KEY (l, k) REFERENCES keyed DEFERRABLE INITIALLY IMMEDIATE,
  PRIMARY KEY (k, l)
) WITHOUT ROWID;
CREATE TABLE keyed(a INT, b TEXT, PRIMARY KEY (a, b));
CREATE TABLE strict_one(i INT, r REAL, t TEXT, b BLOB, a ANY, PRIMARY KEY (t)) STRICT;
CREATE TABLE types(
  id INTEGER PRIMARY KEY,
  c_int INT, c_integer INTEGER, c_tiny TINYINT, c_small SMALLINT, c_medium MEDIUMINT, c_big BIGINT,
  c_unsigned UNSIGNED BIG INT, c_int2 INT2, c_int8 INT8, c_int11 INT(11),
  c_character CHARACTER(20), c_varchar VARCHAR(255), c_varying VARYING CHARACTER(255), c_nchar NCHAR(55),
  c_native NATIVE CHARACTER(70), c_nvarchar NVARCHAR(100), c_text TEXT, c_clob CLOB, c_blob BLOB,
  c_real REAL, c_double DOUBLE, c_precision DOUBLE PRECISION, c_float FLOAT,
  c_numeric NUMERIC, c_numeric8 NUMERIC(8), c_decimal DECIMAL(10,5), c_boolean BOOLEAN, c_date DATE,
  c_datetime DATETIME DEFAULT CURRENT_TIMESTAMP, c_timestamp TIMESTAMP, c_time TIME, c_string STRING, c_json JSON,
  c_uuid UUID, c_binary BINARY(16), c_quoted "odd type" DEFAULT 'it''s'
);
CREATE TABLE desc_key(id INTEGER PRIMARY KEY DESC, note TEXT);
CREATE TABLE no_key(rowid TEXT, "order" INT UNIQUE NOT NULL);
CREATE INDEX by_expression ON parent(lower(code) COLLATE NOCASE, weight DESC) WHERE weight > 1 AND code <> 'a,b';
CREATE UNIQUE INDEX by_weight ON parent(weight);
CREATE INDEX by_text ON types(c_text COLLATE NOCASE ASC);
CREATE VIEW totals AS SELECT id, count(*) AS n, code, CAST(weight AS INT) AS w FROM parent;
CREATE VIRTUAL TABLE search USING fts5(title, body);
CREATE VIRTUAL TABLE area USING rtree(id, x0, x1);
