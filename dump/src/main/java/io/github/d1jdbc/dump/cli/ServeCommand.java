package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.server.D1Server;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code d1dump serve}: an embedded D1 for any client, until it is stopped. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        header = "Serves D1's REST API on this machine, over a SQLite file or in memory.",
        description = {
            "",
            "Query, batch, export by polling, import and Time Travel bookmarks, as Cloudflare answers them. It listens"
                    + " on 127.0.0.1 only and prints how to reach it. Ctrl-C ends it.",
            ""
        },
        synopsisHeading = "%nUsage: ",
        customSynopsis = "d1dump serve [FILE.sqlite] [OPTIONS]",
        optionListHeading = "",
        footerHeading = "%nExamples:%n",
        footer = {
            "  d1dump serve                                an empty database in memory",
            "  d1dump serve app.sqlite --port 9000         a SQLite file as a D1 database",
            "  d1dump serve --load dump.sql.gz             what a dump has in it"
        })
final class ServeCommand implements Action {

    private static final int DEFAULT_PORT = 8788;
    private static final int HIGHEST_PORT = 65_535;
    private static final String DEFAULT_NAME = "app";
    private static final int BUFFER = 64 * 1024;
    private static final int GZIP_MAGIC = 0x1f8b;

    private final Shell shell;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE.sqlite",
            description = "The SQLite file to serve; it is made if it is not there. Without: a database in memory.%n")
    @Nullable
    Path file;

    @Option(names = "--name", paramLabel = "NAME", description = "The database's name. Default: the file's, or app.")
    @Nullable
    String name;

    @Option(names = "--load", paramLabel = "DUMP", description = "First run this SQL file, plain or gzipped.")
    @Nullable
    Path load;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port to listen on; 0 takes a free one. Default: " + DEFAULT_PORT + ".")
    int port = DEFAULT_PORT;

    @Option(
            names = "--token",
            paramLabel = "T",
            description = "The token that clients must send, not one of Cloudflare's. Default: a random one.")
    @Nullable
    String token;

    @Mixin
    OutputOptions outputOptions = new OutputOptions();

    ServeCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public OutputOptions output() {
        return outputOptions;
    }

    @Override
    public ExitCode run(Report report) throws CommandException, IOException {
        if (port < 0 || port > HIGHEST_PORT) {
            throw CommandException.usage(
                    "there is no port " + port, "--port takes 0 (any free one) to " + HIGHEST_PORT);
        }
        D1Server.Options options = D1Server.Options.defaults().withPort(port);
        if (token != null) options = options.withToken(token);
        try (D1Server server = start(options)) {
            String database = name == null ? defaultName(file) : name;
            String uuid = create(server, database);
            if (load != null) load(server, database, load);
            Served served = new Served(server, database, uuid, file);
            if (outputOptions.json) {
                shell.print(Json.line(served.object()));
            } else if (!outputOptions.quiet) {
                for (String line : served.lines()) shell.print(line);
            }
            untilInterrupted();
            return ExitCode.INTERRUPTED;
        }
    }

    private D1Server start(D1Server.Options options) throws CommandException, IOException {
        try {
            return D1Server.start(options);
        } catch (BindException e) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "port " + port + " is taken on this machine",
                    "--port N chooses another one, --port 0 any free one",
                    e);
        }
    }

    private String create(D1Server server, String database) throws CommandException, IOException {
        try {
            return file == null ? server.createDatabase(database) : server.createDatabase(database, file);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()), "see d1dump serve --help");
        }
    }

    private static void load(D1Server server, String database, Path dump) throws CommandException {
        try (InputStream in = open(dump)) {
            server.load(database, in);
        } catch (IOException e) {
            throw new CommandException(ExitCode.FAILED, "cannot load " + dump + ": " + FileTrouble.sentence(e), "", e);
        }
    }

    /** The SQL of a dump file, plain or gzipped, whatever it is called. */
    static InputStream open(Path dump) throws IOException {
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(dump), BUFFER);
        in.mark(2);
        int magic = in.read() << 8 | in.read();
        in.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(in, BUFFER) : in;
    }

    /** The file's name without its ending, as D1 names databases: lower-case letters, digits, - and _, no such first. */
    static String defaultName(@Nullable Path file) {
        if (file == null || file.getFileName() == null) return DEFAULT_NAME;
        String base = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        String plain =
                base.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]+", "-").replaceAll("^[-_]+|-+$", "");
        return plain.isEmpty() ? DEFAULT_NAME : plain;
    }

    private static void untilInterrupted() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
