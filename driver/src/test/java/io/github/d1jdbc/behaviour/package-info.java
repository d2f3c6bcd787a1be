/**
 * What a user of a JDBC driver for D1 may expect, one named row each: where sqlite-jdbc defines it, both are asked; the
 * rows that the best other D1 driver fails are marked.
 */
@NullMarked
package io.github.d1jdbc.behaviour;

import org.jspecify.annotations.NullMarked;
