package io.github.d1jdbc.dump.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says what is wrong with a file; java.nio often gives nothing but its name. */
final class FileTrouble {

    private FileTrouble() {}

    static String sentence(IOException e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (e instanceof NoSuchFileException) return text + " does not exist";
        if (e instanceof AccessDeniedException) return text + " may not be read or written by this user";
        if (e instanceof FileSystemException named && named.getReason() != null) {
            return named.getFile() + ": " + named.getReason();
        }
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
