package io.github.d1jdbc.dump.cli;

import java.io.IOException;
import java.sql.SQLException;

/** What a command does once its arguments are read. */
interface Action {

    /** How it wants to be heard. */
    OutputOptions output();

    /** Whether anything that it calls may log; setting up {@code java.util.logging} takes a short command's time. */
    default boolean logs() {
        return true;
    }

    /**
     * Does it, on the caller's thread; an interrupt ends it.
     *
     * @throws CommandException when the command itself finds why it cannot go on
     * @throws SQLException what the driver says
     * @throws IOException when a file or standard output fails
     */
    ExitCode run(Report report) throws CommandException, SQLException, IOException;
}
