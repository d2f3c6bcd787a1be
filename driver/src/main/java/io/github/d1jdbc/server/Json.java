package io.github.d1jdbc.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** JSON as JavaScript writes it, and the API's envelope. Thread-safe. */
final class Json {

    /** Escapes with lower-case digits, as JSON.stringify does; limits far above what the API takes. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(1 << 28)
                    .maxNumberLength(1 << 16)
                    .build())
            .build();

    private static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** Reads a request's body. */
    static JsonNode parse(byte[] body) throws ApiException {
        try {
            return MAPPER.readTree(body);
        } catch (IOException notUtf8) {
            try {
                return MAPPER.readTree(Utf8.decode(body));
            } catch (JsonProcessingException e) {
                throw ApiException.malformed("the body is not JSON");
            }
        }
    }

    /** Reads JSON of our own. */
    static JsonNode tree(byte[] json) throws IOException {
        return MAPPER.readTree(json);
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of JSON could not be written", e);
        }
    }

    /** The envelope of success around a result that is already JSON. */
    static byte[] success(byte[] result) {
        return join("{\"result\":", result, ",\"success\":true,\"errors\":[],\"messages\":[]}");
    }

    /** The envelope of success. */
    static byte[] success(JsonNode result) {
        return success(bytes(result));
    }

    /** The envelope of success for a page of a list. */
    static byte[] success(JsonNode result, ObjectNode info) {
        byte[] end = join(",\"success\":true,\"errors\":[],\"messages\":[],\"result_info\":", bytes(info), "}");
        return join("{\"result\":", bytes(result), new String(end, StandardCharsets.UTF_8));
    }

    /** The envelope of failure. */
    static byte[] failure(int code, String message) {
        ObjectNode envelope = object();
        envelope.putNull("result");
        envelope.put("success", false);
        envelope.putArray("errors").addObject().put("code", code).put("message", message);
        envelope.putArray("messages");
        return bytes(envelope);
    }

    private static byte[] join(String before, byte[] middle, String after) {
        byte[] first = before.getBytes(StandardCharsets.UTF_8);
        byte[] last = after.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[first.length + middle.length + last.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(middle, 0, all, first.length, middle.length);
        System.arraycopy(last, 0, all, first.length + middle.length, last.length);
        return all;
    }
}
