package io.github.d1jdbc.server;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer on a raw socket (RFC 9112). Used by one thread.
 */
final class Exchange {

    private static final int HEAD_LIMIT = 1 << 16;
    private static final int SMALL = 1 << 16;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String method;
    private final String path;
    private final Map<String, String> query;
    private final Map<String, String> headers;
    private final RequestBody body;
    private boolean keepAlive;
    private boolean aborted;
    private int status;
    private @Nullable Runnable beforeAnswer;

    private Exchange(Socket socket, InputStream in, String requestLine, Map<String, String> headers)
            throws IOException {
        this.socket = socket;
        this.in = in;
        this.out = socket.getOutputStream();
        this.headers = headers;
        String[] parts = requestLine.split(" ", 3);
        if (parts.length != 3) throw new IOException("No HTTP request line");
        this.method = parts[0];
        int mark = parts[1].indexOf('?');
        this.path = mark < 0 ? parts[1] : parts[1].substring(0, mark);
        this.query = mark < 0 ? Map.of() : parse(parts[1].substring(mark + 1));
        String connection = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
        this.keepAlive = parts[2].equals("HTTP/1.0") ? connection.equals("keep-alive") : !connection.equals("close");
        this.body = new RequestBody(in, headers);
    }

    /** Reads the next request's head; null when the client has closed the connection. */
    static @Nullable Exchange read(Socket socket, InputStream in) throws IOException {
        String line = line(in);
        while (line != null && line.isEmpty()) line = line(in);
        if (line == null) return null;
        Map<String, String> headers = new HashMap<>();
        int size = line.length();
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            size += header.length();
            if (size > HEAD_LIMIT) throw new IOException("The request's head is too long");
            int colon = header.indexOf(':');
            if (colon > 0) {
                String name = header.substring(0, colon).toLowerCase(Locale.ROOT);
                headers.merge(name, header.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
            }
        }
        return new Exchange(socket, in, line, headers);
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) return null;
            if (bytes.size() >= HEAD_LIMIT) throw new IOException("The request's head is too long");
            if (c != '\r') bytes.write(c);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static Map<String, String> parse(String query) {
        Map<String, String> map = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            int eq = pair.indexOf('=');
            String name = eq < 0 ? pair : pair.substring(0, eq);
            String value = eq < 0 ? "" : URLDecoder.decode(pair.substring(eq + 1), StandardCharsets.UTF_8);
            map.merge(URLDecoder.decode(name, StandardCharsets.UTF_8), value, (a, b) -> a + "," + b);
        }
        return map;
    }

    String method() {
        return method;
    }

    /** The path as it was sent, without the query string. */
    String path() {
        return path;
    }

    /** A query parameter; several of one name are joined by commas. */
    @Nullable
    String query(String name) {
        return query.get(name);
    }

    /** A request header, by its name in lower case. */
    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    /** The status that was answered, 0 while none was. */
    int status() {
        return status;
    }

    /** How many bytes of the request's body were read. */
    long bodyBytes() {
        return body.count();
    }

    /** The request's body; a client that waits for "100 Continue" gets it here. */
    InputStream body() throws IOException {
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            headers.remove("expect");
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        return body;
    }

    /** Has this run once, before the first byte of the answer or the connection's end can be seen. */
    void beforeAnswer(Runnable action) {
        beforeAnswer = action;
    }

    private void announce() {
        Runnable action = beforeAnswer;
        beforeAnswer = null;
        if (action != null) action.run();
    }

    /** Sends a whole answer. */
    void send(int code, Map<String, String> head, byte[] content) throws IOException {
        boolean bodyless = method.equals("HEAD") || code == 304 || code == 204;
        byte[] first = head(code, head, code == 304 ? -1 : content.length, false);
        if (bodyless || content.length == 0) {
            out.write(first);
        } else if (content.length <= SMALL) {
            // One write, so that head and body leave in one packet.
            byte[] all = java.util.Arrays.copyOf(first, first.length + content.length);
            System.arraycopy(content, 0, all, first.length, content.length);
            out.write(all);
        } else {
            out.write(first);
            out.write(content);
        }
    }

    /** Sends a head that promises so many bytes; the caller writes them, or fewer, to {@link #out()}. */
    void begin(int code, Map<String, String> head, long length) throws IOException {
        out.write(head(code, head, length, false));
    }

    /** Sends a head without a length; the body goes into the stream given, whose closing ends it. */
    OutputStream beginChunked(int code, Map<String, String> head) throws IOException {
        out.write(head(code, head, -1, true));
        return new ChunkedOutput(out);
    }

    OutputStream out() {
        return out;
    }

    private byte[] head(int code, Map<String, String> head, long length, boolean chunked) {
        status = code;
        announce();
        StringBuilder text = new StringBuilder(256);
        text.append("HTTP/1.1 ").append(code).append(' ').append(reason(code)).append("\r\n");
        head.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        if (chunked) text.append("transfer-encoding: chunked\r\n");
        else if (length >= 0) text.append("content-length: ").append(length).append("\r\n");
        if (!keepAlive) text.append("connection: close\r\n");
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String reason(int code) {
        return switch (code) {
            case 200 -> "OK";
            case 202 -> "Accepted";
            case 206 -> "Partial Content";
            case 304 -> "Not Modified";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 412 -> "Precondition Failed";
            case 416 -> "Range Not Satisfiable";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "Status";
        };
    }

    /** Drops the connection with a RST: what was not yet sent is lost. */
    void reset() throws IOException {
        aborted = true;
        announce();
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Ends the connection with a FIN. */
    void close() throws IOException {
        aborted = true;
        announce();
        socket.shutdownOutput();
        socket.close();
    }

    /** Says nothing more until the client goes away or the server is closed. */
    void hang() throws IOException {
        aborted = true;
        announce();
        byte[] ignored = new byte[1024];
        while (in.read(ignored) >= 0) keepAlive = false;
    }

    /** Reads what is left of the request; false when the connection cannot be used again. */
    boolean finish() throws IOException {
        if (aborted) return false;
        out.flush();
        return keepAlive && body.drain();
    }

    /** A body with a length or in chunks. */
    private static final class RequestBody extends InputStream {
        private static final long DRAIN_LIMIT = 1 << 20;
        private final InputStream in;
        private final boolean chunked;
        private long left;
        private long count;
        private boolean ended;

        RequestBody(InputStream in, Map<String, String> headers) throws IOException {
            this.in = in;
            this.chunked = headers.getOrDefault("transfer-encoding", "")
                    .toLowerCase(Locale.ROOT)
                    .endsWith("chunked");
            try {
                this.left = chunked ? 0 : Long.parseLong(headers.getOrDefault("content-length", "0"));
            } catch (NumberFormatException e) {
                throw new IOException("The request's Content-Length is no number", e);
            }
            this.ended = !chunked && left == 0;
        }

        long count() {
            return count;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) return 0;
            if (ended) return -1;
            if (chunked && left == 0 && !nextChunk()) return -1;
            int n = in.read(buffer, offset, (int) Math.min(length, left));
            if (n < 0) throw new EOFException("The request's body ends early");
            left -= n;
            count += n;
            if (left == 0 && chunked) line(in);
            else if (left == 0) ended = true;
            return n;
        }

        private boolean nextChunk() throws IOException {
            String size = line(in);
            if (size == null) throw new EOFException("The request's body ends early");
            try {
                left = Long.parseLong(List.of(size.split(";", 2)).get(0).strip(), 16);
            } catch (NumberFormatException e) {
                throw new IOException("A chunk's size is no number", e);
            }
            if (left > 0) return true;
            String trailer = line(in);
            while (trailer != null && !trailer.isEmpty()) trailer = line(in);
            ended = true;
            return false;
        }

        boolean drain() throws IOException {
            byte[] buffer = new byte[8192];
            for (long drained = 0; !ended; ) {
                int n = read(buffer, 0, buffer.length);
                if (n < 0) break;
                drained += n;
                if (drained > DRAIN_LIMIT) return false;
            }
            return true;
        }
    }

    /** Writes each piece as one chunk. */
    private static final class ChunkedOutput extends OutputStream {
        private final OutputStream out;

        ChunkedOutput(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) return;
            out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.write(bytes, offset, length);
            out.write('\r');
            out.write('\n');
        }

        @Override
        public void close() throws IOException {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
