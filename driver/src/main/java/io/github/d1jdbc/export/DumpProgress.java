package io.github.d1jdbc.export;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Is told how an export or import goes, on the thread that does it; what it throws ends it. */
@FunctionalInterface
public interface DumpProgress {

    /** Where an export or import stands. */
    enum Phase {
        /** The schema is looked at. */
        PREFLIGHT,
        /** Somebody else's export, or the rate limit, is waited for. */
        WAITING,
        /** D1 writes the dump; the database answers nobody else. */
        EXPORTING,
        /** The dump is downloaded; the database is free again. */
        DOWNLOADING,
        /** A dump is read and, for an import, rewritten where needed. */
        PREPARING,
        /** The file is uploaded; the database is not blocked yet. */
        UPLOADING,
        /** D1 runs the file; the database answers nobody else. */
        IMPORTING,
        /** What has come in is compared with the file. */
        CHECKING,
        /** Virtual tables are appended, the file is synced and moved. */
        FINISHING,
        /** The file is complete, or everything is in. */
        DONE
    }

    /**
     * One piece of news.
     *
     * @param phase where the export or import stands
     * @param message what D1 or this program says, if anything is new
     * @param bytes SQL bytes read, downloaded or uploaded so far
     * @param totalBytes SQL bytes in all, once they are known
     * @param parts parts that D1 says it has uploaded
     * @param elapsed since the beginning
     * @param bytesPerSecond of the download or upload so far, 0 before it
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
