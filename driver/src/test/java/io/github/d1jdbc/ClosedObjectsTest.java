package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.JdbcSurface.Support;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.PooledConnection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Calls every method of {@code java.sql} that does something on objects that are closed: all but those listed here must
 * say that it is closed. The methods come from {@link JdbcSurface}, so that none is left out.
 */
class ClosedObjectsTest {
    private static final Set<Class<?>> NEVER_CLOSED =
            Set.of(Driver.class, DataSource.class, ConnectionPoolDataSource.class);

    // They describe something and stay what they are.
    private static final Set<Class<?>> DESCRIPTIONS =
            Set.of(DatabaseMetaData.class, ResultSetMetaData.class, ParameterMetaData.class);

    // Closing again does nothing; the others only look, quote a name, or are marks for a pool.
    private static final Set<String> MAY = Set.of(
            "close",
            "free",
            "isClosed",
            "isValid",
            "abort",
            "unwrap",
            "isWrapperFor",
            "enquoteLiteral",
            "enquoteNCharLiteral",
            "enquoteIdentifier",
            "isSimpleIdentifier",
            "beginRequest",
            "endRequest",
            "addConnectionEventListener",
            "removeConnectionEventListener",
            "addStatementEventListener",
            "removeStatementEventListener");

    private TestD1 d1;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        d1 = new TestD1();
        connection = d1.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT)");
        }
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        d1.close();
    }

    /** What a call gave or threw. */
    private static @Nullable Throwable call(Object target, Method method) throws IllegalAccessException {
        try {
            method.invoke(
                    target,
                    Arrays.stream(method.getParameterTypes())
                            .map(ClosedObjectsTest::sample)
                            .toArray());
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    private static @Nullable Object sample(Class<?> type) {
        if (type == boolean.class) return true;
        if (type == byte.class) return (byte) 1;
        if (type == short.class) return (short) 1;
        if (type == int.class) return 1;
        if (type == long.class) return 1L;
        if (type == float.class) return 1f;
        if (type == double.class) return 1d;
        if (type == String.class) return "SELECT 1";
        if (type == Class.class) return String.class;
        return null;
    }

    private static boolean has(@Nullable Throwable thrown, String... states) {
        return thrown instanceof SQLException e && Arrays.asList(states).contains(e.getSQLState());
    }

    private static List<Method> methods(Class<?> jdbc) {
        return Arrays.stream(jdbc.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .toList();
    }

    private static List<String> offenders(Class<?> jdbc, Object closed, String... states) throws Exception {
        Map<String, Support> surface = JdbcSurface.surface();
        List<String> offenders = new ArrayList<>();
        for (Method method : methods(jdbc)) {
            if (MAY.contains(method.getName())) continue;
            if (surface.get(JdbcSurface.signature(jdbc, method)) == Support.REFUSED) continue;
            Throwable thrown = call(closed, method);
            boolean refused = method.getDeclaringClass() != jdbc && has(thrown, "HYC00");
            if (!has(thrown, states) && !refused) offenders.add(method.getName() + " gave " + thrown);
            if (thrown != null && !String.valueOf(thrown.getMessage()).contains("closed") && !refused) {
                offenders.add(method.getName() + " does not say so: " + thrown.getMessage());
            }
        }
        return offenders;
    }

    @Test
    void everythingSaysThatItIsClosed() throws Exception {
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1");
        assertThat(rows.next()).isTrue();
        rows.close();
        assertThat(offenders(ResultSet.class, rows, "24000")).isEmpty();
        PreparedStatement prepared = connection.prepareStatement("SELECT ?");
        statement.close();
        prepared.close();
        assertThat(offenders(Statement.class, statement, "HY010")).isEmpty();
        assertThat(offenders(PreparedStatement.class, prepared, "HY010")).isEmpty();
        Blob blob = connection.createBlob();
        Clob clob = connection.createClob();
        NClob nclob = connection.createNClob();
        blob.free();
        clob.free();
        nclob.free();
        assertThat(offenders(Blob.class, blob, "HY010")).isEmpty();
        assertThat(offenders(Clob.class, clob, "HY010")).isEmpty();
        assertThat(offenders(NClob.class, nclob, "HY010")).isEmpty();
        PooledConnection pooled = new D1DataSource(d1.url("")).getPooledConnection("", d1.server.token());
        pooled.close();
        assertThat(offenders(PooledConnection.class, pooled, "08003")).isEmpty();
        connection.close();
        assertThat(offenders(Connection.class, connection, "08003")).isEmpty();
    }

    @Test
    void noInterfaceIsLeftOut() throws Exception {
        Set<Class<?>> closed = Set.of(
                Connection.class,
                Statement.class,
                PreparedStatement.class,
                ResultSet.class,
                Blob.class,
                Clob.class,
                NClob.class,
                PooledConnection.class);
        List<Class<?>> all = new ArrayList<>(closed);
        all.addAll(NEVER_CLOSED);
        all.addAll(DESCRIPTIONS);
        assertThat(JdbcSurface.classes().keySet()).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void aClosedConnectionClosesWhatHangsOnIt() throws Exception {
        Statement statement = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement("SELECT ?");
        ResultSet rows = statement.executeQuery("SELECT 1");
        connection.close();
        assertThat(offenders(ResultSet.class, rows, "24000")).isEmpty();
        assertThat(offenders(Statement.class, statement, "HY010")).isEmpty();
        assertThat(offenders(PreparedStatement.class, prepared, "HY010")).isEmpty();
    }

    @Test
    void descriptionsOfClosedObjectsAnswerOrSayThatTheyCannotAndAskNobody() throws Exception {
        Map<Class<?>, Object> descriptions = new HashMap<>();
        PreparedStatement prepared = connection.prepareStatement("SELECT ?");
        Statement statement = connection.createStatement();
        descriptions.put(DatabaseMetaData.class, connection.getMetaData());
        descriptions.put(ParameterMetaData.class, prepared.getParameterMetaData());
        descriptions.put(
                ResultSetMetaData.class,
                statement.executeQuery("SELECT * FROM t").getMetaData());
        assertThat(descriptions.keySet()).isEqualTo(DESCRIPTIONS);
        connection.close();
        List<String> offenders = new ArrayList<>();
        int requests = d1.requests(() -> {
            for (Map.Entry<Class<?>, Object> description : descriptions.entrySet()) {
                for (Method method : methods(description.getKey())) {
                    Throwable thrown = call(description.getValue(), method);
                    boolean right = thrown == null ? method.getReturnType() != ResultSet.class : has(thrown, "08003");
                    if (method.getName().equals("unwrap")) right = has(thrown, "HY000");
                    if (!right) offenders.add(method + " gave " + thrown);
                }
            }
        });
        assertThat(offenders).isEmpty();
        assertThat(requests).isZero();
    }

    @Test
    void closingAgainAndLookingNeverFail() throws Exception {
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1");
        for (int i = 0; i < 2; i++) rows.close();
        for (int i = 0; i < 2; i++) statement.close();
        for (int i = 0; i < 2; i++) connection.close();
        assertThat(rows.isClosed()).isTrue();
        assertThat(statement.isClosed()).isTrue();
        assertThat(connection.isClosed()).isTrue();
        assertThat(connection.isValid(1)).isFalse();
        connection.abort(Runnable::run);
        assertThatThrownBy(() -> connection.isValid(-1))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22023"));
        assertThat(connection.isWrapperFor(D1Connection.class)).isTrue();
        assertThat(connection.unwrap(D1Connection.class)).isSameAs(connection);
    }
}
