package io.github.d1jdbc.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An embedded D1: SQLite behind D1's REST API on the loopback address, for tests, demos and offline work. It answers
 * as the real engine does, losses included, and fails as the service does where {@link #faults()} says so. Threads may
 * share it.
 */
public final class D1Server implements AutoCloseable {

    private static final int LOG_LENGTH = 10_000;

    /**
     * How an embedded D1 behaves. Immutable.
     *
     * @param port port to listen on, 0 for a free one
     * @param accountId id of the only account, 32 hexadecimal digits
     * @param token API token that is let in
     * @param email email address that is let in together with its key
     * @param emailKey API key of that email address
     * @param exportPolls how many answers of an export say "active" before one is complete; 0: the first is
     * @param exportPollDelay how long an answer waits for an export's end
     * @param exportIdle how long an export lives without being polled
     * @param exportKeep how long a result that was handed out can be asked for again
     * @param partBytes size of the parts in which a dump is uploaded
     * @param activeStatus whether a running export says "active" or leaves the status out
     * @param messagesShuffled whether messages come in another order than they were made
     * @param bookmarkDrift whether the bookmark changes at every question
     * @param signedUrlLifetime how long a signed URL is good
     * @param latency how much later every answer comes
     * @param valueBytes the largest parameter; 2,000,000 as the service documents
     */
    public record Options(
            int port,
            String accountId,
            String token,
            @Nullable String email,
            @Nullable String emailKey,
            int exportPolls,
            Duration exportPollDelay,
            Duration exportIdle,
            Duration exportKeep,
            long partBytes,
            boolean activeStatus,
            boolean messagesShuffled,
            boolean bookmarkDrift,
            Duration signedUrlLifetime,
            Duration latency,
            int valueBytes) {

        /** A free port, a random token, and the behaviour that the service usually shows. */
        public static Options defaults() {
            return new Options(
                    0,
                    "0123456789abcdef0123456789abcdef",
                    randomToken(),
                    null,
                    null,
                    1,
                    Duration.ofMillis(20),
                    Duration.ofSeconds(30),
                    Duration.ZERO,
                    5L << 20,
                    true,
                    false,
                    false,
                    Duration.ofHours(1),
                    Duration.ZERO,
                    2_000_000);
        }

        private static String randomToken() {
            return "local-" + UUID.randomUUID();
        }

        /** Another value for {@link #port}. */
        public Options withPort(int value) {
            return new Options(
                    value,
                    accountId,
                    token,
                    email,
                    emailKey,
                    exportPolls,
                    exportPollDelay,
                    exportIdle,
                    exportKeep,
                    partBytes,
                    activeStatus,
                    messagesShuffled,
                    bookmarkDrift,
                    signedUrlLifetime,
                    latency,
                    valueBytes);
        }

        /** Another value for {@link #accountId}. */
        public Options withAccountId(String value) {
            return new Options(
                    port,
                    value,
                    token,
                    email,
                    emailKey,
                    exportPolls,
                    exportPollDelay,
                    exportIdle,
                    exportKeep,
                    partBytes,
                    activeStatus,
                    messagesShuffled,
                    bookmarkDrift,
                    signedUrlLifetime,
                    latency,
                    valueBytes);
        }

        /** Another value for {@link #token}. */
        public Options withToken(String value) {
            return new Options(
                    port,
                    accountId,
                    value,
                    email,
                    emailKey,
                    exportPolls,
                    exportPollDelay,
                    exportIdle,
                    exportKeep,
                    partBytes,
                    activeStatus,
                    messagesShuffled,
                    bookmarkDrift,
                    signedUrlLifetime,
                    latency,
                    valueBytes);
        }

        /** Another value for {@link #exportPolls}. */
        public Options withExportPolls(int value) {
            return new Options(
                    port,
                    accountId,
                    token,
                    email,
                    emailKey,
                    value,
                    exportPollDelay,
                    exportIdle,
                    exportKeep,
                    partBytes,
                    activeStatus,
                    messagesShuffled,
                    bookmarkDrift,
                    signedUrlLifetime,
                    latency,
                    valueBytes);
        }

        /** Another value for {@link #exportPollDelay}. */
        public Options withExportPollDelay(Duration value) {
            return new Options(
                    port,
                    accountId,
                    token,
                    email,
                    emailKey,
                    exportPolls,
                    value,
                    exportIdle,
                    exportKeep,
                    partBytes,
                    activeStatus,
                    messagesShuffled,
                    bookmarkDrift,
                    signedUrlLifetime,
                    latency,
                    valueBytes);
        }

        /** Another value for {@link #exportIdle}. */
        public Options withExportIdle(Duration value) {
            return new Options(
                    port,
                    accountId,
                    token,
                    email,
                    emailKey,
                    exportPolls,
                    exportPollDelay,
                    value,
                    exportKeep,
                    partBytes,
                    activeStatus,
                    messagesShuffled,
                    bookmarkDrift,
                    signedUrlLifetime,
                    latency,
                    valueBytes);
        }

        /** Another value for {@link #exportKeep}. */
        public Options withExportKeep(Duration value) {
            return new Options(
                    port,
                    accountId,
                    token,
                    email,
                    emailKey,
                    exportPolls,
                    exportPollDelay,
                    exportIdle,
                    value,
                    partBytes,
                    activeStatus,
                    messagesShuffled,
                    bookmarkDrift,
                    signedUrlLifetime,
                    latency,
                    valueBytes);
        }

        /** Another value for {@link #partBytes}. */
        public Options withPartBytes(long value) {
            return new Options(
                    port,
                    accountId,
                    token,
                    email,
                    emailKey,
                    exportPolls,
                    exportPollDelay,
                    exportIdle,
                    exportKeep,
                    value,
                    activeStatus,
                    messagesShuffled,
                    bookmarkDrift,
                    signedUrlLifetime,
                    latency,
                    valueBytes);
        }

        /** Another value for {@link #activeStatus}. */
        public Options withActiveStatus(boolean value) {
            return new Options(
                    port,
                    accountId,
                    token,
                    email,
                    emailKey,
                    exportPolls,
                    exportPollDelay,
                    exportIdle,
                    exportKeep,
                    partBytes,
                    value,
                    messagesShuffled,
                    bookmarkDrift,
                    signedUrlLifetime,
                    latency,
                    valueBytes);
        }

        /** Another value for {@link #messagesShuffled}. */
        public Options withMessagesShuffled(boolean value) {
            return new Options(
                    port,
                    accountId,
                    token,
                    email,
                    emailKey,
                    exportPolls,
                    exportPollDelay,
                    exportIdle,
                    exportKeep,
                    partBytes,
                    activeStatus,
                    value,
                    bookmarkDrift,
                    signedUrlLifetime,
                    latency,
                    valueBytes);
        }

        /** Another value for {@link #bookmarkDrift}. */
        public Options withBookmarkDrift(boolean value) {
            return new Options(
                    port,
                    accountId,
                    token,
                    email,
                    emailKey,
                    exportPolls,
                    exportPollDelay,
                    exportIdle,
                    exportKeep,
                    partBytes,
                    activeStatus,
                    messagesShuffled,
                    value,
                    signedUrlLifetime,
                    latency,
                    valueBytes);
        }

        /** Another value for {@link #signedUrlLifetime}. */
        public Options withSignedUrlLifetime(Duration value) {
            return new Options(
                    port,
                    accountId,
                    token,
                    email,
                    emailKey,
                    exportPolls,
                    exportPollDelay,
                    exportIdle,
                    exportKeep,
                    partBytes,
                    activeStatus,
                    messagesShuffled,
                    bookmarkDrift,
                    value,
                    latency,
                    valueBytes);
        }

        /** Another value for {@link #latency}. */
        public Options withLatency(Duration value) {
            return new Options(
                    port,
                    accountId,
                    token,
                    email,
                    emailKey,
                    exportPolls,
                    exportPollDelay,
                    exportIdle,
                    exportKeep,
                    partBytes,
                    activeStatus,
                    messagesShuffled,
                    bookmarkDrift,
                    signedUrlLifetime,
                    value,
                    valueBytes);
        }

        /** Another value for {@link #valueBytes}. */
        public Options withValueBytes(int value) {
            return new Options(
                    port,
                    accountId,
                    token,
                    email,
                    emailKey,
                    exportPolls,
                    exportPollDelay,
                    exportIdle,
                    exportKeep,
                    partBytes,
                    activeStatus,
                    messagesShuffled,
                    bookmarkDrift,
                    signedUrlLifetime,
                    latency,
                    value);
        }

        /** Lets this email address in with this API key, beside the token. */
        public Options withEmailKey(String address, String key) {
            return new Options(
                    port,
                    accountId,
                    token,
                    address,
                    key,
                    exportPolls,
                    exportPollDelay,
                    exportIdle,
                    exportKeep,
                    partBytes,
                    activeStatus,
                    messagesShuffled,
                    bookmarkDrift,
                    signedUrlLifetime,
                    latency,
                    valueBytes);
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

    private D1Server(Options options) throws IOException {
        this.options = options;
        this.folder = Files.createTempDirectory("d1-server");
        this.listener = new HttpListener(options.port(), this::handle);
        this.databases = new Databases(folder, options);
        this.store = new ObjectStore(folder, () -> "http://127.0.0.1:" + port(), options.signedUrlLifetime());
        this.downloads = new Downloads(listener);
        Exports exports = new Exports(options, store, listener.threads());
        Imports imports = new Imports(options, store, listener.threads());
        this.answers = new ApiAnswers(new Api(options, databases, exports, imports), listener);
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
        Route route = Route.ANY;
        try {
            if (exchange.path().startsWith(Api.PREFIX)) {
                Api.Target target = Api.Target.of(exchange);
                route = target.route();
                if (!options.latency().isZero()) listener.pause(options.latency());
                answers.answer(exchange, target, faults.take(route));
            } else if (exchange.path().startsWith(ObjectStore.PREFIX)) {
                route = exchange.method().equals("PUT") ? Route.UPLOAD : Route.DOWNLOAD;
                Fault fault = faults.take(route);
                if (!answers.instead(exchange, fault)) store.answer(exchange, fault, downloads);
            } else {
                exchange.send(404, ApiAnswers.head(), Json.failure(7000, "No route for that URI"));
            }
        } finally {
            remember(exchange, route);
        }
    }

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

    /** Stops answering, closes the databases and deletes what was temporary. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (Database database : databases.all()) databases.delete(database);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }
}
