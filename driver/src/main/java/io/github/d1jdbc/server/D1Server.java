package io.github.d1jdbc.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An embedded D1: SQLite behind D1's REST API on the loopback address, for tests, demos and offline work. It answers
 * as the real engine does, losses included, and fails as the service does where {@link #faults()} says so. Threads may
 * share it.
 */
public final class D1Server implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("io.github.d1jdbc");
    private static final int LOG_LENGTH = 10_000;

    /**
     * How an embedded D1 behaves. Immutable.
     *
     * @param port port to listen on, 0 for a free one
     * @param accountId id of the only account, 32 hexadecimal digits
     * @param token API token that is let in
     * @param email email address that is let in together with its key
     * @param emailKey API key of that email address
     * @param exports how exports go
     * @param urlLifetime how long a signed URL is good
     * @param latency how much later every answer comes
     * @param drift whether the bookmark changes at every question
     * @param valueBytes the largest parameter, in bytes
     */
    public record Options(
            int port,
            String accountId,
            String token,
            @Nullable String email,
            @Nullable String emailKey,
            ExportBehavior exports,
            Duration urlLifetime,
            Duration latency,
            boolean drift,
            int valueBytes) {

        private static final String ACCOUNT = "0123456789abcdef0123456789abcdef";
        private static final int VALUE_BYTES = 2_000_000;

        /** A free port, a random token, and the behavior that the service usually shows. */
        public static Options defaults() {
            String token = "local-" + UUID.randomUUID();
            ExportBehavior exports = ExportBehavior.DEFAULT;
            Duration hour = Duration.ofHours(1);
            return new Options(0, ACCOUNT, token, null, null, exports, hour, Duration.ZERO, false, VALUE_BYTES);
        }

        /** Another port. */
        public Options withPort(int value) {
            return new Options(
                    value, accountId, token, email, emailKey, exports, urlLifetime, latency, drift, valueBytes);
        }

        /** Another account id. */
        public Options withAccountId(String value) {
            return new Options(port, value, token, email, emailKey, exports, urlLifetime, latency, drift, valueBytes);
        }

        /** Another API token. */
        public Options withToken(String value) {
            return new Options(
                    port, accountId, value, email, emailKey, exports, urlLifetime, latency, drift, valueBytes);
        }

        /** Lets this email address in with this API key, beside the token. */
        public Options withEmailKey(String address, String key) {
            return new Options(port, accountId, token, address, key, exports, urlLifetime, latency, drift, valueBytes);
        }

        /** How many answers of an export say "active" before one is complete; 0: the first is. */
        public Options withExportPolls(int value) {
            return with(exports.withPolls(value));
        }

        /** How long an answer waits for an export's end. */
        public Options withExportPollDelay(Duration value) {
            return with(exports.withPollDelay(value));
        }

        /** How long an export lives without being polled. */
        public Options withExportIdle(Duration value) {
            return with(exports.withIdle(value));
        }

        /** How long the result of an export that was handed out can be asked for again. */
        public Options withExportKeep(Duration value) {
            return with(exports.withKeep(value));
        }

        /** Size of the parts in which a dump is uploaded. */
        public Options withPartBytes(long value) {
            return with(exports.withPartBytes(value));
        }

        /** Whether a running export says "active" or leaves the status out. */
        public Options withActiveStatus(boolean value) {
            return with(exports.withActiveStatus(value));
        }

        /** Whether an export's messages come in another order than they were made. */
        public Options withMessagesShuffled(boolean value) {
            return with(exports.withShuffled(value));
        }

        /** How long a signed URL is good. */
        public Options withSignedUrlLifetime(Duration value) {
            return new Options(port, accountId, token, email, emailKey, exports, value, latency, drift, valueBytes);
        }

        /** How much later every answer comes. */
        public Options withLatency(Duration value) {
            return new Options(port, accountId, token, email, emailKey, exports, urlLifetime, value, drift, valueBytes);
        }

        /** Whether the bookmark changes at every question, as the bare engine gives it. */
        public Options withBookmarkDrift(boolean value) {
            return new Options(
                    port, accountId, token, email, emailKey, exports, urlLifetime, latency, value, valueBytes);
        }

        /** The largest parameter in bytes; the service documents 2,000,000. */
        public Options withValueBytes(int value) {
            return new Options(port, accountId, token, email, emailKey, exports, urlLifetime, latency, drift, value);
        }

        private Options with(ExportBehavior value) {
            return new Options(port, accountId, token, email, emailKey, value, urlLifetime, latency, drift, valueBytes);
        }

        @Override
        public String toString() {
            return "Options[port=" + port + ", accountId=" + accountId + "]";
        }
    }

    /**
     * One request that was answered, for tests that count them.
     *
     * @param method the HTTP method
     * @param route the route it took
     * @param path its path, without the query string
     * @param status the status it was answered with, 0 if it was not
     * @param authorized whether it carried an Authorization header or an API key
     * @param range its Range header
     * @param bodyBytes how many bytes of its body were read
     */
    public record Request(
            String method,
            Route route,
            String path,
            int status,
            boolean authorized,
            @Nullable String range,
            long bodyBytes) {}

    private final Options options;
    private final Path folder;
    private final HttpListener listener;
    private final Databases databases;
    private final ObjectStore store;
    private final Downloads downloads;
    private final ApiAnswers answers;
    private final Faults faults = new Faults();
    private final Deque<Request> log = new ArrayDeque<>();
    private final Thread hook;
    private final AtomicBoolean closed = new AtomicBoolean();

    private D1Server(Options options) throws IOException {
        this.options = options;
        this.folder = Files.createTempDirectory("d1-server");
        this.listener = new HttpListener(options.port(), this::handle);
        this.databases = new Databases(folder, options);
        this.store = new ObjectStore(folder, () -> "http://127.0.0.1:" + port(), options.urlLifetime());
        this.downloads = new Downloads(listener);
        Exports exports = new Exports(options.exports(), store, listener.threads());
        Imports imports = new Imports(options.exports(), store, listener.threads());
        this.answers = new ApiAnswers(new Api(options, databases, exports, imports), listener);
        // A process that is stopped by a signal must not leave its temporary files.
        this.hook = new Thread(this::closeAtExit, "d1-server-exit");
        Runtime.getRuntime().addShutdownHook(hook);
        listener.start();
    }

    /** Starts a server with the default options on a free port. */
    public static D1Server start() throws IOException {
        return start(Options.defaults());
    }

    /** Starts a server; it is reachable from this machine only. */
    public static D1Server start(Options options) throws IOException {
        return new D1Server(options);
    }

    /** What a client takes for {@code https://api.cloudflare.com/client/v4}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port() + "/client/v4");
    }

    /** The only account that there is. */
    public String accountId() {
        return options.accountId();
    }

    /** The API token that is let in. */
    public String token() {
        return options.token();
    }

    /** The port it listens on. */
    public int port() {
        return listener.port();
    }

    /** The faults it makes. */
    public Faults faults() {
        return faults;
    }

    /** Creates a database that is gone when the server is closed; gives its uuid. */
    public String createDatabase(String name) {
        try {
            return create(name, null);
        } catch (IOException e) {
            throw new IllegalStateException("The database " + name + " could not be created in " + folder, e);
        }
    }

    /**
     * Creates a database over a SQLite file, which is created if it is missing, and stays; gives its uuid.
     *
     * @throws IOException if it is no SQLite file, or another server has it open
     */
    public String createDatabase(String name, Path sqliteFile) throws IOException {
        return create(name, sqliteFile);
    }

    private String create(String name, @Nullable Path file) throws IOException {
        try {
            return databases.create(name, file).uuid();
        } catch (ApiException e) {
            throw new IllegalArgumentException(e.text() + ": " + name, e);
        }
    }

    /** The uuid of the database of this name. */
    public String databaseId(String name) {
        return database(name).uuid();
    }

    private Database database(String name) {
        Database database = databases.byName(name);
        if (database == null) throw new IllegalArgumentException("There is no database " + name);
        return database;
    }

    /**
     * Runs a script straight in SQLite, in one transaction and without D1's limits and refusals; foreign keys are not
     * checked, and BEGIN and COMMIT in it are left out.
     */
    public void load(String name, InputStream sql) throws IOException {
        try (Connection connection = open(name)) {
            Sqlite.load(connection, new Script(sql));
        } catch (SQLException e) {
            throw new IOException("The script does not load into " + name + ": " + e.getMessage(), e);
        }
    }

    /** A second connection to the database, without D1's limits; the caller closes it. */
    public Connection open(String name) throws SQLException {
        return Sqlite.open(database(name).file());
    }

    /** The requests answered so far, oldest first, at most the last 10,000. */
    public List<Request> requests() {
        synchronized (log) {
            return new ArrayList<>(log);
        }
    }

    private void handle(Exchange exchange) throws IOException {
        if (exchange.path().startsWith(Api.PREFIX)) {
            Api.Target target = Api.Target.of(exchange);
            exchange.beforeAnswer(() -> remember(exchange, target.route()));
            if (!options.latency().isZero()) listener.pause(options.latency());
            answers.answer(exchange, target, faults.take(target.route()));
        } else if (exchange.path().startsWith(ObjectStore.PREFIX)) {
            Route route = exchange.method().equals("PUT") ? Route.UPLOAD : Route.DOWNLOAD;
            exchange.beforeAnswer(() -> remember(exchange, route));
            Fault fault = faults.take(route);
            if (!answers.instead(exchange, fault)) store.answer(exchange, fault, downloads);
        } else {
            exchange.send(404, ApiAnswers.head(), Json.failure(7000, "No route for that URI"));
        }
    }

    // Before the answer can be seen, so that who has an answer finds its request in the log.
    private void remember(Exchange exchange, Route route) {
        boolean authorized = exchange.header("authorization") != null || exchange.header("x-auth-key") != null;
        Request request = new Request(
                exchange.method(),
                route,
                exchange.path(),
                exchange.status(),
                authorized,
                exchange.header("range"),
                exchange.bodyBytes());
        synchronized (log) {
            if (log.size() == LOG_LENGTH) log.removeFirst();
            log.addLast(request);
        }
    }

    private void closeAtExit() {
        try {
            close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The embedded D1 could not clean up " + folder, e);
        }
    }

    /** Stops answering, closes the databases and deletes what was temporary. */
    @Override
    public void close() throws IOException {
        if (closed.getAndSet(true)) return;
        if (Thread.currentThread() != hook) removeHook();
        listener.close();
        for (Database database : databases.all()) databases.delete(database);
        // An export that was just cancelled may still be writing.
        listener.awaitEnd();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.log(Level.FINE, "Closed while the process ends", e);
        }
    }
}
