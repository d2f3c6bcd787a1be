package io.github.d1jdbc.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the tests of this package ask a server with: the JDK's HTTP client, nothing of ours. */
final class Client {

    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final D1Server server;
    private final String base;

    Client(D1Server server) {
        this.server = server;
        this.base = server.endpoint() + "/accounts/" + server.accountId() + "/d1/database";
    }

    /** Status and body of an answer. */
    record Answer(int status, String text) {
        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError("No JSON: " + text, e);
            }
        }

        JsonNode result() {
            return json().path("result");
        }

        /** {@code [code] message} of the first error. */
        String error() {
            JsonNode error = json().path("errors").path(0);
            return "[" + error.path("code") + "] " + error.path("message").asText();
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + server.token());
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    HttpResponse<byte[]> download(URI uri, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri);
        if (headers.length > 0) builder.headers(headers);
        return http.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    Answer get(String path) {
        return send(request(path).GET().build());
    }

    Answer delete(String path) {
        return send(request(path).DELETE().build());
    }

    Answer post(String path, String body) {
        return send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    /** {@code {"sql":…}} to /raw. */
    Answer raw(String database, String sql, Object... params) {
        return post("/" + server.databaseId(database) + "/raw", body(sql, params));
    }

    Answer query(String database, String sql, Object... params) {
        return post("/" + server.databaseId(database) + "/query", body(sql, params));
    }

    static String body(String sql, Object... params) {
        ObjectNode node = JSON.createObjectNode().put("sql", sql);
        if (params.length > 0) node.set("params", JSON.valueToTree(params));
        return node.toString();
    }

    /** Polls an export to its end; gives the last answer's result. */
    JsonNode export(String database, String options) {
        String path = "/" + server.databaseId(database) + "/export";
        String start = "{\"output_format\":\"polling\",\"dump_options\":" + options + "}";
        JsonNode result = post(path, start).result();
        for (int i = 0; i < 1000 && "active".equals(result.path("status").asText()); i++) {
            ObjectNode poll = JSON.createObjectNode().put("output_format", "polling");
            poll.put("current_bookmark", result.path("at_bookmark").asText());
            result = post(path, poll.toString()).result();
        }
        return result;
    }

    /** The text of a whole dump, or of the error. */
    String dump(String database, String options) {
        JsonNode result = export(database, options);
        String url = result.path("result").path("signed_url").asText();
        if (url.isEmpty()) return "error: " + result.path("error").asText();
        return send(HttpRequest.newBuilder(URI.create(url)).build()).text();
    }

    static List<String> texts(JsonNode array) {
        List<String> list = new ArrayList<>();
        array.forEach(node -> list.add(node.asText()));
        return list;
    }
}
