package io.github.d1jdbc.bench.goal;

import io.github.d1jdbc.bench.CostProfiler;
import io.github.d1jdbc.bench.GzipSizes;
import io.github.d1jdbc.bench.Programs;
import io.github.d1jdbc.bench.goal.Figures.Spread;
import java.io.IOException;
import java.util.List;

/** The goals that JMH's figures answer. */
final class JmhRows {

    private JmhRows() {}

    static List<GoalRow> of(Figures figures, Contenders all) throws IOException {
        String plain = "download → file, plain";
        String tls = "download → file, TLS";
        String gzip = "download → gzip";
        String lazy = "/raw → ResultSet, lazy";
        String scan = "dump scan, typed slices, one core";
        String load = "dump → SQLite";
        String heap = "-Xmx32m -XX:+UseSerialGC, 100 MB; ours by exportTo, sync and scan included";
        boolean shell = Programs.found("sqlite3");
        GzipSizes sizes = GzipSizes.of(Contenders.gzipRows());
        return List.of(
                GoalRow.atLeast(
                        plain, "× Retrofit @Streaming", figures.ratio(all.download, all.downloadRetrofit), 1.6, heap),
                GoalRow.atLeast(plain, "× raw NIO socket", figures.ratio(all.download, all.downloadSocket), 0.5, heap),
                GoalRow.atLeast(
                        tls,
                        "× OkHttp with the JDK's TLS",
                        figures.ratio(all.tls, all.tlsOkHttp),
                        1.3,
                        Programs.found("node")
                                ? "served by Node (OpenSSL), which is near its own limit; ours by Conscrypt"
                                : "served by the JDK, which may be the limit; ours by Conscrypt"),
                GoalRow.atLeast(
                        gzip,
                        "level 1 × Commons Compress defaults",
                        figures.ratio(all.gzip1, all.gzipCommons),
                        6.5,
                        "in memory, 10 MB, " + Runtime.getRuntime().availableProcessors() + " processors"),
                GoalRow.atLeast(
                        gzip,
                        "level 1, share of its compression",
                        Spread.of(sizes.shareOfLevel1()),
                        0.85,
                        "sizes do not vary"),
                GoalRow.atLeast(
                        gzip,
                        "level 6 × Commons Compress defaults",
                        figures.ratio(all.gzip6, all.gzipCommons),
                        1.8,
                        ""),
                GoalRow.atLeast(
                        gzip,
                        "level 6, share of its compression",
                        Spread.of(sizes.shareOfLevel6()),
                        0.99,
                        "sizes do not vary"),
                GoalRow.atLeast(
                        lazy,
                        "× Jackson POJO",
                        figures.ratio(all.lazy, all.jackson),
                        5,
                        Contenders.pageRows() + " rows of 10 cells"),
                GoalRow.atLeast(lazy, "× org.json", figures.ratio(all.lazy, all.orgJson), 25, ""),
                GoalRow.atMost(lazy, "B allocated a row", perRow(figures, all), 120, "beyond the page"),
                GoalRow.atLeast(
                        "/raw → every cell getObject", "× Jackson POJO", figures.ratio(all.cells, all.jackson), 2, ""),
                GoalRow.atLeast(
                        scan, "× Spring ScriptUtils", figures.ratio(all.scan, all.spring), 20, "30 MB in memory"),
                GoalRow.atLeast(scan, "× Flyway's parser", figures.ratio(all.scan, all.flyway), 250, "Flyway: 1.1 MB"),
                GoalRow.atLeast(scan, "× Arrays.copyOf", figures.ratio(all.scan, all.copy), 0.45, ""),
                GoalRow.atLeast(
                        "dump → every cell decoded", "MB per CPU-second", perCpuSecond(figures, all.decode), 250, ""),
                GoalRow.atLeast(
                        load,
                        "× sqlite3 command line",
                        figures.ratio(all.load, all.loadShell),
                        2,
                        size(all)
                                + (shell
                                        ? ", cold JVM; each in one transaction, none checks or syncs the file"
                                        : "; sqlite3 is not here: text over JDBC in its place")),
                GoalRow.atLeast(
                        load, "× text over JDBC", figures.ratio(all.load, all.loadText), 4, size(all) + ", the same"),
                GoalRow.stated(
                        load,
                        "checked and synced, × sqlite3",
                        figures.ratio(all.convert, all.loadShell),
                        "as d1dump convert: ours with integrity_check, sync and rename, the peer without"),
                GoalRow.stated(
                        load, "checked and synced, × text", figures.ratio(all.convert, all.loadText), "the same"));
    }

    private static String size(Contenders all) {
        return all.loadBytes() / 1_000_000 + " MB";
    }

    private static Spread perRow(Figures figures, Contenders all) {
        Spread bytes = figures.of(all.lazy, Rounds.ALLOCATED);
        int rows = Contenders.pageRows();
        return new Spread(bytes.median() / rows, bytes.low() / rows, bytes.high() / rows);
    }

    private static Spread perCpuSecond(Figures figures, Contender contender) {
        Spread cpu = figures.of(contender, CostProfiler.CPU);
        double megabytes = contender.bytes() / 1e6;
        return new Spread(megabytes / cpu.median(), megabytes / cpu.high(), megabytes / cpu.low());
    }
}
