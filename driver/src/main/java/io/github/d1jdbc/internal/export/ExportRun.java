package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpOptions.Digest;
import io.github.d1jdbc.export.DumpProgress.Phase;
import io.github.d1jdbc.export.DumpResult;
import io.github.d1jdbc.export.DumpResult.Consistency;
import io.github.d1jdbc.export.DumpResult.Warning;
import io.github.d1jdbc.internal.DatabaseInfo;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import io.github.d1jdbc.internal.export.Schema.SchemaObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One export on its way from the preflight to the last byte of SQL. Used once, by one thread. */
final class ExportRun {
    private static final Logger LOG = Logger.getLogger("io.github.d1jdbc");

    private final RestClient client;
    private final DatabaseInfo database;
    private final DumpOptions options;
    private final String subject;
    private final Deadline deadline;
    private final Progress progress;
    private final LockWait lock;
    private final Polling polling;
    private final Download download;
    private final List<Warning> warnings = new ArrayList<>();
    private @Nullable Schema schema;
    private References references = References.NONE;
    private Consistency consistency = Consistency.SNAPSHOT;

    ExportRun(RestClient client, DatabaseInfo database, DumpOptions options, Ticker ticker, RandomGenerator random)
            throws ExportException {
        this.client = client;
        this.database = database;
        this.options = options;
        this.subject = "database " + database.name();
        this.deadline = new Deadline(ticker, options.deadline());
        this.progress = new Progress(options.progress(), deadline);
        this.lock = new LockWait(deadline, options.lockWait(), progress, subject);
        this.polling = new Polling(client, database.uuid(), subject, deadline, options.maxBlocked(), lock, progress);
        this.download = new Download(
                new ObjectStore(client.settings()),
                deadline,
                random,
                client.settings().maxRetries(),
                progress,
                subject);
    }

    /** The time that is left for what comes behind {@link #fetch}. */
    Deadline deadline() {
        return deadline;
    }

    /** The point in time of D1's export, or null where D1 gave none or it is not complete. */
    @Nullable
    String bookmark() {
        return polling.bookmark();
    }

    /**
     * Brings the whole dump into the sink and checks it; what D1 does not export is appended.
     *
     * @param files of an earlier run to go on from, and of this one; null without resuming
     */
    void fetch(DumpSink sink, @Nullable ResumeFiles files) throws RestException, ExportException {
        Selection selection = choose();
        boolean resumed = files != null && takeUp(sink, files, selection);
        String wrong = bring(sink, files, selection, resumed, false);
        if (wrong != null && sink.restartable()) {
            LOG.log(Level.FINE, "the dump is not what was asked for: {0}; exporting again", wrong);
            progress.message(Phase.PREFLIGHT, "What came is not what was asked for (" + wrong + "), exporting again.");
            sink.restart();
            selection = choose(); // the schema may have changed between the look and the export
            wrong = bring(sink, files, selection, false, true);
        }
        if (wrong != null) {
            throw new ExportException(
                    Reason.CONTENT,
                    "The dump of " + subject + " is not what was asked for: " + wrong
                            + ". Somebody else may be exporting or changing the schema: try again.");
        }
        progress.phase(Phase.FINISHING);
        append(sink, selection);
    }

    // Also before a second try: the schema may have changed since the first.
    private Selection choose() throws RestException, ExportException {
        warnings.clear();
        if (!options.preflight()) return Selection.unseen(options);
        progress.phase(Phase.PREFLIGHT);
        Preflight preflight = new Preflight(client, database.uuid(), deadline, lock);
        Schema seen = preflight.look();
        schema = seen;
        if (options.restorable()) references = preflight.references();
        Selection selection = Selection.of(seen, options, subject);
        warnings.addAll(selection.warnings());
        Cost cost = new Cost(seen, selection, options);
        cost.tell(progress);
        cost.check(preflight);
        return selection;
    }

    // A part of another database or of other options is worth nothing; it is thrown away here.
    private boolean takeUp(DumpSink sink, ResumeFiles files, Selection selection) throws ExportException {
        ResumeFiles.State state = files.load();
        Identity object = state == null ? null : state.identity();
        if (state == null || object == null || !state.isOf(database.uuid(), selection.filter())) {
            sink.restart();
            files.delete();
            return false;
        }
        files.filter(selection.filter());
        polling.takeUp(selection.filter(), state.bookmark());
        progress.message(Phase.DOWNLOADING, "Going on from an earlier download.");
        sink.takeUp(object);
        return true;
    }

    /** Gives null, or what is wrong with the dump that came. */
    private @Nullable String bring(
            DumpSink sink, @Nullable ResumeFiles files, Selection selection, boolean resumed, boolean again)
            throws RestException, ExportException {
        if (files != null) files.filter(selection.filter());
        Download.UrlSource source = () -> renew(files);
        String url;
        Identity known = resumed ? sink.identity() : null;
        if (known == null) {
            url = again ? polling.startAgain(selection.filter()) : polling.start(selection.filter());
            if (files != null) files.url(url);
        } else if (sink.position() >= known.total()) {
            url = ""; // nothing is missing
        } else {
            String kept = files == null ? null : files.url();
            url = kept == null ? renew(files) : kept;
        }
        download.into(sink, url, source, known);
        verify(sink, url, source);
        sink.scan().finish();
        String wrong = ContentCheck.form(sink.scan());
        if (wrong != null || schema == null) return wrong;
        return ContentCheck.of(schema, selection, options, sink.scan()).mismatch();
    }

    // The dead URL goes at once, so that no file holds one that is of no more use.
    private String renew(@Nullable ResumeFiles files) throws RestException, ExportException {
        if (files != null) files.forgetUrl();
        String url = polling.renew();
        if (files != null) files.url(url);
        return url;
    }

    // Rulings-dump 3. A length that is right says nothing about bits that flipped on the way.
    private void verify(DumpSink sink, String url, Download.UrlSource source) throws RestException, ExportException {
        if (options.digest() == Digest.NONE) {
            unverified("No digest was asked for, so that only the length of the download was checked.");
            return;
        }
        switch (sink.etagVerdict()) {
            case MATCH -> {}
            case MISMATCH ->
                throw new ExportException(
                        Reason.CONTENT,
                        "The download of " + subject
                                + " is damaged: its MD5 is not the one that the store names. Export" + " again.");
            case NOT_POSSIBLE ->
                unverified("The store gave no ETag of MD5, so that only the length of the download" + " was checked.");
            case NO_MATCH -> downloadTwice(sink, url, source);
        }
    }

    // R2 does not say its part size. Two downloads that are equal are taken for right, unless a part size fits one.
    private void downloadTwice(DumpSink sink, String url, Download.UrlSource source)
            throws RestException, ExportException {
        String first = Objects.requireNonNull(sink.sqlSha256(), "digests are on");
        progress.message(Phase.DOWNLOADING, "The ETag fits no part size that was tried, downloading once more.");
        EtagCheck.Verdict verdict;
        String second;
        if (sink.restartable()) {
            sink.nextRound();
            sink.restart();
            download.into(sink, url, source, null);
            second = Objects.requireNonNull(sink.sqlSha256(), "digests are on");
            verdict = sink.etagVerdict();
        } else {
            HashOnly hash = new HashOnly();
            download.into(hash, url, source, null);
            second = hash.sha256();
            verdict = second.equals(first) ? hash.etagVerdict() : EtagCheck.Verdict.NO_MATCH;
        }
        if (verdict == EtagCheck.Verdict.MATCH) return;
        if (!second.equals(first)) {
            throw new ExportException(
                    Reason.CONTENT,
                    "Two downloads of the dump of " + subject + " differ, and neither fits its ETag: export again.");
        }
        unverified("The ETag of the download fits no part size that was tried; a second download was equal.");
    }

    private void unverified(String message) {
        warnings.add(Selection.warning("etagUnverified", Optional.empty(), message));
    }

    // What D1 cannot or would not write comes last: the objects it left out, then the virtual tables.
    private void append(DumpSink sink, Selection selection) throws RestException, ExportException {
        if (schema != null) {
            List<SchemaObject> leftOut =
                    ContentCheck.of(schema, selection, options, sink.scan()).leftOut();
            if (!leftOut.isEmpty()) appendLeftOut(sink, leftOut);
        }
        if (selection.virtual().isEmpty()) return;
        VirtualTableWriter writer =
                new VirtualTableWriter(client, database.uuid(), deadline, lock, sink, options.maxRowsRead());
        boolean read = false;
        for (VirtualTable table : selection.virtual()) {
            progress.message(Phase.FINISHING, "Appending the virtual table " + table.name() + ".");
            writer.write(table, !options.noSchema(), !options.noData());
            read |= table.hasRows() && !options.noData();
        }
        if (read) consistency = consistencyNow();
    }

    private void appendLeftOut(DumpSink sink, List<SchemaObject> leftOut) throws ExportException {
        for (String type : List.of("index", "view", "trigger")) {
            for (SchemaObject object : leftOut) {
                if (object.type().equals(type) && object.sql() != null) {
                    sink.append(VirtualTableWriter.statement(object.sql()));
                }
            }
        }
        String names = leftOut.stream().map(o -> o.type() + " " + o.name()).collect(Collectors.joining(", "));
        warnings.add(Selection.warning(
                "objectsAppended",
                Optional.empty(),
                "D1 left out what was asked for by name; it was appended from the schema: " + names + "."));
    }

    // Rulings-dump 7: equal bookmarks mean that nothing was written, never that it is one snapshot.
    private Consistency consistencyNow() {
        String before = polling.bookmark();
        if (before == null) return Consistency.UNKNOWN;
        try {
            return before.equals(client.bookmark(database.uuid(), null)) ? Consistency.UNCHANGED : Consistency.DRIFTED;
        } catch (RestException e) {
            LOG.log(Level.FINE, "the bookmark after the export cannot be had", e);
            return Consistency.UNKNOWN;
        }
    }

    /** The foreign keys, as the preflight of a dump that is to be restorable saw them. */
    References references() {
        return references;
    }

    /** The result of a dump as D1 gave it, told as the last news. */
    DumpResult result(DumpSink sink, Body.Summary file, Optional<Path> target) {
        return result(sink, file, target, sink.scan(), List.of());
    }

    /**
     * The result of a dump that was rewritten.
     *
     * @param raw what was seen of D1's own, which counts the rows
     */
    DumpResult result(DumpSink sink, Body.Summary file, Optional<Path> target, DumpScan raw, List<Warning> more) {
        DumpScan scan = sink.scan();
        Map<String, Long> rows = new LinkedHashMap<>();
        raw.schema().tables().forEach((name, table) -> rows.put(name, table.rows()));
        List<Warning> all = new ArrayList<>(warnings);
        all.addAll(more);
        all.addAll(scan.schema().warnings());
        List<String> obstacles = scan.obstacles();
        DumpResult result = new DumpResult(
                database.uuid(),
                database.name(),
                Optional.ofNullable(database.jurisdiction()),
                Optional.ofNullable(polling.bookmark()),
                options.mode(),
                target,
                sink.sqlBytes(),
                file.bytes(),
                Optional.ofNullable(sink.sqlSha256()),
                Optional.ofNullable(file.sha256()),
                file.crc32c(),
                Optional.ofNullable(schema).map(Schema::sha256),
                scan.statements(),
                rows,
                consistency,
                scan.largest(),
                all,
                obstacles.isEmpty(),
                obstacles,
                polling.polls(),
                polling.restarts(),
                download.resumes(),
                deadline.elapsed());
        progress.phase(Phase.DONE);
        return result;
    }
}
