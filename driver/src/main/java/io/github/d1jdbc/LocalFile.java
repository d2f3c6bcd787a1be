package io.github.d1jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;

/** The SQLite file that a {@code jdbc:d1:local:} URL names. */
final class LocalFile {

    private LocalFile() {}

    /** Its real path: two ways to write a path must lead to one server, because the file is locked. */
    static Path real(String named) throws SQLException {
        try {
            Path path = Path.of(named).toAbsolutePath().normalize();
            if (Files.isDirectory(path)) {
                throw SqlErrors.local("The file in the D1 URL is a folder: " + path + ".", null);
            }
            if (Files.exists(path)) return path.toRealPath();
            Path folder = path.getParent();
            if (folder == null || !Files.isDirectory(folder)) {
                throw SqlErrors.local("The folder of the file in the D1 URL does not exist: " + folder + ".", null);
            }
            return folder.toRealPath().resolve(path.getFileName());
        } catch (IOException | InvalidPathException e) {
            throw SqlErrors.local("The file in the D1 URL cannot be used: " + e.getMessage() + ".", e);
        }
    }

    /** What its database is called; D1 takes letters, digits, - and _ in a name. */
    static String databaseName(Path file) {
        String base = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]+$", "");
        String plain = base.replaceAll("[^A-Za-z0-9_-]+", "-").replaceFirst("^[_-]+", "");
        return plain.isEmpty() ? "local" : plain;
    }
}
