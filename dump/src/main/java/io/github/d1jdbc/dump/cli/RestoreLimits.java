package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.dump.restore.RestoreOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How far a restore may go, and where its files are. */
final class RestoreLimits {

    @Option(
            names = "--max-rows-written",
            paramLabel = "N",
            description = "Stop before the first write if more rows, index entries included, would be written by the"
                    + " estimate. Default: 80,000, because a Free account may write 100,000 a day.")
    long maxRowsWritten = RestoreOptions.DEFAULT_ROWS_WRITTEN;

    @Option(
            names = "--accept-downtime",
            description = "Restore a dump that needs several imports (more than 5 GiB), which are not atomic together.")
    boolean acceptDowntime;

    @Option(names = "--max-part-bytes", paramLabel = "N", hidden = true)
    long maxPartBytes = RestoreOptions.defaults().maxPartBytes();

    @Option(
            names = "--scratch",
            paramLabel = "DIR",
            description = "Folder for the rewritten dump, about three times its uncompressed size. Default: the"
                    + " system's folder for temporary files.")
    @Nullable
    Path scratch;

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description = "Where the way back is noted before the first write; removed when all is done. Default: a"
                    + " new file beside the dump.")
    @Nullable
    Path journal;

    @Option(names = "--deadline", paramLabel = "D", description = "Give up waiting for one import. Default: 2h.")
    Duration deadline = RestoreOptions.defaults().deadline();

    @Option(
            names = "--lock-wait",
            paramLabel = "D",
            description = "How long to wait for an export or import that somebody else has running. Default: 2m.")
    Duration lockWait = RestoreOptions.defaults().lockWait();

    /** The options with these limits. */
    RestoreOptions applyTo(RestoreOptions options) throws CommandException {
        try {
            RestoreOptions limited = options.withMaxRowsWritten(maxRowsWritten)
                    .withAcceptDowntime(acceptDowntime)
                    .withMaxPartBytes(maxPartBytes)
                    .withDeadline(deadline)
                    .withLockWait(lockWait);
            if (scratch != null) limited = limited.withScratch(scratch);
            return journal == null ? limited : limited.withJournal(journal);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(OptionNames.asFlags(String.valueOf(e.getMessage())), RestoreCommand.HELP);
        }
    }
}
