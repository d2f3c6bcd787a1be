package io.github.d1jdbc.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.apache.commons.compress.compressors.CompressorOutputStream;

/**
 * One gzip member, compressed in chunks on several threads: each chunk has the 32 KiB before it as its dictionary and
 * ends with an empty stored block, so that the chunks put together are one deflate stream (RFC 1951, 3.2.4). The bytes
 * depend on data and level only, never on the number of threads. One thread at a time.
 *
 * <p>Several members would be simpler; but many readers, Commons Compress' own by default among them, stop behind the
 * first one without an error.
 */
final class ParallelGzip extends CompressorOutputStream<OutputStream> {

    private static final int WINDOW = 32 * 1024;
    private static final int CHUNK = 256 * 1024;
    private static final int MOST_THREADS = 16; // 18 slots of 0.6 MB stay below 16 MiB of heap

    private static final int THREADS =
            Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    private static final ThreadPoolExecutor POOL = pool();

    private final int level;
    private final CRC32 crc = new CRC32();
    private final Deque<Slot> running = new ArrayDeque<>();
    private final Deque<Slot> free = new ArrayDeque<>();
    private final List<Slot> all = new ArrayList<>();
    private Slot filling;
    private long taken;
    private boolean finished;
    private boolean closed;

    /** @param level 1 to 9 */
    ParallelGzip(OutputStream out, int level) throws IOException {
        super(out);
        this.level = level;
        this.filling = newSlot();
        // No time and no name, so that the same bytes give the same file; RFC 1952, 2.3.1.
        int effort = level == Deflater.BEST_COMPRESSION ? 2 : level == Deflater.BEST_SPEED ? 4 : 0;
        out.write(new byte[] {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, (byte) effort, (byte) 0xff});
    }

    private static ThreadPoolExecutor pool() {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(THREADS, THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "d1-jdbc-gzip");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true); // a driver leaves no thread behind that nobody uses
        return pool;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (finished) throw new IOException("the gzip stream is finished");
        crc.update(bytes, offset, length);
        taken += length;
        int from = offset;
        int left = length;
        while (left > 0) {
            if (filling.room() == 0) next();
            int n = Math.min(left, filling.room());
            filling.add(bytes, from, n);
            from += n;
            left -= n;
        }
    }

    /** Hands the full slot to a thread and takes an empty one. */
    private void next() throws IOException {
        Slot full = filling;
        start(full, false);
        if (free.isEmpty() && all.size() <= THREADS + 1) {
            filling = newSlot();
        } else {
            if (free.isEmpty()) writeFirst();
            filling = free.remove();
        }
        filling.begin(full);
    }

    private void start(Slot slot, boolean last) {
        slot.last = last;
        slot.work = CompletableFuture.runAsync(slot, POOL);
        running.add(slot);
    }

    private void writeFirst() throws IOException {
        Slot slot = running.remove();
        slot.work.join(); // some milliseconds; an interrupt is seen by the stream below
        free.add(slot);
        out.write(slot.output, 0, slot.packed);
    }

    /** Writes what is compressed already and flushes the stream below; a chunk that is not full stays here. */
    @Override
    public void flush() throws IOException {
        while (!running.isEmpty() && running.element().work.isDone()) writeFirst();
        out.flush();
    }

    /** Writes the rest and the trailer; the stream below stays open. */
    @Override
    public void finish() throws IOException {
        if (finished) return;
        finished = true;
        try {
            start(filling, true);
            while (!running.isEmpty()) writeFirst();
            writeLittleEndian((int) crc.getValue());
            writeLittleEndian((int) taken);
        } finally {
            release();
        }
    }

    private void writeLittleEndian(int value) throws IOException {
        out.write(new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)});
    }

    // A deflater holds memory beside the heap, which may go only when no thread works in it.
    private void release() {
        for (Slot slot : running) slot.work.join();
        for (Slot slot : all) slot.deflater.end();
    }

    @Override
    public void close() throws IOException {
        if (closed) return;
        closed = true;
        try (OutputStream below = out) {
            finish();
            below.flush();
        }
    }

    private Slot newSlot() {
        Slot slot = new Slot(level);
        all.add(slot);
        return slot;
    }

    /** The window before a chunk, the chunk, and what it becomes. Filled by the caller, worked on by one thread. */
    private static final class Slot implements Runnable {
        private final Deflater deflater;
        private final byte[] input = new byte[WINDOW + CHUNK];
        private byte[] output = new byte[CHUNK + CHUNK / 16];
        private int window;
        private int end;
        private int packed;
        private boolean last;
        private CompletableFuture<Void> work = CompletableFuture.completedFuture(null);

        Slot(int level) {
            deflater = new Deflater(level, true);
        }

        int room() {
            return window + CHUNK - end;
        }

        void add(byte[] bytes, int offset, int length) {
            System.arraycopy(bytes, offset, input, end, length);
            end += length;
        }

        /** Becomes the chunk behind another, which may be compressed at the same time: it is only read. */
        void begin(Slot before) {
            window = Math.min(WINDOW, before.end);
            System.arraycopy(before.input, before.end - window, input, 0, window);
            end = window;
        }

        @Override
        public void run() {
            deflater.reset();
            if (window > 0) deflater.setDictionary(input, 0, window);
            deflater.setInput(input, window, end - window);
            if (last) deflater.finish();
            packed = 0;
            while (true) {
                packed += deflater.deflate(
                        output, packed, output.length - packed, last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
                if (last ? deflater.finished() : packed < output.length) return;
                if (packed == output.length) output = Arrays.copyOf(output, output.length + CHUNK / 16);
            }
        }
    }
}
