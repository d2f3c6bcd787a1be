package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.export.DumpOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Asks before a {@code --resume} that will have to start a new export: whoever resumes expects a download to go on,
 * not the database to be blocked again.
 */
final class ResumeConsent {

    /** A signed URL lives for one hour (D1 API, "Export D1 Database As SQL"). */
    private static final Duration URL_LIFE = Duration.ofHours(1);

    private final Shell shell;
    private final Report report;

    ResumeConsent(Shell shell, Report report) {
        this.shell = shell;
        this.report = report;
    }

    /** Returns when the export may go on; without a terminal it never waits for an answer. */
    void ask(Path file, DumpOptions options, boolean yes) throws CommandException, IOException {
        if (yes || !options.resume() || !Files.exists(sibling(file, ".part")) || urlIsFresh(file)) return;
        String why = "the download link of " + sibling(file, ".part").getFileName()
                + " is gone, so D1 must export again and block the database";
        if (!shell.inIsTerminal() || !shell.errIsTerminal()) {
            throw CommandException.usage(why, "add --yes to agree");
        }
        report.notice(Character.toUpperCase(why.charAt(0)) + why.substring(1) + ". Go on? [y/N]");
        byte[] answer = shell.in().readNBytes(1);
        if (!new String(answer, StandardCharsets.US_ASCII)
                .toLowerCase(Locale.ROOT)
                .equals("y")) {
            throw CommandException.usage("not exported", "--yes goes on without asking");
        }
    }

    private static boolean urlIsFresh(Path file) throws IOException {
        Path url = sibling(file, ".part.url");
        return Files.exists(url)
                && Files.getLastModifiedTime(url)
                        .toInstant()
                        .isAfter(Instant.now().minus(URL_LIFE));
    }

    private static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
