package io.github.d1jdbc.dump.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.d1jdbc.dump.Manifest;
import io.github.d1jdbc.dump.verify.Verification;
import io.github.d1jdbc.dump.verify.Verifier;
import io.github.d1jdbc.export.DumpProgress.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
                    + " or D1.",
            ""
        },
        synopsisHeading = "%nUsage: ",
        customSynopsis = "d1dump verify FILE [OPTIONS]",
        optionListHeading = "",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is wrong",
            "1:failed: no dump, cut short, damaged, or SQLite refuses it",
            "2:wrong arguments",
            "3:there are differences; they are listed",
            "130:stopped by Ctrl-C (143: by SIGTERM)"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  d1dump verify shop.sql.gz", "  d1dump verify shop.sql.gz --scratch /big/disk --json"})
final class VerifyCommand implements Action {

    private final Shell shell;

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

    @Mixin
    OutputOptions outputOptions = new OutputOptions();

    VerifyCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public OutputOptions output() {
        return outputOptions;
    }

    @Override
    public ExitCode run(Report report) throws CommandException, SQLException, IOException {
        long began = System.nanoTime();
        Verification verification = verify(report);
        ObjectNode object = VerificationJson.of(verification);
        report.close();
        if (outputOptions.json) {
            shell.print(Json.line(object));
        } else if (!outputOptions.quiet) {
            for (String line : VerificationText.of(verification)) shell.print(line);
        }
        boolean same = verification.differences().isEmpty();
        report.done(
                List.of(String.format(
                        Locale.ROOT,
                        "Verified %s in %s",
                        file,
                        Quantity.time(java.time.Duration.ofNanos(System.nanoTime() - began)))),
                object);
        return same ? ExitCode.DONE : ExitCode.DIFFERENT;
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
