package io.github.d1jdbc.internal.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder in the system's place for temporary files, for its owner only, removed when it is closed. */
final class Scratch implements AutoCloseable {

    private final Path folder;

    private Scratch(Path folder) {
        this.folder = folder;
    }

    static Scratch open() throws ExportException {
        try {
            return new Scratch(Files.createTempDirectory("d1-export-"));
        } catch (IOException e) {
            throw PartFile.failed("A folder for the dump cannot be made (java.io.tmpdir)", e);
        }
    }

    /** A file in it that does not exist. */
    Path file() {
        return folder.resolve("dump.sql");
    }

    @Override
    public void close() throws ExportException {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw PartFile.failed("The folder " + folder + " cannot be removed", e);
        }
    }
}
