package io.github.d1jdbc.bench.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.d1jdbc.bench.GzipSizes;
import io.github.d1jdbc.bench.goal.Figures.Spread;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Benchmark;

class GoalsTest {

    private static final Contenders ALL = new Contenders(1_000);

    private static List<Contender> everyone() {
        List<Contender> everyone = new ArrayList<>(ALL.ofGoals());
        everyone.addAll(ALL.ofLoads());
        everyone.addAll(ALL.others());
        return everyone;
    }

    /** Figures in which each contender is 1 MB/s faster than the one before, in three rounds. */
    private static Figures figures() {
        Figures figures = new Figures();
        for (int round = 0; round < 3; round++) {
            double speed = 100;
            for (Contender contender : everyone()) {
                figures.add(
                        contender,
                        Map.of(
                                Rounds.SPEED,
                                speed++ + round,
                                Rounds.ALLOCATED,
                                2e6,
                                "cost.cpu",
                                0.1,
                                "cost.requests",
                                1.0));
            }
        }
        return figures;
    }

    @Test
    void everyContenderIsABenchmarkWithThoseParameters() throws ReflectiveOperationException {
        assertThat(everyone())
                .doesNotHaveDuplicates()
                .extracting(Contender::label)
                .doesNotHaveDuplicates();
        for (Contender contender : everyone()) {
            String[] names = contender.benchmark().split("\\.", 2);
            Class<?> type = Class.forName("io.github.d1jdbc.bench." + names[0]);
            assertThat(Arrays.stream(type.getMethods()).filter(method -> method.isAnnotationPresent(Benchmark.class)))
                    .extracting(Method::getName)
                    .contains(names[1]);
            for (String parameter : contender.parameters().keySet()) {
                assertThat(type.getField(parameter)).isNotNull();
            }
            assertThat(contender.bytes()).isPositive();
        }
    }

    @Test
    void sizesOfBigDumpsAreEstimatedWell() throws IOException {
        long[] size = new long[1];
        io.github.d1jdbc.bench.SampleDump.write(
                42, io.github.d1jdbc.bench.SampleDump.Shape.TYPICAL, 80_000, new OutputStream() {
                    @Override
                    public void write(int b) {
                        size[0]++;
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        size[0] += length;
                    }
                });
        assertThat(ALL.scan.bytes()).isCloseTo(size[0], within(size[0] / 200));
    }

    @Test
    void ratioComparesWithinARound() {
        Figures figures = new Figures();
        for (double slow : new double[] {1, 2, 4}) { // the machine's own slowness
            figures.add(ALL.scan, Map.of(Rounds.SPEED, 30 / slow));
            figures.add(ALL.spring, Map.of(Rounds.SPEED, 10 / slow));
        }
        assertThat(figures.ratio(ALL.scan, ALL.spring)).isEqualTo(new Spread(3, 3, 3));
        assertThat(Spread.of(5, 1, 2, 4)).isEqualTo(new Spread(3, 1, 5));
        assertThatThrownBy(() -> figures.ratio(ALL.scan, ALL.flyway)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void goalIsMetByTheMedian() {
        Spread spread = new Spread(2, 1, 9);
        assertThat(GoalRow.atLeast("a", "b", spread, 2, "").met()).isTrue();
        assertThat(GoalRow.atLeast("a", "b", spread, 2.1, "").met()).isFalse();
        assertThat(GoalRow.atMost("a", "b", spread, 2, "").met()).isTrue();
        assertThat(GoalRow.atMost("a", "b", spread, 1.9, "").met()).isFalse();
        assertThat(GoalRow.stated("a", "b", spread, "").met()).isNull();
        assertThat(GoalRow.missing("a", "b", true, 2, "").met()).isNull();
        assertThat(List.of(GoalRow.number(0.8512), GoalRow.number(5), GoalRow.number(12.34), GoalRow.number(1234.5)))
                .containsExactly("0.85", "5", "12.3", "1235");
    }

    @Test
    void reportHasEveryGoalAndLoadsNothing(@TempDir Path folder) throws IOException {
        List<GoalRow> rows = new ArrayList<>(JmhRows.of(figures(), ALL));
        rows.add(GoalRow.missing("export", "MiB peak", false, 96, "needs <Linux>"));
        new Report(Machine.facts(Form.named("short")), rows, figures()).write(folder);

        JsonNode json = new ObjectMapper().readTree(folder.resolve("goals.json").toFile());
        assertThat(json.path("goals")).hasSameSizeAs(rows);
        for (JsonNode goal : json.path("goals")) {
            assertThat(goal.fieldNames())
                    .toIterable()
                    .contains("path", "measure", "ratio", "spread", "goal", "met", "note");
        }
        assertThat(json.path("goals").path(0).path("met").isBoolean()).isTrue();
        assertThat(json.path("goals").path(rows.size() - 1).path("ratio").isNull())
                .isTrue();
        assertThat(json.path("machine").path("form").asText()).isEqualTo("short");
        assertThat(json.path("contenders")).hasSameSizeAs(everyone());

        String html = Files.readString(folder.resolve("goals.html"));
        assertThat(html).contains("<svg", "needs &lt;Linux&gt;").doesNotContain("<script", "<link", "src=", "<Linux>");
        assertThat(Files.readString(folder.resolve("goals.svg")))
                .startsWith("<svg")
                .endsWith("</svg>\n");
    }

    @Test
    void missedGoalOfTheKeptRunSaysWhatLimitsIt() throws IOException {
        JsonNode kept =
                new ObjectMapper().readTree(Path.of("results", "goals.json").toFile());
        List<String> missed = new ArrayList<>();
        for (JsonNode goal : kept.path("goals")) {
            if (goal.path("met").isBoolean() && !goal.path("met").asBoolean()) {
                missed.add(
                        goal.path("path").asText() + ", " + goal.path("measure").asText());
                assertThat(goal.path("tried")).as(missed.toString()).isNotEmpty();
                assertThat(goal.path("limit").asText()).as(missed.toString()).isNotBlank();
            }
        }
        assertThat(Limit.all())
                .extracting(limit -> limit.path() + ", " + limit.measure())
                .doesNotHaveDuplicates()
                .containsAll(missed);
    }

    @Test
    void limitIsShownBesideAMissedGoalOnly(@TempDir Path folder) throws IOException {
        Limit limit = Limit.all().get(0);
        GoalRow missed = GoalRow.atLeast(limit.path(), limit.measure(), new Spread(1, 1, 1), 2, "");
        GoalRow met = GoalRow.atLeast(limit.path(), limit.measure(), new Spread(3, 3, 3), 2, "");
        for (GoalRow row : List.of(missed, met)) {
            new Report(Machine.facts(Form.named("short")), List.of(row), figures()).write(folder);
            JsonNode goal = new ObjectMapper()
                    .readTree(folder.resolve("goals.json").toFile())
                    .path("goals")
                    .path(0);
            assertThat(goal.path("limit").asText()).isEqualTo(row.equals(missed) ? limit.limit() : "");
            assertThat(goal.path("tried"))
                    .hasSize(row.equals(missed) ? limit.tried().size() : 0);
            assertThat(Files.readString(folder.resolve("goals.html")).contains(Chart.escaped(limit.limit())))
                    .isEqualTo(row.equals(missed));
        }
    }

    @Test
    void oneRoundGivesSpeedAllocationAndCpu() throws IOException {
        Figures figures = new Figures();
        PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Contender small =
                new Contender("page", "PageBenchmark.lazy", Map.of("rows", "100"), List.of("-Xmx64m"), 25_000);
        new Rounds(Form.named("short"), figures, silent).runOnce(List.of(small), 1);
        for (String metric : List.of(Rounds.SPEED, Rounds.ALLOCATED, "cost.cpu")) {
            assertThat(figures.of(small, metric).median()).isNotNegative();
        }
    }

    @Test
    void childCostsSomething(@TempDir Path folder) throws IOException {
        if (!ChildProcess.measurable()) return; // the rows say so, too
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ChildProcess.Cost cost = ChildProcess.run(List.of(java, "-version"), Map.of(), folder.resolve("log"));
        assertThat(cost.cpuSeconds()).isPositive();
        assertThat(cost.wallSeconds()).isPositive();
        assertThat(cost.peakMiB()).isBetween(5.0, 500.0);
        assertThatThrownBy(() -> ChildProcess.run(List.of(java, "-nonsense"), Map.of(), folder.resolve("log")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ended with 1")
                .hasMessageContaining("nonsense");
    }

    @Test
    void gzipSizesAreSharesOfOneAnother() throws IOException {
        GzipSizes sizes = GzipSizes.of(3_000);
        assertThat(sizes.shareOfLevel1()).isBetween(0.7, 1.0);
        assertThat(sizes.shareOfLevel6()).isBetween(0.95, 1.05);
    }
}
