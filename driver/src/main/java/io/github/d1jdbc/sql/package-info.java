/**
 * The one SQL lexer of the house, on UTF-8 bytes; no other place scans SQL.
 *
 * <p>Reading order: {@link io.github.d1jdbc.sql.SqlLexer} turns bytes, in chunks of any size, into tokens;
 * {@link io.github.d1jdbc.sql.StatementEnds} finds where a statement ends (SQLite's own rule);
 * {@link io.github.d1jdbc.sql.SqlStatement} is one statement of a script with its kind and placeholders.
 */
@NullMarked
package io.github.d1jdbc.sql;

import org.jspecify.annotations.NullMarked;
