package io.github.d1jdbc.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.IntConsumer;

/**
 * A file that is written as an object store takes it: in parts, whose MD5 sums give the object's ETag. Used by one
 * thread.
 */
final class DumpFile extends OutputStream {

    private final OutputStream out;
    private final long partBytes;
    private final IntConsumer uploaded;
    private final MessageDigest part = md5();
    private final MessageDigest sums = md5();
    private long inPart;
    private int parts;

    /** @param uploaded is told the number of each part that is full */
    DumpFile(Path file, long partBytes, IntConsumer uploaded) throws IOException {
        this.out = Files.newOutputStream(file);
        this.partBytes = partBytes;
        this.uploaded = uploaded;
    }

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no MD5", e);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int piece = (int) Math.min(end - at, partBytes - inPart);
            part.update(bytes, at, piece);
            at += piece;
            inPart += piece;
            if (inPart == partBytes) endPart();
        }
    }

    private void endPart() {
        sums.update(part.digest());
        inPart = 0;
        parts++;
        uploaded.accept(parts);
    }

    int parts() {
        return parts;
    }

    /** The ETag, once the file is finished: MD5 of the parts' MD5 sums, and how many they were. */
    String etag() {
        return HexFormat.of().formatHex(sums.digest()) + "-" + parts;
    }

    /** Ends the last part. */
    void finish() throws IOException {
        if (inPart > 0 || parts == 0) endPart();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
