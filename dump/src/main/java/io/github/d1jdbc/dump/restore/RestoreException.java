package io.github.d1jdbc.dump.restore;

import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A restore that was refused, failed, or of which nobody knows whether it was carried out. The message says what is in
 * the target now; {@link #bookmark()} is what Time Travel takes it back to.
 */
public final class RestoreException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    /** How it ended. */
    public enum Kind {
        /** It did not begin: the target is not empty, the dump is too large for a limit, and so on. */
        REFUSED,
        /** It did not begin: an option that confirms something is missing or wrong. */
        UNCONFIRMED,
        /** It failed; the cause says why, and the message what is in the target. */
        FAILED,
        /** Everything was carried out, but the target has other counts than the dump. */
        DIFFERENT,
        /** Whether it was carried out is not known. */
        UNKNOWN,
        /** The thread was interrupted. */
        INTERRUPTED
    }

    private final Kind kind;
    private final String hint;
    private final @Nullable String bookmark;

    RestoreException(Kind kind, String message, String hint) {
        this(kind, message, hint, null, null);
    }

    RestoreException(Kind kind, String message, String hint, @Nullable String bookmark, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.hint = hint;
        this.bookmark = bookmark;
    }

    public Kind kind() {
        return kind;
    }

    /** What to do next, or an empty string. */
    public String hint() {
        return hint;
    }

    /** The target's bookmark before the first write; empty where nothing can have been written. */
    public Optional<String> bookmark() {
        return Optional.ofNullable(bookmark);
    }
}
