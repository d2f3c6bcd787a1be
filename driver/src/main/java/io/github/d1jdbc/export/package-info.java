/**
 * What an export is asked for and what it gives: values only, no behaviour but compression.
 *
 * <p>Reading order: {@link io.github.d1jdbc.export.DumpOptions}, {@link io.github.d1jdbc.export.DumpProgress},
 * {@link io.github.d1jdbc.export.DumpResult}, {@link io.github.d1jdbc.export.Compression}.
 */
@NullMarked
package io.github.d1jdbc.export;

import org.jspecify.annotations.NullMarked;
