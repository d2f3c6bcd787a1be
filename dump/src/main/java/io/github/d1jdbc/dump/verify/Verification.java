package io.github.d1jdbc.dump.verify;

import io.github.d1jdbc.dump.Manifest;
import java.util.List;
import java.util.Optional;

/** What a dump turned out to be when it was loaded. Immutable. */
public final class Verification {

    private final String file;
    private final long statements;
    private final long rows;
    private final DatabaseSchema schema;
    private final List<TableContent> tables;
    private final Optional<Manifest> manifest;
    private final List<Difference> differences;

    Verification(
            String file,
            long statements,
            long rows,
            DatabaseSchema schema,
            List<TableContent> tables,
            Optional<Manifest> manifest,
            List<Difference> differences) {
        this.file = file;
        this.statements = statements;
        this.rows = rows;
        this.schema = schema;
        this.tables = List.copyOf(tables);
        this.manifest = manifest;
        this.differences = List.copyOf(differences);
    }

    /** The name of the file or stream. */
    public String file() {
        return file;
    }

    /** How many statements the dump has. */
    public long statements() {
        return statements;
    }

    /** How many rows the dump has, those of counters and statistics among them. */
    public long rows() {
        return rows;
    }

    /** The tables in the order of the dump. */
    public List<TableContent> tables() {
        return tables;
    }

    /** The manifest that the dump was compared with, if there was one. */
    public Optional<Manifest> manifest() {
        return manifest;
    }

    /** All that is not as it should be; empty for a sound dump. */
    public List<Difference> differences() {
        return differences;
    }

    /** Whether nothing of this kind was found. */
    public boolean clean(Difference.Kind kind) {
        return differences.stream().noneMatch(difference -> difference.kind() == kind);
    }

    DatabaseSchema schema() {
        return schema;
    }
}
