package io.github.d1jdbc;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every method of the JDBC interfaces that the driver has a class for, and what becomes of a call of it. */
final class JdbcSurface {

    /** What becomes of a call. */
    enum Support {
        /** Code of ours. */
        IMPLEMENTED,
        /** The form with a label goes to the form with a number. */
        FORWARDED,
        /** {@code SQLFeatureNotSupportedException} that names the method. */
        REFUSED,
        /** An answer that says nothing: false, 0, an empty text, no rows, or what java.sql does by itself. */
        NEUTRAL
    }

    private static final String ROOT = "io.github.d1jdbc.";

    // Code of ours only so that the refusal has an SQLState.
    private static final Set<String> REFUSED_BY_HAND =
            Set.of("createConnectionBuilder", "createPooledConnectionBuilder", "createShardingKeyBuilder");

    private JdbcSurface() {}

    /** The concrete class of the driver for each interface of java.sql and javax.sql. */
    static Map<Class<?>, Class<?>> classes() throws Exception {
        Map<Class<?>, Class<?>> classes = new TreeMap<>((a, b) -> a.getName().compareTo(b.getName()));
        Path folder = Path.of(JdbcConnection.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("io/github/d1jdbc");
        for (String name : names(folder)) {
            Class<?> type = Class.forName(ROOT + name);
            if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) continue;
            // It only forwards to JdbcDatabaseMetaData.
            if (type.getSimpleName().equals("DeclaredDatabaseMetaData")) continue;
            for (Class<?> jdbc : jdbcInterfaces(type)) classes.merge(jdbc, type, JdbcSurface::general);
        }
        return classes;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .sorted()
                    .toList();
        }
    }

    /** Of two classes for one interface the one that was written for it: JdbcStatement and not JdbcPreparedStatement. */
    private static Class<?> general(Class<?> one, Class<?> other) {
        return one.isAssignableFrom(other) ? one : other.isAssignableFrom(one) ? other : one;
    }

    private static Set<Class<?>> jdbcInterfaces(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Class<?> parent : at.getInterfaces()) {
                String from = parent.getPackageName();
                boolean jdbc = from.equals("java.sql") || from.equals("javax.sql");
                if (jdbc && !parent.getSimpleName().matches("Wrapper|CommonDataSource")) found.add(parent);
                found.addAll(jdbcInterfaces(parent));
            }
        }
        return found;
    }

    /** What becomes of each method, by its signature such as {@code Connection.createStatement(int,int)}. */
    static Map<String, Support> surface() throws Exception {
        Map<String, Support> surface = new TreeMap<>();
        for (Map.Entry<Class<?>, Class<?>> pair : classes().entrySet()) {
            for (Method method : pair.getKey().getMethods()) {
                if (Modifier.isStatic(method.getModifiers())) continue;
                // A prepared statement's other half is the statement's.
                if (pair.getKey() == java.sql.PreparedStatement.class
                        && method.getDeclaringClass() != java.sql.PreparedStatement.class) continue;
                surface.put(signature(pair.getKey(), method), support(implementation(pair.getValue(), method)));
            }
        }
        return surface;
    }

    static String signature(Class<?> owner, Method method) {
        String types = Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(","));
        return owner.getSimpleName() + "." + method.getName() + "(" + types + ")";
    }

    /** What a call of an interface's method on a class runs. */
    static Method implementation(Class<?> type, Method method) throws NoSuchMethodException {
        return type.getMethod(method.getName(), method.getParameterTypes());
    }

    private static Support support(Method implementation) throws Exception {
        Class<?> owner = implementation.getDeclaringClass();
        if (Modifier.isAbstract(implementation.getModifiers())) {
            throw new AssertionError("a call would be an AbstractMethodError: " + implementation);
        }
        if (REFUSED_BY_HAND.contains(implementation.getName())) return Support.REFUSED;
        if (!owner.getName().startsWith(ROOT)) return Support.NEUTRAL;
        if (!owner.getSimpleName().endsWith("Defaults")) return Support.IMPLEMENTED;
        if (implementation.getName().matches("unwrap|isWrapperFor")) return Support.IMPLEMENTED;
        return generated(owner, implementation);
    }

    /** Calls a generated method where nothing else is implemented. */
    private static Support generated(Class<?> defaults, Method method) throws Exception {
        Set<String> asked = new LinkedHashSet<>();
        Object bare = Proxy.newProxyInstance(
                defaults.getClassLoader(), new Class<?>[] {defaults}, (proxy, called, arguments) -> {
                    if (called.equals(method)) return InvocationHandler.invokeDefault(proxy, called, arguments);
                    asked.add(called.getName());
                    return sample(called.getReturnType());
                });
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(JdbcSurface::sample)
                .toArray();
        try {
            method.invoke(bare, arguments);
        } catch (InvocationTargetException e) {
            // setClientInfo's own exception is narrower and still says HYC00.
            boolean refused = e.getCause() instanceof SQLFeatureNotSupportedException
                    || e.getCause() instanceof java.sql.SQLClientInfoException;
            if (refused) return Support.REFUSED;
            throw e;
        }
        return asked.contains("findColumn") ? Support.FORWARDED : Support.NEUTRAL;
    }

    private static @Nullable Object sample(Class<?> type) {
        if (type == boolean.class) return true;
        if (type == byte.class) return (byte) 1;
        if (type == short.class) return (short) 1;
        if (type == int.class) return 1;
        if (type == long.class) return 1L;
        if (type == float.class) return 1f;
        if (type == double.class) return 1d;
        return type == String.class ? "s" : null;
    }

    /** The lines of {@code jdbc-surface.txt}. */
    static List<String> lines(Map<String, Support> surface) {
        return surface.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue().name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The table of README: how many methods of each interface, and the names of those that are refused. */
    static String supportTable(Map<String, Support> surface) {
        StringBuilder table = new StringBuilder(
                "| interface | works | answers no, 0 or no rows | refused with HYC00 |\n|---|---|---|---|\n");
        Map<String, Map<Support, List<String>>> byOwner = surface.entrySet().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.getKey().substring(0, entry.getKey().indexOf('.')),
                        TreeMap::new,
                        Collectors.groupingBy(
                                Map.Entry::getValue, Collectors.mapping(Map.Entry::getKey, Collectors.toList()))));
        byOwner.forEach((owner, bySupport) -> {
            int works = count(bySupport, Support.IMPLEMENTED) + count(bySupport, Support.FORWARDED);
            List<String> refused = bySupport.getOrDefault(Support.REFUSED, List.of()).stream()
                    .map(signature -> signature.replaceFirst("^\\w+\\.", "").replaceFirst("\\(.*", ""))
                    .map(name -> name.startsWith("update") ? "update…" : name)
                    .distinct()
                    .sorted()
                    .map(name -> "`" + name + "`")
                    .toList();
            table.append("| `").append(owner).append("` | ").append(works);
            table.append(" | ").append(count(bySupport, Support.NEUTRAL));
            table.append(" | ").append(String.join(", ", refused)).append(" |\n");
        });
        return table.toString();
    }

    private static int count(Map<Support, List<String>> bySupport, Support support) {
        return bySupport.getOrDefault(support, List.of()).size();
    }
}
