package io.github.d1jdbc.dump.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.d1jdbc.export.DumpProgress;
import java.util.List;

/** Takes all that goes to standard error: what is going on, how far it is, how it ended. Threads may share it. */
interface Report extends DumpProgress {

    /** Says what is going on; {@code -q} hides it. */
    void notice(String line);

    /** Says what went well: lines for people, an object for programs. */
    void done(List<String> lines, ObjectNode object);

    /** Says why there is no result; never hidden. */
    void error(Failure failure);

    /** Ends what moves on the screen. */
    void close();

    /**
     * Why there is no result.
     *
     * @param exitCode what the process ends with
     * @param message one sentence
     * @param hint what to do next, or an empty string
     * @param sqlState the driver's, or an empty string
     * @param causes class and message of each cause, outermost first, for {@code -v}
     */
    record Failure(ExitCode exitCode, String message, String hint, String sqlState, List<String> causes) {
        public Failure {
            causes = List.copyOf(causes);
        }

        /** The one line for a person: what happened, then what to do next. */
        String line() {
            return line(message, hint);
        }

        /** The same for what is found before there is a report. */
        static String line(String message, String hint) {
            return "d1dump: " + message + (hint.isEmpty() ? "" : ": " + hint);
        }
    }
}
