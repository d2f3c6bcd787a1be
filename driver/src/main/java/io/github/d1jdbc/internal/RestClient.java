package io.github.d1jdbc.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Speaks D1's REST API: authentication, envelope, retries, rate limit. Any number of threads may share one.
 */
public final class RestClient {

    /** One statement to send; {@code params} are strings, doubles or nulls. */
    public record Statement(String sql, List<@Nullable Object> params) {
        public static Statement of(String sql) {
            return new Statement(sql, List.of());
        }
    }

    /** The filter of an export; no table means all. */
    public record ExportFilter(List<String> tables, boolean noData, boolean noSchema) {}

    public static RestClient open(RestSettings settings) {
        throw new UnsupportedOperationException();
    }

    public RestSettings settings() {
        throw new UnsupportedOperationException();
    }

    /** The database of this name or UUID. */
    public DatabaseInfo database(String nameOrUuid) throws RestException {
        throw new UnsupportedOperationException();
    }

    /** All databases of the account, or those whose name contains {@code name}. */
    public List<DatabaseInfo> databases(@Nullable String name) throws RestException {
        throw new UnsupportedOperationException();
    }

    public DatabaseInfo create(String name, @Nullable String jurisdiction, @Nullable String locationHint)
            throws RestException {
        throw new UnsupportedOperationException();
    }

    public void delete(String databaseId) throws RestException {
        throw new UnsupportedOperationException();
    }

    /**
     * Runs statements as one atomic transaction through {@code /raw}: one result a statement.
     *
     * @param reads whether no statement can write, so that the request may be repeated
     */
    public List<Rows> raw(String databaseId, List<Statement> batch, boolean reads, Abort abort) throws RestException {
        throw new UnsupportedOperationException();
    }

    /** Starts an export (bookmark null) or asks for the running one; repeated on 408, 429, 5xx and broken connections. */
    public ExportAnswer export(String databaseId, @Nullable String bookmark, ExportFilter filter, Abort abort)
            throws RestException {
        throw new UnsupportedOperationException();
    }

    /** The bookmark of now, or of the moment at or before an ISO 8601 timestamp. */
    public String bookmark(String databaseId, @Nullable String timestamp) throws RestException {
        throw new UnsupportedOperationException();
    }
}
