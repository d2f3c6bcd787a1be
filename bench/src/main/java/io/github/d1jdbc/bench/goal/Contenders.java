package io.github.d1jdbc.bench.goal;

import io.github.d1jdbc.bench.SampleDump;
import io.github.d1jdbc.bench.SamplePage;
import java.util.List;
import java.util.Map;

/** Every contender there is, with the size of its data. Immutable. */
final class Contenders {

    // One collector thread and room for all that one operation allocates: what is measured is the work. The heap is
    // touched before, or a contender that allocates little would meet fresh pages of the kernel all the way.
    private static final List<String> IN_MEMORY =
            List.of("-XX:+UseSerialGC", "-Xms2g", "-Xmx2g", "-Xmn1500m", "-XX:+AlwaysPreTouch");
    private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-Xmx32m");
    private static final int DOWNLOAD_ROWS = 270_000;
    private static final int GZIP_ROWS = 27_000;
    private static final int PAGE_ROWS = 20_000;
    private static final int DUMP_ROWS = 80_000;
    private static final int FLYWAY_ROWS = 3_000; // at a hundredth of the others' speed
    private static final int SAMPLE_ROWS = 20_000;
    private static final long SEED = 42;

    final Contender download = download("exportTo → file", "exportTo", "HTTP", "FILE");
    final Contender downloadRetrofit = download("Retrofit @Streaming → file", "peerRetrofit", "HTTP", "FILE");
    final Contender downloadSocket = download("raw NIO socket → file", "baselineSocket", "HTTP", "FILE");
    final Contender tls = download("exportTo → file, TLS", "exportTo", "TLS", "FILE");
    final Contender tlsOkHttp = download("OkHttp with the JDK's TLS → file", "peerOkHttp", "TLS", "FILE");
    final Contender gzip1 = gzip("gzip level 1", "level1");
    final Contender gzip6 = gzip("gzip level 6", "level6");
    final Contender gzipCommons = gzip("Commons Compress defaults", "peerCommonsCompress");
    final Contender lazy = page("/raw → ResultSet, lazy", "lazy");
    final Contender cells = page("/raw → every getObject", "cells");
    final Contender jackson = page("Jackson POJO", "peerJacksonPojo");
    final Contender orgJson = page("org.json", "peerOrgJson");
    final Contender scan = dump("dump scan, typed slices", "scan", DUMP_ROWS);
    final Contender decode = dump("dump, every cell decoded", "decode", DUMP_ROWS);
    final Contender spring = dump("Spring ScriptUtils", "peerSpring", DUMP_ROWS);
    final Contender flyway = dump("Flyway's parser", "peerFlyway", FLYWAY_ROWS);
    final Contender copy = dump("Arrays.copyOf of the dump", "baselineCopy", DUMP_ROWS);
    final Contender load;
    final Contender convert;
    final Contender loadText;
    final Contender loadShell;

    private final int loadRows;

    Contenders(int loadRows) {
        this.loadRows = loadRows;
        this.load = load("dump → SQLite", "load");
        this.convert = load("dump → SQLite, checked and synced", "convert");
        this.loadText = load("statements as text over sqlite-jdbc", "peerTextOverJdbc");
        this.loadShell = load("sqlite3 command line", "peerSqlite3");
    }

    /** What the goals compare, but for loads. */
    List<Contender> ofGoals() {
        return List.of(
                download,
                downloadRetrofit,
                downloadSocket,
                tls,
                tlsOkHttp,
                gzip1,
                gzip6,
                gzipCommons,
                lazy,
                cells,
                jackson,
                orgJson,
                scan,
                decode,
                spring,
                flyway,
                copy);
    }

    List<Contender> ofLoads() {
        return List.of(load, convert, loadText, loadShell);
    }

    /** Everything else, which is only shown. */
    List<Contender> others() {
        return List.of(
                download("OkHttp writeAll → file", "peerOkHttp", "HTTP", "FILE"),
                download("JDK HttpClient ofFile", "peerJdkClient", "HTTP", "FILE"),
                download("exportTo → null", "exportTo", "HTTP", "NULL"),
                download("Retrofit → null", "peerRetrofit", "HTTP", "NULL"),
                download("exportTo → gzip 1", "exportTo", "HTTP", "GZIP_1"),
                download("exportTo → gzip 6", "exportTo", "HTTP", "GZIP_6"),
                download("exportTo → zstd", "exportTo", "HTTP", "ZSTD"),
                download("Retrofit → Commons Compress gzip 1", "peerRetrofit", "HTTP", "GZIP_1"),
                download("Retrofit → Commons Compress gzip 6", "peerRetrofit", "HTTP", "GZIP_6"),
                download("Retrofit → Commons Compress zstd", "peerRetrofit", "HTTP", "ZSTD"),
                download("JDK HttpClient ofFile, TLS", "peerJdkClient", "TLS", "FILE"),
                gzip("JDK GZIPOutputStream", "peerJdk"),
                gzip("JDK, level 1", "peerJdkLevel1"),
                gzip("CRC-32 alone", "baselineCrc32"),
                page("Jackson readTree", "peerJacksonTree"),
                page("Jackson streaming", "peerJacksonStreaming"),
                page("Arrays.copyOf of the page", "baselineCopy"),
                dump("a reader character by character", "peerCharacters", DUMP_ROWS),
                export("whole export, 0 ms latency", "export", 0),
                export("whole export, 50 ms latency", "export", 50),
                export("copy of the same file", "baselineCopyFile", 0),
                driver("prepared select, 1 row", "select", 1),
                driver("prepared select, 1000 rows", "select", 1000),
                driver("prepared insert", "insert", 1),
                driver("batch of 50 inserts", "batch", 1),
                driver("bare socket, 1 row", "baselineSocket", 1),
                driver("bare socket, 1000 rows", "baselineSocket", 1000));
    }

    static int gzipRows() {
        return GZIP_ROWS;
    }

    static int pageRows() {
        return PAGE_ROWS;
    }

    long pageBytes() {
        return lazy.bytes();
    }

    long loadBytes() {
        return load.bytes();
    }

    // Beyond 20,000 rows the size of a dump is within a thousandth of this.
    private static long bytes(int rows) {
        if (rows <= SAMPLE_ROWS) return SampleDump.of(SEED, rows).length;
        return Math.round((double) Sample.BYTES * rows / SAMPLE_ROWS);
    }

    private static final class Sample {
        static final long BYTES = SampleDump.of(SEED, SAMPLE_ROWS).length;
    }

    private static Contender download(String label, String method, String transport, String target) {
        return new Contender(
                label,
                "DownloadBenchmark." + method,
                Map.of("rows", Integer.toString(DOWNLOAD_ROWS), "transport", transport, "target", target),
                SMALL,
                bytes(DOWNLOAD_ROWS));
    }

    private static Contender gzip(String label, String method) {
        return new Contender(
                label,
                "GzipBenchmark." + method,
                Map.of("rows", Integer.toString(GZIP_ROWS)),
                List.of("-XX:+UseSerialGC"),
                bytes(GZIP_ROWS));
    }

    private static Contender page(String label, String method) {
        long bytes = SamplePage.of(SEED, SamplePage.Shape.TYPICAL, PAGE_ROWS).length;
        return new Contender(
                label, "PageBenchmark." + method, Map.of("rows", Integer.toString(PAGE_ROWS)), IN_MEMORY, bytes);
    }

    private static Contender dump(String label, String method, int rows) {
        return new Contender(
                label, "DumpBenchmark." + method, Map.of("rows", Integer.toString(rows)), IN_MEMORY, bytes(rows));
    }

    private Contender load(String label, String method) {
        return new Contender(
                label,
                "LoadBenchmark." + method,
                Map.of("rows", Integer.toString(loadRows)),
                List.of("-Xmx256m"),
                bytes(loadRows));
    }

    private static Contender export(String label, String method, int latency) {
        return new Contender(
                label,
                "ExportBenchmark." + method,
                Map.of("rows", "20000", "compression", "NONE", "latency", Integer.toString(latency)),
                List.of(),
                bytes(20_000));
    }

    // In operations a second: a round trip has no size that could be compared.
    private static Contender driver(String label, String method, int rows) {
        return new Contender(
                label, "DriverBenchmark." + method, Map.of("rows", Integer.toString(rows)), List.of(), 1_000_000);
    }
}
