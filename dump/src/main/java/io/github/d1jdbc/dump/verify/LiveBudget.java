package io.github.d1jdbc.dump.verify;

import java.io.IOException;
import java.util.Locale;

/**
 * What a comparison may ask of a live D1: rows, which are billed, and requests, which are limited for the whole user.
 * One thread at a time.
 */
final class LiveBudget {

    /** The limit is 1,200 requests in five minutes for all that a user does; half of it is ours (rulings-dump 11). */
    private static final int BURST = 300;

    private static final long PACE_NANOS = 500_000_000;
    private static final long AIM_NANOS = 200_000_000;

    private final long maxRowsRead;
    private final boolean paced;
    private long rows;
    private long requests;
    private long began;
    private long paceBegan;
    private long took;
    private long shortest = Long.MAX_VALUE;

    LiveBudget(long maxRowsRead, boolean paced) {
        this.maxRowsRead = maxRowsRead;
        this.paced = paced;
    }

    long rows() {
        return rows;
    }

    long requests() {
        return requests;
    }

    /** A request is about to be sent. */
    void before(String table) throws IOException {
        if (rows > maxRowsRead) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "stopped at %s after reading %,d rows, more than --max-rows-read %,d allows",
                    table,
                    rows,
                    maxRowsRead));
        }
        requests++;
        if (paced && requests > BURST) pause();
        began = System.nanoTime();
    }

    private void pause() throws IOException {
        if (paceBegan == 0) paceBegan = System.nanoTime();
        long wait = paceBegan + (requests - BURST) * PACE_NANOS - System.nanoTime();
        if (wait <= 0) return;
        try {
            Thread.sleep(wait / 1_000_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("the comparison was stopped");
        }
    }

    /** Its answer is here. */
    void after(long rowsRead) {
        took = System.nanoTime() - began;
        shortest = Math.min(shortest, took);
        rows += rowsRead;
    }

    /** By how much the next page may be larger to take as long as it should: its way there and back is not counted. */
    double speedUp() {
        return (double) AIM_NANOS / Math.max(1, took - shortest);
    }
}
