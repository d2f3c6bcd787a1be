package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.dump.Manifest;
import io.github.d1jdbc.export.DumpOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Whether the last dump is still what a new one would be, for {@code --if-changed}. */
final class LastRun {

    /** Where rows may be of another moment than the bookmark's, the bookmark vouches for nothing. */
    private static final Set<String> OF_ONE_MOMENT = Set.of("snapshot", "unchanged");

    private LastRun() {}

    /**
     * The manifest of the dump at the path, if that is whole, was made the same way from the same database, and the
     * database's bookmark has not moved since; costs one request, and none where the file alone says no.
     */
    static Optional<Manifest> unchanged(Path file, DumpOptions options, D1Connection d1)
            throws SQLException, IOException {
        Path path = Manifest.pathFor(file);
        if (!Files.isRegularFile(file) || !Files.isRegularFile(path)) return Optional.empty();
        Manifest manifest;
        try {
            manifest = Manifest.read(path);
        } catch (IOException e) {
            // A manifest that cannot be read vouches for nothing: export.
            return Optional.empty();
        }
        boolean same = manifest.matches(file)
                && manifest.bookmark() != null
                && OF_ONE_MOMENT.contains(manifest.consistency())
                && manifest.options().sameContent(Manifest.Options.of(options))
                && manifest.source().uuid().equals(d1.databaseId())
                && d1.bookmark().equals(manifest.bookmark());
        return same ? Optional.of(manifest) : Optional.empty();
    }
}
