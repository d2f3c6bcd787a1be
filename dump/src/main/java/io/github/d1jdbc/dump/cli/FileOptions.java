package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What becomes of the file. */
final class FileOptions {

    enum DigestName {
        sha256,
        none
    }

    @Option(names = "--gzip", description = "Compress with gzip; a FILE that ends in .gz means it.")
    boolean gzip;

    @Option(names = "--zstd", description = "Compress with Zstandard; a FILE that ends in .zst means it.")
    boolean zstd;

    @Option(names = "--level", paramLabel = "N", description = "1 (fast) to 9 for gzip, to 22 for zstd.")
    @Nullable
    Integer level;

    @Option(names = "--overwrite", description = "Replace FILE if it exists, once the new dump is complete.")
    boolean overwrite;

    @Option(
            names = "--if-changed",
            description = "Do nothing if FILE and its manifest show that the database has not changed since.")
    boolean ifChanged;

    @Option(
            names = "--resume",
            description = "Keep FILE.part when the download fails, and go on from one that is there.")
    boolean resume;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask before a --resume that must start a new export, which blocks the database again.")
    boolean yes;

    @Option(
            names = "--digest",
            paramLabel = "KIND",
            description = "sha256 (and the check of the download's ETag), or none where speed is all.")
    DigestName digest = DigestName.sha256;

    @Option(names = "--no-manifest", description = "Do not write FILE.manifest.json.")
    boolean noManifest;

    @Option(
            names = "--no-content-hash",
            description = "Leave the content hash of each table, for 'd1dump verify', out of the manifest; so does"
                    + " --digest none.")
    boolean noContentHash;

    /** Whether the manifest gets the content hash of each table, for which the file is read once. */
    boolean hashesContent() {
        return !noManifest && !noContentHash && digest != DigestName.none;
    }

    /**
     * The options with what concerns the file.
     *
     * @param output the target as it was given, whose ending may name the compression
     */
    DumpOptions applyTo(DumpOptions options, String output) throws CommandException {
        if (gzip && zstd) throw CommandException.usage("--gzip and --zstd do not go together", "use one of them");
        try {
            return options.withCompression(compression(output), level == null ? DumpOptions.DEFAULT_LEVEL : level)
                    .withOverwrite(overwrite)
                    .withResume(resume)
                    .withDigest(digest == DigestName.none ? DumpOptions.Digest.NONE : DumpOptions.Digest.SHA_256);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(OptionNames.asFlags(String.valueOf(e.getMessage())), ExportCommand.HELP);
        }
    }

    private Compression compression(String output) {
        if (gzip) return Compression.GZIP;
        if (zstd) return Compression.ZSTD;
        if (output.endsWith(Compression.GZIP.suffix())) return Compression.GZIP;
        return output.endsWith(Compression.ZSTD.suffix()) ? Compression.ZSTD : Compression.NONE;
    }
}
