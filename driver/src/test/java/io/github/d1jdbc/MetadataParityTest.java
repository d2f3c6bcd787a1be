package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Our DatabaseMetaData says what sqlite-jdbc says of the same schema, or differs as {@code metadata/deviations.txt}
 * lists with a reason. A deviation that is not listed fails, and so does a listed one that is gone.
 */
class MetadataParityTest {
    private static final Path LIST =
            Path.of(System.getProperty("basedir", "."), "src/test/resources/metadata/deviations.txt");

    /** What names a row; two rows of the same names are numbered. */
    private static final Map<String, List<String>> ROW_NAMES = Map.of(
            "getTables", List.of("TABLE_NAME"),
            "getTableTypes", List.of("TABLE_TYPE"),
            "getColumns", List.of("TABLE_NAME", "COLUMN_NAME"),
            "getPrimaryKeys", List.of("TABLE_NAME", "COLUMN_NAME"),
            "getImportedKeys", List.of("FKTABLE_NAME", "FKCOLUMN_NAME", "PKTABLE_NAME"),
            "getExportedKeys", List.of("FKTABLE_NAME", "FKCOLUMN_NAME", "PKTABLE_NAME"),
            "getIndexInfo", List.of("TABLE_NAME", "INDEX_NAME", "ORDINAL_POSITION"),
            "getBestRowIdentifier", List.of("COLUMN_NAME"),
            "getTypeInfo", List.of("TYPE_NAME"));

    private static TestD1 d1;
    private static Connection ours;
    private static Connection peer;

    @BeforeAll
    static void open() throws SQLException {
        d1 = new TestD1();
        ours = d1.connect();
        peer = DriverManager.getConnection("jdbc:sqlite::memory:");
        Metadata.create(ours);
        Metadata.create(peer);
    }

    @AfterAll
    static void close() throws Exception {
        peer.close();
        ours.close();
        d1.close();
    }

    @Test
    void resultsAreThoseOfSqliteJdbcButForTheListedDeviations() throws Exception {
        List<String> tables = Metadata.lines(ours.getMetaData().getTables(null, null, "%", null), "TABLE_NAME");
        Set<String> seen = new LinkedHashSet<>();
        for (Map.Entry<String, List<Metadata.Call>> method :
                Metadata.calls(tables).entrySet()) {
            for (Metadata.Call call : method.getValue()) {
                compare(method.getKey(), call, seen);
            }
        }
        check("result", seen);
    }

    private static void compare(String method, Metadata.Call call, Set<String> seen) throws SQLException {
        Map<String, Map<String, @Nullable String>> our = byName(method, call.run(ours.getMetaData()));
        Map<String, Map<String, @Nullable String>> theirs = byName(method, call.run(peer.getMetaData()));
        for (String row : theirs.keySet()) {
            if (!our.containsKey(row)) seen.add(method + ": no row " + row);
        }
        our.forEach((name, row) -> {
            Map<String, @Nullable String> other = theirs.get(name);
            if (other == null) {
                seen.add(method + ": a row more " + name);
                return;
            }
            assertThat(row.keySet()).as("labels of %s", method).containsExactlyElementsOf(other.keySet());
            row.forEach((label, cell) -> {
                String that = other.get(label);
                if (Objects.equals(cell, that)) return;
                // Types are told apart by their names: what is said of one column of a type holds for all.
                String of = method.equals("getColumns") ? row.get("TYPE_NAME") : name;
                seen.add(method + " " + label + ", " + of + ": " + cell + ", not " + that);
            });
        });
    }

    private static Map<String, Map<String, @Nullable String>> byName(String method, ResultSet result)
            throws SQLException {
        Map<String, Integer> counts = new HashMap<>();
        Map<String, Map<String, @Nullable String>> rows = new LinkedHashMap<>();
        for (Map<String, @Nullable String> row : Metadata.rows(result)) {
            String name = String.join(
                    ".",
                    Objects.requireNonNull(ROW_NAMES.get(method)).stream()
                            .map(label -> String.valueOf(row.get(label)))
                            .toList());
            int count = counts.merge(name, 1, Integer::sum);
            rows.put(count == 1 ? name : name + " (" + count + ")", row);
        }
        return rows;
    }

    @Test
    void gettersAnswerAsSqliteJdbcButForTheListedDeviations() throws Exception {
        Set<String> seen = new TreeSet<>();
        int compared = 0;
        for (Method method : DatabaseMetaData.class.getMethods()) {
            if (method.getReturnType() == ResultSet.class || method.getReturnType() == Connection.class) continue;
            for (Object[] arguments : arguments(method)) {
                compared++;
                Object our = answer(method, ours.getMetaData(), arguments);
                Object theirs = answer(method, peer.getMetaData(), arguments);
                if (Objects.equals(our, theirs)) continue;
                String call = method.getName() + (arguments.length == 0 ? "" : Arrays.toString(arguments));
                String shown = String.valueOf(our).length() > 40 || call.matches("get(URL|UserName)") ? "…" : our + "";
                seen.add("getter " + call + ": " + shown + ", not " + (shown.equals("…") ? "…" : theirs));
            }
        }
        assertThat(compared).isGreaterThan(170);
        check("getter", seen);
    }

    private static List<Object[]> arguments(Method method) {
        Class<?>[] types = method.getParameterTypes();
        List<Object[]> arguments = new ArrayList<>();
        if (types.length == 0) arguments.add(new Object[0]);
        if (!Arrays.equals(types, new Class<?>[] {int.class})) return arguments;
        boolean isolation = method.getName().contains("Isolation");
        boolean holdability = method.getName().contains("Holdability");
        int[] values = {ResultSet.TYPE_FORWARD_ONLY, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.TYPE_SCROLL_SENSITIVE
        };
        if (isolation) values = new int[] {0, 1, 2, 4, 8};
        if (holdability) values = new int[] {ResultSet.HOLD_CURSORS_OVER_COMMIT, ResultSet.CLOSE_CURSORS_AT_COMMIT};
        for (int value : values) arguments.add(new Object[] {value});
        return arguments;
    }

    private static Object answer(Method method, DatabaseMetaData meta, Object[] arguments) throws Exception {
        try {
            return String.valueOf(method.invoke(meta, arguments));
        } catch (InvocationTargetException e) {
            return "an exception";
        }
    }

    private static void check(String topic, Set<String> seen) throws IOException {
        Set<String> listed = new LinkedHashSet<>();
        boolean explained = false;
        for (String line : Files.readAllLines(LIST)) {
            if (line.startsWith("#")) {
                explained = true;
            } else if (line.isBlank()) {
                explained = false;
            } else {
                assertThat(explained).as("a reason of: %s", line).isTrue();
                if (line.startsWith("getter ") == topic.equals("getter")) listed.add(line);
            }
        }
        Set<String> unlisted = new LinkedHashSet<>(seen);
        unlisted.removeIf(deviation -> listed.stream().anyMatch(line -> covers(line, deviation)));
        Set<String> gone = new LinkedHashSet<>(listed);
        gone.removeIf(line -> seen.stream().anyMatch(deviation -> covers(line, deviation)));
        assertThat(String.join("\n", unlisted))
                .as("deviations that are not listed")
                .isEmpty();
        assertThat(String.join("\n", gone))
                .as("listed deviations that are no more")
                .isEmpty();
    }

    /** A line may hold {@code *} for any text. */
    private static boolean covers(String line, String deviation) {
        String[] parts = line.split("\\*", -1);
        return Pattern.matches(Arrays.stream(parts).map(Pattern::quote).collect(Collectors.joining(".*")), deviation);
    }
}
