package io.github.d1jdbc.dump.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a command has of the shell that started it: streams, environment, and which of the streams are terminals.
 *
 * @param out standard output, raw: a write that fails throws (a {@code PrintStream} would swallow a full disk)
 * @param err standard error, for everything that is not the result
 * @param in standard input
 * @param environment variables
 * @param outIsTerminal whether a person reads standard output
 * @param errIsTerminal whether a person reads standard error
 * @param inIsTerminal whether a person can answer
 * @param unicode whether standard error shows more than ASCII
 */
record Shell(
        OutputStream out,
        PrintStream err,
        InputStream in,
        Map<String, String> environment,
        boolean outIsTerminal,
        boolean errIsTerminal,
        boolean inIsTerminal,
        boolean unicode) {

    private static final int DEFAULT_WIDTH = 80;
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    /** The shell of this process. */
    static Shell ofProcess() {
        // The POSIX locale says ASCII, but nobody reads these lines but a terminal or a log, which take UTF-8; '?' in
        // the place of a letter would name another table.
        Charset console = consoleCharset();
        Charset charset = console.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : console;
        return new Shell(
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset),
                // A channel, because an interrupt ends a read of it; that of System.in would wait for input for ever.
                Channels.newInputStream(new FileInputStream(FileDescriptor.in).getChannel()),
                System.getenv(),
                isTerminal(STDOUT),
                isTerminal(STDERR),
                isTerminal(STDIN),
                console.equals(StandardCharsets.UTF_8));
    }

    /** The variable's value; an empty one counts as absent. */
    Optional<String> variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(value);
    }

    /** Writes a line of the result to standard output. */
    void print(String line) throws IOException {
        out.write((line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /**
     * Whether the JVM lost letters of these arguments: in the POSIX locale it makes '?' of every byte beyond ASCII, and
     * a file or table of another name would be taken for the one that was meant.
     */
    static boolean lostLetters(String... args) {
        Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        boolean possible = names.equals(StandardCharsets.US_ASCII)
                && Stream.of(args).anyMatch(arg -> arg.contains("?") || arg.contains("\uFFFD"));
        if (!possible) return false;
        try {
            for (byte each : Files.readAllBytes(Path.of("/proc/self/cmdline"))) {
                if (each < 0) return true;
            }
            return false;
        } catch (IOException e) {
            // Not Linux: the arguments are taken as they are.
            return false;
        }
    }

    /** Columns of the terminal, as {@code stty} knows them. */
    int width() {
        Process stty = null;
        try {
            stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Path.of("/dev/tty").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] size = new String(stty.getInputStream().readNBytes(32), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", -1);
            if (stty.waitFor(1, TimeUnit.SECONDS) && size.length == 2) {
                int columns = Integer.parseInt(size[1]);
                return columns > 0 ? columns : DEFAULT_WIDTH;
            }
            return DEFAULT_WIDTH;
        } catch (IOException | NumberFormatException e) {
            // No stty, no terminal: the width that every terminal has at least.
            return DEFAULT_WIDTH;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return DEFAULT_WIDTH;
        } finally {
            if (stty != null) stty.destroy();
        }
    }

    // System.console() is there only if input AND output are terminals, and from Java 22 on always; so the link that
    // Linux keeps of each descriptor is asked, and elsewhere test(1), which inherits the descriptor.
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            if (Files.isSymbolicLink(link)) {
                String name = Files.readSymbolicLink(link).toString();
                return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty") || name.equals("/dev/console");
            }
            return new ProcessBuilder("test", "-t", Integer.toString(descriptor))
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            // Neither /proc nor test(1), so Windows: plain lines are right everywhere.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Charset consoleCharset() {
        String name = System.getProperty("stderr.encoding", System.getProperty("native.encoding", "UTF-8"));
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }
}
