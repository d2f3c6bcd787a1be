package io.github.d1jdbc.dump.cli;

import picocli.CommandLine.Command;

/** {@code d1dump} without a command: only help and version. */
@Command(
        name = "d1dump",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Backs up Cloudflare D1 databases as SQL files, and brings them back.",
        description = {
            "",
            "Runs D1's own export, downloads the dump, checks and compresses it, and puts it in place only when it is"
                    + " whole. No account? Try @|bold d1dump demo|@.",
            ""
        },
        synopsisHeading = "%nUsage: ",
        customSynopsis = "d1dump COMMAND [OPTIONS]",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "Options:%n",
        footer = {
            "",
            "Examples:",
            "  export CLOUDFLARE_API_TOKEN=...  CLOUDFLARE_ACCOUNT_ID=...",
            "  d1dump export my-database -o my-database.sql.gz",
            "  d1dump restore my-database.sql.gz copy --create",
            "  d1dump demo                          the whole way without an account",
            "  d1dump export --help                 all options, exit codes, more examples"
        })
final class RootCommand {}
