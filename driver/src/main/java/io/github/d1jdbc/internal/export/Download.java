package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Brings the object behind a signed URL, whole: goes on where a connection broke, asks for a new URL when the old one
 * is dead, begins again when the object is another. One thread at a time.
 */
final class Download {

    /** Gives a new signed URL when one has died; the object behind it may be another. */
    @FunctionalInterface
    interface UrlSource {
        String renew() throws RestException, ExportException;
    }

    private static final Logger LOG = Logger.getLogger("io.github.d1jdbc");
    // A store without ETags, or one that changes under our hands, could otherwise keep us busy until the deadline.
    private static final int MOST_RESTARTS = 3;
    private static final int MOST_RENEWALS = 3;
    private static final Duration FIRST_DELAY = Duration.ofMillis(200);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(60);
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

    private final ObjectStore store;
    private final Deadline deadline;
    private final RandomGenerator random;
    private final int maxRetries;
    private final Progress progress;
    private final String subject;

    private int resumes;
    private int restarts;
    private int renewals;
    private int failures;
    private long positionAtFailure;

    /** @param subject what is downloaded, for messages: {@code database shop} */
    Download(
            ObjectStore store,
            Deadline deadline,
            RandomGenerator random,
            int maxRetries,
            Progress progress,
            String subject) {
        this.store = store;
        this.deadline = deadline;
        this.random = random;
        this.maxRetries = maxRetries;
        this.progress = progress;
        this.subject = subject;
    }

    /** How often it went on from where it was cut. */
    int resumes() {
        return resumes;
    }

    /**
     * Downloads until the receiver has the whole object.
     *
     * @param known the object that the receiver has a part of, or null when it has nothing
     * @return the object that it has now
     */
    Identity into(Receiver receiver, String firstUrl, UrlSource source, @Nullable Identity known)
            throws RestException, ExportException {
        String url = firstUrl;
        Identity object = known;
        failures = 0;
        positionAtFailure = receiver.position();
        while (object == null || receiver.position() < object.total()) {
            deadline.check();
            long position = receiver.position();
            boolean resume = position > 0 && object != null && object.etag() != null;
            if (position > 0 && !resume) {
                startOver(receiver, "the store names no ETag, so that a cut download cannot go on");
                object = null;
                continue;
            }
            String range = resume ? "bytes=" + position + "-" : null;
            try (Transfer transfer = store.start(url, range, resume && object != null ? object.etag() : null)) {
                Transfer.Head head = transfer.head(deadline);
                switch (head.status()) {
                    case 200 -> {
                        Identity before = object;
                        object = identify(receiver, head, url, before);
                        long skip = toSkip(receiver, object, before);
                        if (skip == 0) receiver.identify(object);
                        progress.download(receiver.position(), object.total());
                        pour(receiver, transfer, object, skip);
                    }
                    case 206 -> {
                        if (object != null && continues(head, position, object)) {
                            resumes++;
                            progress.download(position, object.total());
                            pour(receiver, transfer, object, 0);
                        } else {
                            startOver(receiver, "the store sent another part of the dump than was asked for");
                            object = null;
                        }
                    }
                    case 412, 416 -> {
                        startOver(receiver, "the dump changed on the store (" + head.words() + ")");
                        object = null;
                    }
                    case 400, 401, 403, 404, 410 -> url = renew(source, head);
                    default -> {
                        if (head.status() != 408 && head.status() != 429 && head.status() < 500) {
                            throw broken(receiver, object, head.words(), null);
                        }
                        failed(receiver, object, head.words(), null, retryAfter(head));
                    }
                }
            } catch (IOException e) {
                failed(receiver, object, words(e), e, Duration.ZERO);
            }
        }
        return object;
    }

    private Identity identify(Receiver receiver, Transfer.Head head, String url, @Nullable Identity before)
            throws IOException, ExportException {
        if (head.encoding() != null && !head.encoding().equalsIgnoreCase("identity")) {
            throw broken(receiver, before, "the store sent it encoded (" + head.encoding() + ")", null);
        }
        Identity object = Identity.of(head.etag(), head.length() >= 0 ? head.length() : askLength(url, head));
        if (object.total() == 0) {
            throw new ExportException(Reason.CONTENT, "The dump of " + subject + " is empty: export again.");
        }
        return object;
    }

    // A range was asked for and the whole came. A stream cannot begin again, but when it is the same object it has its
    // beginning.
    private long toSkip(Receiver receiver, Identity object, @Nullable Identity before) throws ExportException {
        if (receiver.position() == 0) return 0;
        if (!receiver.restartable() && before != null && before.continues(object)) return receiver.position();
        startOver(receiver, "the store sent the whole dump again");
        return 0;
    }

    // No length, no complete file: a connection that ends early would look like the end of the dump.
    private long askLength(String url, Transfer.Head head) throws IOException, ExportException {
        Identity named = Identity.of(head.etag(), -1);
        try (Transfer probe = store.start(url, "bytes=0-0", named.etag())) {
            Transfer.Head answer = probe.head(deadline);
            Matcher range = RANGE.matcher(answer.range() == null ? "" : answer.range());
            if (answer.status() != 206 || !range.matches()) {
                throw new IOException("the store tells no length (" + answer.words() + ")");
            }
            return Long.parseLong(range.group(3));
        }
    }

    // RFC 9110, 15.3.7: the answer may hold another range than the one that was asked for.
    private static boolean continues(Transfer.Head head, long position, Identity object) {
        Matcher range = RANGE.matcher(head.range() == null ? "" : head.range());
        return range.matches()
                && Long.parseLong(range.group(1)) == position
                && Long.parseLong(range.group(3)) == object.total()
                && (head.etag() == null || head.etag().equals(object.etag()));
    }

    /** Passes the body on; throws when it ends before the object does, so that the caller goes on behind it. */
    private void pour(Receiver receiver, Transfer transfer, Identity object, long skip)
            throws IOException, ExportException {
        long toSkip = skip;
        while (true) {
            Transfer.Chunk chunk;
            try {
                chunk = transfer.chunk(deadline);
            } catch (IOException e) {
                // All bytes are there: how the connection ended is of no interest.
                if (receiver.position() == object.total()) return;
                throw e;
            }
            if (chunk == null) break;
            int offset = (int) Math.min(toSkip, chunk.length());
            toSkip -= offset;
            int length = chunk.length() - offset;
            if (length > object.total() - receiver.position()) {
                startOver(receiver, "the store sent more bytes than it said");
                return;
            }
            receiver.take(chunk.bytes(), offset, length);
            transfer.giveBack(chunk);
            progress.bytes(receiver.position());
        }
        if (receiver.position() < object.total()) throw new IOException("the connection ended early");
    }

    private String renew(UrlSource source, Transfer.Head head) throws RestException, ExportException {
        if (++renewals > MOST_RENEWALS) {
            throw new ExportException(
                    Reason.DOWNLOAD,
                    "The store refused the dump of " + subject + " (" + head.words() + "), also under " + MOST_RENEWALS
                            + " new URLs: try later.");
        }
        LOG.log(Level.FINE, "the signed URL is dead ({0}), asking for a new one", head.words());
        return source.renew();
    }

    // Bytes of two objects never stand behind each other: what the receiver has is thrown away.
    private void startOver(Receiver receiver, String why) throws ExportException {
        if (receiver.position() > 0) {
            if (++restarts > MOST_RESTARTS) {
                throw new ExportException(
                        Reason.DOWNLOAD,
                        "The download of " + subject + " began again " + MOST_RESTARTS + " times and failed once more: "
                                + why + ".");
            }
            LOG.log(Level.FINE, "the download begins again: {0}", why);
            receiver.restart();
        } else if (++failures > maxRetries) {
            throw new ExportException(Reason.DOWNLOAD, "The download of " + subject + " failed: " + why + ".");
        }
    }

    // Retries in a row count only without headway, so that a bad line that moves at all gets there in the end.
    private void failed(
            Receiver receiver, @Nullable Identity object, String why, @Nullable IOException cause, Duration wait)
            throws ExportException {
        failures = receiver.position() > positionAtFailure ? 1 : failures + 1;
        positionAtFailure = receiver.position();
        if (failures > maxRetries) throw broken(receiver, object, why, cause);
        LOG.log(Level.FINE, "the download broke at byte {0}: {1}", new Object[] {receiver.position(), why});
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(failures - 1, 10));
        if (delay.compareTo(LONGEST_DELAY) > 0) delay = LONGEST_DELAY;
        delay = delay.multipliedBy(50 + random.nextInt(50)).dividedBy(100);
        deadline.sleep(wait.compareTo(delay) > 0 ? wait : delay);
    }

    private ExportException broken(
            Receiver receiver, @Nullable Identity object, String why, @Nullable IOException cause) {
        return new ExportException(
                Reason.DOWNLOAD,
                "The download of " + subject + " broke at byte " + receiver.position()
                        + (object == null ? "" : " of " + object.total()) + " and could not go on: " + why + ".",
                cause);
    }

    private static Duration retryAfter(Transfer.Head head) {
        String value = head.retryAfter();
        if (value == null || !SECONDS.matcher(value).matches()) return Duration.ZERO;
        Duration asked = Duration.ofSeconds(Long.parseLong(value));
        return asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
    }

    private static String words(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
