package io.github.d1jdbc.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.d1jdbc.sql.SqlStatement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a request and the values for its placeholders: {@code null}, String, Double or byte[].
 *
 * @param statement the statement
 * @param parameters its values, from the first placeholder on
 */
record Query(SqlStatement statement, List<@Nullable Object> parameters) {

    private static final String TYPES = "params must be strings, numbers, nulls or arrays of byte numbers";

    /** Reads {@code {sql, params}} or {@code {batch: [{sql, params}, …]}}. */
    static List<Query> of(JsonNode body) throws ApiException {
        if (!body.isObject()) throw ApiException.malformed("expected an object");
        List<Query> queries = new ArrayList<>();
        JsonNode batch = body.get("batch");
        if (batch == null) {
            add(body, queries);
        } else {
            if (!batch.isArray()) throw ApiException.malformed("batch must be an array");
            for (JsonNode item : batch) add(item, queries);
        }
        if (queries.isEmpty()) throw ApiException.refused("No SQL statements detected.");
        return queries;
    }

    private static void add(JsonNode item, List<Query> queries) throws ApiException {
        JsonNode sql = item.get("sql");
        if (sql == null || !sql.isTextual()) throw ApiException.malformed("sql must be a string");
        List<@Nullable Object> parameters = parameters(item.get("params"));
        List<SqlStatement> statements = SqlStatement.split(sql.textValue());
        if (statements.size() > 1 && !parameters.isEmpty()) {
            throw ApiException.malformed("params with multiple statements is not supported");
        }
        for (SqlStatement statement : statements) queries.add(new Query(statement, parameters));
    }

    private static List<@Nullable Object> parameters(@Nullable JsonNode params) throws ApiException {
        if (params == null || params.isNull()) return List.of();
        if (!params.isArray()) throw ApiException.malformed("params must be an array");
        List<@Nullable Object> values = new ArrayList<>(params.size());
        for (JsonNode param : params) values.add(value(param));
        return Collections.unmodifiableList(values);
    }

    private static @Nullable Object value(JsonNode param) throws ApiException {
        if (param.isNull()) return null;
        if (param.isTextual()) return param.textValue();
        if (param.isNumber()) {
            // Every number of JSON is a double in JavaScript; what is too large for one becomes null on its way.
            double number = param.doubleValue();
            return Double.isFinite(number) ? number : null;
        }
        if (!param.isArray()) throw ApiException.malformed(TYPES);
        byte[] bytes = new byte[param.size()];
        for (int i = 0; i < bytes.length; i++) {
            JsonNode b = param.get(i);
            if (!b.isNumber()) throw ApiException.malformed(TYPES);
            // As JavaScript's Uint8Array: towards zero, then modulo 256.
            bytes[i] = (byte) (long) b.doubleValue();
        }
        return bytes;
    }

    /** How many bytes a value takes in the database, 8 for a number. */
    static int bytes(@Nullable Object value) {
        if (value instanceof String text) return text.getBytes(StandardCharsets.UTF_8).length;
        return value instanceof byte[] blob ? blob.length : value == null ? 0 : 8;
    }
}
