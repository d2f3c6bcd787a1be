package io.github.d1jdbc.dump.cli;

import picocli.CommandLine.Option;

/** The options of every command about what it says. */
final class OutputOptions {

    enum ProgressKind {
        auto,
        plain,
        json,
        none
    }

    @Option(
            names = "--progress",
            paramLabel = "KIND",
            description = "auto (a bar on a terminal, else a line every few seconds), plain (lines), json (one object a"
                    + " line) or none; on standard error.")
    ProgressKind progress = ProgressKind.auto;

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing but errors.")
    boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Say also what caused an error, and log what the driver does.")
    boolean verbose;

    @Option(names = "--json", description = "Print the result on standard output as one JSON object.")
    boolean json;

    Report report(Shell shell, Redactor redactor) {
        if (progress == ProgressKind.json) return new JsonReport(shell.err(), redactor, quiet, verbose);
        return new TextReport(shell.err(), redactor, quiet, verbose, view(shell, redactor));
    }

    private ProgressView view(Shell shell, Redactor redactor) {
        if (quiet || progress == ProgressKind.none) return ProgressView.NONE;
        // A terminal that calls itself dumb cannot redraw a line (terminfo, entry "dumb").
        boolean bar = progress == ProgressKind.auto
                && shell.errIsTerminal()
                && !shell.variable("TERM").orElse("").equals("dumb");
        return bar ? new BarProgress(shell, redactor) : new PlainProgress(shell.err(), redactor);
    }
}
