package io.github.d1jdbc.behaviour;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.engine.D1Http;
import io.github.d1jdbc.server.D1Server;
import io.github.d1jdbc.server.Fault;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractObjectAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/**
 * An empty database, reached over HTTP as a remote one is, and a connection to it: of an embedded D1, which can also be
 * made to fail and counts its requests, or of the real engine.
 */
final class D1 implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    final String accountId;
    final String token;
    final URI endpoint;
    final String name;
    final Connection connection;
    private final @Nullable D1Server server;

    D1(D1Server server) throws SQLException {
        this.server = server;
        this.accountId = server.accountId();
        this.token = server.token();
        this.endpoint = server.endpoint();
        this.name = "db" + NUMBER.incrementAndGet();
        server.createDatabase(name);
        connection = connect("");
    }

    D1(D1Http.Database database) throws SQLException {
        this.server = null;
        this.accountId = database.http().accountId();
        this.token = database.http().token();
        this.endpoint = database.http().endpoint();
        this.name = database.name();
        connection = connect("");
    }

    /** Only the embedded D1 can do what was asked. */
    static final class EmbeddedOnly extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    D1Server server() {
        if (server == null) throw new EmbeddedOnly();
        return server;
    }

    String databaseId() throws SQLException {
        return connection.unwrap(D1Connection.class).databaseId();
    }

    String url(String more) {
        return "jdbc:d1://" + accountId + "/" + name + "?endpoint=" + endpoint + more;
    }

    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("password", token);
        return properties;
    }

    /** Another connection, with further properties such as {@code &readOnly=true}. */
    Connection connect(String more) throws SQLException {
        return DriverManager.getConnection(url(more), properties());
    }

    void run(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) statement.execute(sql);
        }
    }

    Statement statement() throws SQLException {
        return connection.createStatement();
    }

    PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** The result of a query, on its first row. */
    ResultSet row(String sql) throws SQLException {
        ResultSet rows = statement().executeQuery(sql);
        if (!rows.next()) throw new AssertionError("no row");
        return rows;
    }

    /** The first column of a query as texts, read past the driver, straight from SQLite. */
    List<@Nullable String> truth(String sql) throws SQLException {
        // The real engine's file is its own: there a connection of its own has to do.
        try (Connection sqlite = server == null ? connect("") : server.open(name);
                Statement statement = sqlite.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return column(rows);
        }
    }

    static List<@Nullable String> column(ResultSet rows) throws SQLException {
        List<@Nullable String> texts = new ArrayList<>();
        while (rows.next()) texts.add(rows.getString(1));
        return texts;
    }

    /** How many requests an action makes. */
    int requests(ThrowingCallable action) throws Exception {
        int before = server().requests().size();
        try {
            action.call();
        } catch (Exception e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        return server().requests().size() - before;
    }

    /** Runs an action while the server does what it should not. */
    void during(Fault fault, ThrowingCallable action) {
        server().faults().add(fault);
        try {
            action.call();
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        } finally {
            server().faults().clear();
        }
    }

    /** A failure that must be an SQLException with one of the states, or of the class of one. */
    static AbstractObjectAssert<?, SQLException> fails(String states, ThrowingCallable action) {
        return assertThatThrownBy(action)
                .asInstanceOf(InstanceOfAssertFactories.type(SQLException.class))
                .matches(
                        e -> List.of(states.split("\\|")).stream()
                                .anyMatch(state -> e.getSQLState() != null
                                        && e.getSQLState().startsWith(state)),
                        "has one of the states " + states);
    }

    /** Interrupts a call in flight from another thread, over and over until it was in flight; gives what it threw. */
    static SQLException interrupted(ThrowingCallable call, ThrowingCallable interruption) throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<@Nullable SQLException> failure = threads.submit(() -> {
                try {
                    call.call();
                } catch (SQLException e) {
                    return e;
                } catch (Throwable e) {
                    throw new AssertionError(e);
                }
                return null;
            });
            while (!failure.isDone()) {
                interruption.call();
                Thread.onSpinWait();
            }
            SQLException thrown = failure.get(30, TimeUnit.SECONDS);
            if (thrown == null) throw new AssertionError("nothing was interrupted");
            return thrown;
        } catch (Exception e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
    }

    @Override
    public void close() throws SQLException {
        if (server != null) server.faults().clear();
        connection.close();
    }
}
