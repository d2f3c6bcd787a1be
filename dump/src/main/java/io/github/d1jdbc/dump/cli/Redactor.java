package io.github.d1jdbc.dump.cli;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what is about to be printed: the credentials that this process knows, the query of a signed
 * URL, and, in messages about arguments, what only looks like a token. The driver keeps them out of its messages; this
 * is the second fence. Threads may share it.
 */
final class Redactor {

    private static final String HIDDEN = "[hidden]";
    /** A shorter secret would hide innocent words, and no real one is that short. */
    private static final int SHORTEST = 8;

    private final List<String> secrets = new CopyOnWriteArrayList<>();

    /** Hides this text from now on, unless it is too short to be a secret. */
    void hide(String secret) {
        if (secret.strip().length() >= SHORTEST) secrets.add(secret.strip());
    }

    /** The text without known secrets and signed queries. */
    String clean(String text) {
        String cleaned = text;
        for (String secret : secrets) cleaned = cleaned.replace(secret, HIDDEN);
        return Shapes.SIGNED.matcher(cleaned).replaceAll("X-Amz-" + HIDDEN);
    }

    /** Like {@link #clean}, and without anything that looks like a token: for messages that quote arguments. */
    String cleanArguments(String text) {
        return Shapes.TOKEN_LIKE.matcher(clean(text)).replaceAll(HIDDEN);
    }

    /** Whether this argument is an option that would bring a secret, with or without its value. */
    static boolean bringsSecret(String argument) {
        return Shapes.SECRET_ARGUMENT.matcher(argument).matches();
    }

    /** Compiled when something is first cleaned: most runs of a short command have nothing to clean. */
    private static final class Shapes {

        /** SigV4 query parameters (docs.aws.amazon.com, "Authenticating Requests: Using Query Parameters"). */
        private static final Pattern SIGNED = Pattern.compile("X-Amz-[A-Za-z-]+(=|%3D)[^&\\s\"'<>]*");

        /**
         * API tokens have 40 letters, digits, - and _; newer ones begin with cfut_, cfat_ or cfk_; global keys are 37
         * hex digits or more. Account ids (32 hex digits) and UUIDs must stay readable.
         */
        private static final Pattern TOKEN_LIKE = Pattern.compile(
                "(?<![\\w/.-])(?:cf[a-z]{1,2}t?_[\\w-]{16,}|[0-9a-f]{37,45}|(?=[\\w-]*\\d)(?=[\\w-]*[A-Z])"
                        + "[\\w-]{40,})(?![\\w/.-])");

        /** What people try first. */
        private static final Pattern SECRET_ARGUMENT =
                Pattern.compile("--(?:api-?)?(?:token|key|password)(?:=.*)?", Pattern.DOTALL);
    }
}
