package io.github.d1jdbc.dump.cli;

import org.jspecify.annotations.Nullable;

/** A command cannot go on: the line for the user, a hint where one helps, and the exit code. */
final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String hint;

    CommandException(ExitCode exitCode, String message) {
        this(exitCode, message, "", null);
    }

    CommandException(ExitCode exitCode, String message, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.hint = hint;
    }

    /** The caller asked for something that does not exist or does not go together. */
    static CommandException usage(String message, String hint) {
        return new CommandException(ExitCode.USAGE, message, hint, null);
    }

    ExitCode exitCode() {
        return exitCode;
    }

    /** What to do next, or an empty string. */
    String hint() {
        return hint;
    }
}
