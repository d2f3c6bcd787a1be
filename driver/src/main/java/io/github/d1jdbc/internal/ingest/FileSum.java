package io.github.d1jdbc.internal.ingest;

import io.github.d1jdbc.internal.ingest.ImportException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What the store will check of a file: its length and its MD5, by which D1 names it. Immutable.
 *
 * @param md5 in lower-case hex
 */
record FileSum(long bytes, String md5) {

    /** R2 takes no more in one PUT (developers.cloudflare.com/d1/best-practices/import-export-data). */
    static final long MOST_BYTES = 5L << 30;

    private static final int CHUNK = 128 * 1024;

    /** Reads the whole file. */
    static FileSum of(Path file) throws ImportException {
        MessageDigest digest = digest();
        long bytes = 0;
        if (Files.isDirectory(file)) throw new ImportException(Reason.FILE, file + " is a folder, not a file of SQL.");
        try (InputStream in = Files.newInputStream(file)) {
            checkSize(file);
            byte[] chunk = new byte[CHUNK];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                if (Thread.currentThread().isInterrupted()) throw interrupted();
                digest.update(chunk, 0, n);
                bytes += n;
            }
        } catch (NoSuchFileException e) {
            throw new ImportException(Reason.FILE, "The file " + file + " does not exist.", e);
        } catch (IOException e) {
            throw new ImportException(Reason.FILE, "Reading " + file + " failed: " + e.getMessage() + ".", e);
        }
        if (bytes == 0) throw new ImportException(Reason.FILE, file + " is empty: there is nothing to import.");
        return new FileSum(bytes, HexFormat.of().formatHex(digest.digest()));
    }

    private static void checkSize(Path file) throws IOException, ImportException {
        long size = Files.size(file);
        if (size <= MOST_BYTES) return;
        throw new ImportException(
                Reason.FILE,
                String.format(
                        Locale.ROOT, "%s has %,d bytes and D1 imports %,d at once: split it.", file, size, MOST_BYTES));
    }

    /** The digest that D1 wants; every Java platform has it (MessageDigest's documentation). */
    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no MD5", e);
        }
    }

    private static ImportException interrupted() {
        return new ImportException(
                Reason.INTERRUPTED, "The import was interrupted before D1 began: nothing was changed.");
    }
}
