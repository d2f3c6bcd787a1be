package io.github.d1jdbc.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.internal.Abort;
import io.github.d1jdbc.internal.Credentials;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.RestClient.Statement;
import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.RestSettings;
import io.github.d1jdbc.internal.Rows;
import io.github.d1jdbc.server.D1Server;
import io.github.d1jdbc.server.Fault;
import io.github.d1jdbc.server.Route;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaCacheTest {
    private D1Server server;
    private RestClient client;
    private String database;
    private int requests;
    private long now = Long.MAX_VALUE - 5; // a clock of System.nanoTime may overflow
    private final SchemaCache cache = new SchemaCache(() -> now);

    @BeforeEach
    void open() throws IOException {
        server = D1Server.start();
        database = server.createDatabase("shop");
        client = RestClient.open(
                RestSettings.of(server.endpoint(), server.accountId(), new Credentials.Token(server.token())));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private List<Rows> ask(List<Statement> statements) throws RestException {
        requests++;
        return client.raw(database, statements, true, Abort.unlimited());
    }

    private void otherClientCreates(String table) throws RestException {
        client.raw(database, List.of(Statement.of("CREATE TABLE " + table + "(a)")), false, Abort.unlimited());
    }

    @Test
    void withinItsLifetimeOneReadingServesAll() throws RestException {
        SchemaSnapshot first = cache.fresh(this::ask);
        now += SchemaCache.LIFETIME.toNanos() - 1;
        assertThat(cache.fresh(this::ask)).isSameAs(first);
        assertThat(requests).isOne();
    }

    @Test
    void whatAnotherClientCreatedIsSeenAfterTheLifetime() throws RestException {
        assertThat(cache.fresh(this::ask).table("t")).isNull();
        otherClientCreates("t");
        assertThat(cache.fresh(this::ask).table("t")).isNull();
        now += SchemaCache.LIFETIME.toNanos();
        assertThat(cache.fresh(this::ask).table("t")).isNotNull();
        assertThat(requests).isEqualTo(2);
    }

    @Test
    void whatIsKnownStaysKnownUntilItIsInvalidated() throws RestException {
        SchemaSnapshot first = cache.known(this::ask);
        otherClientCreates("t");
        now += 100 * SchemaCache.LIFETIME.toNanos();
        assertThat(cache.known(this::ask)).isSameAs(first);
        cache.invalidate();
        assertThat(cache.known(this::ask).table("t")).isNotNull();
    }

    @Test
    void whatWasInvalidatedIsReadAtOnce() throws RestException {
        cache.fresh(this::ask);
        otherClientCreates("t");
        cache.invalidate();
        assertThat(cache.fresh(this::ask).table("t")).isNotNull();
        assertThat(requests).isEqualTo(2);
    }

    @Test
    void aReadingThatFailedIsTriedAgain() throws RestException {
        server.faults().add(Fault.on(Route.RAW).error(403, 7403, "not yours"));
        assertThatThrownBy(() -> cache.fresh(this::ask)).isInstanceOf(RestException.class);
        assertThat(cache.fresh(this::ask).tables()).hasSize(1);
        assertThat(requests).isEqualTo(2);
    }
}
