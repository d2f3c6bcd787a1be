package io.github.d1jdbc;

import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A call that another thread makes while the test cuts it off. */
final class Background<T> {
    private final Future<T> result;

    private Background(Future<T> result) {
        this.result = result;
    }

    /** A call that has to fail. */
    static Background<SQLException> failureOf(TestD1.Action action) {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<SQLException> failure = thread.submit(() -> {
            try {
                action.run();
            } catch (SQLException e) {
                return e;
            }
            throw new AssertionError("it did not fail");
        });
        thread.shutdown();
        return new Background<>(failure);
    }

    /** Does something again and again until the call is over: before it has begun there is nothing to cut off. */
    void during(TestD1.Action action) throws Exception {
        while (!result.isDone()) {
            action.run();
            Thread.onSpinWait();
        }
    }

    T get() throws Exception {
        return result.get(30, TimeUnit.SECONDS);
    }
}
