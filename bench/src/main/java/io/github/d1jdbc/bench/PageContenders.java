package io.github.d1jdbc.bench;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.json.JSONArray;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** Ways to read an answer of {@code /raw}; each gives every cell to a sink and the number of rows. */
final class PageContenders {

    /** The answer as one would write it down for Retrofit. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Answer(List<Result> result, boolean success) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Result(Results results, boolean success) {}

    record Results(List<String> columns, List<List<@Nullable Object>> rows) {}

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonFactory FACTORY = MAPPER.getFactory();

    private PageContenders() {}

    static int resultSet(ResultSet result, Consumer<@Nullable Object> sink) throws SQLException {
        int count = 0;
        while (result.next()) {
            for (int i = 1; i <= SamplePage.COLUMNS; i++) sink.accept(result.getObject(i));
            count++;
        }
        result.close();
        return count;
    }

    static int jacksonPojo(byte[] page, Consumer<@Nullable Object> sink) throws IOException {
        Answer answer = MAPPER.readValue(page, Answer.class);
        List<List<@Nullable Object>> rows = answer.result().get(0).results().rows();
        for (List<@Nullable Object> row : rows) row.forEach(sink);
        return rows.size();
    }

    static int jacksonTree(byte[] page, Consumer<@Nullable Object> sink) throws IOException {
        JsonNode rows =
                MAPPER.readTree(page).path("result").path(0).path("results").path("rows");
        for (JsonNode row : rows) for (JsonNode cell : row) sink.accept(value(cell));
        return rows.size();
    }

    private static @Nullable Object value(JsonNode cell) {
        if (cell.isNull()) return null;
        return cell.isNumber() ? cell.numberValue() : cell.textValue();
    }

    static int jacksonStreaming(byte[] page, Consumer<@Nullable Object> sink) throws IOException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        try (JsonParser json = FACTORY.createParser(page)) {
            while (!"rows".equals(json.nextFieldName())) {
                if (json.currentToken() == null) throw new IOException("no rows");
            }
            json.nextToken();
            while (json.nextToken() == JsonToken.START_ARRAY) {
                @Nullable Object[] row = new @Nullable Object[SamplePage.COLUMNS];
                int column = 0;
                for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                    row[column++] = value(json, token);
                }
                rows.add(row);
            }
            while (json.nextToken() != null) json.skipChildren();
        }
        for (@Nullable Object[] row : rows) for (Object cell : row) sink.accept(cell);
        return rows.size();
    }

    private static @Nullable Object value(JsonParser json, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getNumberValue();
            default -> throw new IOException("a cell is " + token);
        };
    }

    static int orgJson(byte[] page, Consumer<@Nullable Object> sink) {
        JSONObject answer = new JSONObject(new String(page, StandardCharsets.UTF_8));
        JSONArray rows = answer.getJSONArray("result")
                .getJSONObject(0)
                .getJSONObject("results")
                .getJSONArray("rows");
        for (int i = 0; i < rows.length(); i++) {
            JSONArray row = rows.getJSONArray(i);
            for (int j = 0; j < row.length(); j++) sink.accept(row.isNull(j) ? null : row.get(j));
        }
        return rows.length();
    }
}
