package io.github.d1jdbc.dump.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.d1jdbc.server.D1Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The executable jar as its users run it: processes, signals, pipes, locales. */
@Timeout(90)
class D1dumpIT {

    private static final String DUMP = ServedApp.DUMP;

    @TempDir
    Path folder;

    @TempDir
    Path printed;

    @Test
    void oneProcessExportsWhatAnotherServes() throws Exception {
        Path dump = Files.writeString(folder.resolve("given.sql"), DUMP);
        try (ToolProcess serve = tool().start("serve", "--port", "0", "--json", "--load", dump.toString())) {
            JsonNode served = Json.parse(serve.firstLine());
            try (ToolProcess export = tool().with(
                            "CLOUDFLARE_API_TOKEN", served.get("token").asText())
                    .with("CLOUDFLARE_ACCOUNT_ID", served.get("account").asText())
                    .with("CLOUDFLARE_API_BASE_URL", served.get("endpoint").asText())
                    .start("export", "app", "-o", target())) {
                assertThat(export.exitCode()).as(export.err()).isZero();
                assertThat(export.out()).isEmpty();
                assertThat(export.err().lines().map(String::strip))
                        .startsWith(
                                "Exporting app: while D1 writes the dump, the database answers nobody else.",
                                "Exported app to " + target(),
                                "size      363 B of SQL");
            }
            assertThat(Path.of(target())).content(StandardCharsets.UTF_8).isEqualTo(DUMP);
            serve.signal("TERM");
            assertThat(serve.exitCode()).isEqualTo(143);
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalLeavesNoPartAndTellsOfTheLock(String signal, int exitCode) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "a POSIX shell");
        D1Server.Options slow =
                D1Server.Options.defaults().withExportPolls(10_000).withExportPollDelay(Duration.ofMillis(50));
        try (D1Server server = D1Server.start(slow)) {
            server.createDatabase("app");
            Files.writeString(Path.of(target()), "precious");
            try (ToolProcess export = tool().of(server).start("export", "app", "-o", target(), "--overwrite")) {
                export.awaitErr("the database answers nobody else");
                assertThat(names()).contains("app.sql.part");
                export.signal(signal);
                assertThat(export.exitCode()).as(export.err()).isEqualTo(exitCode);
                assertThat(export.err()).contains("Stopping...", "d1dump: ", "interrupted");
                assertThat(export.err()
                                .lines()
                                .filter(line -> line.contains("the database answers nobody until D1 notices")))
                        .isNotEmpty();
            }
            assertThat(Path.of(target())).content(StandardCharsets.UTF_8).isEqualTo("precious");
            assertThat(names()).containsExactly("app.sql");
        }
    }

    @Test
    void aDashWritesTheDumpAndNothingElse() throws Exception {
        try (ServedApp app = new ServedApp();
                ToolProcess export = tool().of(app.server).start("export", "app", "-o", "-")) {
            assertThat(export.exitCode()).as(export.err()).isZero();
            assertThat(export.out()).isEqualTo(DUMP);
            assertThat(export.err()).contains("Exported app to standard output");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"export app -o -", "export --help", "export app -o TARGET --json -q"})
    void aFullStandardOutputIsAFailure(String line) throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "a device that is always full");
        String[] args = line.replace("TARGET", target()).split(" ", -1);
        try (ServedApp app = new ServedApp();
                ToolProcess export = tool().of(app.server).to(full).start(args)) {
            assertThat(export.exitCode()).as(export.err()).isEqualTo(1);
            assertThat(export.err().lines().filter(text -> text.startsWith("d1dump: ")))
                    .hasSize(1);
        }
    }

    @Test
    void aDiskThatFillsUpLeavesTheOldFile() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "a POSIX shell");
        Files.writeString(Path.of(target()), "precious");
        String rows = "\nINSERT INTO users SELECT 100, hex(zeroblob(300000));";
        try (ServedApp app = new ServedApp(rows);
                ToolProcess export = tool().of(app.server)
                        .after("ulimit -f 200")
                        .jvm("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xshare:auto")
                        .start("export", "app", "-o", target(), "--overwrite")) {
            assertThat(export.exitCode()).as(export.err()).isEqualTo(1);
            assertThat(export.err().lines().filter(text -> text.startsWith("d1dump: ")))
                    .hasSize(1);
        }
        assertThat(Path.of(target())).content(StandardCharsets.UTF_8).isEqualTo("precious");
        assertThat(names()).containsExactly("app.sql");
    }

    @Test
    void theDemoWorksAndItsFileLoads() throws Exception {
        Path file = folder.resolve("demo.sql.gz");
        try (ToolProcess demo = tool().start("demo", "-o", file.toString())) {
            assertThat(demo.exitCode()).as(demo.err()).isZero();
            assertThat(demo.out()).contains("Done. Everything is in ").doesNotContain("DIFFERENT");
        }
        try (DumpCheck check = DumpCheck.load(file)) {
            assertThat(check.integrity()).isEqualTo("ok");
            assertThat(check.brokenReferences()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "export --help", "serve --help"})
    void helpIsPlainAsciiInThePosixLocale(String line) throws Exception {
        try (ToolProcess help = tool().with("LC_ALL", "C").start(line.split(" ", -1))) {
            assertThat(help.exitCode()).isZero();
            assertThat(help.err()).isEmpty();
            assertThat(help.out()).contains("Usage: d1dump").isASCII();
            // What the locale cannot show would be a question mark.
            assertThat(help.out().replace("No account?", "")).doesNotContain("?");
        }
    }

    @Test
    void thePosixLocaleKeepsWhatMessagesSay() throws Exception {
        try (ServedApp app = new ServedApp("\nCREATE TABLE \"Zoë\"(a);");
                ToolProcess export =
                        tool().with("LC_ALL", "C").of(app.server).start("export", "app", "-o", target(), "-t", "Zo")) {
            assertThat(export.exitCode()).isEqualTo(1);
            assertThat(export.err()).contains("did you mean Zoë?");
        }
    }

    @Test
    void aNameThatTheLocaleCannotHoldIsRefused() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/cmdline")), "Linux");
        try (ServedApp app = new ServedApp();
                // The shell makes the bytes, because this JVM's locale may not be able to.
                ToolProcess export = tool().with("LC_ALL", "C")
                        .of(app.server)
                        .after("set -- \"$@\" -o '" + folder + "/'\"$(printf 'zo\\303\\253.sql')\"")
                        .start("export", "app")) {
            assertThat(export.exitCode()).as(export.err()).isEqualTo(2);
            assertThat(export.err().lines()).hasSize(1);
            assertThat(export.err()).startsWith("d1dump: ").contains("LC_ALL=C.UTF-8");
        }
        assertThat(names()).isEmpty();
    }

    private ToolProcess.Builder tool() throws IOException {
        return new ToolProcess.Builder(printed);
    }

    private String target() {
        return folder.resolve("app.sql").toString();
    }

    private List<String> names() {
        String[] names = folder.toFile().list();
        return names == null ? List.of() : Arrays.asList(names);
    }
}
