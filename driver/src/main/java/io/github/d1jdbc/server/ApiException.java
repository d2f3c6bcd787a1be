package io.github.d1jdbc.server;

import java.io.Serial;

/** An answer of the API that is an error: HTTP status, D1's code and message. */
final class ApiException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final int status;
    private final int code;
    private final String text;

    ApiException(int status, int code, String text) {
        super(text);
        this.status = status;
        this.code = code;
        this.text = text;
    }

    /** 400 with code 7400. */
    static ApiException malformed(String why) {
        return new ApiException(400, 7400, "The request is malformed: " + why);
    }

    /** 400 with code 7500, under which D1 answers everything that SQLite or the export refuses. */
    static ApiException refused(String text) {
        return new ApiException(400, 7500, text);
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    String text() {
        return text;
    }
}
