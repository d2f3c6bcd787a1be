/**
 * Brings dumps back into a D1 database.
 *
 * <p>Reading order: {@link io.github.d1jdbc.dump.restore.Restorer} looks at the target ({@code TargetContent}) and the
 * dump ({@code DumpContent}), has it normalised into files and says in a {@link
 * io.github.d1jdbc.dump.restore.RestorePlan} what it would do; then it writes a {@code Journal}, hands each file to
 * D1's import or sends it as requests ({@code RequestLoad}), looks for the {@code Marker} at its end and compares
 * counts. {@link io.github.d1jdbc.dump.restore.RestoreException} says how it ended otherwise,
 * and what is in the target ({@code Aftermath}).
 */
@NullMarked
package io.github.d1jdbc.dump.restore;

import org.jspecify.annotations.NullMarked;
