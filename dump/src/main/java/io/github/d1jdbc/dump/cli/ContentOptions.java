package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.export.DumpOptions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What is exported. */
final class ContentOptions {

    enum ModeName {
        server,
        live
    }

    @Option(
            names = {"-t", "--table"},
            paramLabel = "TABLE",
            description = "Only this table, named exactly as in the database; may be repeated.")
    List<String> tables = new ArrayList<>();

    @Option(names = "--with-dependents", description = "With -t: also the indexes and triggers of those tables.")
    boolean withDependents;

    @Option(names = "--no-data", description = "Only the schema.")
    boolean noData;

    @Option(names = "--no-schema", description = "Only the rows.")
    boolean noSchema;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "server: D1's own export, a snapshot (the only mode of this version).")
    ModeName mode = ModeName.server;

    @Option(
            names = "--restorable",
            description =
                    "Write the dump so that D1 imports it as it is: parents first, then indexes, views and triggers, no"
                            + " statement over 100,000 bytes. Takes room for the plain dump beside FILE meanwhile.")
    boolean restorable;

    @Option(
            names = "--no-preflight",
            description = "Do not look at the schema first; a virtual table or a wrong name is then D1's to find.")
    boolean noPreflight;

    DumpOptions applyTo(DumpOptions options) throws CommandException {
        if (mode == ModeName.live) {
            throw CommandException.usage(
                    "--mode live comes in a later version", "leave it out: D1's own export is the mode of this one");
        }
        if (restorable && noPreflight) {
            throw CommandException.usage(
                    "--restorable needs the look at the schema that --no-preflight leaves out", "use one of them");
        }
        if (noData && noSchema) {
            throw CommandException.usage(
                    "--no-data and --no-schema together leave nothing to export", "use one of them");
        }
        if (withDependents && tables.isEmpty()) {
            throw CommandException.usage("--with-dependents belongs to -t", "without -t everything is exported anyway");
        }
        return options.withTables(tables)
                .withDependents(withDependents)
                .withNoData(noData)
                .withNoSchema(noSchema)
                .withRestorable(restorable)
                .withPreflight(!noPreflight);
    }
}
