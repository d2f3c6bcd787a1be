/**
 * The export engine.
 *
 * <p>Reading order: {@code Exporter} looks at the schema ({@code Preflight}), starts and polls the export until it is
 * complete; {@code Download} brings the bytes of the signed URL, resuming where it is cut; {@code DumpSink} scans,
 * digests, compresses and writes them into a part file that is moved onto the target only when it is whole.
 */
@NullMarked
package io.github.d1jdbc.internal.export;

import org.jspecify.annotations.NullMarked;
