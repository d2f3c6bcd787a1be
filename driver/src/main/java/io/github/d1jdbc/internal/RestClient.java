package io.github.d1jdbc.internal;

import io.github.d1jdbc.internal.RestException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/**
 * Speaks D1's REST API: authentication, envelope, retries, rate limit. Any number of threads may share one.
 */
public final class RestClient {
    private static final String READ = "\"D1 Read\"";
    private static final String EDIT = "\"D1 Edit\"";
    private static final int PER_PAGE = 1_000;

    /** One statement to send; {@code params} are strings, doubles or nulls. {@code toString} shows no value. */
    public record Statement(String sql, List<@Nullable Object> params) {
        public static Statement of(String sql) {
            return new Statement(sql, List.of());
        }

        @Override
        public String toString() {
            return "Statement[" + sql.length() + " characters, " + params.size() + " parameters]";
        }
    }

    /** The filter of an export; no table means all. */
    public record ExportFilter(List<String> tables, boolean noData, boolean noSchema) {}

    private final RestSettings settings;
    private final RestApi api;
    private final Answers answers;
    private final Requests requests;
    private final @Nullable RateLimit limit;
    private final ExportWait exportWait;
    private final @Nullable RestException unusable;

    private RestClient(RestSettings settings, Timing timing, @Nullable RateLimit limit, Duration exportWait) {
        this.exportWait = new ExportWait(exportWait, timing);
        this.settings = settings;
        Redaction redaction = new Redaction(settings.credentials());
        Failures failures = new Failures(settings.base(), redaction);
        this.answers = new Answers(failures, redaction);
        this.limit = limit;
        this.requests = new Requests(failures, new RetryPolicy(settings.maxRetries(), timing), limit, timing);
        String problem = Authentication.problem(settings.credentials());
        RestException refused = problem == null ? null : unusable(401, problem);
        OkHttpClient http;
        try {
            http = HttpClients.bare(settings);
        } catch (IOException e) {
            refused = unusable(400, e.getMessage() == null ? "a setting cannot be used" : e.getMessage());
            http = new OkHttpClient(); // is never asked
        }
        this.unusable = refused;
        if (refused == null) {
            http = http.newBuilder()
                    .addInterceptor(new Authentication(settings))
                    .build();
        }
        this.api = RestApi.at(settings.base(), http);
    }

    /** The same client under another application's name. */
    public RestClient withApplicationName(String name) {
        return open(settings.withApplicationName(name)).withExportWait(exportWait.longest());
    }

    /** The same client, whose SQL waits so long while an export of the database is running. */
    public RestClient withExportWait(Duration longest) {
        return new RestClient(settings, exportWait.timing(), limit, longest);
    }

    /**
     * A client for these settings. It asks nothing yet: settings that cannot be used (a token that is no header, a
     * missing trust store) are told by the first request, as REFUSED.
     */
    public static RestClient open(RestSettings settings) {
        return new RestClient(
                settings,
                Timing.system(),
                settings.isLoopback() ? null : RateLimit.shared(settings.credentials()),
                Duration.ZERO);
    }

    /** For tests, which pass the time, the chance and the budget. */
    static RestClient open(RestSettings settings, Timing timing, @Nullable RateLimit limit) {
        return new RestClient(settings, timing, limit, Duration.ZERO);
    }

    public RestSettings settings() {
        return settings;
    }

    /** How many requests the budget of this token still allows now; {@link Integer#MAX_VALUE} on loopback. */
    public int remainingRequests() {
        return limit == null ? Integer.MAX_VALUE : limit.remaining();
    }

    /** The database of this name or UUID. */
    public DatabaseInfo database(String nameOrUuid) throws RestException {
        Ask ask = ask("Looking up database " + nameOrUuid, nameOrUuid, READ, true);
        // A path cannot carry these: "." and ".." would name another resource, an empty one the list.
        if (nameOrUuid.isBlank() || nameOrUuid.equals(".") || nameOrUuid.equals("..")) {
            throw new RestException(
                    Kind.REFUSED, 404, 7404, "", null, ask.doing() + " failed: no database can have that name.");
        }
        return send(ask, () -> api.get(settings.accountId(), nameOrUuid), answers::databaseInfo, Abort.unlimited());
    }

    /** All databases of the account, or those whose name contains {@code name}. */
    public List<DatabaseInfo> databases(@Nullable String name) throws RestException {
        Ask ask = ask("Listing the databases of account " + settings.accountId(), null, READ, true);
        List<DatabaseInfo> databases = new ArrayList<>();
        int page = 1;
        while (true) {
            int number = page++;
            List<DatabaseInfo> more = send(
                    ask,
                    () -> api.list(settings.accountId(), name, number, PER_PAGE),
                    answers::databaseInfos,
                    Abort.unlimited());
            databases.addAll(more);
            if (more.size() < PER_PAGE) return List.copyOf(databases);
        }
    }

    public DatabaseInfo create(String name, @Nullable String jurisdiction, @Nullable String locationHint)
            throws RestException {
        RestApi.CreateRequest request = new RestApi.CreateRequest(name, jurisdiction, locationHint);
        Ask ask = ask("Creating database " + name, name, EDIT, false);
        return send(ask, () -> api.create(settings.accountId(), request), answers::databaseInfo, Abort.unlimited());
    }

    public void delete(String databaseId) throws RestException {
        Ask ask = ask("Deleting database " + databaseId, databaseId, EDIT, false);
        send(ask, () -> api.delete(settings.accountId(), databaseId), answers::envelope, Abort.unlimited());
    }

    /**
     * Runs statements as one atomic transaction through {@code /raw}: one result a statement.
     *
     * @param reads whether no statement can write, so that the request may be repeated
     */
    public List<Rows> raw(String databaseId, List<Statement> batch, boolean reads, Abort abort) throws RestException {
        RestApi.BatchRequest request = new RestApi.BatchRequest(batch.stream()
                .map(statement -> new RestApi.Sql(statement.sql(), statement.params()))
                .toList());
        Ask ask = ask("SQL on database " + databaseId, databaseId, reads ? READ : EDIT, reads);
        for (Statement statement : batch) {
            if (!isWhole(statement)) throw Requests.unwritable(ask);
        }
        return exportWait.call(
                () -> send(
                        ask,
                        () -> api.raw(settings.accountId(), databaseId, request),
                        (asked, answer) -> answers.rows(asked, answer, batch.size()),
                        abort),
                abort);
    }

    /** Starts an export (bookmark null) or asks for the running one; repeated on 408, 429, 5xx and broken connections. */
    public ExportAnswer export(String databaseId, @Nullable String bookmark, ExportFilter filter, Abort abort)
            throws RestException {
        RestApi.ExportRequest request = new RestApi.ExportRequest(
                "polling",
                bookmark,
                new RestApi.DumpFilter(filter.noData(), filter.noSchema(), List.copyOf(filter.tables())));
        Ask ask = ask("Exporting database " + databaseId, databaseId, EDIT, true);
        return send(
                ask,
                () -> api.export(settings.accountId(), databaseId, request),
                (asked, answer) ->
                        answers.poll(asked, answer, PollReader::refusedExport, poll -> poll.export(bookmark)),
                abort);
    }

    /** Announces a file of this MD5 (hex): an Upload, or the answer of a poll where D1 has the file already. */
    public ImportAnswer importInit(String databaseId, String md5, Abort abort) throws RestException {
        return importStep(databaseId, new RestApi.ImportRequest("init", md5, null, null), true, abort);
    }

    /** Starts reading the uploaded file. Not repeated once D1 may have begun. */
    public ImportAnswer importIngest(String databaseId, String md5, String filename, Abort abort) throws RestException {
        return importStep(databaseId, new RestApi.ImportRequest("ingest", md5, filename, null), false, abort);
    }

    public ImportAnswer importPoll(String databaseId, String bookmark, Abort abort) throws RestException {
        return importStep(databaseId, new RestApi.ImportRequest("poll", null, null, bookmark), true, abort);
    }

    /** The bookmark of now, or of the moment at or before an ISO 8601 timestamp. */
    public String bookmark(String databaseId, @Nullable String timestamp) throws RestException {
        Ask ask = ask("Asking for the bookmark of database " + databaseId, databaseId, READ, true);
        return send(
                ask,
                () -> api.bookmark(settings.accountId(), databaseId, timestamp),
                answers::bookmark,
                Abort.unlimited());
    }

    /** Sets the database back to a bookmark of Time Travel; everything written since is gone (until undone). */
    public Restored restore(String databaseId, String bookmark) throws RestException {
        Ask ask = ask("Restoring database " + databaseId + " to a bookmark", databaseId, EDIT, false);
        return send(
                ask,
                () -> api.restore(settings.accountId(), databaseId, bookmark),
                answers::restored,
                Abort.unlimited());
    }

    private ImportAnswer importStep(String databaseId, RestApi.ImportRequest request, boolean repeatable, Abort abort)
            throws RestException {
        Ask ask = ask("Importing into database " + databaseId, databaseId, EDIT, repeatable);
        return send(
                ask,
                () -> api.importStep(settings.accountId(), databaseId, request),
                (asked, answer) -> answers.poll(
                        asked, answer, PollReader::refusedImport, poll -> poll.imported(request.currentBookmark())),
                abort);
    }

    private static boolean isWhole(Statement statement) {
        return Json.isWhole(statement.sql())
                && statement.params().stream().allMatch(value -> !(value instanceof String text) || Json.isWhole(text));
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(Ask ask, Answer answer) throws RestException;
    }

    private <T> T send(Ask ask, Supplier<Call<ResponseBody>> request, Reading<T> reading, Abort abort)
            throws RestException {
        if (unusable != null) {
            throw new RestException(
                    unusable.kind(),
                    unusable.status(),
                    0,
                    "",
                    null,
                    ask.doing() + " was not sent: " + unusable.getMessage() + ".");
        }
        return requests.send(ask, request, answer -> reading.read(ask, answer), abort);
    }

    private Ask ask(String doing, @Nullable String database, String permission, boolean repeatable) {
        return new Ask(doing, settings.accountId(), database, permission, repeatable);
    }

    private static RestException unusable(int status, String message) {
        return new RestException(Kind.REFUSED, status, 0, "", null, message);
    }
}
