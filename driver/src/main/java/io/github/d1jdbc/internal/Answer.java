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

    /** The first few thousand characters on one line; cut further only once secrets are out of it. */
    String beginning() {
        return new String(body, 0, Math.min(body.length, 4_000), StandardCharsets.UTF_8)
                .replaceAll("\\s+", " ")
                .strip();
    }

    @Override
    public String toString() {
        return "Answer[HTTP " + status + ", " + body.length + " bytes]";
    }
}
