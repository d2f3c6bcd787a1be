package io.github.d1jdbc.bench;

import io.github.d1jdbc.D1Driver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Prepared statements against a server that answers from memory: what the driver itself costs a round trip. The
 * profiler {@link CostProfiler} adds requests and bytes of each operation.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(5)
public class DriverBenchmark {

    private static final String QUERY = "SELECT id, name, total FROM customers WHERE id >= ?";
    private static final String BODY = "{\"batch\":[{\"sql\":\"" + QUERY + "\",\"params\":[\"7\"]}]}";

    /** Rows of each answer. */
    @Param({"1", "1000"})
    public int rows;

    /** Statements of a batch. */
    @Param("50")
    public int batch;

    private @Nullable Loopback server;
    private @Nullable Connection connection;
    private @Nullable PreparedStatement select;
    private @Nullable PreparedStatement insert;
    private @Nullable Socket socket;

    /** Starts the server and prepares. */
    @Setup
    public void start() throws IOException, SQLException {
        Loopback loopback = Loopback.answering(rows);
        server = loopback;
        Properties properties = new Properties();
        properties.setProperty("password", Loopback.TOKEN);
        Connection opened = Objects.requireNonNull(new D1Driver().connect(loopback.jdbcUrl(), properties));
        connection = opened;
        select = opened.prepareStatement(QUERY);
        insert = opened.prepareStatement("INSERT INTO customers(name, total) VALUES (?, ?)");
        socket = new Socket(InetAddress.getLoopbackAddress(), loopback.port());
        Objects.requireNonNull(socket).setTcpNoDelay(true);
    }

    /** A query and every cell of its answer. */
    @Benchmark
    public double select() throws SQLException {
        PreparedStatement statement = Objects.requireNonNull(select);
        statement.setLong(1, 7);
        double sum = 0;
        int count = 0;
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                sum += result.getLong(1) + result.getString(2).length() + result.getDouble(3);
                count++;
            }
        }
        if (count != rows) throw new IllegalStateException(count + " rows came of " + rows);
        return sum;
    }

    /** One insert and its count. */
    @Benchmark
    public int insert() throws SQLException {
        PreparedStatement statement = Objects.requireNonNull(insert);
        statement.setString(1, "Zoë");
        statement.setDouble(2, 1.25);
        int count = statement.executeUpdate();
        if (count != 1) throw new IllegalStateException("an insert of " + count);
        return count;
    }

    /** A batch of inserts. */
    @Benchmark
    public int batch() throws SQLException {
        PreparedStatement statement = Objects.requireNonNull(insert);
        for (int i = 0; i < batch; i++) {
            statement.setString(1, "Zoë");
            statement.setDouble(2, i);
            statement.addBatch();
        }
        int[] counts = statement.executeBatch();
        for (int count : counts) if (count != 1) throw new IllegalStateException("an insert of " + count);
        if (counts.length != batch) throw new IllegalStateException("a batch of " + counts.length);
        return counts.length;
    }

    /** The limit: the bytes of such a query over a bare socket, its answer read and not looked at. */
    @Benchmark
    public int baselineSocket() throws IOException {
        Socket open = Objects.requireNonNull(socket);
        OutputStream out = open.getOutputStream();
        out.write(("POST /client/v4/accounts/" + Loopback.ACCOUNT + "/d1/database/x/raw HTTP/1.1\r\nContent-Length: "
                        + BODY.length() + "\r\n\r\n" + BODY)
                .getBytes(StandardCharsets.US_ASCII));
        InputStream in = open.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) head.append((char) in.read());
        int length = Integer.parseInt(head.toString().replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
        byte[] answer = in.readNBytes(length);
        if (answer.length != length) throw new IllegalStateException("the answer is short");
        return answer.length;
    }

    /** Closes everything. */
    @TearDown
    public void stop() throws IOException, SQLException {
        if (connection != null) connection.close();
        if (socket != null) socket.close();
        if (server != null) server.close();
    }
}
