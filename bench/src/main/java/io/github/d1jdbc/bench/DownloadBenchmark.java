package io.github.d1jdbc.bench;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.D1Driver;
import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;
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
 * The object behind a signed URL brought over loopback to its target. Ours is the public {@code exportTo} with
 * preflight and digests off against an API that answers "complete" at once, so that two small requests, the scan of the
 * dump's content, CRC-32C, sync and move are in its figures and in nobody else's. Files lie in memory where there is
 * such a place.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(5)
public class DownloadBenchmark {

    /** How the object comes. */
    public enum Transport {
        /** HTTP/1.1, sent by the kernel (sendfile). */
        HTTP,
        /** HTTP/1.1 over TLS 1.3. */
        TLS
    }

    /** Where the object goes. */
    public enum Target {
        /** It is counted and thrown away. */
        NULL,
        /** A file. */
        FILE,
        /** A file, gzip level 1; peers take Commons Compress. */
        GZIP_1,
        /** A file, gzip level 6. */
        GZIP_6,
        /** A file, Zstandard at its own level. */
        ZSTD;

        Compression compression() {
            return this == ZSTD ? Compression.ZSTD : this == NULL || this == FILE ? Compression.NONE : Compression.GZIP;
        }

        int level() {
            return this == GZIP_1 ? 1 : this == GZIP_6 ? 6 : DumpOptions.DEFAULT_LEVEL;
        }
    }

    /** Rows of the dump. */
    @Param("270000")
    public int rows;

    /** How the object comes. */
    @Param({"HTTP", "TLS"})
    public Transport transport = Transport.HTTP;

    /** Where it goes. */
    @Param({"NULL", "FILE", "GZIP_1", "GZIP_6", "ZSTD"})
    public Target target = Target.FILE;

    private @Nullable Path folder;
    private @Nullable TlsStore tls;
    private @Nullable Loopback server;
    private @Nullable Connection connection;
    private @Nullable DownloadPeers peers;
    private long size;

    /** Writes the object, starts the servers and connects. */
    @Setup
    public void start() throws IOException, SQLException {
        Path home = Programs.folder();
        folder = home;
        Path object = home.resolve("object.sql");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(object))) {
            SampleDump.write(42, SampleDump.Shape.TYPICAL, rows, out);
        }
        size = Files.size(object);
        Properties properties = new Properties();
        properties.setProperty("password", Loopback.TOKEN);
        if (transport == Transport.TLS) {
            TlsStore store = TlsStore.of(home, object);
            tls = store;
            server = Loopback.naming(store.objectUrl());
            properties.setProperty("trustStore", store.trustStore().toString());
        } else {
            server = Loopback.of(object);
        }
        connection = new D1Driver().connect(Objects.requireNonNull(server).jdbcUrl(), properties);
        peers = new DownloadPeers(server.objectUrl(), tls);
    }

    /** Ours. */
    @Benchmark
    public long exportTo() throws SQLException {
        D1Connection d1 = Objects.requireNonNull(connection).unwrap(D1Connection.class);
        DumpOptions options = DumpOptions.defaults()
                .withPreflight(false)
                .withDigest(DumpOptions.Digest.NONE)
                .withOverwrite(true)
                .withCompression(target.compression(), target.level());
        DumpResult result = target == Target.NULL
                ? d1.exportTo(OutputStream.nullOutputStream(), options)
                : d1.exportTo(file(), options);
        return checked(result.sqlBytes());
    }

    /** Retrofit with {@code @Streaming} and {@code transferTo}, all defaults. */
    @Benchmark
    public long peerRetrofit() throws IOException {
        return checked(peers().retrofit(this::out));
    }

    /** OkHttp and okio's {@code writeAll}, all defaults. */
    @Benchmark
    public long peerOkHttp() throws IOException {
        return checked(peers().okHttp(this::out));
    }

    /** The JDK's client: {@code ofFile} for a file, else {@code ofInputStream}. */
    @Benchmark
    public long peerJdkClient() throws IOException, InterruptedException {
        return checked(target == Target.FILE ? peers().jdkFile(file()) : peers().jdkStream(this::out));
    }

    /** A blocking NIO socket into a file by one direct buffer; TLS and compression are left out. */
    @Benchmark
    public long baselineSocket() throws IOException {
        if (transport == Transport.HTTP)
            return checked(peers().socket(Objects.requireNonNull(server).port(), file()));
        Files.copy(
                Objects.requireNonNull(folder).resolve("object.sql"),
                file(),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return checked(Files.size(file()));
    }

    /** Stops everything and deletes the files. */
    @TearDown
    public void stop() throws IOException, SQLException {
        if (connection != null) connection.close();
        if (peers != null) peers.close();
        if (server != null) server.close();
        if (tls != null) tls.close();
        Programs.delete(Objects.requireNonNull(folder));
    }

    /** The file that the last one wrote. */
    Path file() {
        return Objects.requireNonNull(folder).resolve("target");
    }

    /** The file that all of them fetch. */
    Path object() {
        return Objects.requireNonNull(folder).resolve("object.sql");
    }

    private DownloadPeers peers() {
        return Objects.requireNonNull(peers);
    }

    private OutputStream out() throws IOException {
        if (target == Target.NULL) return OutputStream.nullOutputStream();
        OutputStream out = Files.newOutputStream(file());
        if (target == Target.FILE) return out;
        if (target == Target.ZSTD) return new ZstdCompressorOutputStream(out);
        GzipParameters parameters = new GzipParameters();
        parameters.setCompressionLevel(target.level());
        return new GzipCompressorOutputStream(out, parameters);
    }

    private long checked(long bytes) {
        if (bytes == size) return bytes;
        throw new IllegalStateException(bytes + " bytes came of " + size);
    }
}
