package io.github.d1jdbc.dump.verify;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Adds up a file while it is read, and keeps the digest of its SQL. One thread at a time. */
final class DumpSums extends FilterInputStream {

    private static final int BUFFER = 64 * 1024;

    private final MessageDigest file = sha256();
    private final MessageDigest sql = sha256();
    private final CRC32C crc = new CRC32C();
    private long bytes;

    DumpSums(InputStream in) {
        super(in);
    }

    /** Takes the SQL. */
    MessageDigest sql() {
        return sql;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        if (n > 0) {
            file.update(buffer, offset, n);
            crc.update(buffer, offset, n);
            bytes += n;
        }
        return n;
    }

    /** Reads what a decompressor has left behind. */
    void finish() throws IOException {
        byte[] rest = new byte[BUFFER];
        int n = read(rest, 0, BUFFER);
        while (n >= 0) n = read(rest, 0, BUFFER);
    }

    long bytes() {
        return bytes;
    }

    /** SHA-256 of the file; the sum ends with it. */
    String fileSha256() {
        return HexFormat.of().formatHex(file.digest());
    }

    /** SHA-256 of the SQL; the sum ends with it. */
    String sqlSha256() {
        return HexFormat.of().formatHex(sql.digest());
    }

    String crc32c() {
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    // The stream is the caller's.
    @Override
    public void close() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
