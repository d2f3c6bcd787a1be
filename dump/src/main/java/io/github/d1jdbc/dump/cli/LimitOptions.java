package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.export.DumpOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long and how much an export may take; D is a duration such as 90s, 10m, 1h30m or PT10M. */
final class LimitOptions {

    @Option(names = "--deadline", paramLabel = "D", description = "Give up after so long in all (1h).")
    @Nullable
    Duration deadline;

    @Option(
            names = "--max-blocked",
            paramLabel = "D",
            description = "Keep the database blocked no longer than this, restarts included (10m).")
    @Nullable
    Duration maxBlocked;

    @Option(
            names = "--lock-wait",
            paramLabel = "D",
            description = "Wait so long for an export that somebody else has running (2m).")
    @Nullable
    Duration lockWait;

    @Option(
            names = "--max-rows-read",
            paramLabel = "N",
            description = "Read at most so many rows by queries of our own: those of virtual tables (2000000).")
    @Nullable
    Long maxRowsRead;

    DumpOptions applyTo(DumpOptions options) throws CommandException {
        try {
            DumpOptions limited = options;
            if (deadline != null) limited = limited.withDeadline(deadline);
            if (maxBlocked != null) limited = limited.withMaxBlocked(maxBlocked);
            if (lockWait != null) limited = limited.withLockWait(lockWait);
            return maxRowsRead == null ? limited : limited.withMaxRowsRead(maxRowsRead);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(OptionNames.asFlags(String.valueOf(e.getMessage())), ExportCommand.HELP);
        }
    }
}
