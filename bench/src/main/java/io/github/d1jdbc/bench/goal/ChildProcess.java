package io.github.d1jdbc.bench.goal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program and says what it cost, by Linux's {@code /proc}. One child at a time. */
final class ChildProcess {

    private static final Path OWN = Path.of("/proc/self/stat");
    private static final double TICKS = 100; // USER_HZ, which is 100 on every Linux that the JDK runs on
    private static final long POLL_MILLIS = 3;

    /** What a run cost; the peak is the resident set's. */
    record Cost(double cpuSeconds, double wallSeconds, double peakMiB) {}

    private ChildProcess() {}

    /** Whether this system tells what a process cost. */
    static boolean measurable() {
        return Files.isReadable(OWN) && Files.isReadable(Path.of("/proc/self/status"));
    }

    /**
     * Runs a program to its end; its output goes to a file that is shown when it fails.
     *
     * @throws IOException if it does not end with 0
     */
    static Cost run(List<String> command, Map<String, String> environment, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        double before = childrenSeconds();
        long start = System.nanoTime();
        Process process = builder.start();
        long peak = 0;
        try {
            Path status = Path.of("/proc", Long.toString(process.pid()), "status");
            // The high-water mark only grows: what a poll misses is the growth of the last 3 ms.
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) peak = Math.max(peak, peakKiB(status));
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        double wall = (System.nanoTime() - start) / 1e9;
        if (process.exitValue() != 0) {
            throw new IOException(command + " ended with " + process.exitValue() + ": "
                    + Files.readString(log).strip());
        }
        return new Cost(childrenSeconds() - before, wall, peak / 1024.0);
    }

    // The user and system time of the children that were waited for: fields 16 and 17 (proc_pid_stat(5)).
    private static double childrenSeconds() throws IOException {
        String stat = Files.readString(OWN, StandardCharsets.ISO_8859_1);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS;
    }

    private static long peakKiB(Path status) throws IOException {
        try {
            for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("VmHWM:")) return Long.parseLong(line.replaceAll("\\D", ""));
            }
            return 0; // a process that has ended and was not waited for has no memory
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            if (!Files.exists(status) || String.valueOf(e.getMessage()).contains("No such process")) return 0;
            throw e;
        }
    }
}
