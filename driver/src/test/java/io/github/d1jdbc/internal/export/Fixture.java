package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.internal.Credentials;
import io.github.d1jdbc.internal.DatabaseInfo;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.RestSettings;
import io.github.d1jdbc.server.D1Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** An embedded D1 with one database, and an exporter that needs no time to wait. */
final class Fixture implements AutoCloseable {
    static final String TOKEN = "secret-token-that-must-never-be-seen";
    static final String NAME = "shop";

    final D1Server server;
    final FakeTime time = new FakeTime();
    private final String databaseId;

    Fixture(String sql) {
        this(sql, D1Server.Options.defaults());
    }

    Fixture(String sql, D1Server.Options options) {
        try {
            server = D1Server.start(options.withToken(TOKEN));
            databaseId = server.createDatabase(NAME);
            server.load(NAME, new ByteArrayInputStream(sql.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RestClient client() {
        return client(Duration.ofSeconds(5), 4);
    }

    RestClient client(Duration socketTimeout, int maxRetries) {
        return RestClient.open(new RestSettings(
                server.endpoint(),
                server.accountId(),
                new Credentials.Token(TOKEN),
                Duration.ofSeconds(5),
                socketTimeout,
                maxRetries,
                null,
                null,
                ""));
    }

    Exporter exporter() {
        return exporter(client());
    }

    Exporter exporter(RestClient client) {
        return exporter(client, UnaryOperator.identity());
    }

    Exporter exporter(RestClient client, UnaryOperator<OutputStream> disk) {
        DatabaseInfo info = new DatabaseInfo(databaseId, NAME, null, "eu", null, null);
        return new Exporter(client, info, time, new Random(42), disk);
    }

    /** The dump as D1 writes it. */
    byte[] dump() {
        return dump(DumpOptions.defaults());
    }

    byte[] dump(DumpOptions options) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        try {
            exporter().export(out, options);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The names of the files in a folder. */
    static List<String> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A schema with a parent, a child, an index, a trigger and a view, and so many orders. */
    static String orders(int orders) {
        StringBuilder sql = new StringBuilder("""
                CREATE TABLE customers(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL);
                CREATE TABLE orders(id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customers(id), note TEXT);
                CREATE INDEX orders_by_customer ON orders(customer);
                CREATE TRIGGER no_name BEFORE INSERT ON customers WHEN NEW.name = '' BEGIN SELECT RAISE(ABORT, 'x'); END;
                CREATE VIEW notes AS SELECT note FROM orders;
                INSERT INTO customers VALUES(1, 'Ada'), (2, 'O''Hara');
                """);
        Random random = new Random(7);
        for (int i = 1; i <= orders; i++) {
            sql.append("INSERT INTO orders VALUES(")
                    .append(i)
                    .append(',')
                    .append(1 + random.nextInt(2))
                    .append(",'")
                    .append(Long.toString(random.nextLong(), 36).repeat(4))
                    .append("');\n");
        }
        return sql.toString();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
