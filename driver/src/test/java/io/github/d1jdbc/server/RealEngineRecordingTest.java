package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Asks the embedded D1 what was asked of the real engine (workerd's SQLite 3.53.4, miniflare 5.20261023) and compares
 * the answers as bytes: results, error texts, dumps, and of meta {@code changes}, {@code last_row_id},
 * {@code changed_db} and {@code size_after}. A line with "ours" is a deviation; it says why, and must be exactly that.
 */
class RealEngineRecordingTest {

    private static final Pattern RESULTS = Pattern.compile("\"results\":(.*),$", Pattern.DOTALL);
    private static final Pattern REFERENCE = Pattern.compile("reference = \\w+");

    private static D1Server server;
    private static Client client;
    private static final Set<String> CREATED = new HashSet<>();
    private static String database = "";

    @BeforeAll
    static void start() throws IOException {
        server = D1Server.start(D1Server.Options.defaults().withExportPolls(0));
        client = new Client(server);
    }

    @AfterAll
    static void close() throws IOException {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> answersAsTheRealEngine() throws IOException {
        Map<String, List<JsonNode>> sections = new LinkedHashMap<>();
        List<JsonNode> current = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/server/real-engine.jsonl"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode node = Client.JSON.readTree(line);
                if (node.has("section")) {
                    current = sections.computeIfAbsent(node.path("section").asText(), name -> new ArrayList<>());
                } else {
                    current.add(node);
                }
            }
        }
        assertThat(sections).hasSizeGreaterThan(15);
        return sections.entrySet().stream()
                .map(section -> DynamicTest.dynamicTest(
                        section.getKey(), () -> section.getValue().forEach(RealEngineRecordingTest::check)));
    }

    private static void check(JsonNode recorded) {
        if (recorded.has("database")) {
            database = "recorded-" + recorded.path("database");
            if (CREATED.add(database)) server.createDatabase(database);
            return;
        }
        JsonNode expected = recorded.has("ours") ? recorded.path("ours") : recorded;
        if (recorded.has("export")) {
            String dump = client.dump(database, recorded.path("export").toString());
            String text = expected.has("sql")
                    ? expected.path("sql").asText()
                    : "error: " + expected.path("error").asText();
            assertThat(dump).as("export %s", recorded.path("export")).isEqualTo(text);
            return;
        }
        String kind = recorded.has("raw") ? "raw" : "query";
        String body = recorded.path(kind).asText();
        Client.Answer answer = client.post("/" + server.databaseId(database) + "/" + kind, body);
        assertThat(brief(answer, expected.has("meta"))).as("%s %s", kind, body).isEqualTo(wanted(expected));
    }

    private static String wanted(JsonNode expected) {
        if (expected.has("error")) {
            return "HTTP " + expected.path("status") + " [" + expected.path("code") + "] "
                    + expected.path("error").asText();
        }
        return String.join(" ; ", Client.texts(expected.path("results")))
                + (expected.has("meta") ? " " + expected.path("meta") : "");
    }

    // The results as they were sent, byte for byte.
    private static String brief(Client.Answer answer, boolean withMeta) {
        if (!answer.json().path("success").asBoolean()) {
            String error = REFERENCE.matcher(answer.error()).replaceAll("reference = #");
            return "HTTP " + answer.status() + " " + error;
        }
        String[] parts = answer.text().split("\"success\":true,\"meta\":", -1);
        List<String> results = new ArrayList<>();
        for (int i = 0; i < parts.length - 1; i++) {
            Matcher matcher = RESULTS.matcher(parts[i]);
            results.add(matcher.find() ? matcher.group(1) : parts[i]);
        }
        return String.join(" ; ", results) + (withMeta ? " " + metas(answer.result()) : "");
    }

    private static JsonNode metas(JsonNode results) {
        ObjectNode holder = Client.JSON.createObjectNode();
        holder.putArray("metas");
        results.forEach(result -> {
            JsonNode meta = result.path("meta");
            holder.withArray("metas")
                    .addArray()
                    .add(meta.path("changes"))
                    .add(meta.path("last_row_id"))
                    .add(meta.path("changed_db"))
                    .add(meta.path("size_after"));
        });
        return holder.path("metas");
    }
}
