@NullMarked
package io.github.d1jdbc.internal.schema;

import org.jspecify.annotations.NullMarked;
