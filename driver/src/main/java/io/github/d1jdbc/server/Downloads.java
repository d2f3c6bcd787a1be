package io.github.d1jdbc.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers the GET of a stored file as R2 does (Range, If-Match, If-None-Match, If-Range), and with the faults of
 * downloads. Thread-safe.
 */
final class Downloads {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
    private static final int CHUNK = 1 << 16;
    // Long enough for what was written to leave the socket before a RST would discard it.
    private static final Duration BEFORE_RESET = Duration.ofMillis(30);

    private final HttpListener listener;

    Downloads(HttpListener listener) {
        this.listener = listener;
    }

    void answer(Exchange exchange, ObjectStore.Stored stored, Fault fault) throws IOException {
        String etag = '"' + etag(stored, fault) + '"';
        Map<String, String> head = new LinkedHashMap<>();
        head.put("content-type", "application/octet-stream");
        head.put("accept-ranges", "bytes");
        if (fault.kind() != Fault.Kind.NO_ETAG) head.put("etag", etag);
        head.put("last-modified", HTTP_DATE.format(stored.modified()));
        String match = exchange.header("if-match");
        if (match != null && !lists(match, etag)) {
            String text = "At least one of the pre-conditions you specified did not hold";
            ObjectStore.xml(exchange, 412, "PreconditionFailed", text);
            return;
        }
        String noneMatch = exchange.header("if-none-match");
        if (noneMatch != null && lists(noneMatch, etag)) {
            exchange.send(304, head, new byte[0]);
            return;
        }
        long size = stored.size();
        long from = 0;
        long to = size - 1;
        int status = 200;
        Matcher range = range(exchange, etag, fault);
        if (range != null) {
            boolean suffix = range.group(1).isEmpty();
            long last = range.group(2).isEmpty() ? Long.MAX_VALUE : number(range.group(2));
            from = suffix ? Math.max(0, size - last) : number(range.group(1));
            to = suffix ? size - 1 : Math.min(last, size - 1);
            if (from >= size || from > to) {
                String text = "The requested range is not satisfiable";
                ObjectStore.xml(exchange, 416, "InvalidRange", text, Map.of("content-range", "bytes */" + size));
                return;
            }
            status = 206;
            long total = fault.kind() == Fault.Kind.WRONG_TOTAL ? size + 1 : size;
            head.put("content-range", "bytes " + from + "-" + to + "/" + total);
        }
        try (FileChannel file = FileChannel.open(stored.file())) {
            send(exchange, status, head, file, from, to - from + 1, fault);
        }
    }

    private static long number(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private static @Nullable Matcher range(Exchange exchange, String etag, Fault fault) {
        String header = exchange.header("range");
        String ifRange = exchange.header("if-range");
        if (header == null || fault.kind() == Fault.Kind.IGNORE_RANGE) return null;
        if (ifRange != null && !ifRange.equals(etag)) return null;
        Matcher matcher = RANGE.matcher(header);
        return matcher.matches() && header.length() > "bytes=-".length() ? matcher : null;
    }

    private static boolean lists(String header, String etag) {
        return Arrays.stream(header.split(",")).map(String::strip).anyMatch(e -> e.equals(etag) || e.equals("*"));
    }

    private static String etag(ObjectStore.Stored stored, Fault fault) throws IOException {
        return switch (fault.kind()) {
            case ETAG_CHANGE ->
                HexFormat.of()
                        .formatHex(DumpFile.md5().digest(("not " + stored.etag()).getBytes(StandardCharsets.UTF_8)));
            case PLAIN_MD5_ETAG -> {
                MessageDigest md5 = DumpFile.md5();
                try (var in = Files.newInputStream(stored.file())) {
                    byte[] buffer = new byte[CHUNK];
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) md5.update(buffer, 0, n);
                }
                yield HexFormat.of().formatHex(md5.digest());
            }
            default -> stored.etag();
        };
    }

    private void send(
            Exchange exchange,
            int status,
            Map<String, String> head,
            FileChannel file,
            long from,
            long length,
            Fault fault)
            throws IOException {
        switch (fault.kind()) {
            case NO_LENGTH -> {
                try (OutputStream out = exchange.beginChunked(status, head)) {
                    copy(file, from, length, out, fault);
                }
            }
            case CLEAN_CUT_AFTER -> {
                try (OutputStream out = exchange.beginChunked(status, head)) {
                    copy(file, from, Math.min(length, fault.amount()), out, fault);
                }
            }
            case CUT_AFTER -> {
                exchange.begin(status, head, length);
                copy(file, from, Math.min(length, fault.amount()), exchange.out(), fault);
                exchange.close();
            }
            case RESET_AFTER -> {
                exchange.begin(status, head, length);
                copy(file, from, Math.min(length, fault.amount()), exchange.out(), fault);
                listener.pause(BEFORE_RESET);
                exchange.reset();
            }
            case STALL_AFTER -> {
                exchange.begin(status, head, length);
                copy(file, from, Math.min(length, fault.amount()), exchange.out(), fault);
                exchange.hang();
            }
            case WRONG_LENGTH -> {
                long told = Math.max(0, length + fault.amount());
                exchange.begin(status, head, told);
                copy(file, from, Math.min(length, told), exchange.out(), fault);
                exchange.close();
            }
            default -> {
                exchange.begin(status, head, length);
                copy(file, from, length, exchange.out(), fault);
            }
        }
    }

    private void copy(FileChannel file, long from, long length, OutputStream out, Fault fault) throws IOException {
        boolean slow = fault.kind() == Fault.Kind.SLOW;
        byte[] buffer = new byte[slow ? (int) Math.max(1, Math.min(CHUNK, fault.amount())) : CHUNK];
        long at = from;
        long end = from + length;
        while (at < end) {
            int n = file.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, end - at)), at);
            if (n < 0) throw new IOException("The stored file has become shorter");
            long wrong = fault.amount() - at;
            if (fault.kind() == Fault.Kind.CORRUPT && wrong >= 0 && wrong < n) buffer[(int) wrong] ^= 0x20;
            out.write(buffer, 0, n);
            at += n;
            if (slow) listener.pause(fault.duration());
        }
    }
}
