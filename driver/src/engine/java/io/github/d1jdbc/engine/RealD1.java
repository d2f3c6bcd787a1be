package io.github.d1jdbc.engine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests need the real D1 engine: they are skipped, with a line that says why, where it cannot be started, and fail
 * there if the environment variable {@code D1_REAL_ENGINE} or the system property {@code d1.realEngine} is
 * {@code required}.
 *
 * <p>A parameter of type {@link RealEngine} is the engine, one for all tests; one of type {@link D1Http.Database} is a
 * fresh, empty database in it.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealD1Extension.class)
public @interface RealD1 {}
