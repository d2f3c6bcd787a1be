package io.github.d1jdbc.internal;

import java.util.regex.Pattern;

/** Takes out of a foreign text what must never be seen: this client's secret and the queries of signed URLs. */
final class Redaction {
    // SigV4's parameters (X-Amz-Signature, X-Amz-Credential …) and their like in other stores.
    private static final Pattern SIGNED = Pattern.compile(
            "(https?://[^\\s\"'<>?]*)\\?[^\\s\"'<>]*(?i:signature|credential|token|key|sig)=[^\\s\"'<>]*");

    private final String secret;

    Redaction(Credentials credentials) {
        this.secret = credentials instanceof Credentials.Token token
                ? token.token()
                : ((Credentials.EmailKey) credentials).key();
    }

    String of(String text) {
        String safe = secret.isEmpty() ? text : text.replace(secret, "***");
        return safe.contains("://") ? SIGNED.matcher(safe).replaceAll("$1?***") : safe;
    }
}
