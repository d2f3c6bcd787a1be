package io.github.d1jdbc.jar;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpResult;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * A program of somebody who has the self-contained jar and nothing else. {@link AllJarIT} runs it in a class loader and
 * in a JVM that have that jar alone. Arguments: URL, token, target file.
 */
public final class JarProgram implements Function<String[], List<String>> {

    /** As {@link #apply}, with the lines printed. */
    public static void main(String[] arguments) {
        for (String line : new JarProgram().apply(arguments)) System.out.println(line);
    }

    @Override
    public List<String> apply(String[] arguments) {
        List<String> said = new ArrayList<>();
        Driver driver = ServiceLoader.load(Driver.class, JarProgram.class.getClassLoader())
                .iterator()
                .next();
        said.add(driver.getClass().getName());
        Properties properties = new Properties();
        properties.setProperty("password", arguments[1]);
        try (Connection connection = DriverManager.getConnection(arguments[0], properties)) {
            run(connection, said);
            DumpResult result = connection
                    .unwrap(D1Connection.class)
                    .exportTo(Path.of(arguments[2]), DumpOptions.defaults().withCompression(Compression.GZIP));
            said.add("exported " + result.rows());
        } catch (SQLException e) {
            said.add(e.getSQLState() + " " + e.getMessage());
        } finally {
            forget(driver);
        }
        return said;
    }

    private static void run(Connection connection, List<String> said) throws SQLException {
        said.add(connection.getMetaData().getDatabaseProductName());
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)");
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO t (name) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
            for (String name : List.of("Ada", "Grace")) {
                insert.setString(1, name);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, name FROM t ORDER BY id")) {
            while (rows.next()) said.add(rows.getLong("id") + " " + rows.getString("name"));
        }
    }

    private static void forget(Driver driver) {
        try {
            for (Driver registered : DriverManager.drivers().toList()) {
                if (registered.getClass() == driver.getClass()) DriverManager.deregisterDriver(registered);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
