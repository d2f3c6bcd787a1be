package io.github.d1jdbc.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.d1jdbc.export.DumpOptions.Digest;
import io.github.d1jdbc.export.DumpOptions.Mode;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DumpOptionsTest {
    private static final DumpOptions DEFAULTS = DumpOptions.defaults();

    private static List<String> differences(DumpOptions a, DumpOptions b) {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : DumpOptions.class.getRecordComponents()) {
            try {
                Object left = component.getAccessor().invoke(a);
                Object right = component.getAccessor().invoke(b);
                if (!left.equals(right)) names.add(component.getName());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return names;
    }

    @Test
    void theDefaultsAreASafeExportOfEverything() {
        assertThat(DEFAULTS.tables()).isEmpty();
        assertThat(DEFAULTS.mode()).isEqualTo(Mode.SERVER);
        assertThat(DEFAULTS.preflight()).isTrue();
        assertThat(DEFAULTS.overwrite()).isFalse();
        assertThat(DEFAULTS.resume()).isFalse();
        assertThat(DEFAULTS.digest()).isEqualTo(Digest.SHA_256);
        assertThat(DEFAULTS.maxBlocked()).isEqualTo(Duration.ofMinutes(10));
        assertThat(DEFAULTS.maxRowsRead()).isEqualTo(2_000_000);
    }

    @Test
    void everyWitherChangesOnlyWhatItIsNamedAfter() {
        Duration time = Duration.ofSeconds(7);
        Map<String, DumpOptions> changed = Map.ofEntries(
                Map.entry("tables", DEFAULTS.withTables("a", "b")),
                Map.entry("withDependents", DEFAULTS.withDependents(true)),
                Map.entry("noData", DEFAULTS.withNoData(true)),
                Map.entry("noSchema", DEFAULTS.withNoSchema(true)),
                Map.entry("compression", DEFAULTS.withCompression(Compression.ZSTD)),
                Map.entry("mode", DEFAULTS.withMode(Mode.LIVE)),
                Map.entry("restorable", DEFAULTS.withRestorable(true)),
                Map.entry("preflight", DEFAULTS.withPreflight(false)),
                Map.entry("overwrite", DEFAULTS.withOverwrite(true)),
                Map.entry("resume", DEFAULTS.withResume(true)),
                Map.entry("digest", DEFAULTS.withDigest(Digest.NONE)),
                Map.entry("deadline", DEFAULTS.withDeadline(time)),
                Map.entry("maxBlocked", DEFAULTS.withMaxBlocked(time)),
                Map.entry("lockWait", DEFAULTS.withLockWait(time)),
                Map.entry("maxRowsRead", DEFAULTS.withMaxRowsRead(5)),
                Map.entry("progress", DEFAULTS.withProgress(update -> {})));
        changed.forEach((name, options) ->
                assertThat(differences(DEFAULTS, options)).as(name).containsExactly(name));
        assertThat(differences(DEFAULTS, DEFAULTS.withCompression(Compression.GZIP, 9)))
                .containsExactly("compression", "level");
    }

    @Test
    void withersKeepWhatOthersHaveSet() {
        DumpOptions all = DEFAULTS.withTables("t")
                .withDependents(true)
                .withNoData(true)
                .withCompression(Compression.GZIP, 3)
                .withPreflight(false)
                .withOverwrite(true)
                .withResume(true)
                .withDigest(Digest.NONE)
                .withDeadline(Duration.ofHours(2))
                .withMaxBlocked(Duration.ofHours(3))
                .withLockWait(Duration.ofHours(4))
                .withMaxRowsRead(5)
                .withMode(Mode.LIVE)
                .withRestorable(true);
        assertThat(differences(DEFAULTS, all)).hasSize(15).doesNotContain("noSchema", "progress");
    }

    @Test
    void namesAreTakenOnce() {
        assertThat(DEFAULTS.withTables("b", "a", "b").tables()).containsExactly("b", "a");
    }

    @Test
    void nothingToExportIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withNoData(true).withNoSchema(true))
                .withMessageContaining("noData and noSchema");
    }

    @Test
    void timesMustBePositive() {
        for (Duration bad : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withDeadline(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withMaxBlocked(bad));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withLockWait(Duration.ofSeconds(-1)));
        assertThat(DEFAULTS.withLockWait(Duration.ZERO).lockWait()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withMaxRowsRead(-1));
    }

    @ParameterizedTest
    @CsvSource({"GZIP, 0", "GZIP, 10", "ZSTD, 0", "ZSTD, 23", "NONE, 1", "GZIP, -2"})
    void aLevelThatTheCompressorDoesNotHaveIsRefused(Compression compression, int level) {
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withCompression(compression, level));
    }

    @ParameterizedTest
    @CsvSource({"GZIP, 1", "GZIP, 9", "ZSTD, 22", "NONE, -1", "ZSTD, -1"})
    void aLevelThatItHasIsTaken(Compression compression, int level) {
        assertThat(DEFAULTS.withCompression(compression, level).level()).isEqualTo(level);
    }
}
