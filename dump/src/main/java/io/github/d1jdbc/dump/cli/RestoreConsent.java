package io.github.d1jdbc.dump.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Asks before a restore writes; without a terminal it never waits for an answer. */
final class RestoreConsent {

    private final Shell shell;
    private final Report report;

    RestoreConsent(Shell shell, Report report) {
        this.shell = shell;
        this.report = report;
    }

    /** Returns when the restore may go on. */
    void ask(List<String> plan, boolean yes) throws CommandException, IOException {
        if (yes) return;
        if (!shell.inIsTerminal() || !shell.errIsTerminal()) {
            throw CommandException.usage(
                    "a restore writes to the database and there is no terminal to ask on; nothing was changed",
                    "--dry-run shows the plan, --yes agrees to it");
        }
        report.close();
        plan.forEach(report::notice);
        report.notice("Go on? [y/N]");
        byte[] answer = shell.in().readNBytes(1);
        if (!new String(answer, StandardCharsets.US_ASCII)
                .toLowerCase(Locale.ROOT)
                .equals("y")) {
            throw CommandException.usage("not restored, nothing was changed", "--yes goes on without asking");
        }
    }
}
