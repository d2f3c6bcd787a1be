package io.github.d1jdbc.dump.restore;

import io.github.d1jdbc.dump.restore.RestoreOptions.Existing;
import io.github.d1jdbc.dump.restore.RestoreOptions.Way;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a restore would do. Immutable.
 *
 * @param dump the file
 * @param databaseId the target's UUID; empty where it is yet to be created
 * @param existing what becomes of what is in the target
 * @param found rows of the target's tables, at most {@link #COUNTED} of each counted
 * @param target what is in the target, in words
 * @param drops the statements that empty it first
 * @param way how the statements get to D1, never {@code AUTO}
 * @param parts how many imports there will be
 * @param bytes of SQL to send
 * @param statements how many
 * @param rowsPerTable rows to insert
 * @param rowsWritten an estimate of the rows that D1 bills as written: each row and its index entries, what virtual
 *     tables write besides left out
 * @param changes what is rewritten or left out so that D1 takes it
 * @param notes what else to know before agreeing
 * @param refusal why it will not run, if it will not
 */
public record RestorePlan(
        Path dump,
        Optional<String> databaseId,
        Existing existing,
        Map<String, Long> found,
        String target,
        List<String> drops,
        Way way,
        int parts,
        long bytes,
        long statements,
        Map<String, Long> rowsPerTable,
        long rowsWritten,
        List<String> changes,
        List<String> notes,
        Optional<Refusal> refusal) {

    /** So many rows of a table are counted before a restore; counting all of a large table costs rows read. */
    public static final long COUNTED = 10_000;

    /** Why a restore will not run, and what makes it run. */
    public record Refusal(String message, String hint) {}

    public RestorePlan {
        found = Collections.unmodifiableMap(new LinkedHashMap<>(found));
        drops = List.copyOf(drops);
        rowsPerTable = Collections.unmodifiableMap(new LinkedHashMap<>(rowsPerTable));
        changes = List.copyOf(changes);
        notes = List.copyOf(notes);
    }

    /** Rows to insert, in all tables. */
    public long rows() {
        return rowsPerTable.values().stream().mapToLong(Long::longValue).sum();
    }
}
