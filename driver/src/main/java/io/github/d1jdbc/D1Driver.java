package io.github.d1jdbc;

import io.github.d1jdbc.internal.Credentials;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.server.D1Server;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC driver for Cloudflare D1, which {@code DriverManager} finds by itself. URLs are
 * {@code jdbc:d1://<account-id>/<database>} with the API token as password, or {@code jdbc:d1:local:<file.sqlite>} and
 * {@code jdbc:d1:local::memory:} for an embedded D1. Any number of threads may share it.
 */
public final class D1Driver implements Driver {
    static final String NAME = "Cloudflare D1 JDBC Driver";
    static final int MAJOR = 0;
    static final int MINOR = 1;

    private static final Logger LOG = Logger.getLogger("io.github.d1jdbc");

    static {
        try {
            DriverManager.registerDriver(new D1Driver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** For {@code DriverManager} and for tools that make the driver themselves. */
    public D1Driver() {}

    /**
     * Connects, or gives null for a URL of another driver.
     *
     * @throws SQLException when the URL, a property, the token or the database is wrong, or D1 cannot be reached
     */
    @Override
    public @Nullable Connection connect(String url, @Nullable Properties properties) throws SQLException {
        if (!JdbcUrl.accepts(url)) return null;
        return connect(url, properties == null ? new Properties() : properties, System.getenv());
    }

    static JdbcConnection connect(String url, Properties properties, Map<String, String> environment)
            throws SQLException {
        ConnectionSettings settings = ConnectionSettings.of(JdbcUrl.parse(url), properties, environment);
        if (settings.url().target() instanceof JdbcUrl.Target.Remote remote) {
            RestClient client = RestClient.open(settings.remote(remote)).withExportWait(settings.exportWait());
            return JdbcConnection.open(settings, client, remote.database(), () -> {});
        }
        Duration keepAlive = settings.keepAlive();
        Embedded embedded = Embedded.join(settings.url().target());
        try {
            RestClient client = RestClient.open(settings.rest(
                            embedded.server.endpoint(),
                            embedded.server.accountId(),
                            new Credentials.Token(embedded.server.token())))
                    .withExportWait(settings.exportWait());
            return JdbcConnection.open(settings, client, embedded.name, () -> embedded.leave(keepAlive));
        } catch (SQLException | RuntimeException e) {
            embedded.leave(Duration.ZERO);
            throw e;
        }
    }

    /**
     * An embedded D1 of this JVM; each has one database and lives until its last connection is closed, or as long after
     * it as {@code keepAlive} says. Any number of
     * threads may join and leave.
     */
    private static final class Embedded {
        private static final Map<Object, Embedded> RUNNING = new HashMap<>();
        private static boolean endsWithJvm;

        final D1Server server;
        final String name;
        private final Object key;
        private int connections;
        private int joined;

        private Embedded(D1Server server, String name, Object key) {
            this.server = server;
            this.name = name;
            this.key = key;
        }

        /** The one that runs for a target, or a new one. */
        static Embedded join(JdbcUrl.Target target) throws SQLException {
            Path file = target instanceof JdbcUrl.Target.LocalFile local ? LocalFile.real(local.path()) : null;
            synchronized (RUNNING) {
                Object key = file == null ? target : file;
                Embedded embedded = RUNNING.get(key);
                if (embedded == null) {
                    embedded = start(key, file);
                    RUNNING.put(key, embedded);
                }
                embedded.connections++;
                embedded.joined++;
                return embedded;
            }
        }

        private static Embedded start(Object key, @Nullable Path file) throws SQLException {
            try {
                Class.forName("org.sqlite.JDBC");
            } catch (ClassNotFoundException e) {
                throw SqlErrors.local(
                        "The embedded D1 of a jdbc:d1:local: URL needs org.xerial:sqlite-jdbc 3.53.4 or later on the"
                                + " class path.",
                        e);
            }
            String name = file == null ? "memory" : LocalFile.databaseName(file);
            D1Server server = null;
            try {
                server = D1Server.start();
                if (file == null) server.createDatabase(name);
                else server.createDatabase(name, file);
                if (!endsWithJvm) {
                    Runtime.getRuntime().addShutdownHook(new Thread(Embedded::stopAll, "d1-embedded-stop"));
                    endsWithJvm = true;
                }
                return new Embedded(server, name, key);
            } catch (IOException e) {
                if (server != null) stop(server);
                String what = file == null ? "in memory" : "over the file " + file;
                throw SqlErrors.local("The embedded D1 " + what + " cannot start: " + e.getMessage() + ".", e);
            }
        }

        void leave(Duration keepAlive) {
            synchronized (RUNNING) {
                if (--connections > 0) return;
                if (keepAlive.isZero()) {
                    end();
                    return;
                }
                int last = joined;
                CompletableFuture.delayedExecutor(keepAlive.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(() -> endUnlessJoined(last));
            }
        }

        private void endUnlessJoined(int last) {
            synchronized (RUNNING) {
                if (connections == 0 && joined == last && RUNNING.get(key) == this) end();
            }
        }

        private void end() {
            RUNNING.remove(key);
            stop(server);
        }

        private static void stopAll() {
            synchronized (RUNNING) {
                for (Embedded embedded : RUNNING.values()) stop(embedded.server);
                RUNNING.clear();
            }
        }

        private static void stop(D1Server server) {
            try {
                server.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "A temporary folder of the embedded D1 could not be deleted.", e);
            }
        }
    }

    @Override
    public boolean acceptsURL(String url) {
        return JdbcUrl.accepts(url);
    }

    /** Every connection property with its meaning; values that are secret are left out. */
    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties properties) throws SQLException {
        ConnectionSettings settings = ConnectionSettings.of(
                JdbcUrl.unfinished(url), properties == null ? new Properties() : properties, System.getenv());
        return settings.describe();
    }

    @Override
    public int getMajorVersion() {
        return MAJOR;
    }

    @Override
    public int getMinorVersion() {
        return MINOR;
    }

    // D1 has no transactions across requests and SQLite no full SQL-92.
    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return LOG;
    }
}
