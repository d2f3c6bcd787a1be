package io.github.d1jdbc.internal;

import java.nio.charset.StandardCharsets;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** One HTTP answer, read to its end. The body is shared, not copied: nobody writes to it. */
final class Answer {
    private final int status;
    private final Headers headers;
    private final byte[] body;

    Answer(int status, Headers headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    int status() {
        return status;
    }

    Headers headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    boolean ok() {
        return status >= 200 && status < 300;
    }

    @Nullable
    String ray() {
        return headers.get("cf-ray");
    }

    /** Whether the body begins as JSON does; an HTML page of a gateway does not. */
    boolean beginsAsJson() {
        for (byte b : body) {
            if (b > ' ') return b == '{';
        }
        return false;
    }

    /** The first characters on one line, for a message about a body that is no JSON. */
    String beginning() {
        String text = new String(body, 0, Math.min(body.length, 400), StandardCharsets.UTF_8)
                .replaceAll("\\s+", " ")
                .strip();
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }

    @Override
    public String toString() {
        return "Answer[HTTP " + status + ", " + body.length + " bytes]";
    }
}
