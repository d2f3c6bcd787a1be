package io.github.d1jdbc.internal;

import static io.github.d1jdbc.internal.ScriptedServer.answer;
import static io.github.d1jdbc.internal.Wire.DATABASE;
import static io.github.d1jdbc.internal.Wire.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.internal.ExportAnswer.Complete;
import io.github.d1jdbc.internal.ExportAnswer.Failed;
import io.github.d1jdbc.internal.ExportAnswer.Locked;
import io.github.d1jdbc.internal.ExportAnswer.Nothing;
import io.github.d1jdbc.internal.ExportAnswer.Running;
import io.github.d1jdbc.internal.RestException.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One test a row of the table of answers that were seen in the wild (d1-facts 2.3). */
class ExportAnswerTest {
    private static final String MARK = "00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683";
    private static final String URL = "https://0123.r2.cloudflarestorage.com/x.sql?X-Amz-Signature=5ec4e7";
    private static final String LOCK =
            "Currently processing a long-running export. Cannot start a new export until that completes or times out.";

    @Test
    void activeIsRunning() throws Exception {
        assertThat(ask(null, 202, Golden.read("export-active.json")))
                .isEqualTo(
                        new Running(MARK, List.of("Generating xxxx-yyyy.sql", "Uploaded part 2", "Uploaded part 1")));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 206})
    void absentStatusWithABookmarkIsRunning(int status) throws Exception {
        assertThat(ask(null, status, result("\"success\":true,\"at_bookmark\":\"b\"")))
                .isEqualTo(new Running("b", List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"success\":true,\"result\":{}}",
                "{\"success\":true,\"result\":null}",
                "{\"success\":true,\"errors\":[],\"messages\":[],\"result\":[]}",
                "{\"success\":true,\"result\":{\"status\":\"paused\",\"messages\":null}}"
            })
    void answerWithoutAnythingIsRunningWithTheBookmarkThatIsKnown(String body) throws Exception {
        assertThat(ask("known", 200, body)).isEqualTo(new Running("known", List.of()));
        assertThat(ask(null, 200, body)).isEqualTo(new Running(null, List.of()));
    }

    @Test
    void completeHasUrlAndName() throws Exception {
        assertThat(ask(MARK, 200, Golden.read("export-complete.json"))).isInstanceOfSatisfying(Complete.class, c -> {
            assertThat(c.bookmark()).isEqualTo(MARK);
            assertThat(c.filename()).isEqualTo("xxxx-yyyy.sql");
            assertThat(c.signedUrl()).endsWith("&X-Amz-Signature=5ec4e7");
            assertThat(c.messages()).containsExactly("Finished uploading xxxx-yyyy.sql in 4 parts.");
        });
    }

    @Test
    void completeAtOnceNeedsNoBookmark() throws Exception {
        assertThat(ask(
                        null,
                        200,
                        result("\"success\":true,\"status\":\"complete\",\"result\":{\"signed_url\":\"" + URL + "\"}")))
                .isEqualTo(new Complete(null, List.of(), null, URL));
    }

    @Test
    void completeWithoutAUrlIsComplete() throws Exception {
        assertThat(ask("known", 200, result("\"success\":true,\"status\":\"complete\",\"result\":null")))
                .isEqualTo(new Complete("known", List.of(), null, null));
        assertThat(ask(
                        "known",
                        200,
                        result("\"success\":true,\"status\":\"complete\",\"result\":{\"signed_url\":\"\"}")))
                .isEqualTo(new Complete("known", List.of(), null, null));
    }

    @Test
    void camelCaseFlatAndNestedUrlsAreFound() throws Exception {
        Complete expected = new Complete("b", List.of(), "f", URL);
        String complete = "\"success\":true,\"status\":\"complete\",\"at_bookmark\":\"b\",";
        String url = "\"filename\":\"f\",\"signed_url\":\"" + URL + "\"";
        String camel = "\"filename\":\"f\",\"signedUrl\":\"" + URL + "\"";
        assertThat(ask(null, 200, result(complete + "\"result\":{" + camel + "}")))
                .isEqualTo(expected);
        assertThat(ask(null, 200, result(complete + url))).isEqualTo(expected);
        assertThat(ask(null, 200, result(complete + camel))).isEqualTo(expected);
        assertThat(ask(null, 200, result(complete + "\"result\":{\"result\":{" + url + "}}")))
                .isEqualTo(expected);
        assertThat(ask(null, 200, result("\"success\":true,\"result\":{" + complete + "\"result\":{" + url + "}}")))
                .isEqualTo(expected);
        // No status at all, but something to download.
        assertThat(ask("b", 200, result(url))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"200, true", "200, false", "202, true", "400, false", "409, false", "404, false"})
    void nothingToExportIsSeenWhereverItStands(int status, boolean success) throws Exception {
        assertThat(ask(
                        "b",
                        status,
                        Wire.error(7500, "Not currently exporting anything.").replace("false", "" + success)))
                .isEqualTo(new Nothing());
        assertThat(ask("b", status, Golden.read("export-lost.json"))).isEqualTo(new Nothing());
        assertThat(
                        ask(
                                "b",
                                status,
                                result(
                                        "\"success\":true,\"result\":{\"success\":false,\"error\":\"Not currently exporting anything.\"}")))
                .isEqualTo(new Nothing());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 409, 429})
    void somebodyElsesExportIsALock(int status) throws Exception {
        assertThat(ask(null, status, Wire.error(7500, LOCK))).isEqualTo(new Locked(LOCK));
        assertThat(ask(null, status, result("\"success\":false,\"error\":\"" + LOCK + "\"")))
                .isEqualTo(new Locked(LOCK));
    }

    @Test
    void errorFailsInD1sOwnWords() throws Exception {
        String text = "D1 Export error: cannot export databases with Virtual Tables (fts5)";
        assertThat(ask("b", 200, result("\"success\":false,\"status\":\"error\",\"error\":\"" + text + "\"")))
                .isEqualTo(new Failed(text));
        assertThat(ask("b", 200, result("\"success\":true,\"status\":\"error\"")))
                .isEqualTo(new Failed("no reason given"));
        assertThat(ask("b", 202, result("\"success\":false"))).isEqualTo(new Failed("no reason given"));
        assertThat(ask("b", 200, result("\"success\":true,\"at_bookmark\":\"b\",\"error\":\"out of luck\"")))
                .isEqualTo(new Failed("out of luck"));
    }

    @Test
    void otherRefusalsAreExceptions() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                answer(400, Wire.error(7500, "D1_ERROR: no")),
                answer(403, Wire.error(7403, "not authorized")),
                answer(200, Wire.error(7500, "D1_ERROR: no")),
                answer(502, "<html>"),
                answer(200, "<html>"))) {
            RestClient client = Wire.client(server);
            for (Kind kind : List.of(Kind.REFUSED, Kind.REFUSED, Kind.REFUSED, Kind.UNKNOWN, Kind.UNREADABLE)) {
                RestException e = failure(() -> client.export(DATABASE, "b", Wire.ALL, Abort.unlimited()));
                assertThat(e.kind()).isEqualTo(kind);
                assertThat(e).hasMessageStartingWith("Exporting database " + DATABASE + " failed: ");
            }
        }
    }

    @Test
    void messagesOfAnyShapeAreTexts() throws Exception {
        assertThat(ask(
                        null,
                        200,
                        result("\"at_bookmark\":\"b\",\"messages\":[\"a\",{\"code\":1,\"message\":\"c\"},3]")))
                .isEqualTo(new Running("b", List.of("a", "c", "3")));
    }

    @Test
    void filterIsSentWithEveryPoll() throws Exception {
        try (ScriptedServer server = new ScriptedServer(answer(200, "{}"))) {
            Wire.client(server)
                    .export(
                            DATABASE,
                            "b",
                            new RestClient.ExportFilter(List.of("a b", "ü"), true, false),
                            Abort.unlimited());
            assertThat(server.asked().get(0).body())
                    .isEqualTo("{\"output_format\":\"polling\",\"current_bookmark\":\"b\",\"dump_options\":"
                            + "{\"no_data\":true,\"no_schema\":false,\"tables\":[\"a b\",\"ü\"]}}");
        }
    }

    private static ExportAnswer ask(@Nullable String bookmark, int status, String body) throws Exception {
        try (ScriptedServer server = new ScriptedServer(answer(status, body))) {
            return Wire.client(server).export(DATABASE, bookmark, Wire.ALL, Abort.unlimited());
        }
    }

    private static String result(String fields) {
        return "{\"result\":{" + fields + "},\"success\":true,\"errors\":[],\"messages\":[]}";
    }
}
