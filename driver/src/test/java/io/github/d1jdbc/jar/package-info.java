/** What the jars of the driver hold and need, and that the self-contained one works alone. */
@NullMarked
package io.github.d1jdbc.jar;

import org.jspecify.annotations.NullMarked;
