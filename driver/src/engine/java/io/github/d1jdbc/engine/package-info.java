/**
 * The real D1 engine in the tests, and the embedded D1 compared with it.
 *
 * <p>{@link io.github.d1jdbc.engine.RealD1} marks a test that needs the engine,
 * {@link io.github.d1jdbc.engine.RealEngine} runs it, {@link io.github.d1jdbc.engine.D1Http} speaks plain HTTP to it
 * and to the embedded D1, so that no client code of ours takes part in a comparison.
 */
@NullMarked
package io.github.d1jdbc.engine;

import org.jspecify.annotations.NullMarked;
