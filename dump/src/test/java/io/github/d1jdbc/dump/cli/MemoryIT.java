package io.github.d1jdbc.dump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.server.D1Server;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dump far larger than the heap goes through the executable jar; the profile {@code soak} makes it 1 GB. */
@Timeout(900)
class MemoryIT {

    /** Of the dump, in MB. */
    private static final long SIZE = Long.getLong("d1.soak", 48);

    private static final long HEAP_KIB = 32 * 1024;
    private static final long MOST_KIB = 128 * 1024;
    private static final Duration LONGEST = Duration.ofSeconds(60 + SIZE / 2);

    /** Ten rows of 100 kB are a megabyte; random hex, so that gzip has work to do. */
    private static final String SQL = """
            CREATE TABLE t(a TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
            INSERT INTO t SELECT hex(randomblob(49900)) FROM n;
            """.formatted(SIZE * 10);

    @TempDir
    Path folder;

    @TempDir
    Path printed;

    @ParameterizedTest
    @ValueSource(strings = {"big.sql", "big.sql.gz"})
    void memoryStaysSmallHoweverLargeTheDump(String name) throws Exception {
        try (D1Server server = D1Server.start()) {
            server.createDatabase("big", printed.resolve("big.sqlite"));
            server.load("big", new ByteArrayInputStream(SQL.getBytes(StandardCharsets.UTF_8)));
            Path file = folder.resolve(name);
            try (ToolProcess export = new ToolProcess.Builder(printed)
                    .of(server)
                    .jvm("-Xmx32m", "-XX:+UseSerialGC")
                    .start("export", "big", "-o", file.toString())) {
                assertThat(export.exitCode(LONGEST)).as(export.err()).isZero();
                // Only Linux tells the peak; where it is told, it is that of a process that did run.
                if (Files.exists(Path.of("/proc/self/status"))) {
                    assertThat(export.peakKib()).isBetween(HEAP_KIB / 2, MOST_KIB);
                }
            }
            String[] names = folder.toFile().list();
            assertThat(names).containsExactlyInAnyOrder(name, name + ".manifest.json");
            assertThat(Files.size(file)).isGreaterThan(SIZE * 400_000);
        }
    }
}
