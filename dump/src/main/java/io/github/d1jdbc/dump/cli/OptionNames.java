package io.github.d1jdbc.dump.cli;

import java.util.Map;

/**
 * Puts the flags of this command line where the library's messages name its own options. Only whole phrases of the
 * library are replaced, so that a table of the same name keeps its name.
 */
final class OptionNames {

    private static final Map<String, String> FLAGS = Map.of(
            "(overwrite)", "(--overwrite)",
            "(deadline)", "(--deadline)",
            "(maxBlocked)", "(--max-blocked)",
            "(maxRowsRead)", "(--max-rows-read)",
            "deadline must", "--deadline must",
            "maxBlocked must", "--max-blocked must",
            "lockWait must", "--lock-wait must",
            "maxRowsRead must", "--max-rows-read must",
            "withDependents or noPreflight.", "--with-dependents or --no-preflight.",
            "by withDependents.", "by --with-dependents.");

    private OptionNames() {}

    /** The message as a user of the command line can act on it. */
    static String asFlags(String message) {
        String text = message;
        for (Map.Entry<String, String> flag : FLAGS.entrySet()) text = text.replace(flag.getKey(), flag.getValue());
        return text;
    }
}
