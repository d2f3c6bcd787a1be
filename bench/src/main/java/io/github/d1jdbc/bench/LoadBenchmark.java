package io.github.d1jdbc.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A dump in a file made into a SQLite database file, each in one transaction without a journal on disk and without
 * sync. Ours checks what it runs against a list; {@link #convert} also checks the whole file by {@code
 * integrity_check}, syncs it and moves it into its place, which no peer does. One shot a fork, because nobody loads the
 * same dump twice.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(5)
public class LoadBenchmark {

    /** Rows of the dump; 820,000 are 300 MB. */
    @Param("820000")
    public int rows;

    private @Nullable Path folder;

    /** Writes the dump, and a database for the baseline. */
    @Setup
    public void write() throws IOException {
        Path home = Programs.folder();
        folder = home;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(dump()))) {
            SampleDump.write(42, SampleDump.Shape.TYPICAL, rows, out);
        }
    }

    /** Ours, as far as the peers go. */
    @Benchmark
    public long load() throws IOException, SQLException {
        return checked(LoadContenders.oursAlone(dump(), database()));
    }

    /** Ours with all that {@code d1dump convert} does. */
    @Benchmark
    public long convert() throws IOException {
        return checked(LoadContenders.ours(dump(), database()));
    }

    /** Each line as a statement through sqlite-jdbc. */
    @Benchmark
    public long peerTextOverJdbc() throws IOException, SQLException {
        return checked(LoadContenders.textOverJdbc(dump(), database()));
    }

    /** The sqlite3 command line; without it, a statement as text, too. */
    @Benchmark
    public long peerSqlite3() throws IOException, SQLException {
        return checked(LoadContenders.sqlite3(dump(), database()));
    }

    /** The physical limit: the dump copied into another file. */
    @Benchmark
    public long baselineCopy() throws IOException {
        Files.copy(dump(), database(), StandardCopyOption.REPLACE_EXISTING);
        if (Files.size(database()) != Files.size(dump())) throw new IllegalStateException("a short copy");
        return rows;
    }

    /** Deletes the database. */
    @TearDown(Level.Iteration)
    public void clean() throws IOException {
        Files.deleteIfExists(database());
    }

    /** Deletes everything. */
    @TearDown
    public void delete() throws IOException {
        Programs.delete(Objects.requireNonNull(folder));
    }

    /** The dump. */
    Path dump() {
        return Objects.requireNonNull(folder).resolve("dump.sql");
    }

    /** The database that the last one made. */
    Path database() {
        return Objects.requireNonNull(folder).resolve("load.db");
    }

    private long checked(long loaded) {
        if (loaded == rows) return loaded;
        throw new IllegalStateException(loaded + " rows were loaded of " + rows);
    }
}
