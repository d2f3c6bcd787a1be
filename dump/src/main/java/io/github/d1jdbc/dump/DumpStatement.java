package io.github.d1jdbc.dump;

import org.jspecify.annotations.Nullable;

/**
 * One statement of a dump, or one row of it, typed. All but {@link InsertRow} are immutable and may be kept; names have
 * their quotes taken off.
 */
public sealed interface DumpStatement
        permits InsertRow,
                DumpStatement.Create,
                DumpStatement.Pragma,
                DumpStatement.DeleteFromSequence,
                DumpStatement.Analyze,
                DumpStatement.Transaction,
                DumpStatement.InsertOther,
                DumpStatement.Other {

    /** The statement as it stands in the dump. */
    StatementSource source();

    /** Offset of its first byte in the uncompressed dump, from 0. */
    default long offset() {
        return source().offset();
    }

    /** Line of its first byte, from 1. */
    default long line() {
        return source().line();
    }

    /** Which statement of the dump it is, from 1. */
    default long number() {
        return source().number();
    }

    /** Its length in bytes, without the semicolon. */
    default int length() {
        return source().length();
    }

    /** Its text without the semicolon; bytes that are no UTF-8 become U+FFFD. */
    default String text() {
        return source().text();
    }

    /** A statement that makes something with a name. */
    sealed interface Create extends DumpStatement {
        /** The schema before the dot, {@code null} where there is none. */
        @Nullable
        String schema();

        /** What is made. */
        String name();

        /** Whether it is made only if it is not there yet. */
        boolean ifNotExists();
    }

    /** CREATE TABLE; its columns and keys are in {@link TableDefinition}. */
    record CreateTable(
            StatementSource source, @Nullable String schema, String name, boolean ifNotExists, boolean temporary)
            implements Create {}

    /** CREATE VIRTUAL TABLE … USING module. */
    record CreateVirtualTable(
            StatementSource source, @Nullable String schema, String name, boolean ifNotExists, String module)
            implements Create {}

    /** CREATE INDEX. */
    record CreateIndex(
            StatementSource source,
            @Nullable String schema,
            String name,
            boolean ifNotExists,
            String table,
            boolean unique)
            implements Create {}

    /** CREATE VIEW. */
    record CreateView(
            StatementSource source, @Nullable String schema, String name, boolean ifNotExists, boolean temporary)
            implements Create {}

    /** CREATE TRIGGER; {@code table} is the table or view that it watches. */
    record CreateTrigger(
            StatementSource source,
            @Nullable String schema,
            String name,
            boolean ifNotExists,
            boolean temporary,
            String table,
            boolean insteadOf)
            implements Create {}

    /** PRAGMA; the name is in lower case, the value as it is written, empty where there is none. */
    record Pragma(StatementSource source, String name, String value) implements DumpStatement {}

    /**
     * {@code DELETE FROM sqlite_sequence}, which empties the counters of AUTOINCREMENT before their rows come.
     *
     * @param ofAll false where {@code WHERE name = 'table'} follows
     */
    record DeleteFromSequence(StatementSource source, boolean ofAll) implements DumpStatement {}

    /** ANALYZE; {@code target} is what follows it, empty where nothing does. */
    record Analyze(StatementSource source, String target) implements DumpStatement {}

    /** BEGIN, COMMIT, END, ROLLBACK, SAVEPOINT or RELEASE; {@code verb} is that word. */
    record Transaction(StatementSource source, String verb) implements DumpStatement {}

    /** An INSERT or REPLACE that does not consist of rows of values: INSERT … SELECT, an upsert, RETURNING. */
    record InsertOther(StatementSource source, @Nullable InsertTarget target) implements DumpStatement {}

    /** Anything else; {@code verb} is its first word in upper case, empty where it begins with none. */
    record Other(StatementSource source, String verb) implements DumpStatement {}
}
