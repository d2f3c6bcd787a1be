package io.github.d1jdbc;

import io.github.d1jdbc.internal.Abort;
import io.github.d1jdbc.internal.DatabaseInfo;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.Rows;
import io.github.d1jdbc.internal.schema.Column;
import io.github.d1jdbc.internal.schema.SchemaCache;
import io.github.d1jdbc.internal.schema.SchemaSnapshot;
import io.github.d1jdbc.internal.schema.Table;
import io.github.d1jdbc.sql.SqlKind;
import io.github.d1jdbc.sql.SqlStatement;
import io.github.d1jdbc.sql.TokenList;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is to its database: it sends statements, counts what they changed, and keeps what REST does not
 * keep between two requests. For one thread at a time.
 *
 * <p>Every call is one request and so one atomic transaction; in {@code setAutoCommit(false)} too, where a write is
 * only remembered, so that {@link #rollback} can say that it cannot be undone ({@code transactions=immediate}).
 */
final class Session {

    /** One statement with its values in it. */
    record Command(SqlStatement statement, RestClient.Statement bound) {
        static Command of(SqlStatement statement) {
            return new Command(statement, RestClient.Statement.of(statement.text()));
        }

        /** About how many bytes of the request it takes. */
        long bytes() {
            long size = bound.sql().length() + 32L;
            for (Object value : bound.params()) size += value instanceof String text ? text.length() + 4L : 24;
            return size;
        }
    }

    // Other clients' inserts are behind last_insert_rowid() where a table has no rowid, or a view's trigger inserts.
    private static final String COUNT = "SELECT changes(), CAST(last_insert_rowid() AS TEXT)";

    private static final int MOST_TABLES = 1_000;

    private RestClient client;
    private final DatabaseInfo database;
    private final SchemaCache schema = new SchemaCache(System::nanoTime);
    private boolean readOnly;
    private boolean autoCommit = true;
    private final boolean exact;
    private final Exactness exactness = new Exactness();
    private final RealColumns reals = new RealColumns(System::nanoTime);
    // By target; whether an insert into it makes a rowid.
    private final Map<String, Boolean> rowids = new HashMap<>();
    private int writes;
    private OwnState ownState = new OwnState(0, 0);
    private volatile Duration networkTimeout = Duration.ZERO;
    private final RunningCalls calls = new RunningCalls();
    // Of the execution that runs, for what it has to read of the schema.
    private @Nullable Abort running;

    Session(RestClient client, DatabaseInfo database, boolean readOnly, boolean exact) {
        this.client = client;
        this.database = database;
        this.readOnly = readOnly;
        this.exact = exact;
    }

    RestClient client() {
        return client;
    }

    /** From now on this name goes out in the User-Agent header. */
    void nameApplication(String name) {
        client = client.withApplicationName(name);
    }

    DatabaseInfo database() {
        return database;
    }

    boolean readOnly() {
        return readOnly;
    }

    void setReadOnly(boolean on) {
        readOnly = on;
    }

    boolean autoCommit() {
        return autoCommit;
    }

    /** Changing the mode ends the transaction, as commit does. */
    void setAutoCommit(boolean on) {
        if (on != autoCommit) writes = 0;
        autoCommit = on;
    }

    void commit() {
        writes = 0;
    }

    /** Forgets the transaction; how many of its writes have already taken effect. */
    int rollback() {
        int done = writes;
        writes = 0;
        return done;
    }

    Duration networkTimeout() {
        return networkTimeout;
    }

    void setNetworkTimeout(Duration timeout) {
        networkTimeout = timeout;
    }

    /** Whether D1 answers; one that is only busy, exporting or limited does. */
    boolean answers(Duration limit) {
        try {
            // Past the statements: it neither waits for an export nor counts as one of the user's.
            RestClient now = client.withExportWait(Duration.ZERO);
            List<RestClient.Statement> ping = List.of(RestClient.Statement.of("SELECT 1"));
            calls.run(abort(limit), cord -> now.raw(database.uuid(), ping, true, cord));
            return true;
        } catch (RestException e) {
            String state = SqlErrors.of(e, true).getSQLState();
            return "53000".equals(state) || "55006".equals(state);
        }
    }

    /** What runs beside the statements. */
    RunningCalls calls() {
        return calls;
    }

    /** The cord of one execution, which may take so long, or as long as it likes for zero. */
    Abort abort(Duration queryTimeout) {
        Duration network = networkTimeout;
        Duration limit = queryTimeout;
        if (limit.isZero() || (!network.isZero() && network.compareTo(limit) < 0)) limit = network;
        return limit.isZero() ? Abort.unlimited() : Abort.after(limit);
    }

    /**
     * Runs statements as one atomic request; one outcome a statement.
     *
     * @param maxRows the most rows that a query shall give, 0 for all of them
     */
    List<Outcome> run(List<Command> commands, long maxRows, Abort abort) throws SQLException {
        if (commands.size() == 1) {
            SqlStatement only = commands.get(0).statement();
            Cells own = ownState.answer(only.text());
            if (own != null) return List.of(new Outcome.Result(own, only));
        }
        boolean keepsSchema = true;
        for (Command command : commands) {
            SqlKind kind = command.statement().kind();
            keepsSchema &= kind.reads() || kind.changesRows();
            check(command);
        }
        running = abort;
        try {
            return new Execution(this, commands, maxRows, abort).run();
        } finally {
            running = null;
            if (!keepsSchema) forgetSchema();
        }
    }

    /** The schema; what other clients did to it is in it after {@link SchemaCache#LIFETIME}. */
    SchemaSnapshot schema() throws SQLException {
        try {
            return schema.fresh(this::ask);
        } catch (RestException e) {
            throw calls.ended() ? SqlErrors.closed("connection") : SqlErrors.of(e, true);
        }
    }

    /** The schema as it was last read, which costs a request only if it never was or this connection has changed it. */
    SchemaSnapshot knownSchema() throws SQLException {
        try {
            return schema.known(this::ask);
        } catch (RestException e) {
            throw calls.ended() ? SqlErrors.closed("connection") : SqlErrors.of(e, true);
        }
    }

    private List<Rows> ask(List<RestClient.Statement> reads) throws RestException {
        Abort own = running == null ? abort(Duration.ZERO) : running;
        return calls.run(own, abort -> client.raw(database.uuid(), reads, true, abort));
    }

    /** Whether integers that JSON may round are read exactly ({@code int64=exact}). */
    boolean exact() {
        return exact;
    }

    Exactness exactness() {
        return exactness;
    }

    RealColumns reals() {
        return reals;
    }

    OwnState ownState() {
        return ownState;
    }

    /** The names of a table's columns that {@code *} means, empty where there is no such table. */
    List<String> columns(String table) throws SQLException {
        Table known = knownSchema().table(table);
        if (known == null) return List.of();
        return known.visibleColumns().stream().map(Column::name).toList();
    }

    /** What is known of the schema turned out to be wrong. */
    void forgetSchema() {
        rowids.clear();
        reals.clear();
        schema.invalidate();
    }

    /** Refuses what must not be sent. */
    void check(Command command) throws SQLException {
        SqlStatement statement = command.statement();
        SqlBinder.checkLength(command.bound().sql());
        SqlKind kind = statement.kind();
        if (kind == SqlKind.TRANSACTION) {
            throw SqlErrors.unsupported(
                    "The statement " + statement.words().get(0),
                    "D1 has no transaction across requests; use setAutoCommit, commit, rollback or executeBatch");
        }
        if (readOnly && !kind.reads()) {
            throw SqlErrors.readOnly(statement.words().stream().findFirst().orElse("the statement"));
        }
    }

    /** Sends one request, and counts a write. */
    List<Rows> send(List<RestClient.Statement> batch, boolean reads, Abort abort) throws SQLException {
        try {
            List<Rows> results = client.raw(database.uuid(), batch, reads, abort);
            // Counted before anything else can fail: what was sent without an error is committed.
            if (!reads && !autoCommit) writes++;
            return results;
        } catch (RestException e) {
            SQLException error = SqlErrors.of(e, reads);
            if (!reads && !autoCommit && SqlErrors.mayBeDone(error)) writes++;
            throw error;
        }
    }

    /**
     * What to send behind a write, because {@code meta.changes} also counts rows of triggers, cascades and FTS5, and
     * {@code meta.last_row_id} is a double (rulings-driver 1). It also asks, once a table, whether an insert makes a
     * rowid: WITHOUT ROWID and behind a view it makes none, and the engine tells another one's.
     */
    RestClient.Statement count(SqlStatement write) {
        String table = insertedInto(write);
        if (table.isEmpty() || rowids.containsKey(table)) return RestClient.Statement.of(COUNT);
        return RestClient.Statement.of(COUNT + ", (SELECT wr = 0 AND type <> 'view' FROM pragma_table_list('"
                + table.replace("'", "''") + "') WHERE schema = 'main')");
    }

    private static String insertedInto(SqlStatement write) {
        boolean inserts = write.kind() == SqlKind.INSERT || write.kind() == SqlKind.REPLACE;
        return inserts ? WriteTarget.table(TokenList.of(write.text())) : "";
    }

    /**
     * Takes what {@link #count} gave.
     *
     * @param before the key before an upsert, or null
     */
    Outcome.Count counted(SqlStatement write, @Nullable Rows before, Rows after) {
        long changes = Long.parseLong(after.number(0, 0));
        ownState = new OwnState(ownState.lastKey(), changes);
        String table = insertedInto(write);
        if (after.columns().size() > 2 && after.cell(0, 2) == Rows.Cell.NUMBER) {
            if (rowids.size() >= MOST_TABLES) rowids.clear();
            rowids.put(table, !after.number(0, 2).equals("0"));
        }
        boolean inserts = write.kind() == SqlKind.INSERT || write.kind() == SqlKind.REPLACE;
        if (!inserts || changes == 0 || !rowids.getOrDefault(table, true)) return new Outcome.Count(changes, null);
        // DO UPDATE leaves the key as it was, and then it is that of any client's insert: better none than a wrong one.
        if (before != null && before.text(0, 0).equals(after.text(0, 1))) return new Outcome.Count(changes, null);
        long key = Long.parseLong(after.text(0, 1));
        ownState = new OwnState(key, changes);
        return new Outcome.Count(changes, key);
    }
}
