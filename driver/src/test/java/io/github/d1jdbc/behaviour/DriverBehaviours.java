package io.github.d1jdbc.behaviour;

import static io.github.d1jdbc.behaviour.D1.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.D1DataSource;
import io.github.d1jdbc.D1Driver;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.util.Arrays;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.PooledConnection;

/** Finding the driver, its URL, its properties, its data sources. */
final class DriverBehaviours {
    private DriverBehaviours() {}

    static Table table() {
        Table t = new Table("driver");
        t.row(
                "service-loader-finds-it",
                d1 -> assertThat(ServiceLoader.load(Driver.class)).anyMatch(D1Driver.class::isInstance));
        t.row(
                "registered-with-driver-manager",
                d1 -> assertThat(DriverManager.getDriver(d1.url(""))).isInstanceOf(D1Driver.class));
        t.row(
                "accepts-own-url",
                d1 -> assertThat(new D1Driver().acceptsURL("jdbc:d1://a/b")).isTrue());
        t.row("foreign-url-is-left-to-others", d1 -> {
            assertThat(new D1Driver().acceptsURL("jdbc:sqlite::memory:")).isFalse();
            assertThat((Object) new D1Driver().connect("jdbc:sqlite::memory:", new Properties()))
                    .isNull();
        });
        t.row(
                "malformed-url-names-the-part",
                d1 -> fails("08", () -> DriverManager.getConnection("jdbc:d1://x"))
                        .extracting(Throwable::getMessage)
                        .asString()
                        .contains("database"));
        t.row(
                "token-in-url-refused",
                d1 -> fails("08", () -> DriverManager.getConnection(d1.url("&token=secret")))
                        .extracting(Throwable::getMessage)
                        .asString()
                        .contains("URL")
                        .doesNotContain("secret"));
        t.row("token-as-password", d1 -> {
            try (Connection c = DriverManager.getConnection(d1.url(""), "", d1.token)) {
                assertThat(c.isValid(5)).isTrue();
            }
        });
        t.row("token-as-property", d1 -> {
            Properties properties = new Properties();
            properties.setProperty("token", d1.token);
            try (Connection c = DriverManager.getConnection(d1.url(""), properties)) {
                assertThat(c.isValid(5)).isTrue();
            }
        });
        t.row("token-from-a-file", d1 -> {
            Path file = Files.createTempFile("token", "");
            Files.writeString(file, d1.token + "\n");
            Properties properties = new Properties();
            properties.setProperty("tokenFile", file.toString());
            try (Connection c = DriverManager.getConnection(d1.url(""), properties)) {
                assertThat(c.isValid(5)).isTrue();
            } finally {
                Files.delete(file);
            }
        });
        t.row(
                "database-by-name",
                d1 -> assertThat(d1.connection.unwrap(D1Connection.class).databaseName())
                        .isEqualTo(d1.name));
        t.row("database-by-uuid", d1 -> {
            String uuid = d1.databaseId();
            String url = d1.url("").replace("/" + d1.name + "?", "/" + uuid + "?");
            try (Connection c = DriverManager.getConnection(url, d1.properties())) {
                assertThat(c.unwrap(D1Connection.class).databaseId()).isEqualTo(uuid);
            }
        });
        t.row(
                "unknown-property-is-named",
                d1 -> fails("08", () -> d1.connect("&readOnyl=true"))
                        .extracting(Throwable::getMessage)
                        .asString()
                        .contains("readOnyl", "readOnly"));
        t.row(
                "bad-property-value-is-named",
                d1 -> fails("08|22", () -> d1.connect("&readOnly=maybe"))
                        .extracting(Throwable::getMessage)
                        .asString()
                        .contains("readOnly"));
        t.row("property-info-lists-all", d1 -> {
            DriverPropertyInfo[] info = new D1Driver().getPropertyInfo(d1.url(""), new Properties());
            assertThat(info)
                    .extracting(p -> p.name)
                    .contains("password", "user", "endpoint", "readOnly", "int64", "transactions", "maxRetries");
            assertThat(info).allSatisfy(p -> assertThat(p.description).isNotBlank());
            assertThat(Arrays.stream(info)
                            .filter(p -> p.name.equals("int64"))
                            .findFirst()
                            .orElseThrow()
                            .choices)
                    .contains("exact", "fast");
        });
        t.row("version-agrees-with-metadata", d1 -> {
            Driver driver = new D1Driver();
            assertThat(d1.connection.getMetaData().getDriverMajorVersion()).isEqualTo(driver.getMajorVersion());
            assertThat(d1.connection.getMetaData().getDriverMinorVersion()).isEqualTo(driver.getMinorVersion());
        });
        t.row(
                "not-jdbc-compliant-and-says-so",
                d1 -> assertThat(new D1Driver().jdbcCompliant()).isFalse());
        t.row(
                "parent-logger",
                d1 -> assertThat(new D1Driver().getParentLogger().getName()).isEqualTo("io.github.d1jdbc"));
        t.row("prints-nothing", d1 -> {
            PrintStream out = System.out;
            PrintStream err = System.err;
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            try (PrintStream trap = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
                System.setOut(trap);
                System.setErr(trap);
                d1.run("CREATE TABLE t (a)", "INSERT INTO t VALUES (1)");
                d1.row("SELECT * FROM t").close();
            } finally {
                System.setOut(out);
                System.setErr(err);
            }
            assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
        });
        t.row("token-is-nowhere-shown", d1 -> {
            String token = d1.token;
            assertThat(d1.connection.toString()).doesNotContain(token);
            assertThat(d1.connection.getMetaData().getURL())
                    .startsWith("jdbc:d1:")
                    .doesNotContain(token);
            assertThat(d1.connection.getMetaData().getUserName()).doesNotContain(token);
        });
        t.row("user-agent-set", DriverBehaviours::userAgent);
        t.row(
                "connect-and-select-in-two-requests",
                d1 -> assertThat(d1.requests(() -> {
                            try (Connection c = d1.connect("");
                                    var statement = c.createStatement()) {
                                statement.executeQuery("SELECT 1").close();
                            }
                        }))
                        .isLessThanOrEqualTo(2));
        t.row("data-source-in-jar", d1 -> {
            DataSource source = new D1DataSource(d1.url(""));
            try (Connection c = source.getConnection("", d1.token)) {
                assertThat(c.isValid(5)).isTrue();
            }
        });
        t.row("data-source-by-setters", d1 -> {
            D1DataSource source = new D1DataSource();
            source.setAccountId(d1.accountId);
            source.setDatabaseName(d1.name);
            source.setApiToken(d1.token);
            source.setEndpoint(d1.endpoint.toString());
            try (Connection c = source.getConnection()) {
                assertThat(c.isValid(5)).isTrue();
            }
        });
        t.row("data-source-hides-its-token", d1 -> {
            D1DataSource source = new D1DataSource(d1.url(""));
            source.setApiToken("very-secret");
            assertThat(source.toString()).doesNotContain("very-secret");
        });
        t.row("data-source-for-pools", d1 -> {
            Object source = new D1DataSource(d1.url(""));
            assertThat(source).isInstanceOf(ConnectionPoolDataSource.class);
            PooledConnection pooled = ((ConnectionPoolDataSource) source).getPooledConnection("", d1.token);
            try (Connection c = pooled.getConnection()) {
                assertThat(c.isValid(5)).isTrue();
            }
            assertThat(pooled.getConnection().isClosed()).isFalse();
            pooled.close();
        });
        t.row("data-source-for-jndi", d1 -> {
            Object source = new D1DataSource(d1.url(""));
            assertThat(source).isInstanceOf(Referenceable.class);
            Reference reference = ((Referenceable) source).getReference();
            assertThat(reference.getClassName()).isEqualTo(D1DataSource.class.getName());
            assertThat(reference.getFactoryClassName()).isNotNull();
        });
        return t;
    }

    private static void userAgent(D1 d1) throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> request = CompletableFuture.supplyAsync(() -> {
                try (Socket client = socket.accept()) {
                    InputStream in = client.getInputStream();
                    StringBuilder head = new StringBuilder();
                    while (head.indexOf("\r\n\r\n") < 0) head.append((char) in.read());
                    client.getOutputStream()
                            .write("HTTP/1.1 401 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                    return head.toString();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            String url = "jdbc:d1://" + d1.accountId + "/x?maxRetries=0&applicationName=probe&endpoint=http://"
                    + socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort();
            fails("28", () -> DriverManager.getConnection(url, d1.properties()));
            assertThat(request.get(30, TimeUnit.SECONDS))
                    .containsIgnoringCase("User-Agent: d1-jdbc")
                    .contains("probe");
        }
    }
}
