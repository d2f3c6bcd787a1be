/** JMH benchmarks with their baselines in the same run. */
@NullMarked
package io.github.d1jdbc.bench;

import org.jspecify.annotations.NullMarked;
