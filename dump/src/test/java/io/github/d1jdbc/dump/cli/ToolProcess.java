package io.github.d1jdbc.dump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.server.D1Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code d1dump.jar} as a process of its own. Every wait has an end; closing kills what still runs. */
final class ToolProcess implements AutoCloseable {

    private static final Path JAR = Path.of(System.getProperty("basedir", "."), "target", "d1dump.jar");
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int LOOK_MILLIS = 20;
    private static final long SIGINT_BIT = 1 << 1;

    private final Process process;
    private final Path out;
    private final Path err;
    private long peakKib = -1;

    private ToolProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** How a process is to be started. */
    static final class Builder {
        private final Path folder;
        private final List<String> java = new ArrayList<>(List.of(javaCommand(), "-XX:TieredStopAtLevel=1"));
        private final ProcessBuilder builder = new ProcessBuilder();
        private String shell = "";
        private boolean redirected;

        /** The folder takes what the process prints, in files of its own. */
        Builder(Path folder) throws IOException {
            this.folder = Files.createTempDirectory(folder, "printed");
            builder.environment().keySet().removeIf(name -> name.startsWith("CLOUDFLARE_"));
        }

        Builder with(String variable, String value) {
            builder.environment().put(variable, value);
            return this;
        }

        Builder of(D1Server server) {
            return with("CLOUDFLARE_API_TOKEN", server.token())
                    .with("CLOUDFLARE_ACCOUNT_ID", server.accountId())
                    .with("CLOUDFLARE_API_BASE_URL", server.endpoint().toString());
        }

        /** Options of the JVM in place of those that only make it start fast. */
        Builder jvm(String... options) {
            java.subList(1, java.size()).clear();
            java.addAll(List.of(options));
            return this;
        }

        /** Runs a line of sh(1) first, in the same process. */
        Builder after(String line) {
            shell = line;
            return this;
        }

        /** Standard output goes there and not into a file of ours. */
        Builder to(Path path) {
            builder.redirectOutput(path.toFile());
            redirected = true;
            return this;
        }

        ToolProcess start(String... args) throws IOException {
            List<String> command = new ArrayList<>();
            if (!shell.isEmpty()) command.addAll(List.of("sh", "-c", shell + "; exec \"$@\"", "sh"));
            if (interruptIgnored()) command.addAll(List.of("env", "--default-signal=INT"));
            command.addAll(java);
            command.addAll(List.of("-jar", JAR.toString()));
            command.addAll(List.of(args));
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            if (!redirected) builder.redirectOutput(out.toFile());
            builder.redirectInput(Files.createFile(folder.resolve("in")).toFile());
            Process process =
                    builder.command(command).redirectError(err.toFile()).start();
            return new ToolProcess(process, out, err);
        }

        // What a shell runs in the background ignores SIGINT, and so would all that we start (signal(7), proc(5)).
        private static boolean interruptIgnored() throws IOException {
            Path status = Path.of("/proc/self/status");
            if (!Files.exists(status)) return false;
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> line.substring("SigIgn:".length()).strip())
                    .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & SIGINT_BIT) != 0);
        }

        private static String javaCommand() {
            return Path.of(System.getProperty("java.home"), "bin", "java").toString();
        }
    }

    /** Waits for the end and gives the exit code. */
    int exitCode() throws IOException, InterruptedException {
        return exitCode(LONGEST);
    }

    /** Waits so long for the end. */
    int exitCode(Duration longest) throws IOException, InterruptedException {
        waitUntil("its end", longest, () -> !process.isAlive());
        return process.exitValue();
    }

    /** Waits until the process has printed this. */
    ToolProcess awaitErr(String text) throws IOException, InterruptedException {
        waitUntil(text, LONGEST, () -> err().contains(text));
        return this;
    }

    /** Waits for the first line of standard output. */
    String firstLine() throws IOException, InterruptedException {
        waitUntil("a line", LONGEST, () -> out().contains("\n"));
        return out().lines().findFirst().orElseThrow();
    }

    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return new String(Files.readAllBytes(err), StandardCharsets.UTF_8);
    }

    /** The most memory that it had at once (VmHWM of proc(5)), or -1 where the system does not say. */
    long peakKib() {
        return peakKib;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void waitUntil(String what, Duration longest, Condition condition)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.holds()) {
            boolean ended = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (!ended) lookAtMemory();
            if (ended && condition.holds()) return;
            if (ended || System.nanoTime() > end) {
                throw new AssertionError("waited for " + what + " of d1dump in vain; it printed: " + err());
            }
        }
    }

    private void lookAtMemory() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
                if (line.startsWith("VmHWM:")) peakKib = Long.parseLong(line.replaceAll("\\D", ""));
            }
        } catch (IOException e) {
            // No /proc here, or the process is just gone: what was seen before stands.
            return;
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }
}
