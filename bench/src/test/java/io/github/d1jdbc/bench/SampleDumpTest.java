package io.github.d1jdbc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.bench.SampleDump.Shape;
import io.github.d1jdbc.dump.CellKind;
import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SampleDumpTest {

    @ParameterizedTest
    @EnumSource
    void hasTheStatementsItSays(Shape shape) throws IOException {
        assertThat(DumpContenders.scan(SampleDump.of(42, shape, 500))).isEqualTo(SampleDump.statements(shape, 500));
    }

    @ParameterizedTest
    @EnumSource
    void sameSeedGivesSameBytes(Shape shape) {
        assertThat(SampleDump.of(7, shape, 100))
                .isEqualTo(SampleDump.of(7, shape, 100))
                .isNotEqualTo(SampleDump.of(8, shape, 100));
    }

    // What the figures of any dump of D1 depend on: perf.md of the design measured 367 to 371 bytes and 3.68.
    @Test
    void typicalRowsAreAsLongAndAsCompressibleAsRealOnes() throws IOException {
        byte[] dump = SampleDump.of(42, 10_000);
        assertThat(dump.length / 10_000).isBetween(350, 400);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = Compression.GZIP.compress(compressed, DumpOptions.DEFAULT_LEVEL)) {
            gzip.write(dump);
        }
        assertThat((double) dump.length / compressed.size()).isBetween(3.4, 4.0);
        assertThat(SampleDump.rowsOf(dump.length)).isBetween(9_500L, 10_500L);
    }

    @Test
    void typicalCellsAreOfEveryKind() throws IOException {
        Map<CellKind, Integer> kinds = DumpContenders.kinds(SampleDump.of(42, 1_000));
        // 900 orders of 8 cells and 100 customers of 7; the discount is mostly null.
        assertThat(kinds.values().stream().mapToInt(count -> count).sum()).isEqualTo(7_900);
        assertThat(kinds)
                .containsOnlyKeys(CellKind.NULL, CellKind.INTEGER, CellKind.REAL, CellKind.TEXT, CellKind.BLOB);
    }
}
