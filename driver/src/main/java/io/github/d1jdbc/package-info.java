/**
 * The JDBC face of the driver.
 *
 * <p>Reading order: {@code D1Driver} takes the URL ({@code JdbcUrl}) and gives a {@link io.github.d1jdbc.D1Connection},
 * {@code JdbcConnection}; it makes a {@code JdbcStatement}, which sends SQL through the wire
 * ({@link io.github.d1jdbc.internal.RestClient}) and gives a {@code JdbcResultSet} over
 * {@link io.github.d1jdbc.internal.Rows}. {@code Values} holds every coercion rule, {@code SqlErrors} makes every
 * SQLException. What a class does not implement, its generated {@code *Defaults} interface refuses by name.
 */
@NullMarked
package io.github.d1jdbc;

import org.jspecify.annotations.NullMarked;
