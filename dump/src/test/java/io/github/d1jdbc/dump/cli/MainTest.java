package io.github.d1jdbc.dump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the command line says before it asks any server. */
class MainTest {

    private static final String TOKEN = "Xk3P0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX";

    @Test
    void helpGoesToStandardOutputAndNamesTheCommands() {
        Cli.Run run = new Cli().run("--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        "Usage: d1dump",
                        "export",
                        "inspect",
                        "convert",
                        "restore",
                        "verify",
                        "serve",
                        "demo",
                        "Examples:");
    }

    @Test
    void exportHelpTellsEnvironmentExitCodesAndExamples() {
        Cli.Run run = new Cli().run("export", "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        "d1dump export <database> -o FILE",
                        "CLOUDFLARE_API_TOKEN",
                        "CLOUDFLARE_ACCOUNT_ID",
                        "CLOUDFLARE_API_BASE_URL",
                        "Exit codes:",
                        "143",
                        "d1dump export shop -o shop.sql.gz");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void versionNamesToolAndJava() {
        Cli.Run run = new Cli().run("--version");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("d1dump ").contains("Java ");
    }

    static Stream<Arguments> usageErrors() {
        return Stream.of(
                usage("no command given, there are export, inspect, convert, restore, verify, serve and demo"),
                usage(
                        "there is no command 'exprot', only export, inspect, convert, restore, verify, serve and demo",
                        "exprot"),
                usage("missing required parameter: '<database>'", "export"),
                usage("missing required option: '--output=FILE'", "export", "app"),
                usage("unknown option --bogus", "export", "app", "-o", "f", "--bogus"),
                usage("one argument too many: second", "export", "app", "second", "-o", "f"),
                usage("one argument too many: [hidden]", "export", "app", TOKEN, "-o", "f"),
                usage("the API token never comes from an argument", "export", "app", "--token=" + TOKEN),
                usage("the API token never comes from an argument", "export", "app", "--api-token", TOKEN, "-o", "f"),
                usage("the API token never comes from an argument", "export", "app", "--password", TOKEN, "-o", "f"),
                usage("--no-data and --no-schema together", "export", "app", "-o", "f", "--no-data", "--no-schema"),
                usage("--mode live comes in a later version", "export", "app", "-o", "f", "--mode", "live"),
                usage("--restorable needs the look", "export", "app", "-o", "f", "--restorable", "--no-preflight"),
                usage("--with-dependents belongs to -t", "export", "app", "-o", "f", "--with-dependents"),
                usage("--gzip and --zstd do not go together", "export", "app", "-o", "f", "--gzip", "--zstd"),
                usage("the level of gzip is 1 to 9, not 12", "export", "app", "-o", "f.gz", "--level", "12"),
                usage("a compression level needs a compression", "export", "app", "-o", "f", "--level", "1"),
                usage("invalid value for option '--deadline'", "export", "app", "-o", "f", "--deadline", "5x"),
                usage("--deadline must be longer than nothing", "export", "app", "-o", "f", "--deadline", "0s"),
                usage("invalid value for option '--progress'", "export", "app", "-o", "f", "--progress", "loud"),
                usage("--json and -o - both want standard output", "export", "app", "-o", "-", "--json"),
                usage("--if-changed and --resume need a file", "export", "app", "-o", "-", "--if-changed"),
                usage("--if-changed and --resume need a file", "export", "app", "-o", "-", "--resume"),
                usage("the name of the database is empty", "export", " ", "-o", "f"),
                usage("only jdbc:d1: URLs name a D1 database", "export", "jdbc:sqlite:x.db", "-o", "f"),
                usage("no account id for database app", "export", "app", "-o", "f"));
    }

    private static Arguments usage(String message, String... args) {
        return Arguments.of(message, args);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("usageErrors")
    void aUsageErrorIsOneLineAndExitCodeTwo(String message, String[] args) {
        Cli.Run run = new Cli().with("CLOUDFLARE_API_TOKEN", "unused-token").run(args);
        assertThat(run.exitCode()).as(Arrays.toString(args)).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.firstLine()).startsWith("d1dump: " + message);
        assertThat(run.err()).doesNotContain(TOKEN);
    }

    @Test
    void compressedBytesAreNotShownOnATerminal() {
        Cli.Run run = new Cli().onTerminal().run("export", "app", "-o", "-", "--gzip");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.firstLine()).isEqualTo("d1dump: a terminal cannot show compressed data: use -o FILE, or a pipe");
    }

    @Test
    void withoutATokenNothingIsAsked() {
        Cli.Run run = new Cli().run("export", "app", "-o", "f", "--account", "abc");
        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.err()).startsWith("d1dump: no API token").contains("CLOUDFLARE_API_TOKEN", "--token-file");
    }

    @Test
    void aTokenFileThatIsNotThereIsNamed() {
        Cli.Run run = new Cli().run("export", "app", "-o", "f", "--account", "abc", "--token-file", "no/such/file");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.firstLine()).isEqualTo("d1dump: cannot read the token file: no/such/file does not exist");
    }

    @Test
    void anEmptyStandardInputIsNoToken() {
        Cli.Run run = new Cli().input("\n").run("export", "app", "-o", "f", "--account", "abc", "--token-file", "-");
        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.firstLine()).isEqualTo("d1dump: there is no token in standard input");
    }
}
