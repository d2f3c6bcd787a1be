package io.github.d1jdbc;

import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What can be set on a connection and asked of it, reached through its {@link Options}. */
interface ConnectionOptions extends ConnectionDefaults {

    /** How a connection works; belongs to its thread. */
    final class Options {
        private final ConnectionSettings settings;
        private final Session session;
        private final Transaction transaction;
        private final ClientInfo clientInfo;
        private @Nullable SQLWarning warnings;

        Options(ConnectionSettings settings, Session session, Transaction transaction) {
            this.settings = settings;
            this.session = session;
            this.transaction = transaction;
            this.clientInfo = new ClientInfo(settings.text(ConnectionProperty.APPLICATION_NAME));
        }
    }

    /** The options, also of a connection that is closed. */
    Options options();

    /** Throws when it is closed. */
    void checkOpen() throws SQLException;

    @Override
    boolean isClosed();

    private Options open() throws SQLException {
        checkOpen();
        return options();
    }

    /** Adds a warning. */
    default void warn(SQLWarning warning) {
        Options options = options();
        if (options.warnings == null) options.warnings = warning;
        else options.warnings.setNextWarning(warning);
    }

    @Override
    default @Nullable SQLWarning getWarnings() throws SQLException {
        return open().warnings;
    }

    @Override
    default void clearWarnings() throws SQLException {
        open().warnings = null;
    }

    @Override
    default int getTransactionIsolation() throws SQLException {
        return open().transaction.isolation();
    }

    @Override
    default void setTransactionIsolation(int level) throws SQLException {
        open().transaction.setIsolation(level);
    }

    @Override
    default boolean isReadOnly() throws SQLException {
        return open().session.readOnly();
    }

    @Override
    default void setReadOnly(boolean on) throws SQLException {
        Options options = open();
        options.transaction.setReadOnly(on || options.settings.is(ConnectionProperty.READ_ONLY));
    }

    @Override
    default int getNetworkTimeout() throws SQLException {
        return (int) Math.min(Integer.MAX_VALUE, open().session.networkTimeout().toMillis());
    }

    @Override
    default void setNetworkTimeout(@Nullable Executor executor, int milliseconds) throws SQLException {
        Options options = open();
        if (milliseconds < 0) throw SqlErrors.argument("A network timeout must not be negative.");
        options.session.setNetworkTimeout(Duration.ofMillis(milliseconds));
    }

    @Override
    default @Nullable String getClientInfo(@Nullable String name) throws SQLException {
        return open().clientInfo.get(name);
    }

    @Override
    default Properties getClientInfo() throws SQLException {
        return open().clientInfo.all();
    }

    @Override
    default void setClientInfo(@Nullable String name, @Nullable String value) throws SQLClientInfoException {
        if (isClosed()) throw SqlErrors.closedClientInfo();
        Options options = options();
        String problem = options.clientInfo.set(name, value);
        if (problem != null) warn(SqlErrors.warning(problem));
        else options.session.nameApplication(options.clientInfo.application());
    }
}
