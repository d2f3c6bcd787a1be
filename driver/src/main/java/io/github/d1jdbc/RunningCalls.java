package io.github.d1jdbc;

import io.github.d1jdbc.internal.Abort;
import io.github.d1jdbc.internal.RestException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The HTTP calls of a connection that belong to none of its statements, such as reading the schema, so that closing or
 * aborting the connection ends them as well. Any number of threads may share one.
 */
final class RunningCalls {

    /** A call that the cord ends. */
    interface Call<T> {
        T run(Abort abort) throws RestException;
    }

    private final Set<Abort> running = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    /** Makes the call; once {@link #end} was called, it fails as cancelled. */
    <T> T run(Abort abort, Call<T> call) throws RestException {
        running.add(abort);
        try {
            // end() may have come before the call stood in the set.
            if (over) abort.pull();
            return call.run(abort);
        } finally {
            running.remove(abort);
        }
    }

    /** Whether {@link #end} was called. */
    boolean ended() {
        return over;
    }

    /** Ends what runs and all that would come. */
    void end() {
        over = true;
        running.forEach(Abort::pull);
    }
}
