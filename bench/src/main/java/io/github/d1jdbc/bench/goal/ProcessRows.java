package io.github.d1jdbc.bench.goal;

import io.github.d1jdbc.bench.Loopback;
import io.github.d1jdbc.bench.Programs;
import io.github.d1jdbc.bench.SampleDump;
import io.github.d1jdbc.bench.goal.ChildProcess.Cost;
import io.github.d1jdbc.bench.goal.Figures.Spread;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The goals of whole processes: each is run in turn with what it is compared with, from its start to its end. */
final class ProcessRows {

    private static final long GIGABYTE = 1_000_000_000;
    private static final String EXPORT = "d1dump export 1 GB";
    private static final String INSPECT = "d1dump inspect 1 GB";
    private static final String START = "cold start of d1dump inspect, 1 kB";
    private static final String GZIP = "download → gzip";
    private static final List<String> SMALL = List.of("-Xmx32m", "-XX:+UseSerialGC");
    private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    private static final Map<String, String> TOKEN = Map.of("CLOUDFLARE_API_TOKEN", Loopback.TOKEN);
    // What wrangler does: fetch, and the body into a file.
    private static final String NODE = "fetch(process.argv[1]).then(answer =>"
            + " require('fs').promises.writeFile(process.argv[2], answer.body))";

    private final Form form;
    private final Path jar;
    private final Path folder;
    private final PrintStream log;
    private final List<GoalRow> rows = new ArrayList<>();

    private ProcessRows(Form form, Path jar, Path folder, PrintStream log) {
        this.form = form;
        this.jar = jar;
        this.folder = folder;
        this.log = log;
    }

    /** Runs them all; {@code jar} is d1dump.jar. */
    static List<GoalRow> of(Form form, Path jar, PrintStream log) throws IOException {
        if (!ChildProcess.measurable()) {
            String note = "needs Linux's /proc";
            return List.of(
                    GoalRow.missing(GZIP, "MiB of heap", false, 16, note),
                    GoalRow.missing(EXPORT, "× CPU of node fetch + writeFile", false, 0.7, note),
                    GoalRow.missing(EXPORT, "MiB peak", false, 96, note),
                    GoalRow.missing(INSPECT, "CPU-seconds", false, 4, note),
                    GoalRow.missing(INSPECT, "MiB peak", false, 128, note),
                    GoalRow.missing(START, "× hello-world jar", false, 3, note));
        }
        Path folder = Programs.folder();
        try {
            ProcessRows all = new ProcessRows(form, jar, folder, log);
            all.gzipHeap();
            all.starts();
            all.gigabyte();
            return all.rows;
        } finally {
            Programs.delete(folder);
        }
    }

    // A JVM whose whole heap is the bound: it is done, or it fails.
    private void gzipHeap() throws IOException {
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx16m", "-XX:+UseSerialGC", "-cp"));
        command.addAll(List.of(System.getProperty("java.class.path"), GzipOnce.class.getName()));
        try {
            run("gzip in a heap of 16 MiB", command, Map.of());
            rows.add(GoalRow.atMost(
                    GZIP,
                    "MiB of heap",
                    Spread.of(16),
                    16,
                    "38 MB by level 6 with -Xmx16m, the making of the data included"));
        } catch (IOException e) {
            log.println(e.getMessage());
            rows.add(GoalRow.missing(GZIP, "MiB of heap", false, 16, "it did not end with -Xmx16m"));
        }
    }

    private void starts() throws IOException {
        Path dump = folder.resolve("small.sql");
        Files.write(dump, SampleDump.of(42, 3));
        Path hello = folder.resolve("hello.jar");
        pack(hello);
        List<String> shared = archived("inspect", flags -> inspect(flags, dump));
        List<Double> plain = new ArrayList<>();
        List<Double> quick = new ArrayList<>();
        for (int i = 0; i < form.starts(); i++) {
            double first = run("hello", hello(List.of(), hello), Map.of()).wallSeconds();
            plain.add(run("inspect 1 kB", inspect(List.of(), dump), Map.of()).wallSeconds() / first);
            double second =
                    run("hello, quick flags", hello(QUICK, hello), Map.of()).wallSeconds();
            quick.add(run("inspect 1 kB, quick flags", inspect(shared, dump), Map.of())
                            .wallSeconds()
                    / second);
        }
        rows.add(GoalRow.atMost(
                START,
                "× hello-world jar",
                spread(quick),
                3,
                "both " + String.join(" ", QUICK) + ", ours with a class archive (README, \"Starting faster\")"));
        rows.add(GoalRow.stated(START, "× hello-world jar, no flags", spread(plain), "both plain java -jar"));
    }

    // As README tells: the classes of one run, written down, then put into an archive. Gives the flags that use it.
    private List<String> archived(String command, Function<List<String>, List<String>> run) throws IOException {
        Path list = folder.resolve(command + ".classes");
        Path archive = folder.resolve(command + ".jsa");
        List<String> listing = new ArrayList<>(QUICK);
        listing.add("-XX:DumpLoadedClassList=" + list);
        run("class list of " + command, run.apply(listing), TOKEN);
        List<String> dumping = new ArrayList<>(List.of(java()));
        dumping.addAll(QUICK);
        dumping.addAll(List.of("-Xshare:dump", "-XX:SharedClassListFile=" + list, "-XX:SharedArchiveFile=" + archive));
        dumping.addAll(List.of("-jar", jar.toString()));
        run("class archive of " + command, dumping, Map.of());
        List<String> flags = new ArrayList<>(QUICK);
        flags.add("-XX:SharedArchiveFile=" + archive);
        return flags;
    }

    private void gigabyte() throws IOException {
        Path dump = folder.resolve("dump.sql");
        log.println("making a dump of 1 GB");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(dump))) {
            SampleDump.write(42, SampleDump.Shape.TYPICAL, SampleDump.rowsOf(GIGABYTE), out);
        }
        List<Cost> inspected = new ArrayList<>();
        for (int i = 0; i < form.processRounds(); i++) {
            inspected.add(run("inspect 1 GB", inspect(List.of("-Xmx64m"), dump), Map.of()));
        }
        rows.add(GoalRow.atMost(INSPECT, "CPU-seconds", spread(inspected, Cost::cpuSeconds), 4, "-Xmx64m"));
        rows.add(GoalRow.atMost(INSPECT, "MiB peak", spread(inspected, Cost::peakMiB), 128, "-Xmx64m"));
        try (Loopback server = Loopback.of(dump)) {
            exports(server, Files.size(dump));
        }
    }

    private void exports(Loopback server, long size) throws IOException {
        List<String> quick = quickExport();
        List<Cost> plain = new ArrayList<>();
        List<Cost> archived = new ArrayList<>();
        List<Cost> digest = new ArrayList<>();
        List<Cost> node = new ArrayList<>();
        Path target = folder.resolve("export.sql");
        boolean hasNode = Programs.found("node");
        for (int i = 0; i < form.processRounds(); i++) {
            plain.add(exported("export 1 GB, no digest", SMALL, server, target, size, "none"));
            archived.add(exported("export 1 GB, class archive", quick, server, target, size, "none"));
            if (hasNode) {
                node.add(run(
                        "node fetch + writeFile",
                        List.of("node", "-e", NODE, server.objectUrl(), target.toString()),
                        Map.of()));
                checkSize(target, size);
            }
            digest.add(exported("export 1 GB, SHA-256", SMALL, server, target, size, "sha256"));
        }
        String flags = String.join(" ", SMALL) + " --digest none --no-preflight";
        if (hasNode) {
            rows.add(GoalRow.atMost(EXPORT, "× CPU of node fetch + writeFile", shares(plain, node), 0.7, flags));
        } else {
            rows.add(GoalRow.missing(EXPORT, "× CPU of node fetch + writeFile", false, 0.7, "node is not here"));
        }
        rows.add(GoalRow.stated(EXPORT, "CPU-seconds", spread(plain, Cost::cpuSeconds), flags));
        rows.add(GoalRow.atMost(EXPORT, "MiB peak", spread(plain, Cost::peakMiB), 96, flags));
        String quickFlags = flags + " -XX:TieredStopAtLevel=1, with a class archive (README, \"Starting faster\")";
        if (hasNode) {
            rows.add(GoalRow.stated(EXPORT, "× CPU of node, quick flags", shares(archived, node), quickFlags));
        }
        rows.add(GoalRow.stated(EXPORT, "CPU-seconds, quick flags", spread(archived, Cost::cpuSeconds), quickFlags));
        rows.add(GoalRow.stated(EXPORT, "MiB peak, quick flags", spread(archived, Cost::peakMiB), quickFlags));
        String withDigest = String.join(" ", SMALL) + " --no-preflight, SHA-256 of the SQL and of the file";
        rows.add(GoalRow.stated(EXPORT, "CPU-seconds with SHA-256", spread(digest, Cost::cpuSeconds), withDigest));
        rows.add(GoalRow.stated(EXPORT, "MiB peak with SHA-256", spread(digest, Cost::peakMiB), withDigest));
        if (hasNode) {
            rows.add(GoalRow.stated(EXPORT, "node: CPU-seconds", spread(node, Cost::cpuSeconds), "fetch + writeFile"));
            rows.add(GoalRow.stated(EXPORT, "node: MiB peak", spread(node, Cost::peakMiB), "fetch + writeFile"));
        }
    }

    private List<String> quickExport() throws IOException {
        Path dump = folder.resolve("small.sql");
        Path target = folder.resolve("small-export.sql");
        try (Loopback server = Loopback.of(dump)) {
            List<String> flags = new ArrayList<>(List.of("-Xmx32m"));
            String url = server.jdbcUrl();
            flags.addAll(archived("export", listing -> export(listing, url, target, "none")));
            return flags;
        }
    }

    private Cost exported(String what, List<String> flags, Loopback server, Path target, long size, String digest)
            throws IOException {
        Cost cost = run(what, export(flags, server.jdbcUrl(), target, digest), TOKEN);
        checkSize(target, size);
        return cost;
    }

    private List<String> export(List<String> flags, String url, Path target, String digest) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(flags);
        command.addAll(List.of("-jar", jar.toString(), "export", url, "-o", target.toString(), "--overwrite"));
        command.addAll(List.of("--no-preflight", "--digest", digest, "--progress", "none"));
        return command;
    }

    private static void checkSize(Path target, long size) throws IOException {
        if (Files.size(target) != size) throw new IOException(target + " has " + Files.size(target) + " bytes");
    }

    private List<String> inspect(List<String> flags, Path dump) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(flags);
        command.addAll(List.of("-jar", jar.toString(), "inspect", dump.toString()));
        return command;
    }

    private static List<String> hello(List<String> flags, Path hello) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(flags);
        command.addAll(List.of("-jar", hello.toString()));
        return command;
    }

    private Cost run(String what, List<String> command, Map<String, String> environment) throws IOException {
        Cost cost = ChildProcess.run(command, environment, folder.resolve("log"));
        log.printf(
                "%-46s %6.2f s, %6.2f CPU-s, %6.1f MiB%n", what, cost.wallSeconds(), cost.cpuSeconds(), cost.peakMiB());
        return cost;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static void pack(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Hello.class.getName());
        String entry = Hello.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream in = Hello.class.getClassLoader().getResourceAsStream(entry)) {
            if (in == null) throw new IOException("no class " + entry);
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
        }
    }

    private static Spread spread(List<Double> values) {
        return Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static Spread spread(List<Cost> costs, ToDoubleFunction<Cost> part) {
        return Spread.of(costs.stream().mapToDouble(part).toArray());
    }

    private static Spread shares(List<Cost> ours, List<Cost> theirs) {
        double[] shares = new double[ours.size()];
        for (int i = 0; i < shares.length; i++)
            shares[i] = ours.get(i).cpuSeconds() / theirs.get(i).cpuSeconds();
        return Spread.of(shares);
    }
}
