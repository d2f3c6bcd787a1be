package io.github.d1jdbc.internal;

import io.github.d1jdbc.internal.RestClient.ExportFilter;
import io.github.d1jdbc.internal.RestClient.Statement;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assertions;

/** What the tests of the wire share: names, settings and clients. */
final class Wire {
    static final String ACCOUNT = "0123456789abcdef0123456789abcdef";
    static final String DATABASE = "d1ab0000-0000-4000-8000-000000000001";
    static final String TOKEN = "s3cret-Token_0123456789";
    static final ExportFilter ALL = new ExportFilter(List.of(), false, false);
    static final List<Statement> SELECT = List.of(Statement.of("SELECT 1 AS a"));
    static final String ONE_ROW =
            "{\"result\":[{\"results\":{\"columns\":[\"a\"],\"rows\":[[1]]},\"success\":true,\"meta\":{}}],\"success\":true,\"errors\":[],\"messages\":[]}";

    private Wire() {}

    static RestSettings settings(URI base, int retries) {
        return new RestSettings(
                base,
                ACCOUNT,
                new Credentials.Token(TOKEN),
                ScriptedServer.PATIENCE,
                ScriptedServer.PATIENCE,
                retries,
                null,
                null,
                "");
    }

    static RestClient client(ScriptedServer server) {
        return client(server, 0, new FakeTime());
    }

    static RestClient client(ScriptedServer server, int retries, FakeTime time) {
        return RestClient.open(settings(server.base(), retries), time.timing(), null);
    }

    static List<Rows> read(RestClient client) throws RestException {
        return client.raw(DATABASE, SELECT, true, Abort.unlimited());
    }

    static List<Rows> write(RestClient client) throws RestException {
        return client.raw(DATABASE, SELECT, false, Abort.unlimited());
    }

    static RestException failure(ThrowingCallable call) {
        return Assertions.assertThrows(RestException.class, call::call);
    }

    static RestSettings withSocketTimeout(RestSettings s, Duration timeout) {
        return new RestSettings(
                s.base(),
                s.accountId(),
                s.credentials(),
                s.connectTimeout(),
                timeout,
                s.maxRetries(),
                s.proxy(),
                s.trustStore(),
                s.applicationName());
    }

    static String error(int code, String message) {
        return "{\"result\":null,\"success\":false,\"errors\":[{\"code\":" + code + ",\"message\":\"" + message
                + "\"}],\"messages\":[]}";
    }
}
