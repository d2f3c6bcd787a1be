package io.github.d1jdbc.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What stands in for R2 behind the signed URLs: a URL is good for one method, one file and a time; it refuses an
 * Authorization header, and HEAD, whose signature would be another
 * (developers.cloudflare.com/r2/api/s3/presigned-urls). Thread-safe.
 */
final class ObjectStore {

    static final String PREFIX = "/r2/";
    static final String OUTGOING = "d1-sqlio-outgoing";
    static final String INCOMING = "d1-sqlio-incoming";

    private static final DateTimeFormatter AMZ_DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** A stored file. */
    record Stored(Path file, long size, String etag, Instant modified) {}

    private final Path folder;
    private final Supplier<String> base;
    private final Duration lifetime;
    private final SecretKeySpec key;
    private final Map<String, Stored> objects = new ConcurrentHashMap<>();

    /**
     * @param folder where the files are
     * @param base what stands before the path of a URL, {@code http://host:port}
     * @param lifetime how long a URL is good
     */
    ObjectStore(Path folder, Supplier<String> base, Duration lifetime) {
        this.folder = folder;
        this.base = base;
        this.lifetime = lifetime;
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        this.key = new SecretKeySpec(secret, "HmacSHA256");
    }

    Path newFile() throws IOException {
        return Files.createTempFile(folder, "object", ".bin");
    }

    /** Stores a file under a name; the one that had the name before is deleted. */
    void put(String name, Path file, String etag) throws IOException {
        Stored old = objects.put(name, new Stored(file, Files.size(file), etag, Instant.now()));
        if (old != null) Files.deleteIfExists(old.file);
    }

    @Nullable
    Stored get(String name) {
        return objects.get(name);
    }

    /** A URL for one method and one file. */
    String sign(String method, String bucket, String name) {
        String path = PREFIX + bucket + "/" + name;
        long expires = lifetime.toMillis();
        String date = AMZ_DATE.format(Instant.now());
        long until = System.currentTimeMillis() + expires;
        return base.get() + path + "?X-Amz-Expires=" + (expires + 999) / 1000 + "&X-Amz-Date=" + date
                + "&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-SignedHeaders=host&X-Local-Until=" + until
                + "&X-Amz-Signature=" + signature(method, path, Long.toString(until));
    }

    private String signature(String method, String path, String until) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] text = (method + " " + path + " " + until).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(mac.doFinal(text));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("This Java has no HMAC-SHA-256", e);
        }
    }

    /** Answers a request for a signed URL. */
    void answer(Exchange exchange, Fault fault, Downloads downloads) throws IOException {
        if (exchange.header("authorization") != null) {
            xml(exchange, 400, "InvalidArgument", "Only one auth mechanism allowed");
            return;
        }
        String until = String.valueOf(exchange.query("X-Local-Until"));
        byte[] expected = signature(exchange.method(), exchange.path(), until).getBytes(StandardCharsets.UTF_8);
        byte[] given = String.valueOf(exchange.query("X-Amz-Signature")).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, given)) {
            String text = "The request signature we calculated does not match the signature you provided.";
            xml(exchange, 403, "SignatureDoesNotMatch", text);
        } else if (fault.kind() == Fault.Kind.EXPIRED || System.currentTimeMillis() > Long.parseLong(until)) {
            xml(exchange, 403, "ExpiredRequest", "Request has expired");
        } else if (exchange.method().equals("PUT")) {
            upload(exchange, fault);
        } else {
            Stored stored = get(name(exchange));
            if (stored == null) xml(exchange, 404, "NoSuchKey", "The specified key does not exist.");
            else downloads.answer(exchange, stored, fault);
        }
    }

    private static String name(Exchange exchange) {
        return exchange.path().substring(exchange.path().lastIndexOf('/') + 1);
    }

    private void upload(Exchange exchange, Fault fault) throws IOException {
        MessageDigest md5 = DumpFile.md5();
        Path file = newFile();
        long cut = switch (fault.kind()) {
            case RESET_AFTER, CUT_AFTER -> fault.amount();
            default -> Long.MAX_VALUE;
        };
        long size = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            InputStream in = exchange.body();
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                boolean here =
                        fault.kind() == Fault.Kind.CORRUPT && fault.amount() >= size && fault.amount() < size + n;
                if (here) buffer[(int) (fault.amount() - size)] ^= 1;
                size += n;
                if (size > cut) break;
                md5.update(buffer, 0, n);
                out.write(buffer, 0, n);
            }
        }
        if (size > cut) {
            Files.delete(file);
            if (fault.kind() == Fault.Kind.RESET_AFTER) exchange.reset();
            else exchange.close();
            return;
        }
        String etag = HexFormat.of().formatHex(md5.digest());
        put(name(exchange), file, etag);
        switch (fault.kind()) {
            case RESET_AFTER_WORK -> exchange.reset();
            case NO_ETAG -> exchange.send(200, Map.of(), new byte[0]);
            case ETAG_CHANGE -> exchange.send(200, Map.of("etag", "\"00000000000000000000000000000000\""), new byte[0]);
            default -> exchange.send(200, Map.of("etag", '"' + etag + '"'), new byte[0]);
        }
    }

    static void xml(Exchange exchange, int status, String code, String message) throws IOException {
        xml(exchange, status, code, message, Map.of());
    }

    static void xml(Exchange exchange, int status, String code, String message, Map<String, String> more)
            throws IOException {
        String text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code><Message>" + message
                + "</Message></Error>";
        Map<String, String> head = new LinkedHashMap<>(more);
        head.put("content-type", "application/xml");
        exchange.send(status, head, text.getBytes(StandardCharsets.UTF_8));
    }
}
