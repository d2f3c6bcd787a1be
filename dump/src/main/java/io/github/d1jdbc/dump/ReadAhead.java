package io.github.d1jdbc.dump;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Reads and decodes a dump on a thread of its own, some megabytes ahead of the one that writes it into a database, so
 * that both cores work. Statements and batches of rows come in the order of the dump; what {@link AllowList} refuses,
 * and what is wrong with the dump, comes as an exception when all before it has been taken.
 *
 * <p>The reader belongs to it until it is closed. One thread takes.
 */
final class ReadAhead implements AutoCloseable {

    private static final int KIB = 1024;
    /** Of what was read and is not yet done with; something larger waits until it is alone. */
    private static final int ROOM_KIB = 4 * KIB;
    /** A reader that hangs in a pipe cannot be stopped; it must not hold up the message of what went wrong. */
    private static final long PATIENCE_MILLIS = 1_000;

    /** What is read: a statement (an {@link InsertRow} only if its values cannot be bound), rows, or why not. */
    private record Item(
            @Nullable DumpStatement statement,
            @Nullable RowBatch rows,
            @Nullable Throwable failure,
            int room) {}

    /** Takes what was read. */
    interface Taker<E extends Exception> {
        /** A statement that may be kept. */
        void statement(DumpStatement statement) throws IOException, E;

        /** Rows. */
        void rows(RowBatch rows) throws IOException, E;
    }

    private final DumpReader reader;
    private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(ROOM_KIB);
    private final Thread thread;
    private @Nullable RowBatch batch; // of the reading thread alone

    private ReadAhead(DumpReader reader) {
        this.reader = reader;
        this.thread = new Thread(this::run, "d1dump-reader");
        thread.setDaemon(true);
    }

    /** Starts to read. */
    static ReadAhead of(DumpReader reader) {
        ReadAhead ahead = new ReadAhead(reader);
        ahead.thread.start();
        return ahead;
    }

    /** An exception that says of a statement why it is not taken, with its place. */
    DumpException refusal(DumpStatement statement, String problem, @Nullable Throwable cause) {
        return reader.refusal(statement, problem, cause);
    }

    /**
     * Gives everything up to the dump's end.
     *
     * @throws DumpException if the dump is damaged, or something in it is not allowed
     * @throws IOException if it cannot be read, or this thread is interrupted
     */
    <E extends Exception> void forEach(Taker<E> taker) throws IOException, E {
        try {
            for (Item next = items.take(); ; next = items.take()) {
                if (next.failure != null) throw failed(next.failure);
                if (next.statement != null) taker.statement(next.statement);
                else if (next.rows != null) taker.rows(next.rows);
                else break;
                room.release(next.room);
            }
            thread.join();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException failed(Throwable failure) {
        if (failure instanceof RuntimeException unchecked) throw unchecked;
        if (failure instanceof Error error) throw error;
        return failure instanceof IOException io ? io : new IOException(failure);
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException stopped = new InterruptedIOException("the loading was stopped");
        stopped.initCause(cause);
        return stopped;
    }

    @SuppressWarnings("CatchThrowable") // whatever it is, the other thread waits for it
    private void run() {
        try {
            for (DumpStatement next = reader.next(); next != null; next = reader.next()) {
                if (next instanceof InsertRow row) {
                    row(row);
                } else {
                    refuse(next);
                    flush();
                    batch = null;
                    put(new Item(next, null, null, kib(next.length())));
                }
            }
            flush();
            items.add(new Item(null, null, null, 0));
        } catch (InterruptedException e) {
            // The other thread takes nothing more: it has failed, or was stopped.
            items.clear();
        } catch (Throwable e) {
            items.add(new Item(null, null, e, 0));
        }
    }

    private void row(InsertRow row) throws IOException, InterruptedException {
        RowBatch current = batch;
        if (current == null || !current.isFor(row)) {
            refuse(row);
            flush();
            if (D1Rules.isSchemaTable(row.table())) {
                single(row);
                return;
            }
            current = RowBatch.of(row);
            batch = current;
        }
        RowBatch.Answer answer = current.add(row);
        while (answer == RowBatch.Answer.FULL) {
            current = flushed(current);
            answer = current.add(row);
        }
        if (answer == RowBatch.Answer.UNBINDABLE) {
            refuse(row);
            flushed(current);
            single(row);
        }
    }

    // Of a target's rows only the first can be refused, or one with an expression in it.
    private void refuse(DumpStatement statement) throws DumpException {
        String refusal = AllowList.refusal(statement);
        if (refusal != null) throw reader.refusal(statement, refusal);
    }

    private void single(InsertRow row) throws InterruptedException {
        put(new Item(row.copy(), null, null, kib(row.length())));
    }

    private void flush() throws InterruptedException {
        if (batch != null) flushed(batch);
    }

    private RowBatch flushed(RowBatch rows) throws InterruptedException {
        RowBatch following = rows.following();
        batch = following;
        if (rows.size() > 0) put(new Item(null, rows, null, kib(rows.bytes())));
        return following;
    }

    private static int kib(int bytes) {
        return Math.min(ROOM_KIB, bytes / KIB + 1);
    }

    private void put(Item item) throws InterruptedException {
        room.acquire(item.room);
        items.add(item);
    }

    /** Stops reading; the reader can then be closed. */
    @Override
    public void close() {
        if (!thread.isAlive()) return;
        thread.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
