package io.github.d1jdbc.internal.ingest;

import org.jspecify.annotations.Nullable;

/** Why an import gave no result, for reasons that are not one request's. */
public final class ImportException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The reason, from which callers derive SQLState and exit code. Only the last three come after D1 has begun. */
    public enum Reason {
        /** The file cannot be read, is empty, too large, or changed while it was uploaded. */
        FILE,
        /** Another export or import keeps the database locked. */
        LOCKED,
        /** The deadline passed before D1 began. */
        DEADLINE,
        /** The upload failed and could not be repeated. */
        UPLOAD,
        /** The store has other bytes than were sent. */
        CONTENT,
        /** The thread was interrupted; the message says whether D1 had begun. */
        INTERRUPTED,
        /** D1 could not run the file and has undone what it did. */
        REFUSED,
        /** Whether the file was imported is not known. */
        UNKNOWN
    }

    private final Reason reason;

    ImportException(Reason reason, String message) {
        this(reason, message, null);
    }

    ImportException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
