package io.github.d1jdbc;

import io.github.d1jdbc.internal.Abort;
import io.github.d1jdbc.internal.DatabaseInfo;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.Rows;
import io.github.d1jdbc.internal.schema.SchemaCache;
import io.github.d1jdbc.internal.schema.SchemaSnapshot;
import io.github.d1jdbc.sql.SqlKind;
import io.github.d1jdbc.sql.SqlStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    }

    // meta.changes also counts rows of triggers, cascades and FTS5, and meta.last_row_id is a double (rulings-driver
    // 1).
    private static final RestClient.Statement COUNT =
            RestClient.Statement.of("SELECT changes(), CAST(last_insert_rowid() AS TEXT)");

    private static final RestClient.Statement KEY = RestClient.Statement.of("SELECT CAST(last_insert_rowid() AS TEXT)");

    private static final Pattern UPSERT = Pattern.compile("(?i)\\bON\\s+CONFLICT\\b");

    // What tools send behind an insert. The engine's own values belong to all clients (rulings-driver 2).
    private static final Pattern OWN_STATE = Pattern.compile(
            "(?i)select\\s+((last_insert_rowid|changes)\\s*\\(\\s*\\))(?:\\s+(?:as\\s+)?\"?(\\w+)\"?)?\\s*");

    private final RestClient client;
    private final DatabaseInfo database;
    private final SchemaCache schema = new SchemaCache(System::nanoTime);
    private boolean readOnly;
    private boolean autoCommit = true;
    private int writes;
    private long lastKey;
    private long lastChanges;
    private volatile Duration networkTimeout = Duration.ZERO;

    Session(RestClient client, DatabaseInfo database, boolean readOnly) {
        this.client = client;
        this.database = database;
        this.readOnly = readOnly;
    }

    RestClient client() {
        return client;
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

    /** The cord of one execution, which may take so long, or as long as it likes for zero. */
    Abort abort(Duration queryTimeout) {
        Duration network = networkTimeout;
        Duration limit = queryTimeout;
        if (limit.isZero() || (!network.isZero() && network.compareTo(limit) < 0)) limit = network;
        return limit.isZero() ? Abort.unlimited() : Abort.after(limit);
    }

    /** Runs statements as one atomic request; one outcome a statement. */
    List<Outcome> run(List<Command> commands, Abort abort) throws SQLException {
        if (commands.size() == 1) {
            Cells own = ownState(commands.get(0).statement().text());
            if (own != null) return List.of(new Outcome.Result(own));
        }
        boolean reads = true;
        boolean keepsSchema = true;
        List<RestClient.Statement> batch = new ArrayList<>();
        for (Command command : commands) {
            SqlKind kind = command.statement().kind();
            reads &= kind.reads();
            keepsSchema &= kind.reads() || kind.changesRows();
            check(command.statement());
            if (isUpsert(command.statement())) batch.add(KEY);
            batch.add(command.bound());
            if (kind.changesRows()) batch.add(COUNT);
        }
        try {
            return outcomes(commands, send(batch, reads, abort));
        } finally {
            if (!keepsSchema) schema.invalidate();
        }
    }

    /** The schema; what other clients did to it is in it after {@link SchemaCache#LIFETIME}. */
    SchemaSnapshot schema() throws SQLException {
        try {
            return schema.fresh(this::ask);
        } catch (RestException e) {
            throw SqlErrors.of(e, true);
        }
    }

    /** The schema as it was last read, which costs a request only if it never was or this connection has changed it. */
    SchemaSnapshot knownSchema() throws SQLException {
        try {
            return schema.known(this::ask);
        } catch (RestException e) {
            throw SqlErrors.of(e, true);
        }
    }

    private List<Rows> ask(List<RestClient.Statement> reads) throws RestException {
        return client.raw(database.uuid(), reads, true, abort(Duration.ZERO));
    }

    private void check(SqlStatement statement) throws SQLException {
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

    // Text of the user inside a literal may look like it; then the key is only asked for twice.
    private static boolean isUpsert(SqlStatement statement) {
        return statement.kind() == SqlKind.INSERT
                && UPSERT.matcher(statement.text()).find();
    }

    private List<Rows> send(List<RestClient.Statement> batch, boolean reads, Abort abort) throws SQLException {
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

    private List<Outcome> outcomes(List<Command> commands, List<Rows> results) throws SQLException {
        List<Outcome> outcomes = new ArrayList<>();
        int next = 0;
        for (Command command : commands) {
            SqlStatement statement = command.statement();
            Rows before = isUpsert(statement) ? result(results, next++) : null;
            Rows rows = result(results, next++);
            Outcome.Count count = new Outcome.Count(0, null);
            if (statement.kind().changesRows()) count = count(statement.kind(), before, result(results, next++));
            boolean isResult = statement.kind().reads() || !rows.columns().isEmpty();
            outcomes.add(isResult ? new Outcome.Result(new Cells.Wire(rows)) : count);
        }
        return outcomes;
    }

    private static Rows result(List<Rows> results, int index) throws SQLException {
        if (index < results.size()) return results.get(index);
        throw SqlErrors.state(
                "D1 answered with " + results.size() + " results, which are fewer than statements were sent.", "HY000");
    }

    private Outcome.Count count(SqlKind kind, @Nullable Rows before, Rows rows) {
        lastChanges = Long.parseLong(rows.number(0, 0));
        boolean inserts = kind == SqlKind.INSERT || kind == SqlKind.REPLACE;
        if (!inserts || lastChanges == 0) return new Outcome.Count(lastChanges, null);
        // DO UPDATE leaves the key as it was, and then it is that of any client's insert: better none than a wrong one.
        if (before != null && before.text(0, 0).equals(rows.text(0, 1))) return new Outcome.Count(lastChanges, null);
        lastKey = Long.parseLong(rows.text(0, 1));
        return new Outcome.Count(lastChanges, lastKey);
    }

    private @Nullable Cells ownState(String sql) {
        if (sql.length() > 100) return null;
        Matcher matcher = OWN_STATE.matcher(sql);
        if (!matcher.matches()) return null;
        String label = matcher.group(3) == null ? matcher.group(1) : matcher.group(3);
        boolean key = matcher.group(2).regionMatches(true, 0, "last", 0, 4);
        return Cells.Local.column(label, List.of(key ? lastKey : lastChanges));
    }
}
