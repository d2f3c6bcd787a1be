package io.github.d1jdbc.dump;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder with one file a table, built beside its place and moved there when it is whole. One thread at a time may
 * use it.
 */
final class TableFiles implements Closeable {

    private static final int BUFFER = 64 * 1024;
    private static final int LONGEST_NAME = 100;

    private final Path folder;
    private final Path part;
    private final String suffix;
    private final Map<String, Path> files = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private String current = "";
    private final UnaryOperator<OutputStream> disk;
    private @Nullable OutputStream out;
    private @Nullable OutputStream raw;
    private boolean whole;

    /**
     * Begins a folder.
     *
     * @param suffix of the files, with its dot
     * @throws FileAlreadyExistsException if something is there already
     */
    TableFiles(Path folder, String suffix) throws IOException {
        this(folder, suffix, UnaryOperator.identity());
    }

    /** The same; {@code disk} stands between for tests of failing disks. */
    TableFiles(Path folder, String suffix, UnaryOperator<OutputStream> disk) throws IOException {
        this.disk = disk;
        if (Files.exists(folder)) throw new FileAlreadyExistsException(folder.toString());
        this.folder = folder;
        this.suffix = suffix;
        this.part = folder.resolveSibling(folder.getFileName() + ".part");
        delete(part);
        Files.createDirectory(part);
    }

    /** Whether a table has a file already. */
    boolean has(String table) {
        return files.containsKey(SchemaCheck.key(table));
    }

    /** The stream of a table's file; valid until the next call. */
    OutputStream of(String table) throws IOException {
        String key = SchemaCheck.key(table);
        OutputStream open = out;
        if (open != null && key.equals(current)) return open;
        if (open != null) open.close();
        Path file = files.get(key);
        if (file == null) {
            file = part.resolve(fileName(table));
            files.put(key, file);
        }
        current = key;
        OutputStream bare =
                disk.apply(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        raw = bare;
        open = new BufferedOutputStream(new Named(bare, file), BUFFER);
        out = open;
        return open;
    }

    // Letters, digits and ._- stay as they are, all else becomes %XX: no table can name a file outside the folder, and
    // the numbers keep apart what a file system without case would mix up.
    private String fileName(String table) {
        StringBuilder name = new StringBuilder();
        for (byte b : table.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '_'
                    || c == '-'
                    || (c == '.' && name.length() > 0);
            name.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
            if (name.length() > LONGEST_NAME) break;
        }
        String unique = name.toString();
        for (int n = 2; !taken.add(unique.toLowerCase(Locale.ROOT)); n++) unique = name + "-" + n;
        return unique + suffix;
    }

    /** Writes a file of its own beside those of the tables. */
    void extra(String name, List<String> lines) throws IOException {
        Files.write(part.resolve(name), lines);
    }

    /** All is written: moves the folder to its place. */
    void finish() throws IOException {
        if (out != null) out.close();
        out = null;
        try (Stream<Path> all = Files.list(part)) {
            for (Path file : all.toList()) sync(file);
        }
        Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        whole = true;
    }

    /** Without {@link #finish} nothing stays. */
    @Override
    public void close() throws IOException {
        try {
            // Not the buffer above it: what is in there is not wanted, and a full disk would refuse it once more.
            if (raw != null) raw.close();
        } finally {
            if (!whole) delete(part);
        }
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    /** Says of a failed write which file it was; the system's own text does not. */
    private static final class Named extends FilterOutputStream {
        private final Path file;

        Named(OutputStream out, Path file) {
            super(out);
            this.file = file;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
            }
        }
    }
}
