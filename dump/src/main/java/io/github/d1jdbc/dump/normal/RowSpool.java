package io.github.d1jdbc.dump.normal;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder of its own for a while, with one file a table that only its owner may read. One thread at a time. */
final class RowSpool implements Closeable {

    private static final int MOST_OPEN = 32;
    private static final int BUFFER = 32 * 1024;

    private final Path folder;
    private final Map<String, Path> files = new HashMap<>();
    private final LinkedHashMap<String, OutputStream> open = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Makes the folder.
     *
     * @param expected how many bytes will surely come
     * @throws IOException if there is no room for them
     */
    RowSpool(Path scratch, long expected) throws IOException {
        if (!Files.isDirectory(scratch)) throw new IOException("the scratch folder " + scratch + " does not exist");
        long room = Files.getFileStore(scratch).getUsableSpace();
        if (room < expected) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "the scratch folder %s has %,d bytes left, but the spool needs some %,d: choose another",
                    scratch,
                    room,
                    expected));
        }
        folder = Files.createTempDirectory(scratch, "d1dump-");
    }

    /** Where a table's bytes go; good until the next call. */
    OutputStream out(String key) throws IOException {
        OutputStream out = open.get(key);
        if (out != null) return out;
        if (open.size() == MOST_OPEN) {
            Iterator<OutputStream> eldest = open.values().iterator();
            OutputStream stream = eldest.next();
            eldest.remove();
            stream.close();
        }
        Path file = files.get(key);
        if (file == null) {
            file = create("rows-" + files.size());
            files.put(key, file);
        }
        out = new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.APPEND), BUFFER);
        open.put(key, out);
        return out;
    }

    /** All is written. */
    void flush() throws IOException {
        for (OutputStream out : open.values()) out.close();
        open.clear();
    }

    /** A table's file; {@code null} if nothing was written for it. */
    @Nullable
    Path file(String key) {
        return files.get(key);
    }

    /** A table's file is of no more use. */
    void delete(String key) throws IOException {
        Path file = files.remove(key);
        if (file != null) Files.delete(file);
    }

    /** A new file in the folder. */
    Path create(String name) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return Files.createFile(folder.resolve(name), ownerOnly);
    }

    /** Removes the folder and all in it. */
    @Override
    public void close() throws IOException {
        try {
            flush();
        } finally {
            List<Path> all;
            try (Stream<Path> stream = Files.list(folder)) {
                all = stream.toList();
            }
            for (Path file : all) Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }
}
