package io.github.d1jdbc.dump.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.d1jdbc.dump.CsvWriter;
import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.dump.JsonLinesWriter;
import io.github.d1jdbc.dump.SqliteLoader;
import io.github.d1jdbc.dump.SqliteWriter;
import io.github.d1jdbc.dump.normal.NormalFile;
import io.github.d1jdbc.dump.normal.NormalOptions;
import io.github.d1jdbc.dump.normal.Normalised;
import io.github.d1jdbc.dump.normal.Normaliser;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
        header = "Makes a SQLite file, JSON Lines, CSV files or SQL that D1 imports of a dump.",
        description = {
            "",
            "The result is built beside OUT and moved there when it is whole. A dump is never trusted: only statements"
                    + " that dumps of D1 have are run, all others are refused with their place.",
            "",
            "sqlite  one database file, checked by integrity_check",
            "jsonl   a folder with one file a table, one object a row; blobs in base64",
            "csv     a folder with one file a table; text always in quotes, NULL is empty",
            "sql     one file that D1 imports as it is: parents first, then indexes, views and triggers; no statement",
            "        over 100,000 bytes, larger values in pieces; a name in .gz or .zst compresses it",
            ""
        },
        synopsisHeading = "%nUsage: ",
        customSynopsis = "d1dump convert FILE --to sqlite|jsonl|csv|sql -o OUT [OPTIONS]",
        optionListHeading = "",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:OUT is complete",
            "1:failed; OUT is as it was before",
            "2:wrong arguments",
            "130:stopped by Ctrl-C (143: by SIGTERM); OUT is as it was before"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  d1dump convert shop.sql.gz --to sqlite -o shop.db",
            "  d1dump convert shop.sql.gz --to csv -o shop-csv",
            "  d1dump convert shop.sql.gz --to sql -o shop-for-d1.sql"
        })
final class ConvertCommand implements Action {

    enum Format {
        sqlite,
        jsonl,
        csv,
        sql
    }

    private static final String STDOUT = "-";

    private final Shell shell;

    @Parameters(index = "0", paramLabel = "FILE", description = "The dump; - reads it from standard input.%n")
    String file = "";

    @Option(names = "--to", required = true, paramLabel = "FORMAT", description = "sqlite, jsonl, csv or sql.")
    Format format = Format.sqlite;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "The file (sqlite, sql) or the folder (jsonl, csv) to make; - writes sql to standard output.")
    String output = "";

    @Option(names = "--overwrite", description = "Replace a file that is there. A folder is never replaced.")
    boolean overwrite;

    @Option(names = "--ignore-checks", description = "Take rows that break their table's CHECK, as D1 itself may have.")
    boolean ignoreChecks;

    @Option(
            names = "--scratch",
            paramLabel = "DIR",
            description = "Where sql keeps the rows meanwhile, as many bytes as the dump has. Default: beside OUT.")
    @Nullable
    Path scratch;

    @Option(
            names = "--allow-statements",
            paramLabel = "WORD",
            split = ",",
            description = "For sql: let statements through that no dump of D1 has, by their first word.")
    Set<String> allowed = Set.of();

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
        List<String> changes = new ArrayList<>();
        try (DumpSource source = DumpSource.open(file, shell, report);
                DumpReader reader = source.reader()) {
            rows = switch (format) {
                case sql -> sql(reader, Math.max(0, source.total()), out, changes);
                case sqlite -> sqlite(reader, out).rows();
                case jsonl -> JsonLinesWriter.write(reader, out);
                case csv -> CsvWriter.write(reader, out);
            };
        } catch (FileAlreadyExistsException e) {
            String hint = format == Format.sqlite || format == Format.sql
                    ? "--overwrite replaces it"
                    : "choose another folder";
            throw new CommandException(ExitCode.FAILED, output + " exists already", hint, e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        ObjectNode object = Json.object()
                .put("outcome", "converted")
                .put("format", format.name())
                .put("path", out.toAbsolutePath().toString())
                .put("rows", rows);
        if (format == Format.sql) changes.forEach(object.putArray("changes")::add);
        List<String> lines = new ArrayList<>();
        changes.forEach(change -> lines.add("Note: " + change));
        lines.add(String.format(
                Locale.ROOT,
                "Converted %s to %s: %s in %s",
                file,
                output,
                Quantity.count(rows, "row"),
                Quantity.time(took)));
        report.done(lines, object);
        if (outputOptions.json) shell.print(Json.line(object));
        return ExitCode.DONE;
    }

    private SqliteLoader.Loaded sqlite(DumpReader reader, Path out) throws IOException {
        return SqliteWriter.write(reader, out, overwrite, ignoreChecks);
    }

    private long sql(DumpReader reader, long size, Path out, List<String> changes) throws IOException {
        Path parent = out.toAbsolutePath().getParent();
        NormalOptions options = NormalOptions.defaults()
                .withScratch(scratch != null ? scratch : parent != null ? parent : Path.of("."))
                .withIgnoreChecks(ignoreChecks)
                .withMaxPartBytes(Long.MAX_VALUE)
                .withAllowedStatements(allowed);
        Normalised normalised = output.equals(STDOUT)
                ? Normaliser.normalise(reader, size, options, part -> shell.out())
                : NormalFile.write(reader, size, options, out, overwrite);
        changes.addAll(normalised.changes());
        return normalised.rows();
    }
}
