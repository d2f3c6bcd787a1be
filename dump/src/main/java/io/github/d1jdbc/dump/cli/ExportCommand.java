package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.dump.DumpException;
import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.dump.Manifest;
import io.github.d1jdbc.dump.verify.DumpContent;
import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpProgress;
import io.github.d1jdbc.export.DumpResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code d1dump export}: one database into one file or stream. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        header = "Exports a D1 database as SQL into a file or to standard output.",
        description = {
            "",
            "Starts D1's own export, asks until it is complete, downloads it (going on where a broken connection cut"
                    + " it), checks length and content, compresses it, and moves it to FILE only when it is whole: on"
                    + " any failure FILE is as it was before.",
            "",
            "While D1 writes the dump the database answers nobody else. The download does not block it.",
            ""
        },
        synopsisHeading = "%nUsage: ",
        customSynopsis = {
            "d1dump export <database> -o FILE [OPTIONS]",
            "       d1dump export <database> -o - [OPTIONS] | ..."
        },
        optionListHeading = "",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the dump is complete (or --if-changed found nothing new)",
            "1:failed; FILE is as it was before",
            "2:wrong arguments",
            "4:temporary: another export runs, rate limit, network, a time limit passed; try later",
            "5:not authorised: no token, a wrong one, or one without the permission D1 Edit",
            "6:the outcome is unknown",
            "130:stopped by Ctrl-C (143: by SIGTERM)"
        },
        footerHeading = "%nEnvironment:%n",
        footer = {
            "  CLOUDFLARE_API_TOKEN      API token with the permission D1 Edit",
            "  CLOUDFLARE_ACCOUNT_ID     account id, 32 hex digits",
            "  CLOUDFLARE_API_BASE_URL   another API, see --endpoint",
            "  CLOUDFLARE_EMAIL and CLOUDFLARE_API_KEY   the older way to sign in",
            "",
            "Examples:",
            "  d1dump export shop -o shop.sql.gz",
            "  d1dump export shop -o shop.sql.gz --overwrite --if-changed    (every night)",
            "  d1dump export shop -t users -t orders --no-data -o schema.sql",
            "  d1dump export shop -o shop.sql.gz --restorable    (to be imported into D1 again)",
            "  d1dump export shop -o - | sqlite3 shop.db",
            "  d1dump export jdbc:d1:local:app.sqlite -o app.sql    (from a SQLite file)",
            "",
            "Beside FILE lies FILE.manifest.json: where the dump came from, what is in it,",
            "its SHA-256, and the line that sha256sum -c takes.",
            "",
            "With --progress=json each line on standard error is an object; its 'event' is",
            "notice (message), progress (phase, bytes, totalBytes, parts, elapsedMillis,",
            "bytesPerSecond, message), done (the manifest's fields) or error (exitCode,",
            "message, hint, sqlState)."
        })
final class ExportCommand implements Action {

    static final String HELP = "see d1dump export --help";
    private static final String STDOUT = "-";

    private final Shell shell;
    private final Redactor redactor;

    @Parameters(
            index = "0",
            paramLabel = "<database>",
            description = "Its name, its UUID, or a jdbc:d1: URL (jdbc:d1:local:FILE for a SQLite file).%n")
    String database = "";

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The file to write; - is standard output.")
    String output = "";

    @ArgGroup(validate = false, heading = "%nWhat is exported:%n", order = 1)
    ContentOptions content = new ContentOptions();

    @ArgGroup(validate = false, heading = "%nThe file:%n", order = 2)
    FileOptions file = new FileOptions();

    @ArgGroup(validate = false, heading = "%nLimits (D is a duration such as 90s, 10m, 1h30m):%n", order = 3)
    LimitOptions limits = new LimitOptions();

    @ArgGroup(validate = false, heading = "%nAccount:%n", order = 4)
    AccountOptions account = new AccountOptions();

    @ArgGroup(validate = false, heading = "%nMessages:%n", order = 5)
    OutputOptions outputOptions = new OutputOptions();

    ExportCommand(Shell shell, Redactor redactor) {
        this.shell = shell;
        this.redactor = redactor;
    }

    @Override
    public OutputOptions output() {
        return outputOptions;
    }

    @Override
    public ExitCode run(Report report) throws CommandException, SQLException, IOException {
        DumpOptions options = limits.applyTo(file.applyTo(content.applyTo(DumpOptions.defaults()), output));
        boolean toStdout = output.equals(STDOUT);
        if (toStdout) {
            checkStdout(options);
        } else {
            checkTarget(Path.of(output));
            new ResumeConsent(shell, report).ask(Path.of(output), options, file.yes);
        }
        try (Connection connection = account.connect(shell, redactor, database)) {
            D1Connection d1 = connection.unwrap(D1Connection.class);
            return toStdout ? stream(d1, options, report) : save(d1, Path.of(output), options, report);
        }
    }

    private ExitCode stream(D1Connection d1, DumpOptions options, Report report) throws SQLException {
        DumpResult result = d1.exportTo(shell.out(), options.withProgress(announcing(d1, report)));
        report.done(Summary.lines(result, options, "standard output", Optional.empty()), Summary.object(result));
        return ExitCode.DONE;
    }

    private ExitCode save(D1Connection d1, Path target, DumpOptions options, Report report)
            throws SQLException, IOException, CommandException {
        if (file.ifChanged) {
            Optional<Manifest> last = LastRun.unchanged(target, options, d1);
            if (last.isPresent()) return unchanged(target, last.get(), report);
        }
        DumpResult result = d1.exportTo(target, options.withProgress(announcing(d1, report)));
        Manifest manifest = Manifest.of(
                        result,
                        options,
                        account.accountOf(shell, database).orElse(null),
                        target,
                        Version.tool(),
                        Instant.now())
                .withContentHashes(file.hashesContent() ? contentHashes(target, report) : Map.of());
        Optional<Path> beside = file.noManifest ? Optional.empty() : Optional.of(Manifest.pathFor(target));
        if (beside.isPresent()) write(manifest, beside.get(), target);
        var object = Summary.object("exported", target, beside, manifest);
        report.done(Summary.lines(result, options, target.toString(), beside), object);
        if (outputOptions.json) shell.print(Json.line(object));
        return ExitCode.DONE;
    }

    // From the file and not while it came, so that the database is not kept waiting and the disk's copy is what counts.
    private static Map<String, String> contentHashes(Path target, Report report) throws IOException {
        try (DumpReader reader = DumpReader.open(target)) {
            return DumpContent.sums(reader);
        } catch (DumpException e) {
            report.notice("The manifest has no content hashes: " + e.getMessage());
            return Map.of();
        }
    }

    private ExitCode unchanged(Path target, Manifest manifest, Report report) throws IOException {
        var object = Summary.object("unchanged", target, Optional.of(Manifest.pathFor(target)), manifest);
        report.done(
                List.of("unchanged: " + manifest.source().name() + " is as " + target + " has it (bookmark "
                        + manifest.bookmark() + ")"),
                object);
        if (outputOptions.json) shell.print(Json.line(object));
        return ExitCode.DONE;
    }

    // Said when the export is about to start, and not where it is refused before.
    private static DumpProgress announcing(D1Connection d1, Report report) {
        AtomicBoolean said = new AtomicBoolean();
        return update -> {
            if (update.phase() == DumpProgress.Phase.EXPORTING && said.compareAndSet(false, true)) {
                report.notice("Exporting " + d1.databaseName()
                        + ": while D1 writes the dump, the database answers nobody else.");
            }
            report.update(update);
        };
    }

    private static void write(Manifest manifest, Path path, Path target) throws CommandException {
        try {
            manifest.write(path);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED,
                    target + " is complete, but its manifest could not be written: " + FileTrouble.sentence(e),
                    "--no-manifest does without it",
                    e);
        }
    }

    // The export would say it too, but only after asking the server for the database.
    private void checkTarget(Path target) throws CommandException {
        if (Files.isRegularFile(target) && !file.overwrite && !file.ifChanged) {
            throw new CommandException(
                    ExitCode.FAILED,
                    target + " exists, and was left as it is",
                    "--overwrite replaces it once the new dump is complete",
                    null);
        }
    }

    private void checkStdout(DumpOptions options) throws CommandException {
        if (outputOptions.json) {
            throw CommandException.usage("--json and -o - both want standard output", "write the dump to a file");
        }
        if (file.ifChanged || options.resume()) {
            throw CommandException.usage("--if-changed and --resume need a file", "use -o FILE");
        }
        if (options.compression() != Compression.NONE && shell.outIsTerminal()) {
            throw CommandException.usage("a terminal cannot show compressed data", "use -o FILE, or a pipe");
        }
    }
}
