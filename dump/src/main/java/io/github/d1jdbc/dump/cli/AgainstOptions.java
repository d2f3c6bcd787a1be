package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.dump.verify.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which database a dump is compared with, and what that may cost. */
final class AgainstOptions {

    @Option(
            names = "--against",
            paramLabel = "<database>",
            description = "Compare with a live database: a name, a UUID, a jdbc:d1: URL, or jdbc:sqlite:FILE.")
    @Nullable
    String against;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            description = "counts: schema and rows of each table; sums: also the bytes of texts and blobs; hash: every"
                    + " value (default). All read each row once.")
    Level level = Level.HASH;

    @Option(
            names = "--max-rows-read",
            paramLabel = "N",
            description = "Do not read more rows of the database, which D1 bills (2000000).")
    long maxRowsRead = 2_000_000;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask before the rows are read.")
    boolean yes;
}
