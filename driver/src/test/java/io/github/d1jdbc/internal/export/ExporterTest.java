package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpOptions.Mode;
import io.github.d1jdbc.export.DumpProgress;
import io.github.d1jdbc.export.DumpProgress.Phase;
import io.github.d1jdbc.export.DumpResult;
import io.github.d1jdbc.export.DumpResult.Consistency;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import io.github.d1jdbc.server.D1Server;
import io.github.d1jdbc.server.Route;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An export as a whole: result, target, compression, stream, progress. */
class ExporterTest {
    @TempDir
    Path folder;

    private Fixture fixture;
    private byte[] dump;

    @BeforeEach
    void start() {
        fixture = new Fixture(Fixture.orders(5_000), D1Server.Options.defaults().withExportPolls(0));
        dump = fixture.dump();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static byte[] read(InputStream in) throws IOException {
        try (in) {
            return in.readAllBytes();
        }
    }

    /** A disk with so much room. */
    private static UnaryOperator<OutputStream> disk(long room) {
        return out -> new OutputStream() {
            private long left = room;

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (length > left) throw new IOException("No space left on device");
                left -= length;
                out.write(bytes, offset, length);
            }
        };
    }

    @Test
    void theResultSaysAllThatThereIsToSay() throws Exception {
        Path target = folder.resolve("shop.sql");
        DumpResult result = fixture.exporter().export(target, DumpOptions.defaults());
        assertThat(Files.readAllBytes(target)).isEqualTo(dump);
        CRC32C crc = new CRC32C();
        crc.update(dump, 0, dump.length);
        assertThat(result.databaseName()).isEqualTo("shop");
        assertThat(result.databaseId()).isEqualTo(fixture.server.databaseId("shop"));
        assertThat(result.jurisdiction()).hasValue("eu");
        assertThat(result.bookmark()).isPresent();
        assertThat(result.file()).hasValue(target.toAbsolutePath());
        assertThat(result.sqlBytes()).isEqualTo(dump.length);
        assertThat(result.fileBytes()).isEqualTo(dump.length);
        assertThat(result.sqlSha256()).hasValue(Fixture.sha256(dump));
        assertThat(result.fileSha256()).hasValue(Fixture.sha256(dump));
        assertThat(result.fileCrc32c()).isEqualTo(String.format("%08x", crc.getValue()));
        assertThat(result.statements())
                .isEqualTo(new String(dump, StandardCharsets.UTF_8).lines().count());
        assertThat(result.rowsPerTable())
                .containsExactly(
                        java.util.Map.entry("customers", 2L),
                        java.util.Map.entry("orders", 5_000L),
                        java.util.Map.entry("sqlite_sequence", 1L));
        assertThat(result.consistency()).isEqualTo(Consistency.SNAPSHOT);
        assertThat(result.largestStatement().bytes()).isBetween(80L, 200L);
        assertThat(result.restorable()).isTrue();
        assertThat(result.warnings()).isEmpty();
        assertThat(result.polls()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {DumpOptions.DEFAULT_LEVEL, 1, 9})
    void gzipIsOneMemberThatEveryReaderReadsWhole(int level) throws Exception {
        Path target = folder.resolve("shop.sql.gz");
        DumpResult result =
                fixture.exporter().export(target, DumpOptions.defaults().withCompression(Compression.GZIP, level));
        byte[] file = Files.readAllBytes(target);
        assertThat(file).hasSizeLessThan(dump.length);
        assertThat(read(new GZIPInputStream(new ByteArrayInputStream(file)))).isEqualTo(dump);
        for (boolean concatenated : new boolean[] {false, true}) {
            assertThat(read(GzipCompressorInputStream.builder()
                            .setByteArray(file)
                            .setDecompressConcatenated(concatenated)
                            .get()))
                    .isEqualTo(dump);
        }
        assertThat(result.fileBytes()).isEqualTo(file.length);
        assertThat(result.fileSha256()).hasValue(Fixture.sha256(file));
        assertThat(result.sqlSha256()).hasValue(Fixture.sha256(dump));
    }

    @Test
    void zstdIsReadBack() throws Exception {
        Path target = folder.resolve("shop.sql.zst");
        DumpResult result =
                fixture.exporter().export(target, DumpOptions.defaults().withCompression(Compression.ZSTD, 3));
        byte[] file = Files.readAllBytes(target);
        assertThat(read(new ZstdCompressorInputStream(new ByteArrayInputStream(file))))
                .isEqualTo(dump);
        assertThat(result.fileSha256()).hasValue(Fixture.sha256(file));
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void aStreamIsFlushedAndNotClosed(Compression compression) throws Exception {
        List<String> calls = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                calls.add("flush");
            }

            @Override
            public void close() {
                calls.add("close");
            }
        };
        DumpResult result =
                fixture.exporter().export(out, DumpOptions.defaults().withCompression(compression));
        assertThat(calls).contains("flush").doesNotContain("close");
        assertThat(result.file()).isEmpty();
        assertThat(result.fileBytes()).isEqualTo(out.size());
        assertThat(result.fileSha256()).hasValue(Fixture.sha256(out.toByteArray()));
        assertThat(result.sqlSha256()).hasValue(Fixture.sha256(dump));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 20_000})
    void aFullDiskLeavesNothingAndTheOldFile(long room) throws Exception {
        Path target = folder.resolve("shop.sql");
        Files.writeString(target, "old");
        for (boolean resume : new boolean[] {false, true}) {
            for (Compression compression : List.of(Compression.NONE, Compression.GZIP)) {
                Exporter exporter = fixture.exporter(fixture.client(), disk(room));
                ExportException e = catchThrowableOfType(
                        ExportException.class,
                        () -> exporter.export(
                                target,
                                DumpOptions.defaults()
                                        .withOverwrite(true)
                                        .withResume(resume)
                                        .withCompression(compression)));
                assertThat(e.reason()).isEqualTo(Reason.TARGET);
                assertThat(e).hasMessageContaining("shop.sql.part").hasMessageContaining("No space left on device");
                assertThat(target).hasContent("old");
                if (!resume) assertThat(Fixture.files(folder)).containsExactly("shop.sql");
            }
        }
        fixture.exporter()
                .export(target, DumpOptions.defaults().withOverwrite(true).withResume(true));
        assertThat(Files.readAllBytes(target)).isEqualTo(dump);
        assertThat(Fixture.files(folder)).containsExactly("shop.sql");
    }

    @Test
    void aDiskThatIsFullOnlyForTheCompressedFileKeepsThePart() throws Exception {
        Path target = folder.resolve("shop.sql.gz");
        DumpOptions options = DumpOptions.defaults().withResume(true).withCompression(Compression.GZIP);
        List<UnaryOperator<OutputStream>> disks = new ArrayList<>(List.of(UnaryOperator.identity(), disk(10)));
        Exporter exporter = fixture.exporter(
                fixture.client(), out -> disks.isEmpty() ? out : disks.remove(0).apply(out));
        Throwable failure = catchThrowable(() -> exporter.export(target, options));
        assertThat(failure).isInstanceOf(ExportException.class).hasMessageContaining("No space left");
        assertThat(Fixture.files(folder)).contains("shop.sql.gz.part").doesNotContain("shop.sql.gz");
        DumpResult result = fixture.exporter().export(target, options);
        assertThat(result.polls()).isZero();
        assertThat(read(new GZIPInputStream(Files.newInputStream(target)))).isEqualTo(dump);
        assertThat(Fixture.files(folder)).containsExactly("shop.sql.gz");
    }

    @Test
    void aStreamThatBreaksIsToldAsSuch() {
        ExportException e = catchThrowableOfType(
                ExportException.class,
                () -> fixture.exporter().export(disk(1000).apply(new ByteArrayOutputStream()), DumpOptions.defaults()));
        assertThat(e.reason()).isEqualTo(Reason.TARGET);
        assertThat(e).hasMessageContaining("the stream");
    }

    @Test
    void theTargetIsCheckedBeforeTheDatabaseIsAsked() throws Exception {
        Path target = folder.resolve("shop.sql");
        Files.writeString(target, "old");
        int before = fixture.server.requests().size();
        for (Path bad : List.of(target, folder, folder.resolve("none").resolve("x.sql"), Path.of("/dev/null"))) {
            ExportException e = catchThrowableOfType(
                    ExportException.class, () -> fixture.exporter().export(bad, DumpOptions.defaults()));
            assertThat(e.reason()).isEqualTo(Reason.TARGET);
        }
        assertThat(fixture.server.requests()).hasSize(before);
        assertThat(target).hasContent("old");
    }

    @Test
    void whatDoesNotExistYetOrDoesNotGoTogetherIsRefused() {
        for (DumpOptions options : List.of(
                DumpOptions.defaults().withMode(Mode.LIVE),
                DumpOptions.defaults().withRestorable(true).withPreflight(false),
                DumpOptions.defaults().withTables("orders").withDependents(true).withPreflight(false))) {
            ExportException e = catchThrowableOfType(
                    ExportException.class, () -> fixture.exporter().export(folder.resolve("x"), options));
            assertThat(e.reason()).isEqualTo(Reason.OPTIONS);
            assertThat(Fixture.files(folder)).isEmpty();
        }
    }

    @Test
    void aListenerThatThrowsEndsTheExportAndLeavesNothing() {
        for (Phase phase : List.of(Phase.PREFLIGHT, Phase.EXPORTING, Phase.DOWNLOADING, Phase.FINISHING)) {
            Throwable failure = catchThrowable(() -> fixture.exporter()
                    .export(folder.resolve("x"), DumpOptions.defaults().withProgress(update -> {
                        if (update.phase() == phase) throw new IllegalArgumentException("enough");
                    })));
            assertThat(failure).as(phase.name()).hasMessage("enough");
            assertThat(Fixture.files(folder)).isEmpty();
        }
    }

    @Test
    void progressGoesThroughThePhasesAndEndsWithAllBytes() throws Exception {
        List<DumpProgress.Update> news = new ArrayList<>();
        fixture.exporter().export(folder.resolve("x"), DumpOptions.defaults().withProgress(news::add));
        assertThat(news.stream().map(DumpProgress.Update::phase).distinct())
                .containsExactly(Phase.PREFLIGHT, Phase.EXPORTING, Phase.DOWNLOADING, Phase.FINISHING, Phase.DONE);
        DumpProgress.Update last = news.get(news.size() - 1);
        assertThat(last.bytes()).isEqualTo(dump.length);
        assertThat(last.totalBytes()).hasValue(dump.length);
        assertThat(last.parts()).isEqualTo(1);
    }

    @Test
    void bytesAreToldTenTimesASecondAtMost() throws Exception {
        List<Duration> told = new ArrayList<>();
        FakeTime time = new FakeTime();
        Progress progress = new Progress(update -> told.add(update.elapsed()), new Deadline(time, Duration.ofHours(1)));
        progress.download(0, 1_000_000);
        for (int i = 1; i <= 1_000; i++) {
            time.sleep(Duration.ofMillis(3));
            progress.bytes(i * 1_000L);
        }
        assertThat(told).hasSizeBetween(25, 31);
    }

    @Test
    void aSmallExportAsksFewTimes() throws Exception {
        int before = fixture.server.requests().size();
        fixture.exporter().export(folder.resolve("x"), DumpOptions.defaults());
        assertThat(fixture.server
                        .requests()
                        .subList(before, fixture.server.requests().size()))
                .extracting(D1Server.Request::route)
                .containsExactly(Route.RAW, Route.RAW, Route.EXPORT, Route.DOWNLOAD);
    }
}
