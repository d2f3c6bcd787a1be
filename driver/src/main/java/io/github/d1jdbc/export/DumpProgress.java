package io.github.d1jdbc.export;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Is told how an export goes, on the thread that exports; what it throws ends the export. */
@FunctionalInterface
public interface DumpProgress {

    /** Where an export stands. */
    enum Phase {
        /** The schema is looked at. */
        PREFLIGHT,
        /** Somebody else's export, or the rate limit, is waited for. */
        WAITING,
        /** D1 writes the dump; the database answers nobody else. */
        EXPORTING,
        /** The dump is downloaded; the database is free again. */
        DOWNLOADING,
        /** Virtual tables are appended, the file is synced and moved. */
        FINISHING,
        /** The file is complete. */
        DONE
    }

    /**
     * One piece of news.
     *
     * @param phase where the export stands
     * @param message what D1 or the exporter says, if anything is new
     * @param bytes SQL bytes downloaded so far
     * @param totalBytes SQL bytes in all, once they are known
     * @param parts parts that D1 says it has uploaded
     * @param elapsed since the export began
     * @param bytesPerSecond of the download so far, 0 before it
     */
    record Update(
            Phase phase,
            Optional<String> message,
            long bytes,
            OptionalLong totalBytes,
            int parts,
            Duration elapsed,
            double bytesPerSecond) {}

    /** Takes the news; called several times a second at most while bytes flow. */
    void update(Update update);
}
