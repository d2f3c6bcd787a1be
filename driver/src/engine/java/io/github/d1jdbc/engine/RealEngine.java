package io.github.d1jdbc.engine;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The real D1 engine behind a REST front on loopback: the Node package of {@code src/engine/workerd} in a process of its
 * own, which ends with this JVM because its standard input ends. Threads may share it.
 */
public final class RealEngine implements AutoCloseable {

    /** The engine cannot run here, for a reason. */
    static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;
        private final String reason;

        Unavailable(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    private static final int OLDEST_NODE = 20;
    private static final int INSTALL_SECONDS = 300;
    private static final int START_SECONDS = 60;

    private final Process process;
    private final D1Http http;
    private final AtomicInteger databases = new AtomicInteger();

    private RealEngine(Process process, URI endpoint) {
        this.process = process;
        this.http = new D1Http(endpoint, "0123456789abcdef0123456789abcdef", "real-engine-token");
    }

    /** Installs the package where its lock file has changed, and starts it. */
    static RealEngine start() throws Unavailable {
        requireNode();
        // The modules lie side by side, so one installation serves all of them.
        Path driver =
                Path.of(System.getProperty("basedir", "."), "..", "driver").normalize();
        Path folder = driver.resolve("target").resolve("workerd");
        try {
            Files.createDirectories(folder);
            try (FileChannel lock = FileChannel.open(folder.resolve("lock"), CREATE, WRITE)) {
                lock.lock(); // two test processes may come at the same time; closing lets go of it
                copy(driver.resolve("src/engine/workerd"), folder);
                install(folder);
                return launch(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Plain HTTP to the front. */
    public D1Http http() {
        return http;
    }

    /** The base URL, ending in {@code /client/v4}. */
    public URI endpoint() {
        return http.endpoint();
    }

    /** The account in the path of every request. */
    public String accountId() {
        return http.accountId();
    }

    /** A token that the front accepts; it refuses {@code wrong}. */
    public String token() {
        return http.token();
    }

    /** Creates an empty database with a name of its own. */
    public D1Http.Database newDatabase() {
        return http.createDatabase("db" + databases.incrementAndGet());
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void requireNode() throws Unavailable {
        String version;
        try {
            Process node = new ProcessBuilder("node", "--version")
                    .redirectErrorStream(true)
                    .start();
            version = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        } catch (IOException e) {
            throw new Unavailable("no Node " + OLDEST_NODE + " or later");
        }
        String major = version.replaceFirst("^v(\\d+)\\..*", "$1");
        if (!major.matches("\\d+") || Integer.parseInt(major) < OLDEST_NODE) {
            throw new Unavailable("no Node " + OLDEST_NODE + " or later, only " + version);
        }
    }

    private static void copy(Path source, Path folder) throws IOException {
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(file.getFileName());
                if (Files.exists(copy) && Files.mismatch(file, copy) < 0) continue;
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void install(Path folder) throws IOException, Unavailable {
        Path lock = folder.resolve("package-lock.json");
        Path installed = folder.resolve("installed-lock.json");
        if (Files.exists(installed) && Files.mismatch(lock, installed) < 0) return;
        Files.deleteIfExists(installed);
        String npm = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows") ? "npm.cmd" : "npm";
        Path log = folder.resolve("npm.log");
        boolean done;
        try {
            Process process = new ProcessBuilder(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            process.getOutputStream().close();
            done = process.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            process.destroyForcibly();
        } catch (IOException e) {
            throw new Unavailable("npm cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while npm ci ran");
        }
        if (!done) throw new Unavailable("npm ci failed: " + lastLine(log) + " (see " + log + ")");
        Files.copy(lock, installed);
    }

    private static RealEngine launch(Path folder) throws IOException, Unavailable {
        Path log = Files.createTempFile(folder, "front", ".log");
        Process process = new ProcessBuilder("node", "front.mjs")
                .directory(folder.toFile())
                .redirectError(log.toFile())
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = CompletableFuture.supplyAsync(() -> {
                    try {
                        return String.valueOf(out.readLine());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .completeOnTimeout("nothing for " + START_SECONDS + " s", START_SECONDS, TimeUnit.SECONDS)
                .join();
        if (!line.startsWith("endpoint ")) {
            process.destroyForcibly();
            throw new Unavailable("it did not start: it said " + line + ", " + lastLine(log) + " (see " + log + ")");
        }
        return new RealEngine(process, URI.create(line.substring("endpoint ".length())));
    }

    private static String lastLine(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.isEmpty() ? "no output" : lines.get(lines.size() - 1);
    }
}
