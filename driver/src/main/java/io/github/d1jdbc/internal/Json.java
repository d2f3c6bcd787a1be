package io.github.d1jdbc.internal;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** How JSON is read and written: leniently in shape, strictly in grammar. Any thread may use it. */
final class Json {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // A character beyond U+FFFF is 4 bytes then, not an escaped pair of 12.
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .build();

    private Json() {}

    /** Whether UTF-8 can carry the text. Jackson would send half a surrogate pair as an escape, which D1 cannot store. */
    static boolean isWhole(String text) {
        // A pair is one code point; what is left over as a surrogate has lost its other half.
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
