/** Library over dumps of D1. */
@NullMarked
package io.github.d1jdbc.dump;

import org.jspecify.annotations.NullMarked;
