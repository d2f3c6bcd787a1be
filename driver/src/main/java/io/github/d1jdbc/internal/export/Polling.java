package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.export.DumpProgress.Phase;
import io.github.d1jdbc.internal.Abort;
import io.github.d1jdbc.internal.ExportAnswer;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.RestClient.ExportFilter;
import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts an export and asks for it until it is complete (d1-facts 2.3). It starts again, a few times, when D1 has
 * forgotten it, and never blocks the database longer than it may. One thread at a time.
 */
final class Polling implements Download.UrlSource {
    private static final Logger LOG = Logger.getLogger("io.github.d1jdbc");
    // Every new start blocks the database again.
    private static final int MOST_RESTARTS = 3;
    private static final int MOST_WITHOUT_URL = 3;
    private static final int MOST_WITHOUT_BOOKMARK = 3;
    // The real server holds each question about a second, so that the first ones may follow each other at once.
    private static final Duration FIRST_DELAY = Duration.ofMillis(20);
    private static final Duration YOUNG_DELAY = Duration.ofSeconds(2);
    private static final Duration OLD_DELAY = Duration.ofSeconds(5);
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private final RestClient client;
    private final String databaseId;
    private final String subject;
    private final Deadline deadline;
    private final Duration maxBlocked;
    private final LockWait lock;
    private final Progress progress;

    private ExportFilter filter = new ExportFilter(java.util.List.of(), false, false);
    private @Nullable String bookmark;
    private Duration blockedBefore = Duration.ZERO;
    private long blockedSince = -1;
    private int polls;
    private int restarts;

    Polling(
            RestClient client,
            String databaseId,
            String subject,
            Deadline deadline,
            Duration maxBlocked,
            LockWait lock,
            Progress progress) {
        this.client = client;
        this.databaseId = databaseId;
        this.subject = subject;
        this.deadline = deadline;
        this.maxBlocked = maxBlocked;
        this.lock = lock;
        this.progress = progress;
    }

    /** How often D1 was asked, starts included. */
    int polls() {
        return polls;
    }

    /** How often the export was started again. */
    int restarts() {
        return restarts;
    }

    /** The point in time of the export that was complete last, or null where D1 gave none. */
    @Nullable
    String bookmark() {
        return bookmark;
    }

    /** Starts an export and waits for it; gives the signed URL. */
    String start(ExportFilter what) throws RestException, ExportException {
        filter = what;
        bookmark = null;
        return untilComplete();
    }

    /** Starts once more, because what came was not what was asked for. */
    String startAgain(ExportFilter what) throws RestException, ExportException {
        restarts++;
        return start(what);
    }

    /** Takes up an export of an earlier run. */
    void takeUp(ExportFilter what, @Nullable String atBookmark) {
        filter = what;
        bookmark = atBookmark;
    }

    /** A new URL: D1 gives it for a short while under the same bookmark, afterwards only to a new export. */
    @Override
    public String renew() throws RestException, ExportException {
        return untilComplete();
    }

    private String untilComplete() throws RestException, ExportException {
        progress.phase(Phase.EXPORTING);
        int withoutUrl = 0;
        int withoutBookmark = 0;
        long began = deadline.ticker().nanos();
        Duration delay = FIRST_DELAY;
        while (true) {
            deadline.check();
            if (bookmark == null && blockedSince < 0)
                blockedSince = deadline.ticker().nanos();
            ExportAnswer answer = ask();
            if (answer instanceof ExportAnswer.Complete complete) {
                free();
                progress.messages(complete.messages());
                if (complete.bookmark() != null) bookmark = complete.bookmark();
                if (complete.signedUrl() != null) return complete.signedUrl();
                if (bookmark == null || ++withoutUrl > MOST_WITHOUT_URL) {
                    restart("D1 gave no URL");
                    withoutUrl = 0;
                }
            } else if (answer instanceof ExportAnswer.Running running) {
                progress.messages(running.messages());
                if (running.bookmark() != null) bookmark = running.bookmark();
                if (bookmark == null && ++withoutBookmark > MOST_WITHOUT_BOOKMARK) {
                    throw new ExportException(
                            Reason.REFUSED,
                            "D1 answers the export of " + subject + " with neither a state nor a bookmark: try later.");
                }
            } else if (answer instanceof ExportAnswer.Nothing) {
                free();
                restart("D1 has forgotten the export");
                delay = FIRST_DELAY;
            } else if (answer instanceof ExportAnswer.Locked) {
                if (bookmark == null) {
                    free();
                    lock.pause();
                    progress.phase(Phase.EXPORTING);
                }
            } else if (answer instanceof ExportAnswer.Failed failed) {
                free();
                throw new ExportException(
                        Reason.REFUSED, "D1 cannot export " + subject + ": " + withoutEnd(failed.error()) + ".");
            }
            checkBlocked();
            deadline.sleep(delay);
            boolean young = deadline.ticker().nanos() - began < YOUNG.toNanos();
            delay = young ? shorter(delay.multipliedBy(2), YOUNG_DELAY) : OLD_DELAY;
        }
    }

    // One question is held by D1 for about a second; it must end with the deadline and the budget all the same.
    private ExportAnswer ask() throws RestException, ExportException {
        Duration left = deadline.left();
        if (blockedSince >= 0) left = shorter(left, maxBlocked.minus(blocked()));
        checkBlocked();
        try {
            polls++;
            return client.export(databaseId, bookmark, filter, Abort.after(left));
        } catch (RestException e) {
            RestException told = LockWait.told(e, deadline);
            if (told.kind() == RestException.Kind.TIMED_OUT) checkBlocked();
            throw told;
        }
    }

    // d1-facts 2.3: a small export can be finished and forgotten before the first poll; starting again is the cure.
    private void restart(String why) throws ExportException {
        if (restarts >= MOST_RESTARTS) {
            throw new ExportException(
                    Reason.BUDGET,
                    "The export of " + subject + " was started again " + restarts + " times and still: " + why
                            + ". Try later.");
        }
        restarts++;
        bookmark = null;
        LOG.log(Level.FINE, "{0}, starting it again", why);
        progress.message(Phase.EXPORTING, why + ", starting it again.");
    }

    // From a start to the answer that ends it, over all starts of this run.
    private Duration blocked() {
        if (blockedSince < 0) return blockedBefore;
        return blockedBefore.plusNanos(deadline.ticker().nanos() - blockedSince);
    }

    private void free() {
        blockedBefore = blocked();
        blockedSince = -1;
    }

    private void checkBlocked() throws ExportException {
        if (blockedSince < 0 || blocked().compareTo(maxBlocked) < 0) return;
        throw new ExportException(
                Reason.BUDGET,
                "The export keeps " + subject + " from answering for more than " + Deadline.words(maxBlocked)
                        + ": given up. D1 frees the database when it notices that nobody asks for the dump any more."
                        + " Allow more (maxBlocked) or try at a quieter time.");
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static String withoutEnd(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
