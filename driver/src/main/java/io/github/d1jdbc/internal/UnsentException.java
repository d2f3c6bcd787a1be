package io.github.d1jdbc.internal;

import java.io.IOException;

/** The connection failed before the first byte of the request's headers was written: D1 cannot have seen it. */
final class UnsentException extends IOException {
    private static final long serialVersionUID = 1L;

    UnsentException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
