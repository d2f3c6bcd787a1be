package io.github.d1jdbc.dump;

/**
 * Something in a dump that matters to D1's import, once a kind and object. Immutable.
 *
 * @param kind what it is
 * @param object the table, index, statement or function concerned
 * @param count how often it was seen
 * @param offset byte in the uncompressed dump where it was first seen
 * @param line line where it was first seen
 * @param message one sentence for people, without the place
 */
public record Finding(Kind kind, String object, long count, long offset, long line, String message) {

    /** What can be found. D1's limits: developers.cloudflare.com/d1/platform/limits. */
    public enum Kind {
        /** Rows of a table come while a table that they refer to is not there. */
        CHILD_BEFORE_PARENT(true),
        /** A foreign key refers to columns on which no unique key is there yet. */
        PARENT_KEY_NOT_UNIQUE(true),
        /** A trigger is made before the table or view that it watches. */
        TRIGGER_BEFORE_TABLE(true),
        /** An index is made before its table. */
        INDEX_BEFORE_TABLE(true),
        /** A statement is longer than 100,000 bytes. */
        STATEMENT_TOO_LONG(true),
        /** A value, or the values of a row together, are larger than 2,000,000 bytes. */
        ROW_TOO_LARGE(true),
        /** A comment at the end of a view or index swallows the semicolon. */
        SEMICOLON_IN_COMMENT(true),
        /** BEGIN, COMMIT, SAVEPOINT and the like. */
        TRANSACTION(true),
        /** A PRAGMA that D1 does not allow. */
        PRAGMA_REFUSED(true),
        /** A function that D1 does not have, such as unistr. */
        FUNCTION_REFUSED(true),
        /** A value that is no SQL, such as a date without quotes. */
        VALUE_NOT_SQL(true),
        /** The bare word Infinity. */
        BARE_INFINITY(true),
        /** A NUL byte, at which SQLite stops reading. */
        NUL(true),
        /** A statement that no dump of D1 has, such as ATTACH; this tool runs none of them either. */
        STATEMENT_NOT_ALLOWED(true),
        /** An object in the temporary schema. */
        TEMPORARY(true),
        /** A table or rows that belong to a virtual table, which makes them itself. */
        SHADOW_TABLE(true),
        /** A virtual table of a module that D1 does not have. */
        MODULE_UNKNOWN(true),
        /** More than 100 columns. */
        TOO_MANY_COLUMNS(true),
        /** A name that D1 or SQLite keeps for itself. */
        RESERVED_NAME(true),
        /** A name that is there already. */
        DUPLICATE_NAME(true),
        /** A row has more or fewer values than columns. */
        WRONG_CELL_COUNT(true),
        /** The dump is larger than 5 GiB, the most that one import takes. */
        DUMP_TOO_LARGE(true),
        /** Rows of a table that the dump does not make: the target must have it. */
        NEEDS_TABLE(false),
        /** A value that only the database can compute. */
        COMPUTED_VALUE(false),
        /** Rows that are replaced or left out when they are there already. */
        CONFLICT_CLAUSE(false),
        /** There were more kinds of trouble than are listed. */
        MORE(false);

        private final boolean refusal;

        Kind(boolean refusal) {
            this.refusal = refusal;
        }

        /** Whether D1 would not import the dump because of it. */
        public boolean refusal() {
            return refusal;
        }
    }
}
