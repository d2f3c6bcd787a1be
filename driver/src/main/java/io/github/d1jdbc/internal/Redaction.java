package io.github.d1jdbc.internal;

import java.util.regex.Pattern;

/** Takes out of a foreign text what must never be seen: this client's secret and the queries of signed URLs. */
final class Redaction {
    // SigV4's parameters (X-Amz-Signature, X-Amz-Credential …) and their like in other stores.
    private static final Pattern SIGNED = Pattern.compile(
            "(https?://[^\\s\"'<>?]*)\\?[^\\s\"'<>]*(?i:signature|credential|token|key|sig)=[^\\s\"'<>]*");

    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s\"'<>?]*)\\?[^\\s\"'<>]*");

    private final String secret;

    Redaction(Credentials credentials) {
        this.secret = credentials instanceof Credentials.Token token
                ? token.token()
                : ((Credentials.EmailKey) credentials).key();
    }

    /** The first hundred characters of a body that is no JSON, without any query: nobody knows what it is. */
    String beginning(Answer answer) {
        String safe = QUERY.matcher(of(answer.beginning())).replaceAll("$1?***");
        return safe.length() > 100 ? safe.substring(0, 100) + "…" : safe;
    }

    String of(String text) {
        String safe = secret.isEmpty() ? text : text.replace(secret, "***");
        return safe.contains("://") ? SIGNED.matcher(safe).replaceAll("$1?***") : safe;
    }
}
