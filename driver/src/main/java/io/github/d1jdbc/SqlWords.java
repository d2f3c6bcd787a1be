package io.github.d1jdbc;

import java.util.Locale;
import java.util.Set;

/** The words of D1's SQL that tools ask for, as lists with commas. */
final class SqlWords {
    /** SQLite's keywords (sqlite.org/lang_keywords.html) that SQL:2003 does not reserve. */
    static final String KEYWORDS = "ABORT,ACTION,AFTER,ALWAYS,ANALYZE,ASC,ATTACH,AUTOINCREMENT,BEFORE,CASCADE,CONFLICT,"
            + "DATABASE,DEFERRABLE,DEFERRED,DESC,DETACH,DO,EXCLUDE,EXCLUSIVE,EXPLAIN,FAIL,FIRST,FOLLOWING,GENERATED,"
            + "GLOB,GROUPS,IF,IGNORE,IMMEDIATE,INDEX,INDEXED,INITIALLY,INSTEAD,ISNULL,KEY,LAST,LIMIT,MATERIALIZED,"
            + "NOTHING,NOTNULL,NULLS,OFFSET,OTHERS,PLAN,PRAGMA,PRECEDING,QUERY,RAISE,REGEXP,REINDEX,RENAME,REPLACE,"
            + "RESTRICT,RETURNING,TEMP,TEMPORARY,TIES,TRANSACTION,UNBOUNDED,VACUUM,VIEW,VIRTUAL";

    // Functions are those that D1 lets one call (workerd, ALLOWED_SQLITE_FUNCTIONS, and tried on the real engine):
    // SQLite also has ceiling, log10 and power, which D1 refuses.

    static final String NUMERIC_FUNCTIONS =
            "abs,acos,acosh,asin,asinh,atan,atan2,atanh,ceil,cos,cosh,degrees,exp,floor,ln,log,log2,max,min,mod,pi,pow,"
                    + "radians,random,round,sign,sin,sinh,sqrt,tan,tanh,trunc";

    static final String STRING_FUNCTIONS =
            "char,concat,concat_ws,format,glob,hex,instr,length,like,lower,ltrim,octet_length,printf,quote,replace,"
                    + "rtrim,substr,substring,trim,unhex,unicode,upper";

    static final String SYSTEM_FUNCTIONS = "changes,coalesce,ifnull,iif,last_insert_rowid,nullif,total_changes,typeof";

    static final String TIME_FUNCTIONS = "date,datetime,julianday,strftime,time,timediff,unixepoch";

    /** The other keywords, which a name must be quoted for too. */
    private static final Set<String> RESERVED = Set.of(("ADD,ALL,ALTER,AND,AS,BEGIN,BETWEEN,BY,CASE,CAST,CHECK,COLLATE,"
                    + "COLUMN,COMMIT,CONSTRAINT,CREATE,CROSS,CURRENT,CURRENT_DATE,CURRENT_TIME,CURRENT_TIMESTAMP,"
                    + "DEFAULT,DELETE,DISTINCT,DROP,EACH,ELSE,END,ESCAPE,EXCEPT,EXISTS,FILTER,FOR,FOREIGN,FROM,FULL,"
                    + "GROUP,HAVING,IN,INNER,INSERT,INTERSECT,INTO,IS,JOIN,LEFT,LIKE,MATCH,NATURAL,NO,NOT,NULL,OF,ON,"
                    + "OR,ORDER,OUTER,OVER,PARTITION,PRIMARY,RANGE,RECURSIVE,REFERENCES,RELEASE,RIGHT,ROLLBACK,ROW,"
                    + "ROWS,SAVEPOINT,SELECT,SET,TABLE,THEN,TO,TRIGGER,UNION,UNIQUE,UPDATE,USING,VALUES,WHEN,WHERE,"
                    + "WINDOW,WITH,WITHOUT")
            .split(",", -1));

    private static final Set<String> OWN = Set.of(KEYWORDS.split(",", -1));

    private SqlWords() {}

    /** Whether SQLite has this keyword, in any case. */
    static boolean isKeyword(String word) {
        String upper = upper(word);
        return RESERVED.contains(upper) || OWN.contains(upper);
    }

    /** A word as keywords are written, whatever the JVM's language. */
    static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
