package io.github.d1jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.ShardingKeyBuilder;
import java.time.Duration;
import java.util.Collections;
import java.util.Hashtable;
import java.util.Properties;
import java.util.logging.Logger;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;
import javax.naming.spi.ObjectFactory;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.PooledConnection;
import javax.sql.PooledConnectionBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A data source with every connection property as a bean property; each {@link #getConnection} gives a new connection,
 * so put a pool before it or not: a connection costs one request. Set it up in one thread; then any number of threads
 * may ask it for connections.
 */
public final class D1DataSource implements DataSource, ConnectionPoolDataSource, Referenceable {
    private final Properties properties = new Properties();
    private @Nullable String url;
    private @Nullable String database;

    /** Without anything set. */
    public D1DataSource() {}

    /** With a URL as {@link D1Driver} takes it. */
    public D1DataSource(String url) {
        this.url = url;
    }

    /** A new connection. */
    @Override
    public Connection getConnection() throws SQLException {
        return connect(new Properties());
    }

    /** A new connection for another account id and API token; an empty or null one leaves what is set. */
    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        return connect(own(user, password));
    }

    /** A connection for a pool to keep. */
    @Override
    public PooledConnection getPooledConnection() throws SQLException {
        return new JdbcPooledConnection(connect(new Properties()));
    }

    /** A connection for a pool to keep, of another account id and API token. */
    @Override
    public PooledConnection getPooledConnection(@Nullable String user, @Nullable String password) throws SQLException {
        return new JdbcPooledConnection(connect(own(user, password)));
    }

    private static Properties own(@Nullable String user, @Nullable String password) {
        Properties own = new Properties();
        put(own, ConnectionProperty.USER, user);
        put(own, ConnectionProperty.PASSWORD, password);
        return own;
    }

    private JdbcConnection connect(Properties own) throws SQLException {
        Properties all = new Properties();
        synchronized (properties) {
            all.putAll(properties);
        }
        all.putAll(own);
        String target = url;
        if (target == null) {
            if (database == null) {
                throw SqlErrors.url("The data source has no url and no databaseName: set one of them.");
            }
            target = JdbcUrl.of(database);
        }
        return D1Driver.connect(target, all, System.getenv());
    }

    private static void put(Properties into, ConnectionProperty property, @Nullable String value) {
        if (value == null || value.isEmpty()) into.remove(property.key());
        else into.setProperty(property.key(), value);
    }

    private void set(ConnectionProperty property, @Nullable String value) {
        synchronized (properties) {
            put(properties, property, value);
        }
    }

    /** The URL, or null. */
    public @Nullable String getUrl() {
        return url;
    }

    /** A URL as {@link D1Driver} takes it; it goes before {@link #setDatabaseName}. */
    public void setUrl(@Nullable String value) {
        url = value;
    }

    /** The database, or null. */
    public @Nullable String getDatabaseName() {
        return database;
    }

    /** The name or UUID of the database, where no URL is set. */
    public void setDatabaseName(@Nullable String value) {
        database = value;
    }

    /** The account id. */
    public void setUser(@Nullable String value) {
        set(ConnectionProperty.USER, value);
    }

    /** The account id, as {@link #setUser}. */
    public void setAccountId(@Nullable String value) {
        setUser(value);
    }

    /** The API token. */
    public void setPassword(@Nullable String value) {
        set(ConnectionProperty.PASSWORD, value);
    }

    /** The API token, as {@link #setPassword}. */
    public void setApiToken(@Nullable String value) {
        setPassword(value);
    }

    /** A file whose first line is the API token. */
    public void setTokenFile(@Nullable String value) {
        set(ConnectionProperty.TOKEN_FILE, value);
    }

    /** The owner of the global API key. */
    public void setEmail(@Nullable String value) {
        set(ConnectionProperty.EMAIL, value);
    }

    /** The global API key, instead of a token. */
    public void setApiKey(@Nullable String value) {
        set(ConnectionProperty.API_KEY, value);
    }

    /** Another base URL of the API. */
    public void setEndpoint(@Nullable String value) {
        set(ConnectionProperty.ENDPOINT, value);
    }

    /** Allows plain http to other machines. */
    public void setAllowInsecure(boolean value) {
        set(ConnectionProperty.ALLOW_INSECURE, Boolean.toString(value));
    }

    /** Refuses every statement that can write. */
    public void setReadOnly(boolean value) {
        set(ConnectionProperty.READ_ONLY, Boolean.toString(value));
    }

    /** {@code exact} or {@code fast}: what an integer of 2^53 or more is. */
    public void setInt64(@Nullable String value) {
        set(ConnectionProperty.INT64, value);
    }

    /** {@code auto}, {@code immediate} or {@code batch}: what setAutoCommit(false) means. */
    public void setTransactions(@Nullable String value) {
        set(ConnectionProperty.TRANSACTIONS, value);
    }

    /** {@code error}, {@code warn} or {@code ignore}: what rollback does when something is already written. */
    public void setRollback(@Nullable String value) {
        set(ConnectionProperty.ROLLBACK, value);
    }

    /** {@code committed} or {@code error}: what a query gives while writes wait ({@code transactions=batch}). */
    public void setReads(@Nullable String value) {
        set(ConnectionProperty.READS, value);
    }

    /** The isolation at the start, for instance {@code SERIALIZABLE}. */
    public void setIsolation(@Nullable String value) {
        set(ConnectionProperty.ISOLATION, value);
    }

    /** How many writes may wait for a commit. */
    public void setMaxTransactionStatements(int value) {
        set(ConnectionProperty.MAX_TRANSACTION_STATEMENTS, Integer.toString(value));
    }

    /** About how many bytes one atomic request may have. */
    public void setMaxTransactionBytes(int value) {
        set(ConnectionProperty.MAX_TRANSACTION_BYTES, Integer.toString(value));
    }

    /** How long SQL waits while D1 exports the database, as {@code PT5M} or in seconds. */
    public void setExportWait(@Nullable String value) {
        set(ConnectionProperty.EXPORT_WAIT, value);
    }

    /** How long an embedded D1 outlives its last connection, as {@code PT10S} or in seconds. */
    public void setKeepAlive(@Nullable String value) {
        set(ConnectionProperty.KEEP_ALIVE, value);
    }

    /** For TCP and TLS, as {@code PT10S} or in seconds. */
    public void setConnectTimeout(@Nullable String value) {
        set(ConnectionProperty.CONNECT_TIMEOUT, value);
    }

    /** Between two bytes of an answer, as {@code PT60S} or in seconds. */
    public void setSocketTimeout(@Nullable String value) {
        set(ConnectionProperty.SOCKET_TIMEOUT, value);
    }

    /** How often a read is repeated. */
    public void setMaxRetries(int value) {
        set(ConnectionProperty.MAX_RETRIES, Integer.toString(value));
    }

    /** What the metadata says the product is. */
    public void setProductName(@Nullable String value) {
        set(ConnectionProperty.PRODUCT_NAME, value);
    }

    /** What the metadata says its version is. */
    public void setProductVersion(@Nullable String value) {
        set(ConnectionProperty.PRODUCT_VERSION, value);
    }

    /** An HTTP proxy as {@code host:port}. */
    public void setProxy(@Nullable String value) {
        set(ConnectionProperty.PROXY, value);
    }

    /** A PKCS12, JKS or PEM file of trusted authorities. */
    public void setTrustStore(@Nullable String value) {
        set(ConnectionProperty.TRUST_STORE, value);
    }

    /** Is put into the User-Agent header. */
    public void setApplicationName(@Nullable String value) {
        set(ConnectionProperty.APPLICATION_NAME, value);
    }

    /** The connect timeout in seconds, 0 where none is set. */
    @Override
    public int getLoginTimeout() {
        synchronized (properties) {
            String set = properties.getProperty(ConnectionProperty.CONNECT_TIMEOUT.key());
            boolean seconds = set != null && set.startsWith("PT") && set.endsWith("S");
            return seconds ? (int) Duration.parse(set).toSeconds() : 0;
        }
    }

    /** Sets the connect timeout; 0 means the usual one. */
    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        if (seconds < 0) throw SqlErrors.argument("A login timeout must not be negative.");
        setConnectTimeout(seconds == 0 ? null : Duration.ofSeconds(seconds).toString());
    }

    /** What a naming service keeps: all that is set, the token too; only its {@code toString} leaves that out. */
    @Override
    public Reference getReference() {
        Reference reference = new Reference(D1DataSource.class.getName(), Factory.class.getName(), null);
        if (url != null) reference.add(new StringRefAddr(Factory.URL, url));
        if (database != null) reference.add(new StringRefAddr(Factory.DATABASE, database));
        synchronized (properties) {
            for (ConnectionProperty property : ConnectionProperty.values()) {
                String value = properties.getProperty(property.key());
                if (value == null) continue;
                reference.add(
                        property.secret()
                                ? new Factory.Secret(property.key(), value)
                                : new StringRefAddr(property.key(), value));
            }
        }
        return reference;
    }

    /** Makes a data source of what a naming service keeps. Any number of threads may share one. */
    public static final class Factory implements ObjectFactory {
        private static final String URL = "url";
        private static final String DATABASE = "databaseName";

        /** For naming services, which make it by its name. */
        public Factory() {}

        /** The data source, or null where the object is something else. */
        @Override
        public @Nullable D1DataSource getObjectInstance(
                @Nullable Object kept,
                @Nullable Name name,
                @Nullable Context context,
                @Nullable Hashtable<?, ?> environment) {
            if (!(kept instanceof Reference reference)) return null;
            if (!D1DataSource.class.getName().equals(reference.getClassName())) return null;
            D1DataSource source = new D1DataSource();
            for (RefAddr address : Collections.list(reference.getAll())) {
                if (!(address.getContent() instanceof String value)) continue;
                ConnectionProperty property = ConnectionProperty.named(address.getType());
                if (address.getType().equals(URL)) source.setUrl(value);
                else if (address.getType().equals(DATABASE)) source.setDatabaseName(value);
                else if (property != null) source.set(property, value);
            }
            return source;
        }

        /** An address that does not show what it holds. */
        private static final class Secret extends StringRefAddr {
            private static final long serialVersionUID = 1L;

            Secret(String type, String content) {
                super(type, content);
            }

            @Override
            public String toString() {
                return "Type: " + getType() + "\nContent: hidden\n";
            }
        }
    }

    // The driver logs through java.util.logging only.
    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        if (out != null) {
            throw SqlErrors.unsupported("DataSource.setLogWriter", "use the logger io.github.d1jdbc");
        }
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("io.github.d1jdbc");
    }

    @Override
    public <T> T unwrap(@Nullable Class<T> type) throws SQLException {
        if (type != null && type.isInstance(this)) return type.cast(this);
        throw SqlErrors.noWrapper(type);
    }

    @Override
    public boolean isWrapperFor(@Nullable Class<?> type) {
        return type != null && type.isInstance(this);
    }

    // java.sql would refuse these three without an SQLState.
    @Override
    public ConnectionBuilder createConnectionBuilder() throws SQLException {
        throw SqlErrors.unsupported("DataSource.createConnectionBuilder", "call getConnection");
    }

    @Override
    public PooledConnectionBuilder createPooledConnectionBuilder() throws SQLException {
        throw SqlErrors.unsupported(
                "ConnectionPoolDataSource.createPooledConnectionBuilder", "call getPooledConnection");
    }

    @Override
    public ShardingKeyBuilder createShardingKeyBuilder() throws SQLException {
        throw SqlErrors.unsupported("DataSource.createShardingKeyBuilder", "a D1 database has no shards");
    }

    /** Where it leads to, without secrets and properties. */
    @Override
    public String toString() {
        String target = url == null ? JdbcUrl.PREFIX + "//…/" + database : JdbcUrl.withoutProperties(url);
        return "D1 data source for " + target;
    }
}
