package io.github.d1jdbc.bench.goal;

import com.fasterxml.jackson.databind.cfg.PackageVersion;
import com.sun.management.OperatingSystemMXBean;
import io.github.d1jdbc.bench.Programs;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where and when a run was, and what was compared. */
final class Machine {

    private Machine() {}

    /** Facts under their names, in the order of a report. */
    static Map<String, String> facts(Form form) throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("form", form.name());
        facts.put("processor", processor() + ", " + system.getAvailableProcessors() + " processors");
        facts.put("memory", (system.getTotalMemorySize() >> 30) + " GiB");
        facts.put("load", GoalRow.number(system.getSystemLoadAverage()));
        facts.put("system", system.getName() + " " + system.getVersion() + " " + system.getArch());
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put("node", version("node", "--version"));
        facts.put("sqlite3", version("sqlite3", "--version"));
        facts.put("okhttp", okhttp3.OkHttp.VERSION);
        facts.put("jackson", PackageVersion.VERSION.toString());
        facts.put("sqlite-jdbc", org.sqlite.SQLiteJDBCLoader.getVersion());
        return facts;
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) return System.getProperty("os.arch");
        return Files.readAllLines(info).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse(System.getProperty("os.arch"));
    }

    private static String version(String program, String option) throws IOException {
        if (!Programs.found(program)) return "not here";
        return Programs.run(List.of(program, option)).strip().split(" ", 2)[0];
    }
}
