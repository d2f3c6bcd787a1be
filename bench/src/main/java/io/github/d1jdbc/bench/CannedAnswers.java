package io.github.d1jdbc.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.d1jdbc.server.D1Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers to {@code /raw} from memory: the first request with some statements goes to an embedded D1, whose answer is
 * then everybody's who sends the same statements. Threads may share it.
 */
final class CannedAnswers implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int FIRST_ID = 7;

    private final D1Server engine;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<List<String>, byte[]> answers = new ConcurrentHashMap<>();

    private CannedAnswers(D1Server engine) {
        this.engine = engine;
    }

    /** Of a database with a table of so many customers, with ids from 7. */
    static CannedAnswers of(int rows) throws IOException {
        D1Server engine = D1Server.start();
        engine.createDatabase(Loopback.DATABASE);
        StringBuilder sql =
                new StringBuilder("CREATE TABLE customers(id INTEGER PRIMARY KEY, name TEXT, total REAL);\n");
        for (int i = FIRST_ID; i < FIRST_ID + rows; i++) {
            sql.append("INSERT INTO customers VALUES(")
                    .append(i)
                    .append(",'customer ")
                    .append(i)
                    .append("',");
            sql.append(i).append(".25);\n");
        }
        engine.load(Loopback.DATABASE, new ByteArrayInputStream(sql.toString().getBytes(StandardCharsets.US_ASCII)));
        return new CannedAnswers(engine);
    }

    /** The answer to the body of a request. */
    byte[] to(byte[] body) throws IOException {
        List<String> statements = new ArrayList<>();
        try (JsonParser json = JSON.createParser(body)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME && json.currentName().equals("sql"))
                    statements.add(json.nextTextValue());
            }
        }
        byte[] known = answers.get(statements);
        if (known != null) return known;
        byte[] answer = ask(body);
        answers.put(List.copyOf(statements), answer);
        return answer;
    }

    private byte[] ask(byte[] body) throws IOException {
        URI uri = URI.create(engine.endpoint() + "/accounts/" + engine.accountId() + "/d1/database/"
                + engine.databaseId(Loopback.DATABASE) + "/raw");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + engine.token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        engine.close();
    }
}
