package io.github.d1jdbc.dump;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a dump file: where it came from, how it was made, what is in it and by which sums it is recognised.
 * It lies beside the file as {@code FILE.manifest.json}. Immutable; its components are the JSON's fields.
 *
 * @param format version of this form, 1; readers ignore fields that they do not know
 * @param tool name and version of the program that wrote the dump
 * @param created when the dump was complete, ISO 8601 in UTC
 * @param source the database
 * @param bookmark the moment of the dump in Time Travel's history, or null
 * @param mode {@code server} or {@code live}
 * @param consistency {@code snapshot}, {@code unchanged}, {@code drifted} or {@code unknown}
 * @param options what was asked for
 * @param file the dump file
 * @param sql the SQL in it, uncompressed
 * @param schemaSha256 of the schema as the exporter saw it before it began, or null
 * @param rows rows of each table, in the order of the dump
 * @param contentHashes sum of each table as {@code dump.verify.ContentHash} defines it; empty where none was made
 * @param statements how many statements the dump has
 * @param largestStatement the longest one
 * @param warnings what the reader of this dump must know
 * @param restorable whether D1 would import the file as it is, as far as its text tells
 * @param obstacles why it would not
 * @param run how the export went
 */
public record Manifest(
        int format,
        String tool,
        String created,
        Source source,
        @Nullable String bookmark,
        String mode,
        String consistency,
        Options options,
        FileSums file,
        SqlSums sql,
        @Nullable String schemaSha256,
        Map<String, Long> rows,
        Map<String, String> contentHashes,
        long statements,
        LargestStatement largestStatement,
        List<Warning> warnings,
        boolean restorable,
        List<String> obstacles,
        Run run) {

    /** The version that this class writes. */
    public static final int FORMAT = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** Copies the lists; a field that the JSON leaves out and that has a natural empty form takes it. */
    public Manifest {
        rows = Collections.unmodifiableMap(new LinkedHashMap<>(orElse(rows, Map.of())));
        contentHashes = Collections.unmodifiableMap(new LinkedHashMap<>(orElse(contentHashes, Map.of())));
        warnings = List.copyOf(orElse(warnings, List.of()));
        obstacles = List.copyOf(orElse(obstacles, List.of()));
    }

    /**
     * The database that was exported.
     *
     * @param account the account id, or null for an embedded D1 that has none
     * @param uuid its UUID
     * @param name its name at that time
     * @param jurisdiction where its data must stay, or null
     */
    public record Source(
            @Nullable String account,
            String uuid,
            String name,
            @Nullable String jurisdiction) {}

    /**
     * What was asked for. Durations are ISO 8601.
     *
     * @param level the compressor's level, or null for its own
     */
    public record Options(
            List<String> tables,
            boolean withDependents,
            boolean noData,
            boolean noSchema,
            String compression,
            @Nullable Integer level,
            String mode,
            boolean restorable,
            boolean preflight,
            boolean overwrite,
            boolean resume,
            String digest,
            String deadline,
            String maxBlocked,
            String lockWait,
            long maxRowsRead) {

        public Options {
            tables = List.copyOf(orElse(tables, List.of()));
        }

        /** The options of an export, without its listener. */
        public static Options of(DumpOptions options) {
            return new Options(
                    options.tables(),
                    options.withDependents(),
                    options.noData(),
                    options.noSchema(),
                    lower(options.compression()),
                    options.level() == DumpOptions.DEFAULT_LEVEL ? null : options.level(),
                    lower(options.mode()),
                    options.restorable(),
                    options.preflight(),
                    options.overwrite(),
                    options.resume(),
                    options.digest() == DumpOptions.Digest.NONE ? "none" : "sha256",
                    options.deadline().toString(),
                    options.maxBlocked().toString(),
                    options.lockWait().toString(),
                    options.maxRowsRead());
        }

        /** Whether the other options give the same file for the same database: all that shapes its bytes is equal. */
        public boolean sameContent(Options other) {
            return tables.equals(other.tables)
                    && withDependents == other.withDependents
                    && noData == other.noData
                    && noSchema == other.noSchema
                    && Objects.equals(compression, other.compression)
                    && Objects.equals(level, other.level)
                    && Objects.equals(mode, other.mode)
                    && restorable == other.restorable
                    && preflight == other.preflight
                    && Objects.equals(digest, other.digest);
        }
    }

    /**
     * The dump file.
     *
     * @param name its name without folder
     * @param bytes its size
     * @param sha256 in lower-case hex, or null where no digest was asked for
     * @param crc32c in eight hex digits
     * @param sha256sum the line that {@code sha256sum -c} takes, or null
     */
    public record FileSums(
            String name,
            long bytes,
            @Nullable String sha256,
            String crc32c,
            @Nullable String sha256sum) {}

    /** Size and SHA-256 of the SQL; the latter null where no digest was asked for. */
    public record SqlSums(long bytes, @Nullable String sha256) {}

    /** The longest statement: its bytes, where it begins in the SQL, and the object it makes or fills. */
    public record LargestStatement(long bytes, long offset, String table) {}

    /** One thing to know; {@code table} and {@code offset} are null where it is about none. */
    public record Warning(
            String code, @Nullable String table, @Nullable Long offset, long count, String message) {}

    /** How the export went; the duration in milliseconds. */
    public record Run(
            int polls,
            int restarts,
            int resumes,
            @JsonProperty("millis") long millis) {}

    /** The manifest of an export that went into a file. */
    public static Manifest of(
            DumpResult result, DumpOptions options, @Nullable String account, Path file, String tool, Instant created) {
        String name = String.valueOf(file.getFileName());
        String sha256 = result.fileSha256().orElse(null);
        DumpResult.LargestStatement largest = result.largestStatement();
        return new Manifest(
                FORMAT,
                tool,
                created.toString(),
                new Source(
                        account,
                        result.databaseId(),
                        result.databaseName(),
                        result.jurisdiction().orElse(null)),
                result.bookmark().orElse(null),
                lower(result.mode()),
                lower(result.consistency()),
                Options.of(options),
                new FileSums(
                        name,
                        result.fileBytes(),
                        sha256,
                        result.fileCrc32c(),
                        sha256 == null ? null : line(sha256, name)),
                new SqlSums(result.sqlBytes(), result.sqlSha256().orElse(null)),
                result.schemaSha256().orElse(null),
                result.rowsPerTable(),
                Map.of(),
                result.statements(),
                new LargestStatement(largest.bytes(), largest.offset(), largest.table()),
                result.warnings().stream().map(Manifest::warning).toList(),
                result.restorable(),
                result.obstacles(),
                new Run(
                        result.polls(),
                        result.restarts(),
                        result.resumes(),
                        result.duration().toMillis()));
    }

    /** The same with the content hash of each table. */
    public Manifest withContentHashes(Map<String, String> hashes) {
        return new Manifest(
                format,
                tool,
                created,
                source,
                bookmark,
                mode,
                consistency,
                options,
                file,
                sql,
                schemaSha256,
                rows,
                hashes,
                statements,
                largestStatement,
                warnings,
                restorable,
                obstacles,
                run);
    }

    /** Where the manifest of a dump file is. */
    public static Path pathFor(Path file) {
        return file.resolveSibling(file.getFileName() + ".manifest.json");
    }

    /**
     * Reads a manifest.
     *
     * @throws IOException when it cannot be read or is no manifest; the message names the file
     */
    public static Manifest read(Path path) throws IOException {
        try {
            Manifest manifest = MAPPER.readValue(Files.readAllBytes(path), Manifest.class);
            if (manifest == null) throw new IllegalArgumentException("it is null");
            manifest.check();
            return manifest;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IOException(path + " is no manifest of a dump: " + firstLine(e), e);
        }
    }

    /** Writes the manifest so that readers see the old one or the whole new one; only its owner may read it. */
    public void write(Path path) throws IOException {
        PrivateFile.replace(path, MAPPER.writeValueAsBytes(this), ".part");
    }

    /** The manifest as JSON text. */
    public String toJson() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest can always be written", e);
        }
    }

    /** Whether the file is another one than this manifest was written for: its size or its digest differs. */
    public boolean staleAgainst(Path path) throws IOException {
        if (!Files.isRegularFile(path) || Files.size(path) != file.bytes()) return true;
        return file.sha256() == null
                ? !file.crc32c().equals(Checksums.crc32c(path))
                : !file.sha256().equals(Checksums.sha256(path));
    }

    /** Whether size and CRC-32C of the file are the ones noted here: quicker than {@link #staleAgainst}. */
    public boolean matches(Path path) throws IOException {
        return Files.isRegularFile(path)
                && Files.size(path) == file.bytes()
                && file.crc32c().equals(Checksums.crc32c(path));
    }

    /** Rows in all. */
    public long totalRows() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    // JSON can leave out what Java calls non-null.
    private void check() {
        if (format < 1) throw new IllegalArgumentException("it has no format version");
        if (format > FORMAT) throw new IllegalArgumentException("its format " + format + " is newer than this tool");
        for (Object part : new Object[] {tool, created, source, mode, consistency, options, file, sql, run}) {
            if (part == null) throw new IllegalArgumentException("a field is missing");
        }
        for (Object part : new Object[] {source.uuid(), file.name(), file.crc32c()}) {
            if (part == null) throw new IllegalArgumentException("a field is missing");
        }
    }

    // GNU coreutils: a name with a backslash or a newline is escaped, and the line begins with a backslash.
    private static String line(String sha256, String name) {
        String escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        return (escaped.equals(name) ? "" : "\\") + sha256 + "  " + escaped;
    }

    private static Warning warning(DumpResult.Warning warning) {
        return new Warning(
                warning.code(),
                warning.table().orElse(null),
                warning.offset().isPresent() ? warning.offset().getAsLong() : null,
                warning.count(),
                warning.message());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return Optional.ofNullable(value).orElse(otherwise);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
