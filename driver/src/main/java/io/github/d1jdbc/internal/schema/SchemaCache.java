package io.github.d1jdbc.internal.schema;

import io.github.d1jdbc.internal.RestException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one connection's view of the schema, so that a tool that asks for every table of a database costs one request.
 * Any number of threads may share it; one reads while the others wait.
 *
 * <p>What this connection does to the schema is seen at once. What other clients do is seen by {@link #fresh} after at
 * most {@link #LIFETIME}, because D1 does not tell a client of it ({@code schema_version} is refused and {@code
 * data_version} counts nothing, as all clients share one connection of the engine).
 */
public final class SchemaCache {

    /** How old an answer of {@link #fresh} may be: long enough for one look of a tool, too short to be noticed. */
    public static final Duration LIFETIME = Duration.ofSeconds(5);

    private final LongSupplier nanos;
    private @Nullable SchemaSnapshot snapshot;
    private long readAt;
    private boolean valid;

    /** @param nanos a clock that never jumps, such as {@code System::nanoTime} */
    public SchemaCache(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The schema, read again where the last reading is older than {@link #LIFETIME}. */
    public synchronized SchemaSnapshot fresh(SchemaReader.Source source) throws RestException {
        if (snapshot != null && valid && nanos.getAsLong() - readAt < LIFETIME.toNanos()) return snapshot;
        return read(source);
    }

    /** The schema as it was last read, however long ago: for what must not cost a request each time. */
    public synchronized SchemaSnapshot known(SchemaReader.Source source) throws RestException {
        if (snapshot != null && valid) return snapshot;
        return read(source);
    }

    /** Reads the schema now. */
    public synchronized SchemaSnapshot read(SchemaReader.Source source) throws RestException {
        long now = nanos.getAsLong();
        SchemaSnapshot read = SchemaReader.read(source, snapshot);
        snapshot = read;
        readAt = now;
        valid = true;
        return read;
    }

    /** Forgets: the connection has sent what may change the schema. */
    public synchronized void invalidate() {
        valid = false;
    }
}
