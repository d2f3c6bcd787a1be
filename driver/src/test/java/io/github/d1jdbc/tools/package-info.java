/** The tools that people already use, each on its normal path over the embedded D1 and by the public API alone. */
@NullMarked
package io.github.d1jdbc.tools;

import org.jspecify.annotations.NullMarked;
