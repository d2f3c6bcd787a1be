package io.github.d1jdbc.dump.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.d1jdbc.dump.CsvWriter;
import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.dump.JsonLinesWriter;
import io.github.d1jdbc.dump.SqliteLoader;
import io.github.d1jdbc.dump.SqliteWriter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code d1dump convert}: a dump as something else. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        header = "Makes a SQLite file, JSON Lines or CSV files of a dump.",
        description = {
            "",
            "The result is built beside OUT and moved there when it is whole. A dump is never trusted: only statements"
                    + " that dumps of D1 have are run, all others are refused with their place.",
            "",
            "sqlite  one database file, checked by integrity_check",
            "jsonl   a folder with one file a table, one object a row; blobs in base64",
            "csv     a folder with one file a table; text always in quotes, NULL is empty",
            ""
        },
        synopsisHeading = "%nUsage: ",
        customSynopsis = "d1dump convert FILE --to sqlite|jsonl|csv -o OUT [OPTIONS]",
        optionListHeading = "",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:OUT is complete", "1:failed; OUT is as it was before", "2:wrong arguments"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  d1dump convert shop.sql.gz --to sqlite -o shop.db",
            "  d1dump convert shop.sql.gz --to csv -o shop-csv"
        })
final class ConvertCommand implements Action {

    enum Format {
        sqlite,
        jsonl,
        csv
    }

    private static final String STDIN = "-";

    private final Shell shell;

    @Parameters(index = "0", paramLabel = "FILE", description = "The dump; - reads it from standard input.%n")
    String file = "";

    @Option(names = "--to", required = true, paramLabel = "FORMAT", description = "sqlite, jsonl or csv.")
    Format format = Format.sqlite;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "The file (sqlite) or the folder (jsonl, csv) to make.")
    String output = "";

    @Option(names = "--overwrite", description = "Replace a SQLite file that is there. A folder is never replaced.")
    boolean overwrite;

    @Option(names = "--ignore-checks", description = "Take rows that break their table's CHECK, as D1 itself may have.")
    boolean ignoreChecks;

    @Mixin
    OutputOptions outputOptions = new OutputOptions();

    ConvertCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public OutputOptions output() {
        return outputOptions;
    }

    @Override
    public ExitCode run(Report report) throws CommandException, IOException {
        long began = System.nanoTime();
        Path out = Path.of(output);
        Path parent = out.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw new CommandException(ExitCode.FAILED, "the folder " + parent + " does not exist");
        }
        long rows;
        try (DumpReader reader = open()) {
            rows = switch (format) {
                case sqlite -> sqlite(reader, out).rows();
                case jsonl -> JsonLinesWriter.write(reader, out);
                case csv -> CsvWriter.write(reader, out);
            };
        } catch (FileAlreadyExistsException e) {
            String hint = format == Format.sqlite ? "--overwrite replaces it" : "choose another folder";
            throw new CommandException(ExitCode.FAILED, output + " exists already", hint, e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        ObjectNode object = Json.object()
                .put("outcome", "converted")
                .put("format", format.name())
                .put("path", out.toAbsolutePath().toString())
                .put("rows", rows);
        report.done(
                List.of(String.format(
                        Locale.ROOT,
                        "Converted %s to %s: %s in %s",
                        file,
                        output,
                        Quantity.count(rows, "row"),
                        Quantity.time(took))),
                object);
        if (outputOptions.json) shell.print(Json.line(object));
        return ExitCode.DONE;
    }

    private SqliteLoader.Loaded sqlite(DumpReader reader, Path out) throws IOException {
        return SqliteWriter.write(reader, out, overwrite, ignoreChecks);
    }

    private DumpReader open() throws IOException {
        if (file.equals(STDIN)) {
            return DumpReader.open(shell.in(), "standard input", DumpReader.Options.defaults());
        }
        if (Files.isDirectory(Path.of(file))) throw new IOException(file + " is a folder, not a dump");
        return DumpReader.open(Path.of(file));
    }
}
