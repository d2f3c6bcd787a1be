package io.github.d1jdbc.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Plain HTTP to a D1 endpoint, whichever it is, with no client code of ours in between. Threads may share it. */
public record D1Http(URI endpoint, String accountId, String token) {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    static final ObjectMapper JSON = new ObjectMapper();

    /** An answer: HTTP status and the body as it came. */
    public record Answer(int status, String body) {

        /** The body as JSON. */
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** One database at an endpoint. */
    public record Database(D1Http http, String id, String name) {

        /** Posts a body to {@code raw}, {@code query}, {@code export} or {@code import}. */
        public Answer post(String action, String json) {
            return http.send("POST", "/" + id + "/" + action, json);
        }

        /** Runs SQL by {@code raw} and gives the answer. */
        public Answer raw(String sql) {
            return post("raw", JSON.createObjectNode().put("sql", sql).toString());
        }

        /** Runs SQL that must succeed. */
        public void run(String sql) {
            Answer answer = raw(sql);
            if (answer.status() != 200) throw new IllegalStateException(sql + ": " + answer.body());
        }

        /** Exports and gives the text, or the refusal of the server behind {@code "error: "}. */
        public String export(String dumpOptions) {
            ObjectNode body = JSON.createObjectNode().put("output_format", "polling");
            try {
                body.set("dump_options", JSON.readTree(dumpOptions));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
            while (true) {
                Answer answer = post("export", body.toString());
                JsonNode result = answer.json().path("result");
                if (answer.status() >= 300 || !result.path("success").asBoolean()) {
                    return "error: "
                            + (result.has("error") ? result.get("error").asText() : answer.body());
                }
                if (result.path("status").asText().equals("complete")) {
                    return http.download(
                            URI.create(result.at("/result/signed_url").asText()));
                }
                body.set("current_bookmark", result.get("at_bookmark"));
            }
        }
    }

    /** Creates an empty database. */
    public Database createDatabase(String name) {
        Answer answer =
                send("POST", "", JSON.createObjectNode().put("name", name).toString());
        if (answer.status() != 200) throw new IllegalStateException(answer.body());
        return new Database(this, answer.json().at("/result/uuid").asText(), name);
    }

    /** Sends to a path behind {@code /accounts/<account>/d1/database}; an empty body is none. */
    public Answer send(String method, String path, String body) {
        HttpRequest.BodyPublisher publisher = body.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(endpoint + "/accounts/" + accountId + "/d1/database" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, publisher)
                .build();
        return exchange(request);
    }

    private String download(URI url) {
        Answer answer = exchange(HttpRequest.newBuilder(url).build());
        if (answer.status() != 200) throw new IllegalStateException(answer.status() + " " + answer.body());
        return answer.body();
    }

    private static Answer exchange(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    CLIENT.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
