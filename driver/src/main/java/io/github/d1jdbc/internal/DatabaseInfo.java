package io.github.d1jdbc.internal;

import org.jspecify.annotations.Nullable;

/**
 * One database of an account, as the API describes it. Immutable.
 *
 * @param uuid its id
 * @param name its name
 * @param createdAt ISO 8601 time of its creation, or null
 * @param jurisdiction where its data must stay, or null
 * @param version {@code production}, or null
 * @param fileSize bytes on D1's side, or null where the API does not say
 */
public record DatabaseInfo(
        String uuid,
        String name,
        @Nullable String createdAt,
        @Nullable String jurisdiction,
        @Nullable String version,
        @Nullable Long fileSize) {}
