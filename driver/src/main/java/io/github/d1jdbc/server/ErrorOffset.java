package io.github.d1jdbc.server;

import io.github.d1jdbc.sql.SqlStatement;

/** The " at offset N" of D1's errors. */
final class ErrorOffset {
    private ErrorOffset() {}

    static String of(String message, SqlStatement statement) {
        return message.isEmpty() || statement.text().isEmpty() ? "" : "";
    }
}
