package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.server.D1Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Stream;

/** An embedded D1 with the small database {@code app}, and the command line that reaches it. */
final class ServedApp implements AutoCloseable {

    static final String TOKEN = "local-token-of-the-tests-0123456789";

    /** What D1 writes for the database. */
    static final String DUMP = """
            PRAGMA defer_foreign_keys=TRUE;
            CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT);
            INSERT INTO "users" ("id","name") VALUES(1,'Ada');
            INSERT INTO "users" ("id","name") VALUES(2,'Zoë');
            CREATE TABLE orders(id INTEGER PRIMARY KEY, user_id REFERENCES users(id));
            INSERT INTO "orders" ("id","user_id") VALUES(7,2);
            CREATE INDEX orders_by_user ON orders(user_id);""".stripTrailing();

    final D1Server server;

    ServedApp() {
        this("");
    }

    /** With more than the usual database. */
    ServedApp(String moreSql) {
        try {
            server = D1Server.start(D1Server.Options.defaults().withToken(TOKEN));
            server.createDatabase("app");
            server.load("app", new ByteArrayInputStream((DUMP + moreSql).getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    Cli cli() {
        return new Cli()
                .with("CLOUDFLARE_API_TOKEN", TOKEN)
                .with("CLOUDFLARE_ACCOUNT_ID", server.accountId())
                .with("CLOUDFLARE_API_BASE_URL", server.endpoint().toString());
    }

    /** Runs {@code d1dump export app} with these arguments. */
    Cli.Run export(String... args) {
        return cli().run(with(new String[] {"export", "app"}, args));
    }

    static String[] with(String[] args, String... more) {
        return Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new);
    }

    /** How often the server was asked for an export, polls included. */
    int exports() {
        return (int) server.requests().stream()
                .filter(request -> request.path().endsWith("/export"))
                .count();
    }

    /** Runs SQL through the API, because the embedded D1 moves its bookmark only for writes that it sees. */
    void ask(String sql) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("password", TOKEN);
        properties.setProperty("endpoint", server.endpoint().toString());
        try (Connection connection =
                        DriverManager.getConnection("jdbc:d1://" + server.accountId() + "/app", properties);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
