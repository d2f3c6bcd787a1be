package io.github.d1jdbc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.ResultDoor;
import io.github.d1jdbc.bench.DownloadBenchmark.Target;
import io.github.d1jdbc.bench.DownloadBenchmark.Transport;
import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.StatementEnds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every contender does the whole work: a benchmark of something that reads less would be won by it. */
class ContendersTest {

    /** Takes cells; two sinks that took equal values in the same order have equal sums. */
    private static final class Sum implements Consumer<@Nullable Object> {
        private final CRC32 crc = new CRC32();
        private long cells;

        @Override
        public void accept(@Nullable Object cell) {
            cells++;
            String text = String.valueOf(cell);
            if (cell instanceof Number)
                text = new BigDecimal(text).stripTrailingZeros().toPlainString();
            crc.update(text.getBytes(StandardCharsets.UTF_8));
            crc.update('|');
        }

        @Override
        public String toString() {
            return cells + " cells " + crc.getValue();
        }
    }

    private static byte[] crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (bytes.length + " bytes " + crc.getValue()).getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void everyReaderOfPagesGivesTheSameCells(SamplePage.Shape shape) throws IOException, SQLException {
        byte[] page = SamplePage.of(3, shape, 300);
        Sum pojo = new Sum();
        assertThat(PageContenders.jacksonPojo(page, pojo)).isEqualTo(300);
        assertThat(pojo.cells).isEqualTo(3_000);
        Sum tree = new Sum();
        assertThat(PageContenders.jacksonTree(page, tree)).isEqualTo(300);
        Sum streaming = new Sum();
        assertThat(PageContenders.jacksonStreaming(page, streaming)).isEqualTo(300);
        Sum org = new Sum();
        assertThat(PageContenders.orgJson(page, org)).isEqualTo(300);
        Sum ours = new Sum();
        try (ResultDoor door = ResultDoor.open()) {
            assertThat(PageContenders.resultSet(door.result(page, shape.reals()), ours))
                    .isEqualTo(300);
        }
        assertThat(pojo).hasToString(tree.toString()).hasToString(streaming.toString());
        assertThat(pojo).hasToString(org.toString()).hasToString(ours.toString());
    }

    @Test
    void lazyPageIsSteppedThroughToItsLastRow() throws IOException, SQLException {
        PageBenchmark benchmark = new PageBenchmark();
        benchmark.rows = 300;
        benchmark.makePage();
        assertThat(benchmark.lazy()).isEqualTo(300);
        assertThat(benchmark.baselineCopy()).isEqualTo(SamplePage.of(42, SamplePage.Shape.TYPICAL, 300));
        benchmark.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyReaderOfDumpsFindsTheSameStatements(SampleDump.Shape shape) throws IOException {
        byte[] dump = SampleDump.of(3, shape, 300);
        long statements = SampleDump.statements(shape, 300);
        assertThat(DumpContenders.scan(dump)).isEqualTo(statements);
        assertThat(DumpContenders.spring(dump)).isEqualTo(statements);
        assertThat(DumpContenders.flyway(dump)).isEqualTo(statements);
        assertThat(DumpContenders.characters(dump)).isEqualTo(statements);
        StatementEnds ends = new StatementEnds();
        long[] lexed = new long[1];
        SqlLexer lexer = new SqlLexer((token, start, end, at) -> {
            if (ends.ends(token, at)) lexed[0]++;
        });
        lexer.feed(dump, 0, dump.length);
        lexer.finish();
        assertThat(lexed[0]).isEqualTo(statements);
    }

    @Test
    void decodingGivesEveryCellThatTheScanFinds() throws IOException {
        byte[] dump = SampleDump.of(3, 300);
        Sum sum = new Sum();
        assertThat(DumpContenders.decode(dump, cell -> sum.accept(cell instanceof byte[] bytes ? bytes.length : cell)))
                .isEqualTo(SampleDump.statements(SampleDump.Shape.TYPICAL, 300));
        long cells = 0;
        for (int kind : DumpContenders.kinds(dump).values()) cells += kind;
        assertThat(sum.cells).isEqualTo(cells);
    }

    @Test
    void everyGzipUnpacksToTheSameBytes() throws IOException {
        GzipBenchmark benchmark = new GzipBenchmark();
        benchmark.rows = 5_000;
        benchmark.makeDump();
        byte[] dump = SampleDump.of(42, 5_000);
        for (GzipBenchmark.Compressor compressor : new GzipBenchmark.Compressor[] {
            out -> Compression.GZIP.compress(out, 1),
            out -> Compression.GZIP.compress(out, 6),
            GzipCompressorOutputStream::new,
            GZIPOutputStream::new
        }) {
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            benchmark.write(compressor, compressed);
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed.toByteArray()))) {
                assertThat(crc(in.readAllBytes())).isEqualTo(crc(dump));
            }
        }
        CRC32 crc = new CRC32();
        crc.update(dump);
        assertThat(benchmark.baselineCrc32()).isEqualTo(crc.getValue());
    }

    @ParameterizedTest
    @EnumSource
    void everyDownloadBringsTheWholeObject(Target target) throws Exception {
        DownloadBenchmark benchmark = new DownloadBenchmark();
        benchmark.rows = 2_000;
        benchmark.transport = Transport.HTTP;
        benchmark.target = target;
        benchmark.start();
        try {
            byte[] object = Files.readAllBytes(benchmark.object());
            benchmark.baselineSocket();
            assertThat(Files.readAllBytes(benchmark.file())).isEqualTo(object);
            benchmark.exportTo();
            assertThat(unpacked(benchmark)).isEqualTo(crc(object));
            benchmark.peerRetrofit();
            assertThat(unpacked(benchmark)).isEqualTo(crc(object));
            benchmark.peerOkHttp();
            assertThat(unpacked(benchmark)).isEqualTo(crc(object));
            benchmark.peerJdkClient();
            assertThat(unpacked(benchmark)).isEqualTo(crc(object));
        } finally {
            benchmark.stop();
        }
    }

    private static byte[] unpacked(DownloadBenchmark benchmark) throws IOException {
        try (InputStream in = Files.newInputStream(benchmark.file());
                InputStream plain = benchmark.target == Target.ZSTD
                        ? new ZstdCompressorInputStream(in)
                        : benchmark.target.compression() == Compression.GZIP ? new GZIPInputStream(in) : in) {
            return crc(plain.readAllBytes());
        }
    }

    @Test
    void everyLoadGivesTheSameDatabase(@TempDir Path folder) throws IOException, SQLException {
        Path dump = folder.resolve("dump.sql");
        Files.write(dump, SampleDump.of(42, 500));
        Path ours = folder.resolve("ours.db");
        Path alone = folder.resolve("alone.db");
        Path text = folder.resolve("text.db");
        Path shell = folder.resolve("shell.db");
        assertThat(LoadContenders.ours(dump, ours)).isEqualTo(500);
        assertThat(LoadContenders.oursAlone(dump, alone)).isEqualTo(500);
        assertThat(LoadContenders.textOverJdbc(dump, text)).isEqualTo(500);
        assertThat(LoadContenders.sqlite3(dump, shell)).isEqualTo(500);
        assertThat(LoadContenders.content(ours))
                .isEqualTo(LoadContenders.content(alone))
                .isEqualTo(LoadContenders.content(text))
                .isEqualTo(LoadContenders.content(shell));
    }
}
