package io.github.d1jdbc.dump;

import io.github.d1jdbc.export.Compression;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What is in a dump, whether D1 would import it, and what D1's exporter may have lost. Immutable.
 *
 * <p>It is one reading in memory for one statement and the schema. Rows that break a CHECK, a key or a foreign key are
 * only found by loading the dump.
 *
 * @param compression how the file is compressed
 * @param sqlBytes size of the uncompressed SQL
 * @param statements how many statements it has
 * @param rows how many rows
 * @param tables tables with their rows, in the order in which they appear
 * @param objects how many objects of each kind it makes
 * @param largest its largest statements, the largest first
 * @param encoding what is wrong with its characters
 * @param dialect who wrote it, and when
 * @param refusals why D1 would not import it into an empty database; empty if it would
 * @param notes what else there is to know for an import
 * @param losses what may be lost, empty where the dump is not D1's
 */
public record Inspection(
        Compression compression,
        long sqlBytes,
        long statements,
        long rows,
        List<Table> tables,
        Objects objects,
        List<LargeStatement> largest,
        Encoding encoding,
        Dialect dialect,
        List<Finding> refusals,
        List<Finding> notes,
        List<Loss> losses) {

    /**
     * A table.
     *
     * @param created whether the dump makes it
     * @param columns how many columns, as far as the dump tells
     * @param bytes of its INSERTs
     */
    public record Table(String name, boolean created, int columns, long rows, long bytes) {}

    /** How many objects of each kind the dump makes. */
    public record Objects(long tables, long virtualTables, long indexes, long triggers, long views) {}

    /** A statement and its place. */
    public record LargeStatement(String type, String object, long bytes, long offset, long line, long statement) {}

    /**
     * What is wrong with the characters.
     *
     * @param invalidUtf8 how many byte sequences are no UTF-8
     * @param firstInvalid offset of the first one, -1 if there is none
     * @param replacements how many U+FFFD there are
     * @param nuls how many NUL bytes
     */
    public record Encoding(long invalidUtf8, long firstInvalid, long replacements, long nuls) {
        /** Whether there is nothing to say. */
        public boolean clean() {
            return invalidUtf8 == 0 && replacements == 0 && nuls == 0;
        }
    }

    /**
     * Who wrote the dump, and when.
     *
     * @param origin a guess from its first statements
     * @param hints what its form tells, each one sentence
     */
    public record Dialect(Origin origin, List<String> hints) {
        public Dialect {
            hints = List.copyOf(hints);
        }
    }

    /** Who wrote a dump. */
    public enum Origin {
        /** D1's export, by any client. */
        D1,
        /** The sqlite3 shell's {@code .dump}. */
        SQLITE_SHELL,
        /** Nothing tells. */
        UNKNOWN
    }

    public Inspection {
        tables = List.copyOf(tables);
        largest = List.copyOf(largest);
        refusals = List.copyOf(refusals);
        notes = List.copyOf(notes);
        losses = List.copyOf(losses);
    }

    /** Whether D1 would import the dump, as far as reading it can tell. */
    public boolean importable() {
        return refusals.isEmpty();
    }

    /** Whether a value is certainly or likely lost; what is only possible does not count. */
    public boolean lossy() {
        return losses.stream().anyMatch(loss -> loss.certainty() != Loss.Certainty.POSSIBLE);
    }

    /**
     * Reads a file.
     *
     * @throws DumpException if it is no dump, or damaged
     */
    public static Inspection of(Path file) throws IOException {
        try (DumpReader reader = DumpReader.open(file)) {
            return of(reader);
        }
    }

    /** Reads what is left in a reader. */
    public static Inspection of(DumpReader reader) throws IOException {
        Inspector inspector = new Inspector();
        for (DumpStatement next = reader.next(); next != null; next = reader.next()) inspector.take(next);
        return inspector.inspection(reader.compression(), reader.bytesRead());
    }
}
