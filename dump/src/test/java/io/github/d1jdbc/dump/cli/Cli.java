package io.github.d1jdbc.dump.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Runs {@link Main} in this JVM and keeps what it prints. */
final class Cli {

    private final Map<String, String> environment = new TreeMap<>();
    private InputStream in = InputStream.nullInputStream();
    private boolean outIsTerminal;
    private boolean errIsTerminal;
    private boolean inIsTerminal;

    /** What one run gave. */
    record Run(int exitCode, ByteArrayOutputStream bytes, String err) {
        String out() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        String firstLine() {
            return err.lines().findFirst().orElse("");
        }

        /** All that a person or a log could see. */
        String all() {
            return out() + err;
        }
    }

    Cli with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Cli input(String text) {
        in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Cli onTerminal() {
        outIsTerminal = true;
        errIsTerminal = true;
        return this;
    }

    /** A person sits there and types this. */
    Cli answering(String text) {
        inIsTerminal = true;
        return input(text);
    }

    Run run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Shell shell = new Shell(
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                in,
                environment,
                outIsTerminal,
                errIsTerminal,
                inIsTerminal,
                true);
        int exitCode = new Main(shell).run(args);
        return new Run(exitCode, out, err.toString(StandardCharsets.UTF_8));
    }
}
