package io.github.d1jdbc.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A server on a raw socket that plays one scripted answer a request, whatever is asked: the bytes of the answer are the
 * test's own, so that it can be cut, reset, stalled or wrong. It keeps what was asked.
 */
final class ScriptedServer implements AutoCloseable {

    /** What was asked; header names are in lower case. */
    record Asked(String method, String path, Map<String, String> headers, String body) {}

    /** Plays one answer; false ends the connection. */
    @FunctionalInterface
    interface Step {
        boolean play(Socket socket) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final Queue<Step> script = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);

    ScriptedServer(Step... steps) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        script.addAll(List.of(steps));
        start(this::accept);
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/client/v4");
    }

    List<Asked> asked() {
        return asked;
    }

    /** Waits until an answer hangs. */
    void awaitHanging() throws InterruptedException {
        hanging.await();
    }

    static Step answer(int status, String body, String... headers) {
        return answer(status, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    static Step answer(int status, byte[] body, String... headers) {
        return socket -> {
            OutputStream out = socket.getOutputStream();
            out.write(head(status, "Content-Length: " + body.length, headers));
            out.write(body);
            out.flush();
            return true;
        };
    }

    /** Announces more than it sends. */
    static Step cut(int status, String body, int missing) {
        return socket -> {
            OutputStream out = socket.getOutputStream();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            out.write(head(status, "Content-Length: " + (bytes.length + missing)));
            out.write(bytes);
            out.flush();
            return false;
        };
    }

    /** Without a length, in chunks. */
    static Step chunked(int status, byte[] body, int chunk) {
        return socket -> {
            OutputStream out = socket.getOutputStream();
            out.write(head(status, "Transfer-Encoding: chunked"));
            for (int at = 0; at < body.length; at += chunk) {
                int length = Math.min(chunk, body.length - at);
                out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                out.write(body, at, length);
                out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return true;
        };
    }

    static Step hangUp() {
        return socket -> false;
    }

    static Step reset() {
        return socket -> {
            socket.setSoLinger(true, 0);
            return false;
        };
    }

    /** Never answers; ends with the server. */
    Step hang() {
        return socket -> {
            hanging.countDown();
            closing.await();
            return false;
        };
    }

    ScriptedServer then(Step... steps) {
        script.addAll(List.of(steps));
        return this;
    }

    // A connection that the client kept would be dead for the next server that gets the same port.
    private static byte[] head(int status, String length, String... headers) {
        return ("HTTP/1.1 " + status + " Scripted\r\nConnection: close\r\n" + length + "\r\n"
                        + String.join(
                                "",
                                List.of(headers).stream().map(h -> h + "\r\n").toList()) + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (Asked request = read(in); request != null; request = read(in)) {
                asked.add(request);
                Step step = script.poll();
                if (step == null) step = answer(599, "the script is over");
                if (!step.play(socket)) return;
            }
        } catch (IOException | InterruptedException e) {
            // The client went away, which is what some tests want.
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable Asked read(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) return null;
        String[] parts = first.split(" ", -1);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Asked(parts[0], parts[1], headers, new String(body, StandardCharsets.UTF_8));
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b;
        while ((b = in.read()) >= 0) {
            if (b == '\n') return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            line.write(b);
        }
        return null;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        server.close();
        for (Socket socket : sockets) socket.close();
    }

    /** Long enough for any step of a script; a test that reaches it has failed. */
    static final Duration PATIENCE = Duration.ofSeconds(20);
}
