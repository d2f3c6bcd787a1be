package io.github.d1jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import javax.sql.StatementEventListener;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a pool keeps. HTTP keeps nothing open, so that each connection it lends is a fresh one with the
 * settings of the start, and costs no request. For one thread at a time.
 */
final class JdbcPooledConnection implements PooledConnection {
    // The account's rights or the database are gone: the pool has to look whether a new connection can be made.
    private static final Set<String> FATAL = Set.of("28000", "3D000");

    private final JdbcConnection kept;
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable JdbcConnection lent;

    JdbcPooledConnection(JdbcConnection kept) {
        this.kept = kept;
    }

    /** Lends a connection; the one lent before is closed, as JDBC has it. */
    @Override
    public Connection getConnection() throws SQLException {
        closeLent();
        JdbcConnection next = kept.again(this::givenBack, this::failed);
        lent = next;
        return next;
    }

    private void closeLent() throws SQLException {
        JdbcConnection before = lent;
        // First, so that no pool takes it for given back.
        lent = null;
        if (before != null) before.close();
    }

    private void givenBack() {
        if (lent == null) return;
        lent = null;
        for (ConnectionEventListener listener : listeners) listener.connectionClosed(new ConnectionEvent(this));
    }

    private void failed(SQLException failure) {
        if (!FATAL.contains(String.valueOf(failure.getSQLState()))) return;
        for (ConnectionEventListener listener : listeners) {
            listener.connectionErrorOccurred(new ConnectionEvent(this, failure));
        }
    }

    @Override
    public void close() throws SQLException {
        closeLent();
        kept.close();
    }

    @Override
    public void addConnectionEventListener(@Nullable ConnectionEventListener listener) {
        if (listener != null) listeners.add(listener);
    }

    @Override
    public void removeConnectionEventListener(@Nullable ConnectionEventListener listener) {
        listeners.remove(listener);
    }

    // Statements are not pooled, so that none of these events can happen.
    @Override
    public void addStatementEventListener(@Nullable StatementEventListener listener) {}

    @Override
    public void removeStatementEventListener(@Nullable StatementEventListener listener) {}
}
