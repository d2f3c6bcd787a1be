package io.github.d1jdbc.dump.normal;

import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/** Writes a normalised dump into one file, which is there whole or not at all. Threads may share it. */
public final class NormalFile {

    private NormalFile() {}

    /**
     * Writes it beside the target, syncs it and moves it there; a target that ends in {@code .gz} or {@code .zst} is
     * compressed.
     *
     * @param size about how many bytes come, 0 if unknown
     * @throws FileAlreadyExistsException if the target exists and may not be replaced
     */
    public static Normalised write(DumpReader reader, long size, NormalOptions options, Path target, boolean overwrite)
            throws IOException {
        if (Files.exists(target) && !overwrite) throw new FileAlreadyExistsException(target.toString());
        Compression compression = compressionOf(target);
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null) throw new IOException(target + " is no place for a file");
        Path part = Files.createTempFile(folder, "." + target.getFileName() + ".", ".part", ownerOnly());
        try {
            Normalised normalised =
                    Normaliser.normalise(reader, size, options.withMaxPartBytes(Long.MAX_VALUE), number -> {
                        OutputStream file = Files.newOutputStream(part, StandardOpenOption.TRUNCATE_EXISTING);
                        return compression.compress(file, DumpOptions.DEFAULT_LEVEL);
                    });
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return normalised;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static Compression compressionOf(Path target) {
        String name = String.valueOf(target.getFileName()).toLowerCase(Locale.ROOT);
        for (Compression one : Compression.values()) {
            if (!one.suffix().isEmpty() && name.endsWith(one.suffix())) return one;
        }
        return Compression.NONE;
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
