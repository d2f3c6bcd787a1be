package io.github.d1jdbc.dump.verify;

import java.util.Optional;

/**
 * What a table of the dump holds. Immutable.
 *
 * @param hash empty for a virtual table that stores no rows of its own
 */
public record TableContent(String name, Optional<ContentHash> hash) {}
