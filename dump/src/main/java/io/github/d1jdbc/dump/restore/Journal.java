package io.github.d1jdbc.dump.restore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.d1jdbc.dump.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is known of a restore before its first write, synced to disk: who has lost everything else finds there what to
 * give to Time Travel. It is deleted when the restore is complete. Immutable; its components are the JSON's fields.
 *
 * @param format version of this form, 1
 * @param started ISO 8601 in UTC
 * @param dump the file that is restored
 * @param databaseId the target
 * @param databaseName its name
 * @param bookmark the target's state before the first write
 * @param undo the command that takes it back there
 * @param marker the table that is there if a part was carried out
 * @param parts how many there are
 * @param begun the part that was begun last, from 1
 */
record Journal(
        int format,
        String started,
        String dump,
        String databaseId,
        String databaseName,
        String bookmark,
        String undo,
        String marker,
        int parts,
        int begun) {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    Journal withBegun(int part) {
        return new Journal(format, started, dump, databaseId, databaseName, bookmark, undo, marker, parts, part);
    }

    /** Replaces the file and syncs it. */
    void write(Path path) throws IOException {
        try {
            PrivateFile.replace(path, MAPPER.writeValueAsBytes(this), ".part");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a journal can always be written", e);
        }
    }

    /** A name beside the dump that no other restore has: an older bookmark may still be needed. */
    static Path beside(Path dump, String databaseName) throws IOException {
        String safe = databaseName.replaceAll("[^A-Za-z0-9_-]+", "-");
        for (int i = 1; i < 10_000; i++) {
            Path path =
                    dump.resolveSibling(dump.getFileName() + ".restore-" + safe + (i == 1 ? "" : "-" + i) + ".json");
            if (!Files.exists(path)) return path;
        }
        throw new IOException("beside " + dump + " lie thousands of journals of restores that failed: remove them");
    }
}
