package io.github.d1jdbc.internal.schema;

import org.jspecify.annotations.Nullable;

/**
 * A column of a table or view. Immutable.
 *
 * @param type the type as it was declared, {@code DECIMAL(10,2)} for instance; empty where none was
 * @param notNull whether it was declared NOT NULL or is so by a rule of SQLite's (a key WITHOUT ROWID or STRICT)
 * @param defaultValue the SQL of its default as it was written, or null
 * @param keySequence its place in the primary key from 1, or 0
 * @param rowidAlias whether it is the rowid under another name
 * @param collation its COLLATE in upper case, BINARY where there is none
 */
public record Column(
        String name,
        String type,
        Affinity affinity,
        Kind kind,
        boolean notNull,
        @Nullable String defaultValue,
        int keySequence,
        boolean rowidAlias,
        String collation) {

    /** Where its values come from (the column {@code hidden} of sqlite.org/pragma.html#pragma_table_xinfo). */
    public enum Kind {
        ORDINARY,
        /** A virtual table's that {@code SELECT *} leaves out, such as FTS5's {@code rank}. */
        HIDDEN,
        /** GENERATED ALWAYS … VIRTUAL. */
        VIRTUAL,
        /** GENERATED ALWAYS … STORED. */
        STORED
    }

    /** A table's rowid under one of its own names. */
    public static Column rowid(String name) {
        return new Column(name, "INTEGER", Affinity.INTEGER, Kind.HIDDEN, false, null, 0, true, "BINARY");
    }

    /** The same column of a table whose rowid it is. */
    Column asRowid() {
        return new Column(name, type, affinity, kind, notNull, defaultValue, keySequence, true, collation);
    }

    /** Whether an expression makes its values, so that nobody may write them. */
    public boolean generated() {
        return kind == Kind.VIRTUAL || kind == Kind.STORED;
    }

    /** Whether it can hold no NULL: a rowid takes a number where NULL is inserted. */
    public boolean neverNull() {
        return notNull || rowidAlias;
    }

    /** Whether a row that gives it no value gets the next number; AUTOINCREMENT only changes which (sqlite.org/faq.html#q1). */
    public boolean autoincrement() {
        return rowidAlias;
    }
}
