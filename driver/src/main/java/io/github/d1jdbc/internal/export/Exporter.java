package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpOptions.Digest;
import io.github.d1jdbc.export.DumpOptions.Mode;
import io.github.d1jdbc.export.DumpResult;
import io.github.d1jdbc.export.DumpResult.Warning;
import io.github.d1jdbc.internal.DatabaseInfo;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
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
            if (options.resume() || options.restorable()) return spooled(run, part, target, options);
            return plainly(run, part, options);
        }
    }

    /** Exports into a stream. */
    public DumpResult export(OutputStream out, DumpOptions options) throws RestException, ExportException {
        check(options);
        if (options.resume()) {
            throw new ExportException(Reason.OPTIONS, "A stream cannot be resumed: export into a file instead.");
        }
        ExportRun run = new ExportRun(client, database, options, ticker, random);
        if (options.restorable()) return restorableStream(run, out, options);
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

    // The part holds plain SQL as D1 gave it, so that it can be gone on with at any byte; it is compressed or put into
    // the order that restores when it is whole.
    private DumpResult spooled(ExportRun run, PartFile part, Path target, DumpOptions options)
            throws RestException, ExportException {
        ResumeFiles files = new ResumeFiles(part, database.uuid(), run::bookmark);
        if (options.resume()) {
            part.keep(files.load() != null);
        } else {
            clear(part);
            files.delete();
        }
        DumpSink sink = DumpSink.toPart(part, disk, Compression.NONE, DumpOptions.DEFAULT_LEVEL, options.digest());
        try {
            if (options.resume()) sink.resumable(files);
            if (options.restorable()) sink.checkRoom();
            run.fetch(sink, options.resume() ? files : null);
            Body.Summary file = sink.finish();
            if (options.restorable()) {
                DumpResult result = restorableFile(run, sink, part, target, options);
                part.keep(false);
                files.delete();
                return result;
            }
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

    private DumpResult restorableFile(ExportRun run, DumpSink raw, PartFile part, Path target, DumpOptions options)
            throws ExportException {
        String suffix = ".part.sql" + options.compression().suffix();
        try (PartFile ordered = PartFile.open(target, suffix, options.overwrite())) {
            clear(ordered);
            DumpSink sink = DumpSink.toPart(ordered, disk, options.compression(), options.level(), options.digest());
            try {
                List<Warning> warnings = new RestorableDump(part, run.references(), sink, run.deadline()).write();
                Body.Summary file = sink.finish();
                ordered.commit();
                return run.result(sink, file, Optional.of(ordered.target()), raw.scan(), warnings);
            } finally {
                sink.discard();
            }
        }
    }

    // A stream takes the dump only once; D1's own waits in a folder for temporary files until it is whole.
    private DumpResult restorableStream(ExportRun run, OutputStream out, DumpOptions options)
            throws RestException, ExportException {
        try (Scratch scratch = Scratch.open();
                PartFile part = PartFile.open(scratch.file(), ".part", true)) {
            DumpSink raw = DumpSink.toPart(part, disk, Compression.NONE, DumpOptions.DEFAULT_LEVEL, options.digest());
            DumpSink sink = DumpSink.toStream(out, options.compression(), options.level(), options.digest());
            try {
                raw.checkRoom();
                run.fetch(raw, null);
                raw.finish();
                List<Warning> warnings = new RestorableDump(part, run.references(), sink, run.deadline()).write();
                return run.result(sink, sink.finish(), Optional.empty(), raw.scan(), warnings);
            } finally {
                raw.discard();
                sink.discard();
            }
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
        if (options.restorable() && !options.preflight()) {
            throw new ExportException(
                    Reason.OPTIONS,
                    "The order that restores is known from the preflight: leave out either restorable or noPreflight.");
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
