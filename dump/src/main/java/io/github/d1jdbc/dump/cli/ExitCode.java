package io.github.d1jdbc.dump.cli;

import java.sql.SQLException;

/** What the exit code of {@code d1dump} says; scripts rely on these numbers. */
enum ExitCode {
    DONE(0),
    FAILED(1),
    USAGE(2),
    DIFFERENT(3),
    /** Trying again later can help. */
    TEMPORARY(4),
    NOT_AUTHORISED(5),
    OUTCOME_UNKNOWN(6),
    /** 128 + SIGINT, as shells have it. After SIGTERM the JVM itself ends with 143. */
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** The code for what the driver threw; SQLStates as {@code SqlErrors} of the driver gives them. */
    static ExitCode of(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        return switch (state) {
            case "57P04" -> INTERRUPTED;
            case "22023" -> USAGE;
            case "28000", "42501" -> NOT_AUTHORISED;
            case "53000", "55006", "55P03", "57014" -> TEMPORARY;
            case "08007" -> OUTCOME_UNKNOWN;
            case "08001", "08006" -> causedByTls(e) ? FAILED : TEMPORARY;
            default -> FAILED;
        };
    }

    // A certificate that is not trusted today will not be trusted tomorrow.
    private static boolean causedByTls(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof javax.net.ssl.SSLException) return true;
        }
        return false;
    }
}
