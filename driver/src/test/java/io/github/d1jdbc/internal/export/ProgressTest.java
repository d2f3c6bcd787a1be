package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.export.DumpProgress.Phase;
import io.github.d1jdbc.export.DumpProgress.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final FakeTime time = new FakeTime();
    private final List<Update> told = new ArrayList<>();
    private final Progress progress = new Progress(told::add, new Deadline(time, Duration.ofHours(1)));

    @Test
    void rateCountsOnlyWhatThisDownloadBrought() {
        progress.message(Phase.DOWNLOADING, "Going on from an earlier download.");
        progress.download(900_000, 1_000_000);
        time.advance(Duration.ofSeconds(2));
        progress.bytes(1_000_000);
        progress.phase(Phase.FINISHING);

        assertThat(last().bytesPerSecond()).isEqualTo(50_000);
    }

    @Test
    void rateOfAQuickDownloadIsKnownWhenItIsFinished() {
        progress.download(0, 1_000);
        time.advance(Duration.ofMillis(50)); // too soon for news of its own
        progress.bytes(1_000);
        progress.phase(Phase.FINISHING);

        assertThat(last().bytes()).isEqualTo(1_000);
        assertThat(last().bytesPerSecond()).isEqualTo(20_000);
    }

    @Test
    void bytesAreToldTenTimesASecondAtMost() {
        progress.download(0, 1_000_000);
        int before = told.size();
        for (int i = 1; i <= 1_000; i++) {
            time.advance(Duration.ofMillis(1));
            progress.bytes(i * 1_000L);
        }
        assertThat(told.size() - before).isBetween(9, 10);
    }

    @Test
    void partsAreCountedThoughTheyAreToldOutOfOrder() {
        progress.messages(List.of("Uploaded part 3", "Uploaded part 1"));
        assertThat(last().parts()).isEqualTo(3);
        progress.messages(List.of("Uploaded part 2", "Finished uploading x.sql in 4 parts."));
        assertThat(last().parts()).isEqualTo(4);
    }

    private Update last() {
        return told.get(told.size() - 1);
    }
}
