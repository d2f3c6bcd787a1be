package io.github.d1jdbc.dump.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;

/** Lines for people; the progress is drawn by a {@link ProgressView}. */
final class TextReport implements Report {

    private final PrintStream err;
    private final Redactor redactor;
    private final boolean quiet;
    private final boolean verbose;
    private final ProgressView view;

    TextReport(PrintStream err, Redactor redactor, boolean quiet, boolean verbose, ProgressView view) {
        this.err = err;
        this.redactor = redactor;
        this.quiet = quiet;
        this.verbose = verbose;
        this.view = view;
    }

    @Override
    public synchronized void notice(String line) {
        if (quiet) return;
        view.close();
        print(line);
    }

    @Override
    public synchronized void update(Update update) {
        view.update(update);
    }

    @Override
    public synchronized void done(List<String> lines, ObjectNode object) {
        view.close();
        if (!quiet) lines.forEach(this::print);
    }

    @Override
    public synchronized void error(Failure failure) {
        view.close();
        print(failure.line());
        if (verbose) failure.causes().forEach(cause -> print("  caused by " + cause));
    }

    @Override
    public synchronized void close() {
        view.close();
    }

    private void print(String line) {
        err.println(redactor.clean(line));
    }
}
