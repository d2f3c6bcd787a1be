package io.github.d1jdbc.internal.ingest;

import io.github.d1jdbc.export.ImportOptions;
import io.github.d1jdbc.internal.DatabaseInfo;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.export.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Has D1 import files of SQL into one database (d1-facts 3). Threads may share one; every import stands for itself and
 * runs on the thread that calls.
 */
public final class Importer {

    /**
     * What a complete import was. Immutable.
     *
     * @param bookmark the state after it, or null where D1 does not say
     * @param bytes of the file
     * @param statements that D1 ran, -1 where it does not say
     * @param rowsWritten as D1 counts (and bills) them, -1 where it does not say
     * @param uploaded false where D1 had the file already
     */
    public record Imported(
            @Nullable String bookmark,
            long bytes,
            long statements,
            long rowsWritten,
            boolean uploaded,
            Duration duration) {}

    private final RestClient client;
    private final DatabaseInfo database;
    private final Ticker ticker;

    /** An importer with the system's clock. */
    public Importer(RestClient client, DatabaseInfo database) {
        this(client, database, Ticker.SYSTEM);
    }

    /** For tests, which pass the time. */
    Importer(RestClient client, DatabaseInfo database, Ticker ticker) {
        this.client = client;
        this.database = database;
        this.ticker = ticker;
    }

    /** Imports a file of plain SQL, and returns when everything is in. */
    public Imported run(Path file, ImportOptions options) throws RestException, ImportException {
        Objects.requireNonNull(options, "options");
        return new ImportRun(client, database, file, options, ticker).run();
    }
}
