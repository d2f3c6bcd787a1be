package io.github.d1jdbc.sql.normal;

import java.io.IOException;

/** A row cannot be written in statements that D1 takes; the message says why. */
public final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLongException(String message) {
        super(message);
    }
}
