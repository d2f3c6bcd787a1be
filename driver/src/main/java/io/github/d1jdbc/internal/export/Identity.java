package io.github.d1jdbc.internal.export;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What tells one object of the store from another. Immutable.
 *
 * @param etag as the header has it, quotes included; null where there is none or only a weak one, which says nothing
 *     about bytes (RFC 9110, 8.8.1)
 * @param total the object's length in bytes
 */
record Identity(@Nullable String etag, long total) {

    static Identity of(@Nullable String etag, long total) {
        boolean strong = etag != null
                && !etag.isBlank()
                && !etag.toUpperCase(Locale.ROOT).startsWith("W/");
        return new Identity(strong ? etag : null, total);
    }

    /** Whether bytes of the one can stand behind bytes of the other. */
    boolean continues(Identity other) {
        return etag != null && etag.equals(other.etag) && total == other.total;
    }
}
