package io.github.d1jdbc;

import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpResult;
import io.github.d1jdbc.export.ImportOptions;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a connection to D1 can do beyond {@code java.sql}; {@code connection.unwrap(D1Connection.class)} gives it
 * through any pool. Like any JDBC connection it is for one thread at a time; only {@code abort} and the
 * {@code cancel} of its statements may come from another.
 */
public sealed interface D1Connection extends Connection permits JdbcConnection {

    /** The UUID of the database. */
    String databaseId();

    /** The name of the database. */
    String databaseName();

    /**
     * Exports the database into a file, which is there only once it is complete, checked and synced.
     *
     * <p>D1 answers nobody else while it writes the dump (D1 API, "Export D1 Database As SQL"). An interrupt of the
     * thread ends the export; D1 frees the database when it is no longer asked for it.
     *
     * @throws SQLException when there is no complete file; the target is then as it was before
     */
    DumpResult exportTo(Path target, DumpOptions options) throws SQLException;

    /**
     * Exports the database into a stream, which is flushed and not closed.
     *
     * @throws SQLException after which what the stream has taken must be thrown away
     */
    DumpResult exportTo(OutputStream out, DumpOptions options) throws SQLException;

    /**
     * Has D1 import a file of plain SQL of at most 5 GiB: it is uploaded to a signed URL and run by D1, as one that is
     * undone when a statement fails (D1 API, "Import SQL into your D1 Database").
     *
     * <p>D1 answers nobody else while it runs the file, and goes on when this thread is interrupted or the program
     * ends. Statements over 100,000 bytes, BEGIN and most PRAGMAs are refused by it.
     *
     * @throws SQLException with SQLState 08007 when it is not known whether the file was imported, 57P04 when the
     *     thread was interrupted (the message says whether D1 may have begun); with any other one nothing was imported
     */
    Imported importFrom(Path file, ImportOptions options) throws SQLException;

    /**
     * What a complete import was. Immutable.
     *
     * @param bookmark the state after it in Time Travel's history, if D1 says it
     * @param bytes of the file
     * @param statements that D1 ran, if it says so
     * @param rowsWritten as D1 counts and bills them, if it says so
     * @param uploaded false where D1 had this very file already
     * @param duration from call to end
     */
    record Imported(
            Optional<String> bookmark,
            long bytes,
            OptionalLong statements,
            OptionalLong rowsWritten,
            boolean uploaded,
            Duration duration) {}

    /** Where the database stands now in Time Travel's history (D1 API, "Get D1 time travel bookmark"). */
    String bookmark() throws SQLException;
}
