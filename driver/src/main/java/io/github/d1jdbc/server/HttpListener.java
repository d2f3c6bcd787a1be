package io.github.d1jdbc.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A small HTTP/1.1 server on the loopback address, a thread a connection, with keep-alive.
 *
 * <p>It is our own and not the JDK's because faults such as a RST before the answer or a body shorter than its
 * Content-Length need the socket. Thread-safe.
 */
final class HttpListener implements AutoCloseable {

    /** Answers one exchange; a connection that it closed is left alone. */
    interface Handler {
        void handle(Exchange exchange) throws IOException;
    }

    private static final Logger LOG = Logger.getLogger("io.github.d1jdbc");
    private static final int BACKLOG = 128;

    private final ServerSocket socket;
    private final Handler handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads;

    HttpListener(int port, Handler handler) throws IOException {
        this.handler = handler;
        this.socket = new ServerSocket(port, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "d1-server-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    void start() {
        threads.execute(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    ExecutorService threads() {
        return threads;
    }

    /** Waits that long, or less when the server is closed meanwhile. */
    void pause(Duration duration) {
        try {
            if (closed.await(duration.toNanos(), TimeUnit.NANOSECONDS)) LOG.fine("Woken by the server's end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void accept() {
        while (!isClosed()) {
            @Nullable Socket connection = null;
            try {
                connection = socket.accept();
                open.add(connection);
                Socket accepted = connection;
                threads.execute(() -> serve(accepted));
            } catch (IOException | java.util.concurrent.RejectedExecutionException e) {
                if (isClosed()) {
                    if (connection != null) drop(connection);
                } else {
                    LOG.log(Level.WARNING, "The embedded D1 could not accept a connection", e);
                }
            }
        }
    }

    private void serve(Socket connection) {
        try {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream(), 1 << 16);
            while (!isClosed()) {
                Exchange exchange = Exchange.read(connection, in);
                if (exchange == null) return;
                handler.handle(exchange);
                if (!exchange.finish()) return;
            }
        } catch (IOException e) {
            // A client that goes away in the middle is an everyday event here.
            LOG.log(Level.FINE, "A connection ended: {0}", e.toString());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The embedded D1 failed on a request", e);
        } finally {
            drop(connection);
        }
    }

    private void drop(Socket connection) {
        open.remove(connection);
        try {
            connection.close();
        } catch (IOException e) {
            LOG.log(Level.FINE, "A socket did not close: {0}", e.toString());
        }
    }

    /** Waits until the threads of a closed listener have ended, but not for ever. */
    void awaitEnd() {
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) LOG.warning("A thread of the embedded D1 does not end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
        open.forEach(this::drop);
        threads.shutdownNow();
    }
}
