package io.github.d1jdbc.dump.normal;

import io.github.d1jdbc.dump.DumpReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What of a dump is normalised, and how. Immutable.
 *
 * @param scratch the folder for the spool, which takes as many bytes as the dump's rows have
 * @param ignoreChecks whether the result switches CHECK constraints off for its import
 * @param only the tables wanted, in any case; empty for all. With a table come its indexes and triggers, not its views
 * @param schema whether the statements that make objects are wanted
 * @param rows whether rows are wanted
 * @param lastStatement written behind all else in the last part, without its semicolon
 * @param maxPartBytes the most bytes of a part; D1 imports files of up to 5 GiB
 * @param allowedStatements first words, such as {@code UPDATE}, of statements that are let through beside those that
 *     dumps of D1 have
 * @param taken names, in any case, that the target's objects have, so that the stage table gets another one
 * @param keepsCounters whether the counters of AUTOINCREMENT that the dump does not name stay as they are in the target
 * @param reading bounds of reading
 */
public record NormalOptions(
        Path scratch,
        boolean ignoreChecks,
        Set<String> only,
        boolean schema,
        boolean rows,
        Optional<String> lastStatement,
        long maxPartBytes,
        Set<String> allowedStatements,
        Set<String> taken,
        boolean keepsCounters,
        DumpReader.Options reading) {

    /** The largest file that D1 imports. */
    public static final long IMPORT_LIMIT = 5L << 30;

    public NormalOptions {
        only = Set.copyOf(only);
        allowedStatements = Set.copyOf(allowedStatements);
        taken = Set.copyOf(taken);
        if (!schema && !rows) throw new IllegalArgumentException("without schema and without rows nothing is left");
    }

    /** All of a dump, the spool in the system's folder for temporary files. */
    public static NormalOptions defaults() {
        return new NormalOptions(
                Path.of(System.getProperty("java.io.tmpdir", ".")),
                false,
                Set.of(),
                true,
                true,
                Optional.empty(),
                IMPORT_LIMIT,
                Set.of(),
                Set.of(),
                false,
                DumpReader.Options.defaults());
    }

    /** The same with another folder for the spool. */
    public NormalOptions withScratch(Path folder) {
        return new NormalOptions(
                folder,
                ignoreChecks,
                only,
                schema,
                rows,
                lastStatement,
                maxPartBytes,
                allowedStatements,
                taken,
                keepsCounters,
                reading);
    }

    /** The same, with CHECK constraints switched off or not. */
    public NormalOptions withIgnoreChecks(boolean ignore) {
        return new NormalOptions(
                scratch,
                ignore,
                only,
                schema,
                rows,
                lastStatement,
                maxPartBytes,
                allowedStatements,
                taken,
                keepsCounters,
                reading);
    }

    /** The same for these tables alone; for all if there are none. */
    public NormalOptions withOnly(Set<String> tables) {
        return new NormalOptions(
                scratch,
                ignoreChecks,
                tables,
                schema,
                rows,
                lastStatement,
                maxPartBytes,
                allowedStatements,
                taken,
                keepsCounters,
                reading);
    }

    /** The same with or without schema and rows. */
    public NormalOptions withContent(boolean withSchema, boolean withRows) {
        return new NormalOptions(
                scratch,
                ignoreChecks,
                only,
                withSchema,
                withRows,
                lastStatement,
                maxPartBytes,
                allowedStatements,
                taken,
                keepsCounters,
                reading);
    }

    /** The same with a last statement. */
    public NormalOptions withLastStatement(String sql) {
        return new NormalOptions(
                scratch,
                ignoreChecks,
                only,
                schema,
                rows,
                Optional.of(sql),
                maxPartBytes,
                allowedStatements,
                taken,
                keepsCounters,
                reading);
    }

    /** The same with another bound of a part. */
    public NormalOptions withMaxPartBytes(long bytes) {
        return new NormalOptions(
                scratch,
                ignoreChecks,
                only,
                schema,
                rows,
                lastStatement,
                bytes,
                allowedStatements,
                taken,
                keepsCounters,
                reading);
    }

    /** The same, letting other statements through. */
    public NormalOptions withAllowedStatements(Set<String> firstWords) {
        return new NormalOptions(
                scratch,
                ignoreChecks,
                only,
                schema,
                rows,
                lastStatement,
                maxPartBytes,
                firstWords,
                taken,
                keepsCounters,
                reading);
    }

    /** The same for a target that has objects already, whose names and counters stay. */
    public NormalOptions withTarget(Set<String> objects) {
        return new NormalOptions(
                scratch,
                ignoreChecks,
                only,
                schema,
                rows,
                lastStatement,
                maxPartBytes,
                allowedStatements,
                objects,
                true,
                reading);
    }
}
