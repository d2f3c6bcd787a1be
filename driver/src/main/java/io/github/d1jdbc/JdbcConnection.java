package io.github.d1jdbc;

import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpResult;
import io.github.d1jdbc.export.ImportOptions;
import io.github.d1jdbc.internal.DatabaseInfo;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.RestException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection: HTTP keeps none open, so it is the settings, the database's id and the open statements. For one thread
 * at a time; {@link #abort}, {@link #close} and {@link #isClosed} may come from any.
 */
final class JdbcConnection implements D1Connection, ConnectionOverloads {

    private final ConnectionSettings settings;
    private final Session session;
    private final Transaction transaction;
    private final Options options;
    private final Runnable onClose;
    private final Consumer<SQLException> onFailure;
    // Weak, because many tools never close a statement.
    private final Set<JdbcStatement> statements =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private volatile boolean closed;

    private JdbcConnection(
            ConnectionSettings settings, Session session, Runnable onClose, Consumer<SQLException> onFailure)
            throws SQLException {
        this.settings = settings;
        this.session = session;
        this.transaction = Transaction.of(settings, session);
        this.options = new Options(settings, session, transaction);
        this.onClose = onClose;
        this.onFailure = onFailure;
    }

    /**
     * Asks for the database, so that a wrong token or name fails here.
     *
     * @param onClose runs once, when the connection is closed
     */
    static JdbcConnection open(ConnectionSettings settings, RestClient client, String database, Runnable onClose)
            throws SQLException {
        try {
            DatabaseInfo info = client.database(database);
            return new JdbcConnection(settings, session(settings, client, info), onClose, e -> {});
        } catch (RestException e) {
            // Without a code of the API nobody was asked: a setting cannot be used.
            boolean setting = e.kind() == RestException.Kind.REFUSED && e.status() == 400 && e.code() == 0;
            throw setting ? SqlErrors.url(String.valueOf(e.getMessage())) : SqlErrors.of(e, true);
        }
    }

    private static Session session(ConnectionSettings settings, RestClient client, DatabaseInfo info) {
        return new Session(
                client,
                info,
                settings.is(ConnectionProperty.READ_ONLY),
                "exact".equals(settings.get(ConnectionProperty.INT64)));
    }

    /**
     * A new connection to the same database, without a request.
     *
     * @param whenClosed runs once, when the new one is closed
     * @param whenFailed is told when a statement of the new one fails
     */
    JdbcConnection again(Runnable whenClosed, Consumer<SQLException> whenFailed) throws SQLException {
        checkOpen();
        Session fresh = session(settings, session.client(), session.database());
        return new JdbcConnection(settings, fresh, whenClosed, whenFailed);
    }

    Transaction transaction() {
        return transaction;
    }

    void failed(SQLException failure) {
        onFailure.accept(failure);
    }

    Session session() {
        return session;
    }

    ConnectionSettings settings() {
        return settings;
    }

    @Override
    public void checkOpen() throws SQLException {
        if (closed) throw SqlErrors.closed("connection");
    }

    @Override
    public Options options() {
        return options;
    }

    @Override
    public String databaseId() {
        return session.database().uuid();
    }

    @Override
    public String databaseName() {
        return session.database().name();
    }

    @Override
    public DumpResult exportTo(Path target, DumpOptions options) throws SQLException {
        checkOpen();
        return new DumpCalls(session).exportTo(target, options);
    }

    @Override
    public DumpResult exportTo(OutputStream out, DumpOptions options) throws SQLException {
        checkOpen();
        return new DumpCalls(session).exportTo(out, options);
    }

    @Override
    public Imported importFrom(Path file, ImportOptions options) throws SQLException {
        checkOpen();
        return new DumpCalls(session).importFrom(file, options);
    }

    @Override
    public String bookmark() throws SQLException {
        checkOpen();
        return new DumpCalls(session).bookmark();
    }

    @Override
    public Statement createStatement() throws SQLException {
        checkOpen();
        return opened(new JdbcStatement(this));
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        checkOpen();
        return opened(new JdbcPreparedStatement(this, sql));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String @Nullable [] columns) throws SQLException {
        checkOpen();
        JdbcPreparedStatement statement = new JdbcPreparedStatement(this, sql);
        statement.nameKeys(columns);
        return opened(statement);
    }

    private <S extends JdbcStatement> S opened(S statement) {
        statements.add(statement);
        return statement;
    }

    void statementClosed(JdbcStatement statement) {
        statements.remove(statement);
    }

    @Override
    public void close() throws SQLException {
        synchronized (this) {
            if (closed) return;
            closed = true;
        }
        transaction.abort();
        session.calls().end();
        for (JdbcStatement statement : openStatements()) statement.close();
        onClose.run();
    }

    private List<JdbcStatement> openStatements() {
        synchronized (statements) {
            return List.copyOf(statements);
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    /** Closes at once and breaks off the call in flight, in which another thread may be waiting. */
    @Override
    public void abort(@Nullable Executor executor) throws SQLException {
        if (closed) return;
        if (executor == null) throw SqlErrors.argument("An executor must be given, though none is needed.");
        for (JdbcStatement statement : openStatements()) statement.abortRunning();
        close();
    }

    /** Asks D1; a database that is only busy, exporting or limited is valid, so that no pool empties itself. */
    @Override
    public boolean isValid(int seconds) throws SQLException {
        if (seconds < 0) throw SqlErrors.argument("A timeout must not be negative.");
        if (closed) return false;
        return session.answers(Duration.ofSeconds(seconds));
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        checkOpen();
        return new DeclaredDatabaseMetaData(new JdbcDatabaseMetaData(this));
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        checkOpen();
        return session.autoCommit();
    }

    @Override
    public void setAutoCommit(boolean on) throws SQLException {
        checkOpen();
        transaction.setAutoCommit(on);
    }

    @Override
    public void commit() throws SQLException {
        checkOpen();
        transaction.commit();
    }

    @Override
    public void rollback() throws SQLException {
        checkOpen();
        SQLWarning warning = transaction.rollback();
        if (warning != null) warn(warning);
    }

    @Override
    public String toString() {
        return "D1 connection to " + settings;
    }
}
