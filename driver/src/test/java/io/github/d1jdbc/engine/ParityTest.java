package io.github.d1jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.server.D1Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The embedded D1 answers as the real engine does, or differs as {@code parity/differences.txt} says and why.
 *
 * <p>A difference that is not listed fails, and so does a listed one that is gone.
 */
class ParityTest {

    private static final Path FOLDER = Path.of(System.getProperty("basedir", "."), "src/test/resources/parity");
    private static final Path DIFFERENCES = FOLDER.resolve("differences.txt");
    private static final int SHOWN = 600;

    static List<ParityScript> scripts() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> !file.equals(DIFFERENCES))
                    .sorted()
                    .map(ParityScript::read)
                    .toList();
        }
    }

    @RealD1
    @ParameterizedTest
    @MethodSource("scripts")
    void theEmbeddedServerAnswersAsTheRealEngine(ParityScript script, RealEngine engine) throws IOException {
        List<String> real = script.run(engine::newDatabase);
        List<String> embedded;
        try (D1Server server = D1Server.start()) {
            D1Http http = new D1Http(server.endpoint(), server.accountId(), server.token());
            AtomicInteger databases = new AtomicInteger();
            embedded = script.run(() -> http.createDatabase("db" + databases.incrementAndGet()));
        }
        Set<String> listed = listed(script.topic());
        Set<String> seen = new LinkedHashSet<>();
        StringBuilder report = new StringBuilder();
        for (int i = 0; i < real.size(); i++) {
            String request = script.requests().get(i);
            if (real.get(i).equals(embedded.get(i)) || !seen.add(request) || listed.contains(request)) continue;
            report.append(request).append("\n  real:     ").append(shortened(real.get(i), embedded.get(i)));
            report.append("\n  embedded: ")
                    .append(shortened(embedded.get(i), real.get(i)))
                    .append('\n');
        }
        assertThat(report.toString()).as("differences that are not listed").isEmpty();
        assertThat(seen).as("listed differences that are no more").containsAll(listed);
    }

    @Test
    void everyListedDifferenceHasARequestAndAReason() throws IOException {
        boolean explained = false;
        Set<String> requests = new LinkedHashSet<>();
        for (ParityScript script : scripts()) {
            for (String request : script.requests()) requests.add(script.topic() + ": " + request);
        }
        for (String line : Files.readAllLines(DIFFERENCES)) {
            if (line.startsWith("#") || line.isBlank()) {
                explained = !line.isBlank();
            } else {
                assertThat(explained).as("reason of %s", line).isTrue();
                assertThat(requests).contains(line);
            }
        }
    }

    private static Set<String> listed(String topic) throws IOException {
        Set<String> requests = new LinkedHashSet<>();
        for (String line : Files.readAllLines(DIFFERENCES)) {
            if (line.startsWith(topic + ": ")) requests.add(line.substring(topic.length() + 2));
        }
        return requests;
    }

    /** The neighbourhood of the first place where two texts differ. */
    private static String shortened(String text, String other) {
        int at = 0;
        while (at < text.length() && at < other.length() && text.charAt(at) == other.charAt(at)) at++;
        int from = Math.max(0, Math.min(at - 100, text.length() - SHOWN));
        int to = Math.min(text.length(), from + SHOWN);
        return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
    }
}
