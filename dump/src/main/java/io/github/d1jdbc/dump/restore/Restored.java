package io.github.d1jdbc.dump.restore;

import io.github.d1jdbc.dump.restore.RestoreOptions.Way;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a complete restore was; its counts were read from the target and equal those of the dump. Immutable.
 *
 * @param databaseId the target's UUID
 * @param databaseName its name
 * @param way how the statements got to D1
 * @param parts how many imports or requests it took
 * @param bytes of SQL
 * @param statements as they were sent
 * @param rowsPerTable rows of each restored table in the target now
 * @param rowsWritten as D1 counts and bills them, where it says so for all of it
 * @param bookmarkBefore the target's state before it, to which Time Travel takes it back
 * @param bookmarkAfter the state after it, if D1 says it
 * @param notes what to know of it
 */
public record Restored(
        String databaseId,
        String databaseName,
        Way way,
        int parts,
        long bytes,
        long statements,
        Map<String, Long> rowsPerTable,
        OptionalLong rowsWritten,
        String bookmarkBefore,
        Optional<String> bookmarkAfter,
        List<String> notes,
        Duration duration) {

    public Restored {
        rowsPerTable = Collections.unmodifiableMap(new LinkedHashMap<>(rowsPerTable));
        notes = List.copyOf(notes);
    }

    /** Rows in all restored tables. */
    public long rows() {
        return rowsPerTable.values().stream().mapToLong(Long::longValue).sum();
    }
}
