package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.JdbcSurface.Support;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code jdbc-surface.txt} says of every JDBC method whether it works, and is right. */
class JdbcSurfaceTest {
    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
    private static final Path LIST = MODULE.resolve("src/test/resources/jdbc-surface.txt");

    @Test
    void theListSaysWhatBecomesOfEveryMethod() throws Exception {
        List<String> lines = JdbcSurface.lines(JdbcSurface.surface());
        Path actual = MODULE.resolve("target/jdbc-surface.txt");
        Files.createDirectories(actual.getParent());
        Files.write(actual, lines);
        assertThat(lines)
                .as("where a change was meant, copy target/jdbc-surface.txt over %s", LIST.getFileName())
                .containsExactlyElementsOf(Files.readAllLines(LIST));
    }

    @Test
    void nothingCanBeAnAbstractMethodError() throws Exception {
        Map<Class<?>, Class<?>> classes = JdbcSurface.classes();
        assertThat(classes.keySet())
                .contains(
                        java.sql.Driver.class,
                        java.sql.Connection.class,
                        java.sql.Statement.class,
                        java.sql.PreparedStatement.class,
                        java.sql.ResultSet.class,
                        java.sql.ResultSetMetaData.class,
                        java.sql.DatabaseMetaData.class,
                        java.sql.ParameterMetaData.class,
                        javax.sql.DataSource.class);
        classes.forEach((jdbc, ours) -> {
            for (Method method : jdbc.getMethods()) {
                if (Modifier.isStatic(method.getModifiers())) continue;
                try {
                    assertThat(JdbcSurface.implementation(ours, method).getModifiers() & Modifier.ABSTRACT)
                            .as(method.toString())
                            .isZero();
                } catch (NoSuchMethodException e) {
                    throw new AssertionError(ours + " lacks " + method, e);
                }
            }
        });
    }

    @Test
    void whatToolsCallWorks() throws Exception {
        Map<String, Support> surface = JdbcSurface.surface();
        // The methods that half of the tools call (measured on sixteen of them).
        assertThat(surface)
                .containsEntry("Statement.close()", Support.IMPLEMENTED)
                .containsEntry("Statement.getGeneratedKeys()", Support.IMPLEMENTED)
                .containsEntry("Statement.getMoreResults()", Support.IMPLEMENTED)
                .containsEntry("PreparedStatement.setNull(int,int)", Support.IMPLEMENTED)
                .containsEntry("ResultSet.getString(String)", Support.FORWARDED)
                .containsEntry("DatabaseMetaData.getColumns(String,String,String,String)", Support.IMPLEMENTED)
                .containsEntry("ResultSetMetaData.getColumnType(int)", Support.IMPLEMENTED);
        assertThat(surface.entrySet())
                .filteredOn(entry -> entry.getKey().startsWith("ResultSetMetaData."))
                .noneMatch(entry -> entry.getValue() == Support.REFUSED);
        assertThat(surface.entrySet())
                .filteredOn(entry -> entry.getKey().startsWith("DatabaseMetaData."))
                .noneMatch(entry -> entry.getValue() == Support.REFUSED);
    }

    @Test
    void readmeShowsTheSupportTable() throws Exception {
        String table = JdbcSurface.supportTable(JdbcSurface.surface());
        Files.writeString(MODULE.resolve("target/jdbc-support.md"), table);
        assertThat(Files.readString(MODULE.resolve("../README.md")))
                .as("where a change was meant, put target/jdbc-support.md into README")
                .contains(table);
    }
}
