package io.github.d1jdbc;

import io.github.d1jdbc.internal.DatabaseInfo;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.RestException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The databases of an account: list, create, delete. It holds settings only, no connection; any number of threads may
 * share it.
 */
public final class D1Account {

    /**
     * One database. Immutable.
     *
     * @param uuid its id
     * @param name its name
     * @param jurisdiction where its data must stay ({@code eu}, {@code fedramp}), if D1 says so
     * @param createdAt ISO 8601 time of its creation, if D1 says so
     * @param fileSize bytes on D1's side, where D1 says them; lists do not
     */
    public record Database(
            String uuid,
            String name,
            Optional<String> jurisdiction,
            Optional<String> createdAt,
            OptionalLong fileSize) {

        private static Database of(DatabaseInfo info) {
            Long size = info.fileSize();
            return new Database(
                    info.uuid(),
                    info.name(),
                    Optional.ofNullable(info.jurisdiction()),
                    Optional.ofNullable(info.createdAt()),
                    size == null ? OptionalLong.empty() : OptionalLong.of(size));
        }
    }

    private final RestClient client;

    private D1Account(RestClient client) {
        this.client = client;
    }

    /**
     * An account. It asks nothing yet.
     *
     * @param accountId 32 hex digits; an empty one is taken from the properties or CLOUDFLARE_ACCOUNT_ID
     * @param properties as for a connection: {@code password}, {@code endpoint} and so on
     * @throws SQLException when a property is wrong or the token is missing
     */
    public static D1Account open(String accountId, Properties properties) throws SQLException {
        Objects.requireNonNull(properties, "properties");
        // The URL of a database whose name is never asked for.
        JdbcUrl url = JdbcUrl.parse(JdbcUrl.PREFIX + "//" + accountId + "/any");
        ConnectionSettings settings = ConnectionSettings.of(url, properties, System.getenv());
        JdbcUrl.Target.Remote remote = (JdbcUrl.Target.Remote) settings.url().target();
        return new D1Account(RestClient.open(settings.remote(remote)));
    }

    /** All its databases (D1 API, "List D1 Databases"). */
    public List<Database> list() throws SQLException {
        try {
            return client.databases(null).stream().map(Database::of).toList();
        } catch (RestException e) {
            throw SqlErrors.of(e, true);
        }
    }

    /**
     * Creates an empty database (D1 API, "Create D1 Database").
     *
     * @param name letters, digits, - and _; the account must not have one of this name
     */
    public Database create(String name) throws SQLException {
        return make(name, null);
    }

    /** The same, whose data must stay in a jurisdiction: {@code eu} or {@code fedramp}. */
    public Database create(String name, String jurisdiction) throws SQLException {
        return make(name, Objects.requireNonNull(jurisdiction, "jurisdiction"));
    }

    private Database make(String name, @Nullable String jurisdiction) throws SQLException {
        try {
            return Database.of(client.create(name, jurisdiction, null));
        } catch (RestException e) {
            throw SqlErrors.of(e, false);
        }
    }

    /** Deletes a database with all that is in it, for good (D1 API, "Delete D1 Database"). */
    public void delete(String uuid) throws SQLException {
        try {
            client.delete(uuid);
        } catch (RestException e) {
            throw SqlErrors.of(e, false);
        }
    }

    @Override
    public String toString() {
        return "D1 account " + client.settings().accountId();
    }
}
