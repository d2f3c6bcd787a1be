package io.github.d1jdbc.internal;

import java.time.Duration;

/** Waits; tests pass one that only notes how long. */
@FunctionalInterface
interface Sleeper {

    /** Waits on the monitor of the abort, so that pulling the cord ends the wait at once. */
    Sleeper REAL = (time, abort) -> abort.await(time);

    void sleep(Duration time, Abort abort) throws InterruptedException;
}
