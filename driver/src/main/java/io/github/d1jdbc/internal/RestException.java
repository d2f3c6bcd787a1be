package io.github.d1jdbc.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one failure of the wire. Its message tells what was asked of which database and what came back; it never holds
 * a token, a signed URL's query string or a bound value.
 */
public final class RestException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is known of the request. */
    public enum Kind {
        /** It never left: DNS, connect, TLS. */
        NEVER_SENT,
        /** It may have been carried out: the connection broke, a 5xx came back, or D1 lost the object while it wrote. */
        UNKNOWN,
        /**
         * The API answered with an error: {@link #status}, {@link #code} and the API's own text are there. Also where this
         * client refuses to send, with the status that the API would give and no text of the API: 401 for credentials
         * that are no header, 429 for a budget that is used up, 400 for settings and texts that cannot be used.
         */
        REFUSED,
        /** HTTP 2xx whose body has no form that the API gives: HTML, cut JSON, a missing field. A write may be done. */
        UNREADABLE,
        /** The caller's time was over; the server may still finish. */
        TIMED_OUT,
        /** Another thread cancelled it, or this thread was interrupted; the server may still finish. */
        CANCELLED,
        /** The same before it was sent, or after D1 had refused it: nothing was done. */
        WITHDRAWN
    }

    // Texts of developers.cloudflare.com/d1/observability/debug-d1 that say "retry" or "back off", and the text of
    // D1's outages. "D1 DB" may read "Durable Object".
    private static final List<String> TEMPORARY = List.of(
            "Currently processing a long-running",
            "overloaded",
            "reset because its code was updated",
            "caused object to be reset",
            "Network connection lost",
            "due to transient issue on remote node",
            "Can't read from request stream because client disconnected",
            "internal error; reference");

    private final Kind kind;
    private final int status;
    private final int code;
    private final String apiMessage;
    private final @Nullable String ray;

    /** A failure with an answer of the API. {@code message} is whole, {@code apiMessage} the API's own text. */
    public RestException(Kind kind, int status, int code, String apiMessage, @Nullable String ray, String message) {
        super(message);
        this.kind = kind;
        this.status = status;
        this.code = code;
        this.apiMessage = apiMessage;
        this.ray = ray;
    }

    /** A failure without an answer. */
    public RestException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.status = 0;
        this.code = 0;
        this.apiMessage = "";
        this.ray = null;
    }

    public Kind kind() {
        return kind;
    }

    /** The HTTP status, 0 without an answer. */
    public int status() {
        return status;
    }

    /** The first error's code in the API's envelope, 0 where there is none. */
    public int code() {
        return code;
    }

    /** The first error's text as the API gave it, for instance {@code no such table: t: SQLITE_ERROR}; else empty. */
    public String apiMessage() {
        return apiMessage;
    }

    /** Cloudflare's id of the request (cf-ray), for its support. */
    public @Nullable String ray() {
        return ray;
    }

    /** Whether asking again later can help: 429, overloaded, another export running, 5xx, a broken connection. */
    public boolean temporary() {
        if (daily() || tooLarge()) return false;
        return switch (kind) {
            case NEVER_SENT, UNKNOWN -> true;
            case REFUSED -> status == 429 || status >= 500 || TEMPORARY.stream().anyMatch(apiMessage::contains);
            // An empty or cut body is an accident; a whole page of something else stays what it is.
            case UNREADABLE -> apiMessage.isEmpty();
            case TIMED_OUT, CANCELLED, WITHDRAWN -> false;
        };
    }

    /** Whether the caller gave up: another thread cancelled it, or this one was interrupted. */
    public boolean cancelled() {
        return kind == Kind.CANCELLED || kind == Kind.WITHDRAWN;
    }

    /** Whether an export (or import) of this database is running, so that it answers nothing else. */
    public boolean locked() {
        return apiMessage.contains("Currently processing a long-running");
    }

    /** The Free plan's limit of a day: nothing helps before midnight UTC (D1 changelog, 2026-09-01). */
    boolean daily() {
        return apiMessage.contains("daily row");
    }

    /** D1 gave up on the work itself; the same work will fail again. */
    private boolean tooLarge() {
        return apiMessage.contains("exceeded timeout which caused object to be reset");
    }
}
