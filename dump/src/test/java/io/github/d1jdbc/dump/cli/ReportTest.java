package io.github.d1jdbc.dump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.d1jdbc.export.DumpProgress.Phase;
import io.github.d1jdbc.export.DumpProgress.Update;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final String SECRET = "s3cr3t-token-value";
    private static final Report.Failure FAILURE = new Report.Failure(
            ExitCode.TEMPORARY, "D1 is busy with " + SECRET, "try later", "55006", List.of("java.io.IOException: cut"));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final Redactor redactor = new Redactor();

    ReportTest() {
        redactor.hide(SECRET);
    }

    @Test
    void plainProgressTellsEachPhaseAndThenEveryFiveSeconds() {
        PlainProgress view = new PlainProgress(err, redactor);
        view.update(update(Phase.EXPORTING, "Uploaded part 1", 0, -1, 1, 3));
        view.update(update(Phase.EXPORTING, null, 0, -1, 2, 4));
        view.update(update(Phase.DOWNLOADING, null, 1 << 20, 4 << 20, 2, 5));
        view.update(update(Phase.DOWNLOADING, null, 2 << 20, 4 << 20, 2, 9.9));
        view.update(update(Phase.DOWNLOADING, null, 3 << 20, 4 << 20, 2, 10.1));
        view.update(update(Phase.DONE, null, 4 << 20, 4 << 20, 2, 11));
        assertThat(lines())
                .containsExactly(
                        "D1 writes the dump: 1 part so far - Uploaded part 1 (3.0 s)",
                        "Downloading: 1.0 MiB of 4.0 MiB (25 %), 1.0 MiB/s (5.0 s)",
                        "Downloading: 3.0 MiB of 4.0 MiB (75 %), 1.0 MiB/s (10.1 s)");
    }

    @Test
    void plainProgressOfAQuickExportSaysNothing() {
        PlainProgress view = new PlainProgress(err, redactor);
        view.update(update(Phase.PREFLIGHT, null, 0, -1, 0, 0));
        view.update(update(Phase.EXPORTING, "Uploaded part 1", 0, -1, 1, 1));
        view.update(update(Phase.DOWNLOADING, null, 1 << 20, 4 << 20, 2, 2.9));
        view.update(update(Phase.DONE, null, 4 << 20, 4 << 20, 2, 3.1));
        assertThat(lines()).isEmpty();
    }

    @Test
    void plainProgressWithoutALengthShowsWhatItHas() {
        new PlainProgress(err, redactor).update(update(Phase.DOWNLOADING, null, 512, -1, 0, 4));
        assertThat(lines()).containsExactly("Downloading: 512 B, 1.0 MiB/s (4.0 s)");
    }

    @Test
    void jsonGivesOneObjectALineAndAtMostOneASecondWithoutNews() {
        JsonReport report = new JsonReport(err, redactor, false, false);
        report.notice("Exporting app");
        report.update(update(Phase.DOWNLOADING, null, 1, 10, 3, 1));
        report.update(update(Phase.DOWNLOADING, null, 2, 10, 3, 1.5));
        report.update(update(Phase.DOWNLOADING, "resumed", 2, 10, 3, 1.6));
        report.update(update(Phase.DOWNLOADING, null, 3, 10, 3, 2.7));
        report.done(List.of("for people"), Json.object().put("outcome", "exported"));
        List<JsonNode> events = lines().stream().map(Json::parse).toList();
        assertThat(events)
                .extracting(event -> event.get("event").asText())
                .containsExactly("notice", "progress", "progress", "progress", "done");
        JsonNode first = events.get(1);
        assertThat(first.toString())
                .isEqualTo("{\"event\":\"progress\",\"phase\":\"downloading\",\"bytes\":1,\"parts\":3,"
                        + "\"elapsedMillis\":1000,\"bytesPerSecond\":1048576,\"totalBytes\":10}");
        assertThat(events.get(2).get("message").asText()).isEqualTo("resumed");
        assertThat(events.get(4).get("outcome").asText()).isEqualTo("exported");
    }

    @Test
    void jsonTellsAnErrorWithItsCodeAndNoSecret() {
        new JsonReport(err, redactor, true, true).error(FAILURE);
        assertThat(lines())
                .containsExactly("{\"event\":\"error\",\"exitCode\":4,\"message\":\"D1 is busy with [hidden]\","
                        + "\"hint\":\"try later\",\"sqlState\":\"55006\",\"causes\":[\"java.io.IOException: cut\"]}");
    }

    @Test
    void textTellsAnErrorAndWhatToDoInOneLine() {
        text(false, false).error(FAILURE);
        assertThat(lines()).containsExactly("d1dump: D1 is busy with [hidden]: try later");
    }

    @Test
    void verboseAddsTheCauses() {
        text(false, true).error(FAILURE);
        assertThat(lines()).last().isEqualTo("  caused by java.io.IOException: cut");
    }

    @Test
    void quietHidesAllButErrors() {
        TextReport report = text(true, false);
        report.notice("going on");
        report.done(List.of("done"), Json.object());
        assertThat(lines()).isEmpty();
        report.error(FAILURE);
        assertThat(lines()).hasSize(1);
    }

    @Test
    void aBarEndsItsLineBeforeAnythingElseIsSaid() {
        Shell shell = new Shell(err, err, InputStream.nullInputStream(), Map.of(), true, true, false, true);
        TextReport report = new TextReport(err, redactor, false, false, new BarProgress(shell, redactor));
        report.update(update(Phase.EXPORTING, "part 1 " + SECRET, 0, -1, 1, 1));
        report.update(update(Phase.DOWNLOADING, null, 1 << 20, 4 << 20, 1, 2));
        report.update(update(Phase.DOWNLOADING, null, 4 << 20, 4 << 20, 1, 3));
        report.done(List.of("all there"), Json.object());
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("Downloading", "100%", "4096/4096 KiB")
                .endsWith("\nall there" + System.lineSeparator())
                .doesNotContain(SECRET);
    }

    private TextReport text(boolean quiet, boolean verbose) {
        return new TextReport(err, redactor, quiet, verbose, ProgressView.NONE);
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static Update update(
            Phase phase, @Nullable String message, long bytes, long total, int parts, double seconds) {
        return new Update(
                phase,
                Optional.ofNullable(message),
                bytes,
                total < 0 ? OptionalLong.empty() : OptionalLong.of(total),
                parts,
                Duration.ofMillis(Math.round(seconds * 1000)),
                1 << 20);
    }
}
