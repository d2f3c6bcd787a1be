package io.github.d1jdbc.internal.export;

import org.jspecify.annotations.Nullable;

/** Why an export gave no dump, for reasons that are not the wire's. */
public final class ExportException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The reason, from which callers derive SQLState and exit code. */
    public enum Reason {
        /** The options ask for something that does not go together or does not exist yet. */
        OPTIONS,
        /** A table that was asked for does not exist; D1 would silently export nothing for it. */
        UNKNOWN_TABLE,
        /** The target exists, is a folder, or cannot be written; or the disk is full. */
        TARGET,
        /** Another export keeps the database locked. */
        LOCKED,
        /** The deadline passed. */
        DEADLINE,
        /** The budget of restarts or of blocked time is used up. */
        BUDGET,
        /** D1 said that it cannot export this database. */
        REFUSED,
        /** What came is not what was asked for, or not what the server says it is. */
        CONTENT,
        /** The download broke and could not be resumed. */
        DOWNLOAD,
        /** The thread was interrupted. */
        INTERRUPTED
    }

    private final Reason reason;

    public ExportException(Reason reason, String message) {
        this(reason, message, null);
    }

    public ExportException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
