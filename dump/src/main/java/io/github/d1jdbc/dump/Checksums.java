package io.github.d1jdbc.dump;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Sums over whole files, read in pieces. */
final class Checksums {

    private static final int BUFFER = 64 * 1024;

    private Checksums() {}

    /** SHA-256 in lower-case hex. */
    static String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        read(file, digest::update);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** CRC-32C in eight lower-case hex digits. */
    static String crc32c(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        read(file, crc::update);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    @FunctionalInterface
    private interface Taker {
        void take(byte[] bytes, int offset, int length);
    }

    private static void read(Path file, Taker taker) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) taker.take(buffer, 0, n);
        }
    }
}
