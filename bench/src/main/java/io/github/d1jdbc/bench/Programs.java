package io.github.d1jdbc.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Other programs of this machine that benchmarks compare with. */
public final class Programs {

    private Programs() {}

    /** Whether a program lies in the path. */
    public static boolean found(String name) {
        String path = System.getenv("PATH");
        if (path == null) return false;
        for (String folder : List.of(path.split(File.pathSeparator, -1))) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) return true;
        }
        return false;
    }

    /**
     * Runs a program to its end.
     *
     * @return what it wrote
     * @throws IOException if it does not end with 0
     */
    public static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int code = process.waitFor();
            if (code == 0) return said;
            throw new IOException(command.get(0) + " ended with " + code + ": " + said.strip());
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** A new folder in memory where the system has such a place (Linux: {@code /dev/shm}), so that no disk is measured. */
    public static Path folder() throws IOException {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "d1-bench")
                : Files.createTempDirectory("d1-bench");
    }

    /** Deletes a folder with the files in it. */
    public static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
    }
}
