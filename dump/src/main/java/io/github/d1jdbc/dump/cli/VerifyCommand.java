package io.github.d1jdbc.dump.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.d1jdbc.dump.Manifest;
import io.github.d1jdbc.dump.verify.Comparison;
import io.github.d1jdbc.dump.verify.Verification;
import io.github.d1jdbc.dump.verify.Verifier;
import io.github.d1jdbc.export.DumpProgress.Phase;
import io.github.d1jdbc.export.DumpProgress.Update;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code d1dump verify}: proves a dump by loading it. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        header = "Proves a dump: loads it into a scratch SQLite and checks it there.",
        description = {
            "",
            "Checks SQLite's integrity_check, the foreign keys, that all rows are there, and the manifest beside FILE"
                    + " if there is one: its size, SHA-256, and rows and content hash of each table. A dump is never"
                    + " trusted: only statements that dumps of D1 have are run.",
            "",
            "The content hash of a table is the same for the same rows in any order, read from a dump, a SQLite file"
                    + " or D1. With --against each table is compared with a live database, read by short pages. What"
                    + " D1's own export is known to lose (integers beyond 2^53, 1.0 as 1, line ends) is told and is no"
                    + " difference.",
            ""
        },
        synopsisHeading = "%nUsage: ",
        customSynopsis = "d1dump verify FILE [--against <database>] [OPTIONS]",
        optionListHeading = "",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is wrong",
            "1:failed: no dump, cut short, damaged, or SQLite refuses it",
            "2:wrong arguments, or a question that nobody can answer",
            "3:there are differences; they are listed",
            "4, 5:the live database cannot be read now, or is not allowed to be",
            "130:stopped by Ctrl-C (143: by SIGTERM)"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  d1dump verify shop.sql.gz",
            "  d1dump verify shop.sql.gz --scratch /big/disk --json",
            "  d1dump verify shop.sql.gz --against shop --yes"
        })
final class VerifyCommand implements Action {

    private final Shell shell;
    private final Redactor redactor;

    @Parameters(index = "0", paramLabel = "FILE", description = "The dump; - reads it from standard input.%n")
    String file = "";

    @Option(
            names = "--scratch",
            paramLabel = "DIR",
            description = "Where the scratch database is; it grows to about the size of the SQL.")
    @Nullable
    Path scratch;

    @Option(names = "--no-manifest", description = "Do not compare with FILE.manifest.json.")
    boolean noManifest;

    @Option(names = "--ignore-checks", description = "Take rows that break their table's CHECK, as D1 itself may have.")
    boolean ignoreChecks;

    @ArgGroup(validate = false, heading = "%nA live database:%n", order = 1)
    AgainstOptions against = new AgainstOptions();

    @ArgGroup(validate = false, heading = "%nAccount:%n", order = 2)
    AccountOptions account = new AccountOptions();

    @ArgGroup(validate = false, heading = "%nMessages:%n", order = 3)
    OutputOptions outputOptions = new OutputOptions();

    VerifyCommand(Shell shell, Redactor redactor) {
        this.shell = shell;
        this.redactor = redactor;
    }

    @Override
    public OutputOptions output() {
        return outputOptions;
    }

    @Override
    public ExitCode run(Report report) throws CommandException, SQLException, IOException {
        long began = System.nanoTime();
        Verification verification;
        Optional<Comparison> comparison = Optional.empty();
        // Opened first: who may not read it, or finds it too dear, shall not wait for the load.
        Optional<Target> target = Target.open(against, account, shell, redactor, report);
        try (Target open = target.orElse(null)) {
            verification = verify(report);
            if (open != null) comparison = Optional.of(open.compare(verification, comparing(report)));
        }
        ObjectNode object = VerificationJson.of(verification, comparison);
        report.close();
        if (outputOptions.json) {
            shell.print(Json.line(object));
        } else if (!outputOptions.quiet) {
            for (String line : VerificationText.of(verification, comparison)) shell.print(line);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        report.done(List.of(String.format(Locale.ROOT, "Verified %s in %s", file, Quantity.time(took))), object);
        boolean same = verification.differences().isEmpty()
                && comparison.stream().allMatch(one -> one.differences().isEmpty());
        return same ? ExitCode.DONE : ExitCode.DIFFERENT;
    }

    private static Verifier.Listener comparing(Report report) {
        long began = System.nanoTime();
        return (step, table) -> report.update(new Update(
                Phase.CHECKING,
                Optional.of("comparing " + table),
                0,
                OptionalLong.empty(),
                0,
                Duration.ofNanos(System.nanoTime() - began),
                0));
    }

    private Verification verify(Report report) throws IOException {
        Optional<Manifest> manifest = manifest();
        try (DumpSource source = DumpSource.open(file, shell, report)) {
            Verifier.Options options = Verifier.Options.defaults()
                    .withIgnoreChecks(ignoreChecks)
                    .withListener((step, table) -> {
                        if (step == Verifier.Step.LOADING) return;
                        String message = step == Verifier.Step.CHECKING ? "integrity_check" : "content of " + table;
                        report.update(source.update(Phase.CHECKING, Optional.of(message)));
                    });
            if (scratch != null) options = options.withScratch(scratch);
            return new Verifier(options).verify(source, source.name(), source.total(), manifest);
        }
    }

    private Optional<Manifest> manifest() throws IOException {
        if (noManifest || DumpSource.isStandardInput(file)) return Optional.empty();
        Path beside = Manifest.pathFor(Path.of(file));
        return Files.exists(beside) ? Optional.of(Manifest.read(beside)) : Optional.empty();
    }
}
