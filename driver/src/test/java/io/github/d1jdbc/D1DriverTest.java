package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.ConnectException;
import java.net.MalformedURLException;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class D1DriverTest {

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "no row";
        }
    }

    @Test
    void itIsFoundByServiceAndByDriverManager() throws SQLException {
        assertThat(ServiceLoader.load(Driver.class).stream().map(ServiceLoader.Provider::type))
                .contains(D1Driver.class);
        assertThat(DriverManager.getDriver("jdbc:d1:local::memory:")).isInstanceOf(D1Driver.class);
    }

    @Test
    void otherDriversUrlsAreLeftAlone() throws SQLException {
        D1Driver driver = new D1Driver();
        assertThat(driver.acceptsURL("jdbc:sqlite:x")).isFalse();
        assertThat(driver.connect("jdbc:sqlite:x", new Properties())).isNull();
        assertThat(driver.acceptsURL("jdbc:d1://a/b")).isTrue();
    }

    @Test
    void itSaysWhatItIs() throws SQLException {
        D1Driver driver = new D1Driver();
        assertThat(driver.getMajorVersion()).isZero();
        assertThat(driver.getMinorVersion()).isEqualTo(1);
        assertThat(driver.jdbcCompliant()).isFalse();
        assertThat(driver.getParentLogger().getName()).isEqualTo("io.github.d1jdbc");
        assertThat(driver.getPropertyInfo("jdbc:d1:///x", null)).hasSize(ConnectionProperty.values().length);
        assertThat(driver.getPropertyInfo("", new Properties())).isNotEmpty();
    }

    @Test
    void theUrlNeedNotBeWholeToAskWhatCanBeSet() throws SQLException {
        D1Driver driver = new D1Driver();
        for (String url : new String[] {"jdbc:d1:", "jdbc:d1://", "jdbc:d1://account", "jdbc:d1://account/"}) {
            assertThat(driver.getPropertyInfo(url, null)).hasSize(ConnectionProperty.values().length);
        }
        assertThatThrownBy(() -> driver.getPropertyInfo("jdbc:d1://a/b?password=secret", null))
                .isInstanceOf(SQLException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void aMemoryDatabaseLivesUntilItsLastConnectionIsClosed() throws SQLException {
        Connection first = connect("jdbc:d1:local::memory:");
        run(first, "CREATE TABLE t(a)");
        try (Connection second = connect("jdbc:d1:local::memory:?readOnly=true")) {
            assertThat(ask(second, "SELECT count(*) FROM t")).isEqualTo("0");
            run(first, "INSERT INTO t VALUES(1)");
            first.close();
            assertThat(ask(second, "SELECT count(*) FROM t")).isEqualTo("1");
        }
        try (Connection third = connect("jdbc:d1:local::memory:")) {
            assertThatThrownBy(() -> ask(third, "SELECT count(*) FROM t")).hasMessageContaining("no such table: t");
        }
    }

    @Test
    void keptAliveAMemoryDatabaseOutlivesItsLastConnection() throws SQLException {
        String url = "jdbc:d1:local::memory:kept?keepAlive=PT1H";
        try (Connection first = connect(url)) {
            run(first, "CREATE TABLE t(a); INSERT INTO t VALUES(1)");
        }
        // The last one to leave says how long.
        try (Connection second = connect("jdbc:d1:local::memory:kept")) {
            assertThat(ask(second, "SELECT count(*) FROM t")).isEqualTo("1");
        }
        try (Connection third = connect("jdbc:d1:local::memory:kept")) {
            assertThatThrownBy(() -> ask(third, "SELECT count(*) FROM t")).hasMessageContaining("no such table: t");
        }
    }

    @Test
    void itEndsWhenItsTimeIsOver() throws Exception {
        URI server;
        try (Connection only = connect("jdbc:d1:local::memory:short?keepAlive=PT0.05S")) {
            server = ((JdbcConnection) only).session().client().settings().base();
        }
        boolean listens = true;
        while (listens) {
            try (Socket socket = new Socket(server.getHost(), server.getPort())) {
                listens = socket.isConnected();
            } catch (ConnectException e) {
                listens = false;
            }
        }
    }

    @Test
    void namedMemoryDatabasesAreApart() throws SQLException {
        try (Connection a = connect("jdbc:d1:local::memory:a");
                Connection b = connect("jdbc:d1:local::memory:b");
                Connection a2 = connect("jdbc:d1:local::memory:a")) {
            run(a, "CREATE TABLE only_in_a(x)");
            assertThat(ask(a2, "SELECT count(*) FROM only_in_a")).isEqualTo("0");
            assertThatThrownBy(() -> ask(b, "SELECT count(*) FROM only_in_a")).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aFileStaysAndIsSharedInTheJvm(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("my shop.sqlite");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
        try (Connection a = connect("jdbc:d1:local:" + file)) {
            run(a, "CREATE TABLE t(a); INSERT INTO t VALUES(7)");
            String percent = link.resolve("my%20shop.sqlite").toString();
            try (Connection b = connect("jdbc:d1:local:" + percent)) {
                assertThat(ask(b, "SELECT a FROM t")).isEqualTo("7");
            }
        }
        assertThat(file).exists();
        try (Connection again = connect("jdbc:d1:local:" + file);
                Connection sqlite = connect("jdbc:d1:local:" + link.resolve("my shop.sqlite"))) {
            assertThat(ask(again, "SELECT a FROM t")).isEqualTo("7");
            assertThat(ask(sqlite, "SELECT a FROM t")).isEqualTo("7");
        }
        try (Connection sqlite = connect("jdbc:sqlite:" + file)) {
            assertThat(ask(sqlite, "SELECT a FROM t")).isEqualTo("7");
        }
    }

    @Test
    void aFileThatCannotBeUsedIsNamed(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> connect("jdbc:d1:local:" + folder)).hasMessageContaining("is a folder");
        assertThatThrownBy(() -> connect("jdbc:d1:local:" + folder + "/none/x.sqlite"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                .hasMessage("The folder of the file in the D1 URL does not exist: " + folder + "/none.");
        Path text = Files.writeString(
                folder.resolve("x.txt"), "this is no database, but a text of some length. ".repeat(30));
        assertThatThrownBy(() -> connect("jdbc:d1:local:" + text)).hasMessageContaining("x.txt");
        // A failed start leaves nothing that keeps the next one out.
        try (Connection good = connect("jdbc:d1:local:" + folder.resolve("good.sqlite"))) {
            assertThat(ask(good, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aSettingThatCannotBeUsedIsNamed() {
        for (String setting : List.of("proxy=nowhere", "trustStore=/no/such/store")) {
            Properties token = new Properties();
            token.setProperty("password", "secret");
            assertThatThrownBy(() -> DriverManager.getConnection("jdbc:d1://acc/shop?" + setting, token))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                    .hasMessageContaining("was not sent")
                    .hasMessageContaining(setting.startsWith("proxy") ? "host:port" : "/no/such/store does not exist");
        }
    }

    @Test
    void userAndPasswordMeanNothingToALocalDatabase() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:d1:local::memory:", "sa", "")) {
            assertThat(ask(connection, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void manyThreadsMayJoinAndLeave() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Connection first = connect("jdbc:d1:local::memory:many")) {
            run(first, "CREATE TABLE t(a INTEGER)");
            List<Future<Integer>> done = new java.util.ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int value = i;
                done.add(threads.submit(() -> {
                    try (Connection own = connect("jdbc:d1:local::memory:many")) {
                        run(own, "INSERT INTO t VALUES(" + value + ")");
                    }
                    return value;
                }));
            }
            for (Future<Integer> future : done) assertThat(future.get()).isNotNegative();
            assertThat(ask(first, "SELECT count(*)||' '||sum(a) FROM t")).isEqualTo("40 780");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void withoutSqliteJdbcALocalUrlSaysWhatIsMissing() throws Exception {
        URL[] classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("sqlite-jdbc"))
                .map(entry -> url(Path.of(entry)))
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            Driver driver = (Driver)
                    loader.loadClass(D1Driver.class.getName()).getConstructor().newInstance();
            assertThatThrownBy(() -> driver.connect("jdbc:d1:local::memory:", new Properties()))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("org.xerial:sqlite-jdbc");
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }
}
