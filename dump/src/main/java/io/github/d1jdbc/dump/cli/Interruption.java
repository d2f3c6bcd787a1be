package io.github.d1jdbc.dump.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a thread's work cleanly when the process is told to stop (Ctrl-C, SIGTERM): a shutdown hook interrupts it and
 * waits until it has cleaned up. The JVM then ends with 130 or 143 by itself.
 */
final class Interruption {

    /** What hangs in a write to a pipe that nobody reads must not keep the process for ever. */
    private static final int PATIENCE_SECONDS = 10;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    private Interruption(Thread worker, Report report) {
        hook = new Thread(() -> stop(worker, report), "d1dump-stop");
    }

    static Interruption of(Thread worker, Report report) {
        Interruption interruption = new Interruption(worker, report);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is already on its way down, and this hook is what waits for us.
            return;
        }
    }

    private void stop(Thread worker, Report report) {
        report.notice("Stopping...");
        worker.interrupt();
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) report.notice("Gave up waiting for the clean-up.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
