package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.dump.restore.RestoreOptions;
import io.github.d1jdbc.dump.restore.RestoreOptions.Existing;
import io.github.d1jdbc.dump.restore.RestoreOptions.Way;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is restored, and what becomes of what is there. */
final class RestoreChoices {

    enum WayName {
        auto,
        import_,
        requests;

        @Override
        public String toString() {
            return this == import_ ? "import" : name();
        }
    }

    @Option(
            names = "--create",
            description = "Make a new database of this name, in the jurisdiction that the dump's manifest names.")
    boolean create;

    @Option(
            names = "--clean",
            description = "Drop everything that is in the target, in the same import that brings the dump.")
    boolean clean;

    @Option(names = "--append", description = "Keep what is in the target and add what the dump has.")
    boolean append;

    @Option(
            names = "--into-source",
            paramLabel = "NAME",
            description = "Restore into the very database that the dump came from, whose name must be repeated here,"
                    + " even with --yes.")
    @Nullable
    String intoSource;

    @Option(
            names = "--only",
            paramLabel = "TABLE",
            description = "Only this table with its indexes and triggers; may be repeated.")
    List<String> only = new ArrayList<>();

    @Option(names = "--ignore-checks", description = "Take rows that break their table's CHECK, as D1 itself may have.")
    boolean ignoreChecks;

    @Option(
            names = "--allow-statements",
            paramLabel = "WORD",
            split = ",",
            description = "Let statements through that no dump of D1 has, named by their first word, such as UPDATE.")
    List<String> allowStatements = new ArrayList<>();

    @Option(
            names = "--via",
            paramLabel = "WAY",
            converter = WayConverter.class,
            description = "import: upload a file that D1 runs as a whole, blocking the database meanwhile; requests:"
                    + " batches over the query API, each atomic by itself; auto (default): one request where the"
                    + " dump fits into one, else import.")
    WayName via = WayName.auto;

    /** Knows the word {@code import}, which Java keeps for itself. */
    static final class WayConverter implements picocli.CommandLine.ITypeConverter<WayName> {
        @Override
        public WayName convert(String value) {
            for (WayName way : WayName.values()) {
                if (way.toString().equalsIgnoreCase(value)) return way;
            }
            throw new picocli.CommandLine.TypeConversionException(
                    "expected one of auto, import, requests but was '" + value + "'");
        }
    }

    /** The options with what is chosen here. */
    RestoreOptions applyTo(RestoreOptions options) throws CommandException {
        if ((create ? 1 : 0) + (clean ? 1 : 0) + (append ? 1 : 0) > 1) {
            throw CommandException.usage(
                    "--create, --clean and --append do not go together",
                    "use one of them, or none for an empty target");
        }
        RestoreOptions chosen = options.withExisting(
                        clean ? Existing.CLEAN : append ? Existing.APPEND : Existing.REFUSE)
                .withOnly(new HashSet<>(only))
                .withIgnoreChecks(ignoreChecks)
                .withAllowedStatements(new HashSet<>(allowStatements))
                .withWay(
                        switch (via) {
                            case auto -> Way.AUTO;
                            case import_ -> Way.IMPORT;
                            case requests -> Way.REQUESTS;
                        });
        return intoSource == null ? chosen : chosen.withIntoSource(intoSource);
    }
}
