package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpOptions.Digest;
import io.github.d1jdbc.export.DumpOptions.Mode;
import io.github.d1jdbc.export.DumpResult;
import io.github.d1jdbc.internal.DatabaseInfo;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Exports one database: checks the target, lets D1 write the dump, downloads it, and puts it in place when it is
 * whole. Threads may share one; every export stands for itself and runs on the thread that calls.
 */
public final class Exporter {
    private static final int CHUNK = 256 * 1024;

    private final RestClient client;
    private final DatabaseInfo database;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final UnaryOperator<OutputStream> disk;

    /** An exporter with the system's clock. */
    public Exporter(RestClient client, DatabaseInfo database) {
        this(client, database, Ticker.SYSTEM, new Random(), UnaryOperator.identity());
    }

    /** For tests, which pass the time, the chance and what stands before the disk. */
    Exporter(
            RestClient client,
            DatabaseInfo database,
            Ticker ticker,
            RandomGenerator random,
            UnaryOperator<OutputStream> disk) {
        this.client = client;
        this.database = database;
        this.ticker = ticker;
        this.random = random;
        this.disk = disk;
    }

    /** Exports into a file. */
    public DumpResult export(Path target, DumpOptions options) throws RestException, ExportException {
        check(options);
        try (PartFile part = PartFile.open(target, ".part", options.overwrite())) {
            ExportRun run = new ExportRun(client, database, options, ticker, random);
            return options.resume() ? resumably(run, part, target, options) : plainly(run, part, options);
        }
    }

    /** Exports into a stream. */
    public DumpResult export(OutputStream out, DumpOptions options) throws RestException, ExportException {
        check(options);
        if (options.resume()) {
            throw new ExportException(Reason.OPTIONS, "A stream cannot be resumed: export into a file instead.");
        }
        ExportRun run = new ExportRun(client, database, options, ticker, random);
        DumpSink sink = DumpSink.toStream(out, options.compression(), options.level(), options.digest());
        try {
            run.fetch(sink, null);
            return run.result(sink, sink.finish(), Optional.empty());
        } finally {
            sink.discard();
        }
    }

    private DumpResult plainly(ExportRun run, PartFile part, DumpOptions options)
            throws RestException, ExportException {
        clear(part);
        new ResumeFiles(part, database.uuid(), () -> null).delete(); // of a run that is given up by this one
        DumpSink sink = DumpSink.toPart(part, disk, options.compression(), options.level(), options.digest());
        try {
            run.fetch(sink, null);
            Body.Summary file = sink.finish();
            part.commit();
            return run.result(sink, file, Optional.of(part.target()));
        } finally {
            sink.discard();
        }
    }

    // The part holds plain SQL, so that it can be gone on with at any byte; it is compressed when it is whole.
    private DumpResult resumably(ExportRun run, PartFile part, Path target, DumpOptions options)
            throws RestException, ExportException {
        ResumeFiles files = new ResumeFiles(part, database.uuid(), run::bookmark);
        part.keep(files.load() != null);
        DumpSink sink = DumpSink.toPart(part, disk, Compression.NONE, DumpOptions.DEFAULT_LEVEL, options.digest());
        try {
            sink.resumable(files);
            run.fetch(sink, files);
            Body.Summary file = sink.finish();
            if (options.compression() == Compression.NONE) {
                part.commit();
            } else {
                file = pack(run, part, target, options);
                part.keep(false);
            }
            files.delete();
            return run.result(sink, file, Optional.of(part.target()));
        } catch (ExportException e) {
            // Wrong bytes are not worth going on with.
            if (e.reason() == Reason.CONTENT) part.keep(false);
            throw e;
        } finally {
            sink.discard();
            if (!part.kept()) files.delete();
        }
    }

    private Body.Summary pack(ExportRun run, PartFile part, Path target, DumpOptions options) throws ExportException {
        String suffix = ".part" + options.compression().suffix();
        try (PartFile packed = PartFile.open(target, suffix, options.overwrite())) {
            clear(packed);
            Body.Summary file;
            try {
                boolean digest = options.digest() == Digest.SHA_256;
                Body body = new Body(disk.apply(packed.out()), options.compression(), options.level(), digest);
                try {
                    InputStream in = part.in();
                    byte[] chunk = new byte[CHUNK];
                    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                        run.deadline().check();
                        body.write(chunk, 0, n);
                    }
                    file = body.end();
                } finally {
                    body.discard();
                }
            } catch (IOException e) {
                throw PartFile.failed("Compressing into " + packed.path() + " failed", e);
            }
            packed.commit();
            return file;
        }
    }

    private static void clear(PartFile part) throws ExportException {
        try {
            part.truncate(0);
        } catch (IOException e) {
            throw PartFile.failed("Writing to " + part.path() + " failed", e);
        }
    }

    private static void check(DumpOptions options) throws ExportException {
        Objects.requireNonNull(options, "options");
        if (options.mode() == Mode.LIVE) {
            throw new ExportException(Reason.OPTIONS, "The mode LIVE is not there yet: use SERVER, D1's own export.");
        }
        if (options.restorable()) {
            throw new ExportException(
                    Reason.OPTIONS,
                    "Rewriting a dump so that it restores is not there yet: export without restorable; the result"
                            + " says whether D1 would import the dump as it is.");
        }
        if (options.withDependents() && !options.preflight()) {
            throw new ExportException(
                    Reason.OPTIONS,
                    "Indexes and triggers of the named tables are found by the preflight: leave out either"
                            + " withDependents or noPreflight.");
        }
        if (!options.compression().available()) {
            throw new ExportException(
                    Reason.OPTIONS, "zstd needs com.github.luben:zstd-jni on the class path: add it, or use gzip.");
        }
    }
}
