package io.github.d1jdbc.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A D1 API and an object store on loopback whose own work is as near to nothing as can be: answers come from memory,
 * an export is complete at once, and the object goes from its file to the socket by {@link FileChannel#transferTo}.
 * Counts requests and bytes. Threads may share it.
 */
public final class Loopback implements AutoCloseable {

    /** Of the one account and database that it has. */
    public static final String ACCOUNT = "0123456789abcdef0123456789abcdef";
    /** Of the one account and database that it has. */
    public static final String TOKEN = "bench-token";
    /** Of the one account and database that it has. */
    public static final String DATABASE = "bench";

    private static final AtomicLong REQUESTS = new AtomicLong();
    private static final AtomicLong BYTES = new AtomicLong();
    private static final String INFO = "{\"result\":{\"uuid\":\"6f1f3a9e-0000-4000-8000-000000000000\",\"name\":\""
            + DATABASE + "\",\"version\":\"production\"},\"success\":true,\"errors\":[],\"messages\":[]}";

    private final ServerSocketChannel listener;
    private final @Nullable Path object;
    private final String objectUrl;
    private final @Nullable CannedAnswers answers;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private Loopback(
            ServerSocketChannel listener,
            @Nullable Path object,
            @Nullable String objectUrl,
            @Nullable CannedAnswers answers)
            throws IOException {
        this.listener = listener;
        this.object = object;
        this.objectUrl = objectUrl != null ? objectUrl : "http://127.0.0.1:" + port(listener) + "/object";
        this.answers = answers;
    }

    /** Serves an object. */
    public static Loopback of(Path object) throws IOException {
        return start(object, null, null);
    }

    /** Names an object that somebody else serves. */
    static Loopback naming(String objectUrl) throws IOException {
        return start(null, objectUrl, null);
    }

    /** Answers SQL over a table of so many customers. */
    static Loopback answering(int rows) throws IOException {
        return start(null, null, CannedAnswers.of(rows));
    }

    private static Loopback start(@Nullable Path object, @Nullable String objectUrl, @Nullable CannedAnswers answers)
            throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Loopback server = new Loopback(listener, object, objectUrl, answers);
        daemon(server::accept).start();
        return server;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "bench-loopback");
        thread.setDaemon(true);
        return thread;
    }

    private static int port(ServerSocketChannel listener) throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    /** Where the object is. */
    public String objectUrl() {
        return objectUrl;
    }

    int port() throws IOException {
        return port(listener);
    }

    /** Base of the API. */
    URI endpoint() throws IOException {
        return URI.create("http://127.0.0.1:" + port() + "/client/v4");
    }

    /** The driver's URL of the one database. */
    public String jdbcUrl() throws IOException {
        return "jdbc:d1://" + ACCOUNT + "/" + DATABASE + "?endpoint=" + endpoint();
    }

    /** Requests that all servers of this JVM have answered. */
    static long requests() {
        return REQUESTS.get();
    }

    /** Bytes of bodies that all servers of this JVM have read and written, objects left out. */
    static long bytes() {
        return BYTES.get();
    }

    private void accept() {
        while (true) {
            try {
                SocketChannel socket = listener.accept();
                open.add(socket);
                daemon(() -> serve(socket)).start();
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(SocketChannel socket) {
        try (socket) {
            socket.socket().setTcpNoDelay(true);
            // Blocking and single-threaded: a stream over the channel leaves transferTo possible.
            InputStream in = new BufferedInputStream(Channels.newInputStream(socket), 16 * 1024);
            OutputStream out = Channels.newOutputStream(socket);
            while (answer(in, out, socket)) REQUESTS.incrementAndGet();
        } catch (EOFException | ClosedChannelException e) {
            // The client has gone, which is how every connection ends.
        } catch (IOException e) {
            if (listener.isOpen()
                    && !"Broken pipe".equals(e.getMessage())
                    && !"Connection reset".equals(e.getMessage())) {
                throw new IllegalStateException("the loopback server failed", e);
            }
        } finally {
            open.remove(socket);
        }
    }

    private boolean answer(InputStream in, OutputStream out, SocketChannel socket) throws IOException {
        String line = line(in);
        if (line == null) return false;
        String request = line;
        int length = 0;
        while (true) {
            line = line(in);
            if (line == null) return false;
            if (line.isEmpty()) break;
            if (line.regionMatches(true, 0, "content-length:", 0, 15))
                length = Integer.parseInt(line.substring(15).strip());
        }
        byte[] body = in.readNBytes(length);
        if (request.startsWith("GET /object") && object != null) {
            send(object, socket);
            return true;
        }
        byte[] answer = request.startsWith("GET ")
                ? INFO.getBytes(StandardCharsets.UTF_8)
                : answers == null ? export() : answers.to(body);
        BYTES.addAndGet(body.length + answer.length);
        byte[] head = head(answer.length, "application/json");
        byte[] whole = new byte[head.length + answer.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(answer, 0, whole, head.length, answer.length);
        out.write(whole);
        return true;
    }

    private byte[] export() {
        return ("{\"result\":{\"success\":true,\"type\":\"export\",\"at_bookmark\":\"00000000-00000001\",\"status\":"
                        + "\"complete\",\"messages\":[],\"result\":{\"filename\":\"bench.sql\",\"signed_url\":\""
                        + objectUrl + "\"}},\"success\":true,\"errors\":[],\"messages\":[]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] head(long length, String type) {
        return ("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nETag: \"bench-1\"\r\nContent-Length: " + length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void send(Path file, SocketChannel socket) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long length = channel.size();
            ByteBuffer head = ByteBuffer.wrap(head(length, "application/octet-stream"));
            while (head.hasRemaining()) socket.write(head);
            for (long sent = 0; sent < length; ) sent += channel.transferTo(sent, length - sent, socket);
        }
    }

    private static @Nullable String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') return line.toString();
            if (c != '\r') line.append((char) c);
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        if (answers != null) answers.close();
        listener.close();
        for (SocketChannel socket : open) socket.close();
    }
}
