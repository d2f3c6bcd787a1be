/**
 * The import engine.
 *
 * <p>Reading order: {@code Importer} checks the file ({@code FileSum}) and runs one {@code ImportRun}: it announces the
 * file, PUTs it to the signed URL ({@code Upload}), has D1 read it and asks until that has ended. {@code ImportException}
 * tells apart what changed nothing from what nobody knows the outcome of.
 */
@NullMarked
package io.github.d1jdbc.internal.ingest;

import org.jspecify.annotations.NullMarked;
