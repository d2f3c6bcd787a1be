package io.github.d1jdbc.bench;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.D1Driver;
import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpResult;
import io.github.d1jdbc.server.D1Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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
 * A whole export from the embedded D1 over loopback HTTP: preflight, start, polls, download, scan, digest, compression,
 * sync and move, against a synced copy of a file with the same SQL. The server's own work is part of every figure.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(5)
public class ExportBenchmark {

    /** Rows of the database. */
    @Param("20000")
    public int rows;

    /** How the file is compressed. */
    @Param({"NONE", "GZIP"})
    public Compression compression = Compression.NONE;

    /** Milliseconds before each answer of the API. */
    @Param({"0", "50"})
    public int latency;

    private @Nullable D1Server server;
    private @Nullable Connection connection;
    private @Nullable Path folder;
    private long sqlBytes;

    /** Starts the embedded D1, fills it and exports once, for the baseline's file. */
    @Setup
    public void start() throws IOException, SQLException {
        folder = Programs.folder();
        D1Server d1 = D1Server.start(D1Server.Options.defaults().withLatency(Duration.ofMillis(latency)));
        server = d1;
        d1.createDatabase("bench");
        d1.load("bench", new ByteArrayInputStream(SampleDump.of(42, rows)));
        Properties properties = new Properties();
        properties.setProperty("password", d1.token());
        connection =
                new D1Driver().connect("jdbc:d1://" + d1.accountId() + "/bench?endpoint=" + d1.endpoint(), properties);
        sqlBytes = exportTo("plain.sql", Compression.NONE).sqlBytes();
    }

    /** The main job. */
    @Benchmark
    public long export() throws SQLException {
        DumpResult result = exportTo("export.sql", compression);
        if (result.sqlBytes() != sqlBytes) throw new IllegalStateException("the export changed its size");
        return result.fileBytes();
    }

    /** The same SQL copied from one file into another. */
    @Benchmark
    public long baselineCopyFile() throws IOException {
        Path copy = file("copy.sql");
        Files.copy(file("plain.sql"), copy, StandardCopyOption.REPLACE_EXISTING);
        return Files.size(copy);
    }

    /** Stops everything and deletes the files. */
    @TearDown
    public void stop() throws IOException, SQLException {
        if (connection != null) connection.close();
        if (server != null) server.close();
        Programs.delete(Objects.requireNonNull(folder));
    }

    private DumpResult exportTo(String name, Compression how) throws SQLException {
        return Objects.requireNonNull(connection)
                .unwrap(D1Connection.class)
                .exportTo(
                        file(name), DumpOptions.defaults().withCompression(how).withOverwrite(true));
    }

    private Path file(String name) {
        return Objects.requireNonNull(folder).resolve(name);
    }
}
