package io.github.d1jdbc.internal;

import org.jspecify.annotations.Nullable;

/**
 * A database that Time Travel has set back. Immutable.
 *
 * @param bookmark where it stands now, or null where D1 does not say
 * @param previousBookmark what undoes this, or null where D1 does not say
 * @param message D1's own words, or empty
 */
public record Restored(@Nullable String bookmark, @Nullable String previousBookmark, String message) {}
