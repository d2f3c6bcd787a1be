package io.github.d1jdbc.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Published captures of the API (developers.cloudflare.com/api/resources/d1, public issues), a file an answer. */
final class Golden {
    private Golden() {}

    static String read(String name) throws IOException {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/rest/" + name)) {
            if (in == null) throw new IOException("no golden file " + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
