package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.dump.Manifest;
import io.github.d1jdbc.dump.restore.RestoreException;
import io.github.d1jdbc.dump.restore.RestoreOptions;
import io.github.d1jdbc.dump.restore.Restored;
import io.github.d1jdbc.dump.restore.Restorer;
import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpResult;
import io.github.d1jdbc.server.D1Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code d1dump demo}: the main job from end to end on the embedded D1. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        header = "Shows the whole way on this machine: sample database, export, check, restore.",
        description = {
            "",
            "Starts an embedded D1, fills a sample database, exports it over HTTP by D1's polling protocol into a"
                    + " gzipped file, loads that into SQLite and compares every value; then restores it into a second"
                    + " database and compares again. Needs no account.",
            ""
        },
        synopsisHeading = "%nUsage: ",
        customSynopsis = "d1dump demo [-o FILE] [OPTIONS]",
        optionListHeading = "Options:%n")
final class DemoCommand implements Action {

    private static final String DATABASE = "d1dump-demo-shop";
    private static final String COPY = "d1dump-demo-copy";
    private static final int POLLS = 4;
    private static final Duration POLL_DELAY = Duration.ofMillis(120);
    private static final int PART_BYTES = 1024 * 1024;
    private static final String BEST =
            "SELECT country, sum(cents) FROM turnover GROUP BY country ORDER BY 2 DESC LIMIT 1";

    private final Shell shell;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where the dump goes: gzipped, or plain if it ends in .sql. Default: d1dump-demo.sql.gz.")
    Path file = Path.of("d1dump-demo.sql.gz");

    @Mixin
    OutputOptions outputOptions = new OutputOptions();

    DemoCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public OutputOptions output() {
        return outputOptions;
    }

    @Override
    public ExitCode run(Report report) throws CommandException, SQLException, IOException {
        boolean ours = isOurs(file);
        if (Files.exists(file) && !ours) {
            throw new CommandException(
                    ExitCode.FAILED, file + " exists and is no earlier demo", "-o FILE writes somewhere else", null);
        }
        D1Server.Options options = D1Server.Options.defaults()
                .withExportPolls(POLLS)
                .withExportPollDelay(POLL_DELAY)
                .withPartBytes(PART_BYTES);
        say("The whole way on this machine, without an account.", "");
        try (D1Server server = D1Server.start(options)) {
            server.createDatabase(DATABASE);
            say("1. An embedded D1 answers on " + server.endpoint());
            try (Connection truth = server.open(DATABASE)) {
                fill(truth);
                Manifest manifest = export(server, report, ours);
                check(truth, manifest);
                restore(server, report);
                return done(manifest);
            }
        }
    }

    private void fill(Connection truth) throws SQLException, IOException {
        SampleDatabase.fill(truth);
        say("2. A sample database is in it: tables with foreign keys, indexes, a view, a trigger, blobs, Unicode");
    }

    private Manifest export(D1Server server, Report report, boolean ours) throws SQLException, IOException {
        DumpOptions options = DumpOptions.defaults()
                .withCompression(file.toString().endsWith(".sql") ? Compression.NONE : Compression.GZIP)
                .withOverwrite(ours)
                .withProgress(report);
        try (Connection connection = connect(server, DATABASE)) {
            say("3. JDBC over HTTP: " + best(connection));
            say("4. Export by polling, as Cloudflare does it:");
            DumpResult result = connection.unwrap(D1Connection.class).exportTo(file, options);
            report.close();
            Manifest manifest = Manifest.of(result, options, server.accountId(), file, Version.tool(), Instant.now());
            Path beside = Manifest.pathFor(file);
            manifest.write(beside);
            List<String> facts = Summary.lines(result, options, file.toString(), Optional.of(beside));
            for (String fact : facts.subList(1, facts.size())) say(" " + fact);
            return manifest;
        }
    }

    private void check(Connection truth, Manifest manifest) throws SQLException, IOException, CommandException {
        say("5. Check: the file is loaded into SQLite and compared with the database, value by value");
        try (DumpCheck check = DumpCheck.load(file)) {
            String integrity = check.integrity();
            long broken = check.brokenReferences();
            List<DumpCheck.Table> tables = check.compare(truth);
            for (DumpCheck.Table table : tables) {
                say(String.format(
                        Locale.ROOT,
                        "   %-16s %,7d rows  %s",
                        table.name(),
                        table.rows(),
                        table.equal() ? "equal" : "DIFFERENT"));
            }
            say(String.format(
                    Locale.ROOT,
                    "   and %d indexes, views and triggers; integrity_check %s, foreign_key_check %s",
                    check.otherObjects(),
                    integrity,
                    broken == 0 ? "ok" : broken + " broken"));
            boolean equal = tables.stream().allMatch(DumpCheck.Table::equal) && broken == 0 && integrity.equals("ok");
            if (!equal || manifest.staleAgainst(file)) throw different();
        }
    }

    private static CommandException different() {
        return new CommandException(
                ExitCode.DIFFERENT, "the dump differs from the database", "this is a fault of d1dump", null);
    }

    private void restore(D1Server server, Report report) throws SQLException, IOException, CommandException {
        server.createDatabase(COPY);
        RestoreOptions options =
                RestoreOptions.defaults().withMaxRowsWritten(Long.MAX_VALUE).withProgress(report);
        try (Connection connection = connect(server, COPY)) {
            D1Connection target = connection.unwrap(D1Connection.class);
            try (Restorer restorer = Restorer.prepare(file, target, options)) {
                Restored restored = restorer.run(target);
                report.close();
                say("6. The way back: restored into a second database by D1's import, "
                        + Quantity.count(restored.rows(), "row") + " in " + Quantity.time(restored.duration()));
            } catch (RestoreException e) {
                throw new CommandException(ExitCode.DIFFERENT, String.valueOf(e.getMessage()), "", e);
            }
        }
        try (DumpCheck check = DumpCheck.load(file);
                Connection copy = server.open(COPY)) {
            List<DumpCheck.Table> tables = check.compare(copy);
            boolean equal = tables.stream().allMatch(DumpCheck.Table::equal);
            say("   " + Quantity.count(tables.size(), "table") + " compared value by value: "
                    + (equal ? "equal" : "DIFFERENT"));
            if (!equal) throw different();
        }
    }

    private ExitCode done(Manifest manifest) throws IOException {
        say("", "Done. Everything is in " + file.toAbsolutePath().normalize(), "", "Next:", "");
        next();
        if (outputOptions.json) {
            shell.print(Json.line(Summary.object("exported", file, Optional.of(Manifest.pathFor(file)), manifest)));
        }
        return ExitCode.DONE;
    }

    private void next() throws IOException {
        String read = file.toString().endsWith(".sql") ? "cat " + file : "gzip -dc " + file;
        say(
                "  " + read + " | head",
                "  " + read + " | sqlite3 shop.db",
                "  " + Invocation.command() + " restore " + file + " jdbc:d1:local:shop.sqlite --yes"
                        + " --max-rows-written 1000000",
                "  " + Invocation.command() + " serve --load " + file
                        + "     the same database, to be asked by any client",
                "",
                "With your own account (the token needs the permission D1 Edit):",
                "",
                "  export CLOUDFLARE_ACCOUNT_ID=... CLOUDFLARE_API_TOKEN=...",
                "  " + Invocation.command() + " export my-database -o my-database.sql.gz");
    }

    private static Connection connect(D1Server server, String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("password", server.token());
        properties.setProperty("endpoint", server.endpoint().toString());
        return DriverManager.getConnection("jdbc:d1://" + server.accountId() + "/" + database, properties);
    }

    private static String best(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(BEST)) {
            if (!result.next()) return "nothing sold";
            return "most was sold to " + result.getString(1) + ", for "
                    + String.format(Locale.ROOT, "%,.2f", result.getLong(2) / 100.0);
        }
    }

    // A file that this command did not write is somebody's.
    private static boolean isOurs(Path file) {
        try {
            return Manifest.read(Manifest.pathFor(file)).source().name().equals(DATABASE);
        } catch (IOException e) {
            return false;
        }
    }

    private void say(String... lines) throws IOException {
        if (outputOptions.quiet || outputOptions.json) return;
        for (String line : lines) shell.print(line);
    }
}
