package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Calls every method that is implemented on a closed object: all but a few must say that it is closed. */
class ClosedObjectsTest {
    // close() again is fine; the others only look, or cut off what may still run.
    private static final Set<String> MAY = Set.of(
            "close",
            "isClosed",
            "unwrap",
            "isWrapperFor",
            "abort",
            "isValid",
            "getMetaData",
            "databaseId",
            "databaseName",
            "nameKeys",
            "warn");

    private static List<String> offenders(Class<?> type, Object closed, String... states) throws Exception {
        List<String> offenders = new ArrayList<>();
        int called = 0;
        for (Method method : type.getMethods()) {
            if (Modifier.isStatic(method.getModifiers()) || method.getDeclaringClass() == Object.class) continue;
            if (!method.getDeclaringClass().getName().startsWith("io.github.d1jdbc.Jdbc")) continue;
            if (MAY.contains(method.getName()) || method.getName().matches("toString|equals|hashCode")) continue;
            called++;
            try {
                method.invoke(closed, samples(method));
                offenders.add(method + " did not throw");
            } catch (InvocationTargetException e) {
                boolean right = e.getCause() instanceof SQLException s
                        && Arrays.asList(states).contains(s.getSQLState());
                if (!right) offenders.add(method + " threw " + e.getCause());
            }
        }
        assertThat(called).isGreaterThan(10);
        return offenders;
    }

    private static @Nullable Object[] samples(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(ClosedObjectsTest::sample)
                .toArray();
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

    @Test
    void everythingSaysThatItIsClosed() throws Exception {
        try (TestD1 d1 = new TestD1()) {
            Connection connection = d1.connect();
            Statement statement = connection.createStatement();
            PreparedStatement prepared = connection.prepareStatement("SELECT ?");
            ResultSet rows = statement.executeQuery("SELECT 1");
            assertThat(rows.next()).isTrue();
            rows.close();
            assertThat(offenders(JdbcResultSet.class, rows, "24000")).isEmpty();
            statement.close();
            prepared.close();
            assertThat(offenders(JdbcStatement.class, statement, "HY010")).isEmpty();
            assertThat(offenders(JdbcPreparedStatement.class, prepared, "HY010"))
                    .isEmpty();
            connection.close();
            assertThat(offenders(JdbcConnection.class, connection, "08003")).isEmpty();
        }
    }

    @Test
    void aClosedConnectionClosesWhatHangsOnIt() throws Exception {
        try (TestD1 d1 = new TestD1()) {
            Connection connection = d1.connect();
            Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("SELECT 1");
            connection.close();
            assertThat(offenders(JdbcResultSet.class, rows, "24000")).isEmpty();
            assertThat(offenders(JdbcStatement.class, statement, "HY010", "08003"))
                    .isEmpty();
        }
    }
}
