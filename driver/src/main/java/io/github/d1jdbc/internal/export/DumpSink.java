package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions.Digest;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes a dump as it comes: scan, SHA-256 of the SQL, ETag, then compression and the file or stream below, in constant
 * memory. One thread at a time.
 */
final class DumpSink implements Receiver {
    private static final int CHUNK = 256 * 1024;

    private final @Nullable PartFile part;
    private final OutputStream below;
    private final String place;
    private final Compression compression;
    private final int level;
    private final boolean digests;

    private Body body;
    private DumpScan scan = new DumpScan();
    private @Nullable MessageDigest sql;
    private EtagCheck etag = EtagCheck.none();
    private int round;
    private @Nullable ResumeFiles resume;
    private @Nullable Identity identity;
    private long downloaded;
    private long appended;
    private byte lastByte = '\n';
    private boolean checksRoom;

    private DumpSink(
            @Nullable PartFile part,
            OutputStream below,
            String place,
            Compression compression,
            int level,
            boolean digests)
            throws ExportException {
        this.part = part;
        this.below = below;
        this.place = place;
        this.compression = compression;
        this.level = level;
        this.digests = digests;
        this.sql = digests ? Digests.sha256() : null;
        this.body = open();
    }

    /** Into a part, from its first byte; {@code disk} stands between for tests of failing disks. */
    static DumpSink toPart(
            PartFile part, UnaryOperator<OutputStream> disk, Compression compression, int level, Digest digest)
            throws ExportException {
        return new DumpSink(
                part, disk.apply(part.out()), part.path().toString(), compression, level, digest == Digest.SHA_256);
    }

    /** Into a stream, which is never closed. */
    static DumpSink toStream(OutputStream out, Compression compression, int level, Digest digest)
            throws ExportException {
        return new DumpSink(null, out, "the stream", compression, level, digest == Digest.SHA_256);
    }

    private Body open() throws ExportException {
        try {
            return new Body(below, compression, level, digests);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public long position() {
        return downloaded;
    }

    @Override
    public boolean restartable() {
        return part != null;
    }

    /** Notes on disk which object is downloaded, so that a later run can go on. */
    void resumable(ResumeFiles files) {
        resume = files;
    }

    /** Looks for room on the disk before the first byte comes. */
    void checkRoom() {
        checksRoom = true;
    }

    @Override
    public void identify(Identity object) throws ExportException {
        if (resume != null) resume.begun(object);
        if (part != null && checksRoom) part.checkRoom(object.total());
        identity = object;
        etag = digests ? EtagCheck.of(object.etag(), object.total(), round) : EtagCheck.none();
    }

    /** The object that it holds a part of, or null. */
    @Nullable
    Identity identity() {
        return identity;
    }

    @Override
    public void take(byte[] bytes, int offset, int length) throws ExportException {
        write(bytes, offset, length);
        etag.update(bytes, offset, length);
        downloaded += length;
    }

    @Override
    public void restart() throws ExportException {
        PartFile file = part;
        if (file == null) {
            throw new ExportException(
                    Reason.DOWNLOAD,
                    "The dump must be downloaded again, but the stream has taken a part of the first: throw away what"
                            + " it has taken and export again.");
        }
        body.discard();
        try {
            file.truncate(0);
        } catch (IOException e) {
            throw failed(e);
        }
        scan = new DumpScan();
        sql = digests ? Digests.sha256() : null;
        etag = EtagCheck.none();
        identity = null;
        downloaded = 0;
        appended = 0;
        lastByte = '\n';
        body = open();
    }

    /** The next download tries other part sizes for the ETag. */
    void nextRound() {
        round++;
    }

    /** Takes up what an earlier run left in the part, as if it came just now. */
    void takeUp(Identity object) throws ExportException {
        PartFile file = part;
        if (file == null || compression != Compression.NONE) {
            throw new IllegalStateException("only a plain part can be taken up");
        }
        identify(object);
        try {
            long length = Math.min(file.size(), object.total());
            file.truncate(length);
            InputStream in = file.in();
            byte[] chunk = new byte[CHUNK];
            while (downloaded < length) {
                int n = in.readNBytes(chunk, 0, (int) Math.min(CHUNK, length - downloaded));
                if (n == 0) throw new IOException("it is shorter than it was");
                pass(chunk, n);
                body.passed(chunk, 0, n);
                etag.update(chunk, 0, n);
                downloaded += n;
            }
            file.truncate(length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Writes SQL of our own behind the dump; the first time on a new line. */
    void append(String text) throws ExportException {
        scan.exact();
        StringBuilder lead = new StringBuilder();
        if (lastByte != '\n') lead.append('\n');
        if (scan.lacksSemicolon()) lead.append(";\n");
        byte[] bytes = lead.append(text).toString().getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
        appended += bytes.length;
    }

    /** Writes SQL that takes the place of D1's, whole statements with their ends. */
    void rewritten(byte[] bytes, int offset, int length) throws ExportException {
        write(bytes, offset, length);
        appended += length;
    }

    /** The same. */
    void rewritten(String sql) throws ExportException {
        byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
        rewritten(bytes, 0, bytes.length);
    }

    private void write(byte[] bytes, int offset, int length) throws ExportException {
        if (length == 0) return;
        pass(bytes, offset, length);
        try {
            body.write(bytes, offset, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void pass(byte[] bytes, int length) {
        pass(bytes, 0, length);
    }

    /** Shows bytes to everything but the body. */
    private void pass(byte[] bytes, int offset, int length) {
        scan.feed(bytes, offset, length);
        if (sql != null) sql.update(bytes, offset, length);
        lastByte = bytes[offset + length - 1];
    }

    /** Ends the ETag's computation. */
    EtagCheck.Verdict etagVerdict() {
        return etag.verdict();
    }

    /** The SHA-256 of the SQL so far, or null. */
    @Nullable
    String sqlSha256() {
        if (sql == null) return null;
        try {
            return HexFormat.of().formatHex(((MessageDigest) sql.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java's SHA-256 cannot be copied", e);
        }
    }

    /** What was seen so far; replaced when the sink begins again. */
    DumpScan scan() {
        return scan;
    }

    /** Bytes of SQL, our own ones included. */
    long sqlBytes() {
        return downloaded + appended;
    }

    /** Ends the compression; nothing can be written any more. */
    Body.Summary finish() throws ExportException {
        scan.finish();
        try {
            return body.end();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Frees what a compressor holds, after a failure. */
    void discard() {
        body.discard();
    }

    private ExportException failed(IOException e) {
        return PartFile.failed("Writing to " + place + " failed", e);
    }
}
