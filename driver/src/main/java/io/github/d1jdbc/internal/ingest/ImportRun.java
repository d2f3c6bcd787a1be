package io.github.d1jdbc.internal.ingest;

import io.github.d1jdbc.export.DumpProgress.Phase;
import io.github.d1jdbc.export.ImportOptions;
import io.github.d1jdbc.internal.Abort;
import io.github.d1jdbc.internal.DatabaseInfo;
import io.github.d1jdbc.internal.ImportAnswer;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.RestException.Kind;
import io.github.d1jdbc.internal.export.Ticker;
import io.github.d1jdbc.internal.ingest.ImportException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One import, from its announcement to its end. Until D1 begins, every step is repeated where it fails; from then on
 * only the question how far it is. One thread, one run.
 */
final class ImportRun {
    private static final Logger LOG = Logger.getLogger("io.github.d1jdbc");

    private static final Duration FIRST_DELAY = Duration.ofMillis(20);
    private static final Duration YOUNG_DELAY = Duration.ofSeconds(2);
    private static final Duration OLD_DELAY = Duration.ofSeconds(5);
    private static final Duration YOUNG = Duration.ofMinutes(1);
    private static final Duration RETRY = Duration.ofMillis(250);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);
    private static final Duration FIRST_LOCK = Duration.ofMillis(500);
    private static final Duration LONGEST_LOCK = Duration.ofSeconds(15);
    // Each has been repeated by the client already; D1 goes on meanwhile.
    private static final int MOST_FAILED_POLLS = 5;
    private static final String GOES_ON =
            " Stopping this program does not stop D1: an import that has begun is carried out or undone all the same.";

    private final RestClient client;
    private final DatabaseInfo database;
    private final Path file;
    private final Pace pace;
    private boolean begun;
    private boolean uploaded;
    private Duration nextLock = FIRST_LOCK;

    ImportRun(RestClient client, DatabaseInfo database, Path file, ImportOptions options, Ticker ticker) {
        this.client = client;
        this.database = database;
        this.file = file;
        this.pace = new Pace(ticker, options);
    }

    Importer.Imported run() throws RestException, ImportException {
        pace.phase(Phase.PREPARING);
        FileSum sum = FileSum.of(file);
        try {
            ImportAnswer answer = announce(sum);
            if (answer instanceof ImportAnswer.Upload where) answer = upload(where, sum);
            begun = true;
            ImportAnswer.Complete complete = untilComplete(answer);
            pace.phase(Phase.DONE);
            return new Importer.Imported(
                    complete.bookmark(),
                    sum.bytes(),
                    complete.queries(),
                    complete.rowsWritten(),
                    uploaded,
                    pace.elapsed());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    // An answer that is not Upload means that D1 has this very file already and has begun.
    private ImportAnswer announce(FileSum sum) throws RestException, ImportException, InterruptedException {
        while (true) {
            checkTime();
            ImportAnswer answer = beforeBegin(() -> client.importInit(database.uuid(), sum.md5(), limit()));
            if (answer instanceof ImportAnswer.Failed failed) throw refused(failed);
            if (answer instanceof ImportAnswer.Nothing) {
                throw new ImportException(
                        Reason.REFUSED,
                        "D1 did not take the announcement of a file for " + database.name() + ": try again.");
            }
            if (!(answer instanceof ImportAnswer.Locked)) return answer;
            pause();
        }
    }

    // Sends the file until the store has it, and has D1 begin. A failed upload is announced again, because its URL may
    // have expired, which the store says in more than one way; and the file may have come through all the same.
    private ImportAnswer upload(ImportAnswer.Upload first, FileSum sum)
            throws RestException, ImportException, InterruptedException {
        Upload store = new Upload(client.settings());
        ImportAnswer.Upload where = first;
        Duration delay = RETRY;
        for (int attempt = 1; ; attempt++) {
            checkTime();
            String problem = store.problem(where.url());
            if (problem != null) throw new ImportException(Reason.REFUSED, problem + ", which is not used.");
            pace.upload(sum.bytes());
            ImportException failure = attempt(store, where, sum);
            if (failure == null) return ingest(sum, where.filename());
            boolean changed = failure.reason() == Reason.FILE;
            if (changed || attempt > client.settings().maxRetries()) throw failure;
            LOG.log(Level.FINE, "{0} - attempt {1}", new Object[] {failure.getMessage(), attempt});
            pace.sleep(delay);
            delay = shorter(delay.multipliedBy(2), LONGEST_RETRY);
            ImportAnswer again = announce(sum);
            if (!(again instanceof ImportAnswer.Upload next)) return again;
            where = next;
        }
    }

    private @Nullable ImportException attempt(Upload store, ImportAnswer.Upload where, FileSum sum)
            throws InterruptedException {
        try {
            Upload.Stored stored = store.put(where.url(), file, sum, pace::bytes);
            if (!stored.ok()) {
                return new ImportException(
                        Reason.UPLOAD,
                        "The store refused the upload of " + file + " (" + stored.words()
                                + "): nothing was imported, try again.");
            }
            uploaded = true;
            if (sum.md5().equalsIgnoreCase(stored.etag())) return null;
            String what = stored.etag() == null ? "does not say what it has of " : "has other bytes than ";
            return new ImportException(
                    Reason.CONTENT, "The store " + what + file + ": nothing was imported, try again.");
        } catch (Upload.ChangedException e) {
            return new ImportException(Reason.FILE, e.getMessage() + ": nothing was imported.", e);
        } catch (IOException e) {
            return new ImportException(
                    Reason.UPLOAD,
                    "The upload of " + file + " broke (" + e.getClass().getSimpleName()
                            + "): nothing was imported, try again.",
                    e);
        }
    }

    // From here on a lost answer leaves open whether D1 has begun, so that nothing is repeated.
    private ImportAnswer ingest(FileSum sum, String filename)
            throws RestException, ImportException, InterruptedException {
        while (true) {
            checkTime();
            pace.phase(Phase.IMPORTING);
            try {
                ImportAnswer answer = client.importIngest(database.uuid(), sum.md5(), filename, limit());
                if (!(answer instanceof ImportAnswer.Locked)) return answer;
            } catch (RestException e) {
                boolean known = e.kind() == Kind.NEVER_SENT
                        || (e.kind() == Kind.REFUSED && (e.status() == 429 || !e.temporary()));
                if (known) throw e;
                begun = true;
                if (Thread.currentThread().isInterrupted()) throw new InterruptedException();
                throw unknown("the answer to its start was lost", e);
            }
            pause();
        }
    }

    private ImportAnswer.Complete untilComplete(ImportAnswer first) throws ImportException, InterruptedException {
        ImportAnswer answer = first;
        String bookmark = null;
        Duration delay = FIRST_DELAY;
        long young = pace.elapsed().plus(YOUNG).toNanos();
        int failed = 0;
        while (true) {
            if (answer instanceof ImportAnswer.Complete complete) {
                complete.messages().forEach(text -> pace.message(Phase.IMPORTING, text));
                return complete;
            }
            if (answer instanceof ImportAnswer.Failed failure) throw refused(failure);
            if (answer instanceof ImportAnswer.Nothing) throw unknown("D1 no longer knows of it", null);
            if (answer instanceof ImportAnswer.Upload) throw unknown("D1 asks for the file again", null);
            if (answer instanceof ImportAnswer.Running running) {
                tell(running.messages());
                if (running.bookmark() != null) bookmark = running.bookmark();
            }
            if (bookmark == null) throw unknown("D1 gave no bookmark to ask with", null);
            if (pace.over()) throw unknown("it was not done when the time (deadline) was over", null);
            pace.sleep(delay);
            boolean old = pace.elapsed().toNanos() > young;
            delay = old ? OLD_DELAY : shorter(delay.multipliedBy(2), YOUNG_DELAY);
            try {
                answer = client.importPoll(database.uuid(), bookmark, limit());
                failed = 0;
            } catch (RestException e) {
                if (e.cancelled() || Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException();
                }
                if (!e.temporary() || ++failed >= MOST_FAILED_POLLS || pace.over()) {
                    throw unknown("D1 could not be asked any more", e);
                }
                LOG.log(Level.FINE, "{0} - poll {1}", new Object[] {e.getMessage(), failed});
            }
        }
    }

    private interface Question {
        ImportAnswer ask() throws RestException;
    }

    private ImportAnswer beforeBegin(Question question) throws RestException, ImportException, InterruptedException {
        try {
            return question.ask();
        } catch (RestException e) {
            if (e.cancelled() || Thread.currentThread().isInterrupted()) throw new InterruptedException();
            if (e.kind() == Kind.TIMED_OUT && pace.over()) throw late();
            throw e;
        }
    }

    private Abort limit() {
        return Abort.after(pace.left());
    }

    private void tell(List<String> messages) {
        if (messages.isEmpty()) pace.phase(Phase.IMPORTING);
        for (String message : messages) pace.message(Phase.IMPORTING, message);
    }

    private void pause() throws ImportException, InterruptedException {
        pace.message(Phase.WAITING, "Another export or import keeps " + database.name() + " to itself, waiting.");
        if (!pace.waitForLock(nextLock)) {
            throw new ImportException(
                    Reason.LOCKED,
                    "Another export or import keeps " + database.name() + " to itself, waited "
                            + pace.waited().toSeconds() + " s: nothing was imported, try again later.");
        }
        nextLock = shorter(nextLock.multipliedBy(2), LONGEST_LOCK);
    }

    private void checkTime() throws ImportException, InterruptedException {
        if (Thread.currentThread().isInterrupted()) throw new InterruptedException();
        if (pace.over()) throw late();
    }

    private static ImportException late() {
        return new ImportException(
                Reason.DEADLINE,
                "The time for the import (deadline) was over before D1 began: nothing was imported, try again.");
    }

    private ImportException refused(ImportAnswer.Failed failed) {
        String error = failed.error();
        String text = error.endsWith(".") ? error.substring(0, error.length() - 1) : error;
        return new ImportException(
                Reason.REFUSED, "D1 could not import " + file + " into " + database.name() + ": " + text + ".");
    }

    private ImportException unknown(String why, @Nullable RestException cause) {
        String more = cause == null ? "" : " (" + cause.getMessage() + ")";
        return new ImportException(
                Reason.UNKNOWN,
                "Whether " + file + " was imported into " + database.name() + " is not known: " + why + more
                        + "; look at its tables." + GOES_ON,
                cause);
    }

    /** The thread stays interrupted, as is the custom. */
    private ImportException interrupted() {
        Thread.currentThread().interrupt();
        return new ImportException(
                Reason.INTERRUPTED,
                begun
                        ? "The import into " + database.name() + " was interrupted when D1 had or may have begun."
                                + GOES_ON
                        : "The import was interrupted before D1 began: nothing was changed.");
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
