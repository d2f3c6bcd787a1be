package io.github.d1jdbc.internal;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What depends on time and chance, passed in so that tests decide it.
 *
 * @param nanos a clock that never jumps, in nanoseconds; for limits and the rate window
 * @param clock the wall clock; only for headers that hold a date
 * @param sleeper waits between attempts
 * @param random spreads the attempts of clients that failed together
 */
record Timing(LongSupplier nanos, Clock clock, Sleeper sleeper, RandomGenerator random) {

    static Timing system() {
        return new Timing(System::nanoTime, Clock.systemUTC(), Sleeper.REAL, new SecureRandom());
    }
}
