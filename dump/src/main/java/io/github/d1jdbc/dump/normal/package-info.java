/**
 * Makes of any dump one that D1 imports as it is.
 *
 * <p>Reading order: {@link io.github.d1jdbc.dump.normal.Normaliser} reads a dump twice, first into a spool with one file
 * a table, then from it in the order that foreign keys ask for; {@link io.github.d1jdbc.dump.normal.NormalOptions} says
 * what of it is wanted and {@link io.github.d1jdbc.dump.normal.Normalised} what came out.
 */
@NullMarked
package io.github.d1jdbc.dump.normal;

import org.jspecify.annotations.NullMarked;
