package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the generated interfaces do with every method of java.sql. */
class JdbcDefaultsTest {

    static Stream<Class<?>> refusing() {
        return Stream.of(
                ConnectionDefaults.class,
                StatementDefaults.class,
                PreparedStatementDefaults.class,
                ResultSetDefaults.class,
                ResultSetMetaDataDefaults.class,
                ParameterMetaDataDefaults.class);
    }

    @ParameterizedTest
    @MethodSource("refusing")
    void everyMethodIsRefusedByItsNameOrForwarded(Class<?> defaults) throws Exception {
        Object bare = bare(defaults, (proxy, method, arguments) -> {
            throw new AssertionError("not a default method: " + method);
        });
        String owner = defaults.getSimpleName().replace("Defaults", "");
        int refused = 0;
        for (Method method : own(defaults)) {
            Throwable thrown = call(bare, method);
            if (isWrapping(method)) continue;
            if (owner.equals("ResultSet") && isLabelForm(method)) {
                // findColumn itself is refused here, which shows that it was asked.
                assertThat(thrown).as(method.toString()).hasMessageContaining("ResultSet.findColumn");
                continue;
            }
            assertThat(thrown).as(method.toString()).hasMessageContaining(owner + "." + method.getName());
            assertThat(((SQLException) thrown).getSQLState()).isEqualTo("HYC00");
            refused++;
        }
        assertThat(refused).isPositive();
    }

    @Test
    void noMethodOfJavaSqlIsLeftAbstract() {
        List<Class<?>> all = new ArrayList<>(refusing().toList());
        all.add(DatabaseMetaDataDefaults.class);
        for (Class<?> defaults : all) {
            // A PreparedStatement's Statement half comes from StatementDefaults.
            Class<?> of = defaults.getInterfaces()[0];
            for (Method method : of == java.sql.PreparedStatement.class ? of.getDeclaredMethods() : of.getMethods()) {
                if (Modifier.isStatic(method.getModifiers())) continue;
                assertThat(find(defaults, method).isDefault())
                        .as(method.toString())
                        .isTrue();
            }
        }
    }

    private static Method find(Class<?> type, Method method) {
        try {
            return type.getMethod(method.getName(), method.getParameterTypes());
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void labelFormsForwardEveryArgumentToTheIndexForm() throws Throwable {
        for (Method method : own(ResultSetDefaults.class)) {
            if (!isLabelForm(method)) continue;
            List<List<Object>> calls = new ArrayList<>();
            Class<?>[] types = method.getParameterTypes().clone();
            Object[] arguments = new Object[types.length];
            for (int i = 1; i < types.length; i++) arguments[i] = sample(types[i]);
            arguments[0] = "label";
            Object forwarding = Proxy.newProxyInstance(
                    ResultSetDefaults.class.getClassLoader(),
                    new Class<?>[] {ResultSetDefaults.class},
                    (proxy, called, given) -> {
                        if (called.equals(method)) return InvocationHandler.invokeDefault(proxy, called, given);
                        if (called.getName().equals("findColumn")) return 7;
                        calls.add(Arrays.asList(given));
                        assertThat(called.getName()).isEqualTo(method.getName());
                        return sample(called.getReturnType());
                    });
            method.invoke(forwarding, arguments);
            arguments[0] = 7;
            assertThat(calls).as(method.toString()).containsExactly(Arrays.asList(arguments));
        }
    }

    @Test
    void metadataAnswersNeutrally() throws Exception {
        List<String> asked = new ArrayList<>();
        Object bare = bare(DatabaseMetaDataDefaults.class, (proxy, method, arguments) -> {
            assertThat(method.getName()).isEqualTo("noRows");
            asked.add((String) arguments[0]);
            return null;
        });
        for (Method method : own(DatabaseMetaDataDefaults.class)) {
            if (isWrapping(method) || method.getName().equals("getConnection")) continue;
            Object answer = answer(bare, method);
            Class<?> type = method.getReturnType();
            if (type == ResultSet.class) assertThat(asked).contains(method.getName());
            else if (type == RowIdLifetime.class) assertThat(answer).isEqualTo(RowIdLifetime.ROWID_UNSUPPORTED);
            else if (type == String.class) assertThat(answer).isEqualTo("");
            else assertThat(answer).as(method.toString()).isIn(false, 0, 0L);
        }
        assertThat(asked)
                .hasSize(26)
                .allSatisfy(
                        name -> assertThat(MetadataColumns.of(name).labels()).isNotEmpty());
    }

    @Test
    void whatJavaSqlAlreadyAnswersStaysAsItIs() {
        List<String> names =
                own(StatementDefaults.class).stream().map(Method::getName).toList();
        assertThat(names).doesNotContain("enquoteLiteral", "enquoteIdentifier").contains("getLargeUpdateCount");
        assertThat(own(ConnectionDefaults.class).stream().map(Method::getName))
                .doesNotContain("beginRequest", "endRequest")
                .contains("setShardingKey");
    }

    @Test
    void everythingUnwrapsToWhatItIs() throws SQLException {
        ResultSet bare = (ResultSet) bare(ResultSetDefaults.class, (proxy, method, arguments) -> null);
        assertThat(bare.isWrapperFor(ResultSetDefaults.class)).isTrue();
        assertThat(bare.unwrap(ResultSet.class)).isSameAs(bare);
        assertThat(bare.isWrapperFor(String.class)).isFalse();
        assertThatThrownBy(() -> bare.unwrap(String.class)).hasMessageContaining("java.lang.String");
    }

    private static boolean isWrapping(Method method) {
        return method.getName().equals("unwrap") || method.getName().equals("isWrapperFor");
    }

    private static boolean isLabelForm(Method method) {
        Class<?>[] types = method.getParameterTypes();
        String name = method.getName();
        return types.length > 0 && types[0] == String.class && (name.startsWith("get") || name.startsWith("update"));
    }

    private static List<Method> own(Class<?> defaults) {
        return Arrays.stream(defaults.getDeclaredMethods())
                .filter(Method::isDefault)
                .toList();
    }

    private static Object bare(Class<?> defaults, InvocationHandler otherwise) {
        return Proxy.newProxyInstance(
                defaults.getClassLoader(),
                new Class<?>[] {defaults},
                (proxy, method, arguments) -> method.isDefault()
                        ? InvocationHandler.invokeDefault(proxy, method, arguments)
                        : otherwise.invoke(proxy, method, arguments));
    }

    private static Throwable call(Object target, Method method) throws Exception {
        try {
            method.invoke(target, samples(method));
        } catch (java.lang.reflect.InvocationTargetException e) {
            return Objects.requireNonNull(e.getCause());
        }
        return isWrapping(method) ? new SQLFeatureNotSupportedException() : new AssertionError("no throw: " + method);
    }

    private static @Nullable Object answer(Object target, Method method) throws Exception {
        return method.invoke(target, samples(method));
    }

    private static @Nullable Object[] samples(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(JdbcDefaultsTest::sample)
                .toArray();
    }

    private static @Nullable Object sample(Class<?> type) {
        if (type == boolean.class) return true;
        if (type == byte.class) return (byte) 3;
        if (type == short.class) return (short) 3;
        if (type == int.class) return 3;
        if (type == long.class) return 3L;
        if (type == float.class) return 3f;
        if (type == double.class) return 3d;
        if (type == String.class) return "s";
        if (type == Class.class) return String.class;
        return null;
    }
}
