package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.dump.Inspection;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code d1dump inspect}: what a dump has in it, without loading it. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        header = "Says what is in a dump, whether D1 would import it, and what it may have lost.",
        description = {
            "",
            "Reads the dump once, in little memory, whatever its size; nothing is run. Dumps of D1, of sqlite3 .dump"
                    + " and of d1dump, plain, gzip or zstd.",
            "",
            "Rows that break a CHECK, a key or a foreign key are only found by loading the dump.",
            ""
        },
        synopsisHeading = "%nUsage: ",
        customSynopsis = "d1dump inspect FILE [OPTIONS]",
        optionListHeading = "",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the dump could be read",
            "1:it could not: no dump, cut short, damaged",
            "2:wrong arguments",
            "3:with --strict, D1 would not import it, or values are certainly or likely lost",
            "130:stopped by Ctrl-C (143: by SIGTERM)"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  d1dump inspect shop.sql.gz",
            "  d1dump inspect shop.sql.gz --json | jq '.refusals'",
            "  ssh host cat shop.sql.zst | d1dump inspect -"
        })
final class InspectCommand implements Action {

    private final Shell shell;

    @Parameters(index = "0", paramLabel = "FILE", description = "The dump; - reads it from standard input.%n")
    String file = "";

    @Option(
            names = "--strict",
            description = "Exit with 3 if D1 would not import the dump, or values are certainly or likely lost. What is"
                    + " only possible is listed and does not count.")
    boolean strict;

    @Mixin
    OutputOptions outputOptions = new OutputOptions();

    InspectCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public OutputOptions output() {
        return outputOptions;
    }

    // The reader and the decompressors know no logger.
    @Override
    public boolean logs() {
        return false;
    }

    @Override
    public ExitCode run(Report report) throws IOException {
        Inspection inspection = inspect(report);
        if (outputOptions.json) {
            shell.print(Json.line(InspectionJson.of(file, inspection)));
        } else if (!outputOptions.quiet) {
            for (String line : InspectionText.of(file, inspection, outputOptions.verbose)) shell.print(line);
        }
        return strict && (!inspection.importable() || inspection.lossy()) ? ExitCode.DIFFERENT : ExitCode.DONE;
    }

    private Inspection inspect(Report report) throws IOException {
        try (DumpSource source = DumpSource.open(file, shell, report);
                DumpReader reader = source.reader()) {
            return Inspection.of(reader);
        }
    }
}
