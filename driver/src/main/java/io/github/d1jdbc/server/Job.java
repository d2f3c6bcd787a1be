package io.github.d1jdbc.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A long-running export or import: it works in a thread of its own and is asked for by polls. Thread-safe. */
final class Job {

    /** The work; what it throws is the job's error. */
    interface Work {
        void run(Job job) throws Exception;
    }

    private static final Logger LOG = Logger.getLogger("io.github.d1jdbc");

    private final String type;
    private final String bookmark;
    private final Duration idle;
    private final List<String> messages = new ArrayList<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile boolean running = true;
    private volatile boolean cancelled;
    private volatile long lastPoll = System.nanoTime();
    private volatile @Nullable String error;
    private volatile @Nullable String filename;
    private volatile @Nullable ObjectNode result;
    private int polls;

    /**
     * @param type "export" or "import"
     * @param bookmark the database's bookmark at the start, which names the job
     * @param idle how long it lives without being polled
     */
    Job(String type, String bookmark, Duration idle) {
        this.type = type;
        this.bookmark = bookmark;
        this.idle = idle;
    }

    void start(Executor threads, Work work) {
        threads.execute(() -> {
            try {
                work.run(this);
            } catch (Dump.RefusedException e) {
                error = e.getMessage();
            } catch (ApiException e) {
                error = e.text();
            } catch (Exception e) {
                LOG.log(Level.FINE, "The " + type + " failed", e);
                error = "internal error; reference = " + e.getClass().getSimpleName();
            } finally {
                done.complete(null);
            }
        });
    }

    String type() {
        return type;
    }

    boolean isExport() {
        return type.equals("export");
    }

    String bookmark() {
        return bookmark;
    }

    /** Whether the database is blocked by it. */
    boolean running() {
        return running;
    }

    boolean cancelled() {
        return cancelled || abandoned();
    }

    /** Whether nobody asked for it for so long that it has cancelled itself. */
    boolean abandoned() {
        return running && System.nanoTime() - lastPoll > idle.toNanos();
    }

    void cancel() {
        cancelled = true;
        running = false;
    }

    /** The result was handed out, or nobody needs to ask for it: the database is free. */
    void delivered() {
        running = false;
    }

    void polled() {
        lastPoll = System.nanoTime();
    }

    int countPoll() {
        return polls++;
    }

    /** Waits for the end, at most so long. */
    boolean await(Duration atMost) throws InterruptedException {
        try {
            done.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A job's end never fails", e);
        }
    }

    boolean isDone() {
        return done.isDone();
    }

    void fail(String message) {
        error = message;
    }

    @Nullable
    String error() {
        return error;
    }

    synchronized void say(String message) {
        messages.add(message);
    }

    /** What was said since the last poll. */
    synchronized ArrayNode takeMessages(boolean reversed) {
        ArrayNode array = Json.array();
        if (reversed) java.util.Collections.reverse(messages);
        messages.forEach(array::add);
        messages.clear();
        return array;
    }

    void filename(String name) {
        filename = name;
    }

    @Nullable
    String filename() {
        return filename;
    }

    void result(ObjectNode value) {
        result = value;
    }

    @Nullable
    ObjectNode result() {
        return result;
    }
}
