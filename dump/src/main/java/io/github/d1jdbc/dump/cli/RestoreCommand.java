package io.github.d1jdbc.dump.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.d1jdbc.D1Account;
import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.dump.Inspection;
import io.github.d1jdbc.dump.Manifest;
import io.github.d1jdbc.dump.SqliteLoader;
import io.github.d1jdbc.dump.SqliteWriter;
import io.github.d1jdbc.dump.restore.RestoreException;
import io.github.d1jdbc.dump.restore.RestoreOptions;
import io.github.d1jdbc.dump.restore.RestorePlan;
import io.github.d1jdbc.dump.restore.Restored;
import io.github.d1jdbc.dump.restore.Restorer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code d1dump restore}: a dump back into a database. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        header = "Restores a dump into a D1 database, rewriting on the way what D1 would refuse.",
        description = {
            "",
            "Reads the dump (plain, gzip or zstd; of D1, sqlite3 .dump or d1dump), rewrites it into files that D1"
                    + " imports (tables before rows, parents before children, values too large for a statement in"
                    + " pieces, views before their triggers), asks, restores, and compares the rows with the dump's.",
            "",
            "The target must be empty unless --clean, --append or --create says otherwise. Before the first write its"
                    + " bookmark is noted in a file beside the dump; if anything fails, the command that takes the"
                    + " database back (Time Travel) is printed, never run.",
            "",
            "D1 runs an import to its end, or undoes it, even if this program is stopped.",
            ""
        },
        synopsisHeading = "%nUsage: ",
        customSynopsis = {"d1dump restore FILE <database> [OPTIONS]", "       d1dump restore FILE --list"},
        optionListHeading = "",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is in, and the counts are the dump's (or --dry-run, --list)",
            "1:failed; the message says what is in the database",
            "2:wrong arguments, or an agreement is missing (--yes, --into-source)",
            "3:everything is in, but the counts differ from the dump's",
            "4:temporary: another export or import runs, rate limit, network; nothing was changed, try later",
            "5:not authorised: no token, a wrong one, or one without the permission D1 Edit",
            "6:whether it was carried out is not known; the message says what is in the database",
            "130:stopped by Ctrl-C (143: by SIGTERM); D1 ends an import that it has begun"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  d1dump restore shop.sql.gz shop-copy --create",
            "  d1dump restore shop.sql.gz staging --clean --dry-run",
            "  d1dump restore shop.sql.gz staging --clean --yes --max-rows-written 500000",
            "  d1dump restore shop.sql.gz staging --only users --append",
            "  d1dump restore shop.sql.gz jdbc:sqlite:shop.db    (a SQLite file; --clean replaces it)",
            "  d1dump restore shop.sql.gz jdbc:d1:local:app.sqlite"
        })
final class RestoreCommand implements Action {

    static final String HELP = "see d1dump restore --help";

    private static final String SQLITE = "jdbc:sqlite:";
    private static final String LOCAL = "jdbc:d1:local:";

    private final Shell shell;
    private final Redactor redactor;

    @Parameters(index = "0", paramLabel = "FILE", description = "The dump.")
    Path file = Path.of("");

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "<database>",
            description = "Its name, its UUID, a jdbc:d1: URL, or jdbc:sqlite:FILE.%n")
    @Nullable
    String database;

    @Option(names = "--dry-run", description = "Show what would be done, and do nothing.")
    boolean dryRun;

    @Option(names = "--list", description = "Show what is in the dump.")
    boolean list;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    @Option(
            names = "--verify",
            description =
                    "Compare every value with the dump afterwards, not only the counts; reads each row once more.")
    boolean verify;

    @ArgGroup(validate = false, heading = "%nWhat is restored:%n", order = 1)
    RestoreChoices choices = new RestoreChoices();

    @ArgGroup(validate = false, heading = "%nLimits (D is a duration such as 90s, 10m, 1h30m):%n", order = 2)
    RestoreLimits limits = new RestoreLimits();

    @ArgGroup(validate = false, heading = "%nAccount:%n", order = 3)
    AccountOptions account = new AccountOptions();

    @ArgGroup(validate = false, heading = "%nMessages:%n", order = 4)
    OutputOptions outputOptions = new OutputOptions();

    RestoreCommand(Shell shell, Redactor redactor) {
        this.shell = shell;
        this.redactor = redactor;
    }

    @Override
    public OutputOptions output() {
        return outputOptions;
    }

    @Override
    public ExitCode run(Report report) throws CommandException, SQLException, IOException {
        if (file.toString().equals("-")) {
            throw CommandException.usage(
                    "a restore reads the dump more than once, so it cannot come from standard input", "give a file");
        }
        if (Files.isDirectory(file)) {
            throw new CommandException(ExitCode.FAILED, file + " is a folder, not a dump");
        }
        if (list) return list();
        String target = database;
        if (target == null) {
            throw CommandException.usage("no database is given to restore into", HELP);
        }
        RestoreOptions options =
                limits.applyTo(choices.applyTo(RestoreOptions.defaults().withProgress(report)));
        if (verify && (!choices.only.isEmpty() || choices.append || target.startsWith(SQLITE))) {
            throw CommandException.usage(
                    "--verify compares a whole D1 database with a whole dump: not with --only, --append or jdbc:sqlite:",
                    "d1dump verify FILE --against compares afterwards");
        }
        if (target.startsWith(SQLITE)) return sqlite(Path.of(target.substring(SQLITE.length())), report);
        try {
            return choices.create ? create(target, options, report) : restore(target, options, report);
        } catch (RestoreException e) {
            throw failure(e, target);
        } catch (InterruptedIOException e) {
            throw new CommandException(ExitCode.INTERRUPTED, "interrupted; nothing was changed", "", e);
        }
    }

    private ExitCode restore(String target, RestoreOptions options, Report report)
            throws CommandException, SQLException, IOException, RestoreException {
        try (Connection connection = account.connect(shell, redactor, target, waiting(options))) {
            D1Connection d1 = connection.unwrap(D1Connection.class);
            try (Restorer restorer = Restorer.prepare(file, d1, options)) {
                if (!agreed(restorer.plan(), d1.databaseName(), report)) return ExitCode.DONE;
                return done(restorer.run(d1), target, options, report);
            }
        }
    }

    // Queries wait as long for somebody else's export or import as the import itself does.
    private static Properties waiting(RestoreOptions options) {
        Properties properties = new Properties();
        properties.setProperty("exportWait", options.lockWait().toString());
        return properties;
    }

    private ExitCode create(String name, RestoreOptions options, Report report)
            throws CommandException, SQLException, IOException, RestoreException {
        if (name.startsWith("jdbc:")) {
            throw CommandException.usage("--create makes a database in your account", "give a name, not a URL");
        }
        D1Account databases = account.open(shell, redactor, name);
        if (databases.list().stream().anyMatch(known -> known.name().equals(name))) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "there is a database " + name + " already; nothing was changed",
                    "leave out --create to restore into it",
                    null);
        }
        try (Restorer restorer = Restorer.prepare(file, null, options)) {
            if (!agreed(restorer.plan(), name, report)) return ExitCode.DONE;
            Optional<String> jurisdiction = jurisdiction();
            D1Account.Database made =
                    jurisdiction.isPresent() ? databases.create(name, jurisdiction.get()) : databases.create(name);
            report.notice("Created database " + name + " (" + made.uuid() + ")"
                    + jurisdiction.map(where -> " in the jurisdiction " + where).orElse(""));
            try (Connection connection = account.connect(shell, redactor, made.uuid(), waiting(options))) {
                Restored restored = restorer.run(connection.unwrap(D1Connection.class));
                return done(restored, made.uuid(), options, report);
            } catch (RestoreException e) {
                CommandException failed = failure(e, name);
                throw new CommandException(
                        failed.exitCode(),
                        failed.getMessage() + "; the new database " + name + " stays",
                        failed.hint(),
                        e);
            }
        }
    }

    private Optional<String> jurisdiction() throws IOException {
        Path manifest = Manifest.pathFor(file);
        if (!Files.exists(manifest)) return Optional.empty();
        return Optional.ofNullable(Manifest.read(manifest).source().jurisdiction());
    }

    /** Whether to go on; a dry run ends here. */
    private boolean agreed(RestorePlan plan, String target, Report report) throws CommandException, IOException {
        report.close();
        List<String> lines = RestoreText.plan(plan, target);
        if (dryRun) {
            if (outputOptions.json) shell.print(Json.line(RestoreJson.plan(plan, target)));
            else for (String line : lines) shell.print(line);
            return false;
        }
        if (plan.refusal().isPresent()) {
            RestorePlan.Refusal refusal = plan.refusal().get();
            throw new CommandException(
                    ExitCode.FAILED,
                    OptionNames.asFlags(refusal.message()) + "; nothing was changed",
                    refusal.hint(),
                    null);
        }
        new RestoreConsent(shell, report).ask(lines, yes);
        return true;
    }

    private ExitCode done(Restored restored, String target, RestoreOptions options, Report report)
            throws CommandException, SQLException, IOException {
        if (verify) prove(target, options, report);
        ObjectNode object = RestoreJson.done(restored, file.toString()).put("verified", verify);
        report.done(RestoreText.done(restored, file.toString()), object);
        if (verify) report.notice("  verified  every value equals the dump's");
        if (outputOptions.json) shell.print(Json.line(object));
        return ExitCode.DONE;
    }

    private void prove(String target, RestoreOptions options, Report report)
            throws CommandException, SQLException, IOException {
        Properties properties = new Properties();
        properties.setProperty("int64", "fast"); // values are read exactly by the comparison
        properties.setProperty("readOnly", "true");
        List<String> differences;
        try (Connection connection = account.connect(shell, redactor, target, properties)) {
            boolean paced = !account.isOnThisMachine(shell, target);
            differences = RestoreProof.differences(file, connection, paced, options, report);
        }
        if (differences.isEmpty()) return;
        String more =
                differences.size() == 1 ? "" : String.format(Locale.ROOT, " and %,d more", differences.size() - 1);
        throw new CommandException(
                ExitCode.DIFFERENT,
                "everything was carried out and counted, but the values differ: " + differences.get(0) + more,
                "d1dump verify FILE --against <database> lists them",
                null);
    }

    private static CommandException failure(RestoreException e, String target) {
        ExitCode code = switch (e.kind()) {
            case REFUSED -> ExitCode.FAILED;
            case UNCONFIRMED -> ExitCode.USAGE;
            case FAILED -> e.getCause() instanceof SQLException cause ? ExitCode.of(cause) : ExitCode.FAILED;
            case DIFFERENT -> ExitCode.DIFFERENT;
            case UNKNOWN -> ExitCode.OUTCOME_UNKNOWN;
            case INTERRUPTED -> ExitCode.INTERRUPTED;
        };
        boolean noTimeTravel = target.startsWith(LOCAL) && e.bookmark().isPresent();
        String hint = noTimeTravel ? "an embedded D1 has no Time Travel; try again with --clean" : e.hint();
        return new CommandException(code, OptionNames.asFlags(String.valueOf(e.getMessage())), hint, e);
    }

    private ExitCode list() throws IOException {
        Inspection inspection = Inspection.of(file);
        if (outputOptions.json) {
            ObjectNode tables = Json.object();
            inspection.tables().forEach(table -> tables.put(table.name(), table.rows()));
            ObjectNode object = Json.object().put("dump", file.toString());
            object.set("tables", tables);
            shell.print(Json.line(object));
            return ExitCode.DONE;
        }
        for (Inspection.Table table : inspection.tables()) {
            shell.print(String.format(Locale.ROOT, "%12s  %s", Quantity.count(table.rows(), "row"), table.name()));
        }
        Inspection.Objects objects = inspection.objects();
        shell.print(String.format(
                Locale.ROOT,
                "%s, %s, %s",
                Quantity.count(objects.indexes(), "index").replace("indexs", "indexes"),
                Quantity.count(objects.views(), "view"),
                Quantity.count(objects.triggers(), "trigger")));
        return ExitCode.DONE;
    }

    private ExitCode sqlite(Path target, Report report) throws CommandException, IOException {
        if (!choices.only.isEmpty() || choices.append || choices.create || !choices.allowStatements.isEmpty()) {
            throw CommandException.usage(
                    "a SQLite file takes a whole dump: --only, --append, --create and --allow-statements do not go"
                            + " with jdbc:sqlite:",
                    "--clean replaces a file that is there");
        }
        if (Files.exists(target) && !choices.clean) {
            throw new CommandException(
                    ExitCode.FAILED, target + " exists already; nothing was changed", "--clean replaces it", null);
        }
        if (dryRun) {
            Inspection inspection = Inspection.of(file);
            long rows = inspection.rows();
            shell.print("Plan: load " + file + " (" + Quantity.count(rows, "row") + ") into the SQLite file " + target
                    + (Files.exists(target) ? ", replacing it" : ""));
            return ExitCode.DONE;
        }
        if (Files.exists(target)) {
            new RestoreConsent(shell, report).ask(List.of("Replace the SQLite file " + target + "."), yes);
        }
        long began = System.nanoTime();
        SqliteLoader.Loaded loaded;
        try (DumpReader reader = DumpReader.open(file)) {
            loaded = SqliteWriter.write(reader, target, choices.clean, choices.ignoreChecks);
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(ExitCode.FAILED, target + " exists already", "--clean replaces it", e);
        }
        ObjectNode object = Json.object()
                .put("outcome", "restored")
                .put("dump", file.toString())
                .put("path", target.toAbsolutePath().toString())
                .put("rows", loaded.rows())
                .put("statements", loaded.statements());
        report.done(
                List.of("Restored " + file + " into " + target + ": " + Quantity.count(loaded.rows(), "row") + " in "
                        + Quantity.time(java.time.Duration.ofNanos(System.nanoTime() - began))),
                object);
        if (outputOptions.json) shell.print(Json.line(object));
        return ExitCode.DONE;
    }
}
