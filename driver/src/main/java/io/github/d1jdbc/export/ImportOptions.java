package io.github.d1jdbc.export;

import java.time.Duration;

/**
 * How a file of SQL is imported. Immutable; {@link #defaults()} and the {@code with…} methods make them.
 *
 * @param deadline how long the whole import may take; D1 itself goes on when it is over
 * @param lockWait how long to wait for an export or import that somebody else has running
 * @param progress is told how the import goes, on the importing thread
 */
public record ImportOptions(Duration deadline, Duration lockWait, DumpProgress progress) {

    private static final ImportOptions DEFAULTS =
            new ImportOptions(Duration.ofHours(2), Duration.ofMinutes(2), update -> {});

    /**
     * Checks what can be checked without a database.
     *
     * @throws IllegalArgumentException when a time is not positive
     */
    public ImportOptions {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("deadline must be longer than nothing");
        }
        if (lockWait.isNegative()) throw new IllegalArgumentException("lockWait must not be negative");
    }

    /** Two hours in all, two minutes of waiting, no listener. */
    public static ImportOptions defaults() {
        return DEFAULTS;
    }

    /** Bounds the whole import. */
    public ImportOptions withDeadline(Duration longest) {
        return new ImportOptions(longest, lockWait, progress);
    }

    /** Bounds how long somebody else's export or import is waited for. */
    public ImportOptions withLockWait(Duration longest) {
        return new ImportOptions(deadline, longest, progress);
    }

    /** Tells a listener how the import goes. */
    public ImportOptions withProgress(DumpProgress listener) {
        return new ImportOptions(deadline, lockWait, listener);
    }
}
