package io.github.d1jdbc.internal;

/** Who asks. Immutable; {@code toString} never shows a secret. */
public sealed interface Credentials {

    /** An API token, sent as {@code Authorization: Bearer}. */
    record Token(String token) implements Credentials {
        @Override
        public String toString() {
            return "Token[***]";
        }
    }

    /** A global API key with its owner's address, sent as {@code X-Auth-Email} and {@code X-Auth-Key}. */
    record EmailKey(String email, String key) implements Credentials {
        @Override
        public String toString() {
            return "EmailKey[" + email + ", ***]";
        }
    }
}
