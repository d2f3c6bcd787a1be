package io.github.d1jdbc;

import io.github.d1jdbc.internal.schema.Column;
import io.github.d1jdbc.internal.schema.Table;

/**
 * The column of a table or view whose values a column of a result has. Immutable.
 *
 * @param optional whether an outer join may put NULL in its place
 */
record Origin(Table table, Column column, boolean optional) {}
