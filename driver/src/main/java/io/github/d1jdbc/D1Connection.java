package io.github.d1jdbc;

import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpResult;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

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

    /** Where the database stands now in Time Travel's history (D1 API, "Get D1 time travel bookmark"). */
    String bookmark() throws SQLException;
}
