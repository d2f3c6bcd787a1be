package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.export.DumpProgress.Phase;
import io.github.d1jdbc.export.DumpProgress.Update;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The dump that a command reads, a file or standard input ({@code -}): says how far it is, and fails when its thread is
 * interrupted. One thread at a time.
 */
final class DumpSource extends FilterInputStream {

    private static final String STDIN = "-";
    private static final long LOOK_NANOS = 200_000_000;

    private final String name;
    private final long total;
    private final Report report;
    private final long began = System.nanoTime();
    private long said = began;
    private long bytes;

    private DumpSource(InputStream in, String name, long total, Report report) {
        super(in);
        this.name = name;
        this.total = total;
        this.report = report;
    }

    /** Opens it. Closing it closes a file, and leaves standard input alone. */
    static DumpSource open(String file, Shell shell, Report report) throws IOException {
        if (isStandardInput(file)) return new DumpSource(shell.in(), "standard input", -1, report);
        Path path = Path.of(file);
        if (Files.isDirectory(path)) throw new IOException(file + " is a folder, not a dump");
        InputStream in = Files.newInputStream(path);
        return new DumpSource(in, file, Files.isRegularFile(path) ? Files.size(path) : -1, report);
    }

    static boolean isStandardInput(String file) {
        return file.equals(STDIN);
    }

    /** The name of the file, or what standard input is called. */
    String name() {
        return name;
    }

    /** The size of the file, or -1 where nobody knows. */
    long total() {
        return total;
    }

    /** Reads it as a dump. */
    DumpReader reader() throws IOException {
        return DumpReader.open(this, name, DumpReader.Options.defaults());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (Thread.currentThread().isInterrupted()) throw new ClosedByInterruptException();
        int n = super.read(buffer, offset, length);
        if (n > 0) bytes += n;
        long now = System.nanoTime();
        if (now - said >= LOOK_NANOS) {
            said = now;
            report.update(update(Phase.PREPARING, Optional.empty()));
        }
        return n;
    }

    /** News of this work. */
    Update update(Phase phase, Optional<String> message) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
        double rate = phase == Phase.PREPARING ? bytes * 1e9 / Math.max(1, elapsed.toNanos()) : 0;
        OptionalLong of = total < 0 || phase != Phase.PREPARING ? OptionalLong.empty() : OptionalLong.of(total);
        return new Update(phase, message, phase == Phase.PREPARING ? bytes : 0, of, 0, elapsed, rate);
    }

    @Override
    public void close() throws IOException {
        if (total >= 0 || !name.equals("standard input")) super.close();
    }
}
