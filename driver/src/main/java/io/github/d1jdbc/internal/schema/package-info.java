/**
 * What a database holds, as its metadata tells: tables, columns, keys and indexes. {@link
 * io.github.d1jdbc.internal.schema.SchemaReader} reads it whole in one request, {@link
 * io.github.d1jdbc.internal.schema.SchemaCache} keeps it, {@link io.github.d1jdbc.internal.schema.SchemaSnapshot} is
 * what was read. What no PRAGMA tells is taken from the CREATE statements.
 */
@NullMarked
package io.github.d1jdbc.internal.schema;

import org.jspecify.annotations.NullMarked;
