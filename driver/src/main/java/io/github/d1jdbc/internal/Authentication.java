package io.github.d1jdbc.internal;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Says who asks, on every request to the API and on nothing else: the client below it is shared and bare. */
record Authentication(RestSettings settings) implements Interceptor {

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request.Builder request =
                chain.request().newBuilder().header("User-Agent", userAgent(settings.applicationName()));
        if (settings.credentials() instanceof Credentials.EmailKey pair) {
            request.header("X-Auth-Email", pair.email()).header("X-Auth-Key", pair.key());
        } else if (settings.credentials() instanceof Credentials.Token token) {
            request.header("Authorization", "Bearer " + token.token());
        }
        return chain.proceed(request.build());
    }

    /** Why these can be no headers, or null. HTTP would say so later, in a message that quotes them. */
    static @Nullable String problem(Credentials credentials) {
        if (credentials instanceof Credentials.EmailKey pair) {
            return isHeaderSafe(pair.email()) && isHeaderSafe(pair.key())
                    ? null
                    : "the email or API key is empty or holds a space, a line end or a letter beyond ASCII";
        }
        return credentials instanceof Credentials.Token token && isHeaderSafe(token.token())
                ? null
                : "the token is empty or holds a space, a line end or a letter beyond ASCII; copy it again";
    }

    private static boolean isHeaderSafe(String value) {
        return !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    private static String userAgent(String applicationName) {
        String version = Authentication.class.getPackage().getImplementationVersion();
        String java = System.getProperty("java.version");
        String agent = "d1-jdbc/" + (version == null ? "dev" : version) + " (+Java " + java + ") " + applicationName;
        return agent.replaceAll("[^\\x20-\\x7E]", "?").strip();
    }
}
