package io.github.d1jdbc.dump.normal;

import java.util.List;
import java.util.Map;

/**
 * What a normalised dump has. Immutable.
 *
 * @param parts in their order, at least one
 * @param rowsPerTable by the name that the dump gives; a virtual table's rows are its own
 * @param stagedValues how many values were too large for one statement
 * @param changes what was rewritten or left out, in words, with the first place in the dump; what every dump needs
 *     (another order of its statements) is not told
 */
public record Normalised(List<Part> parts, Map<String, Long> rowsPerTable, long stagedValues, List<String> changes) {

    /**
     * One file for D1's import.
     *
     * @param bytes its length
     * @param statements how many it has
     * @param md5 in hex, as the import API asks for
     */
    public record Part(long bytes, long statements, String md5) {}

    public Normalised {
        parts = List.copyOf(parts);
        rowsPerTable = Map.copyOf(rowsPerTable);
        changes = List.copyOf(changes);
    }

    /** All rows. */
    public long rows() {
        return rowsPerTable.values().stream().mapToLong(Long::longValue).sum();
    }

    /** All bytes. */
    public long bytes() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }

    /** All statements. */
    public long statements() {
        return parts.stream().mapToLong(Part::statements).sum();
    }
}
