package io.github.d1jdbc.dump.verify;

import java.util.List;
import java.util.Optional;

/**
 * What a table of the dump holds. Immutable.
 *
 * @param columns those that an INSERT can fill
 * @param hash empty for a virtual table that stores no rows of its own
 * @param bytes of its texts and blobs, 0 for such a virtual table
 */
public record TableContent(String name, List<String> columns, Optional<ContentHash> hash, long bytes) {
    public TableContent {
        columns = List.copyOf(columns);
    }
}
