package io.github.d1jdbc.sql;

/** What a statement does, as far as its words tell. */
public enum SqlKind {
    /** SELECT, VALUES, or WITH … SELECT. */
    SELECT,
    /** EXPLAIN or EXPLAIN QUERY PLAN of anything. */
    EXPLAIN,
    /** A PRAGMA that only reads. */
    PRAGMA_READ,
    /** A PRAGMA that sets something; on D1 some outlive the request. */
    PRAGMA_WRITE,
    /** INSERT, also behind WITH. */
    INSERT,
    /** REPLACE, the same as INSERT OR REPLACE. */
    REPLACE,
    /** UPDATE, also behind WITH. */
    UPDATE,
    /** DELETE, also behind WITH. */
    DELETE,
    /** CREATE, DROP, ALTER, REINDEX, ANALYZE, VACUUM. */
    DDL,
    /** BEGIN, COMMIT, END, ROLLBACK, SAVEPOINT, RELEASE: D1 refuses them all. */
    TRANSACTION,
    /** ATTACH or DETACH: D1 refuses both. */
    ATTACH,
    /** Anything else; the server has the last word. */
    OTHER;

    /** Whether a statement of this kind can change nothing, so that it may be sent again. */
    public boolean reads() {
        return this == SELECT || this == EXPLAIN || this == PRAGMA_READ;
    }

    /** Whether {@code changes()} counts its rows. */
    public boolean changesRows() {
        return this == INSERT || this == REPLACE || this == UPDATE || this == DELETE;
    }
}
