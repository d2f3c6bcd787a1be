package io.github.d1jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stands between the driver and a server and passes every byte on, until it is told to hold: then what the driver sends
 * goes nowhere, and the test learns when it was sent and when the driver ends the connection.
 */
final class Wiretap implements AutoCloseable {
    private final URI target;
    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean holding;

    Wiretap(URI target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** The target's address, by way of here. */
    URI address() {
        return URI.create(target.toString().replaceFirst("//[^/]+", "//127.0.0.1:" + server.getLocalPort()));
    }

    void hold() {
        holding = true;
    }

    void awaitRequest() throws InterruptedException {
        if (!held.await(20, TimeUnit.SECONDS)) throw new AssertionError("nothing was sent");
    }

    void awaitEnd() throws InterruptedException {
        if (!ended.await(20, TimeUnit.SECONDS)) throw new AssertionError("the driver did not end the connection");
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket driver = server.accept();
                Socket behind = new Socket(target.getHost(), target.getPort());
                sockets.addAll(List.of(driver, behind));
                start(() -> pass(driver, behind, true));
                start(() -> pass(behind, driver, false));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void pass(Socket from, Socket to, boolean driver) {
        byte[] buffer = new byte[8_192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (driver && holding) {
                    held.countDown();
                } else {
                    out.write(buffer, 0, read);
                    out.flush();
                }
            }
            if (driver && holding) ended.countDown();
        } catch (IOException e) {
            // A reset ends it as well.
            if (driver && holding) ended.countDown();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "wiretap");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) socket.close();
    }
}
