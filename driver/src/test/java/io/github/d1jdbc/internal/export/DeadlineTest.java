package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d1jdbc.export.DumpProgress;
import io.github.d1jdbc.export.DumpProgress.Phase;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Time: the deadline, the wait for a lock, and what the listener is told about it. */
class DeadlineTest {
    private final FakeTime time = new FakeTime();

    @Test
    void noSleepGoesPastTheDeadline() throws Exception {
        Deadline deadline = new Deadline(time, Duration.ofSeconds(10));
        deadline.sleep(Duration.ofSeconds(4));
        assertThat(deadline.left()).isEqualTo(Duration.ofSeconds(6));
        ExportException e = catchThrowableOfType(ExportException.class, () -> deadline.sleep(Duration.ofSeconds(100)));
        assertThat(e.reason()).isEqualTo(Reason.DEADLINE);
        assertThat(time.slept()).isEqualTo(Duration.ofSeconds(10));
        assertThat(deadline.left()).isZero();
        assertThat(deadline.over()).isTrue();
    }

    @Test
    void anInterruptedThreadDoesNotSleepAndStaysInterrupted() {
        Deadline deadline = new Deadline(time, Duration.ofSeconds(10));
        Thread.currentThread().interrupt();
        ExportException e = catchThrowableOfType(ExportException.class, () -> deadline.sleep(Duration.ofSeconds(1)));
        assertThat(e.reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(time.sleeps()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT0.25S, 250 ms", "PT12S, 12 s", "PT119S, 119 s", "PT10M, 10 min", "PT1H, 60 min"})
    void durationsAreWrittenAsOneReadsThem(Duration duration, String words) {
        assertThat(Deadline.words(duration)).isEqualTo(words);
    }

    @Test
    void theWaitForALockGrowsAndEndsWithItsBudget() throws Exception {
        List<DumpProgress.Update> news = new ArrayList<>();
        Deadline deadline = new Deadline(time, Duration.ofHours(1));
        LockWait lock =
                new LockWait(deadline, Duration.ofSeconds(60), new Progress(news::add, deadline), "database shop");
        ExportException e = catchThrowableOfType(ExportException.class, () -> {
            while (true) lock.pause();
        });
        assertThat(e.reason()).isEqualTo(Reason.LOCKED);
        assertThat(e).hasMessageContaining("waited 60 s");
        assertThat(time.slept()).isEqualTo(Duration.ofSeconds(60));
        assertThat(time.sleeps()).startsWith(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(time.sleeps()).allMatch(sleep -> sleep.compareTo(Duration.ofSeconds(15)) <= 0);
        assertThat(news).hasSameSizeAs(time.sleeps()).allMatch(update -> update.phase() == Phase.WAITING);
    }

    @Test
    void theRateIsThatOfThisDownload() throws Exception {
        List<DumpProgress.Update> news = new ArrayList<>();
        Progress progress = new Progress(news::add, new Deadline(time, Duration.ofHours(1)));
        progress.download(1_000_000, 3_000_000); // the first million came in an earlier run
        time.sleep(Duration.ofSeconds(2));
        progress.bytes(2_000_000);
        DumpProgress.Update last = news.get(news.size() - 1);
        assertThat(last.bytesPerSecond()).isEqualTo(500_000);
        assertThat(last.bytes()).isEqualTo(2_000_000);
        assertThat(last.totalBytes()).hasValue(3_000_000);
    }

    @Test
    void partsAreTheHighestNumberOrTheCount() {
        List<DumpProgress.Update> news = new ArrayList<>();
        Progress progress = new Progress(news::add, new Deadline(time, Duration.ofHours(1)));
        progress.messages(List.of("Generating x.sql", "Uploaded part 7", "Uploaded part 2"));
        assertThat(news.get(news.size() - 1).parts()).isEqualTo(7);
        progress.messages(List.of("Finished uploading part-99.sql in 12 parts."));
        assertThat(news.get(news.size() - 1).message()).hasValue("Finished uploading part-99.sql in 12 parts.");
    }
}
