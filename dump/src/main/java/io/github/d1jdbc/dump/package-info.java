/**
 * Library over dumps of D1.
 *
 * <p>Reading order: {@link io.github.d1jdbc.dump.DumpReader} gives a file's {@link
 * io.github.d1jdbc.dump.DumpStatement}s and {@link io.github.d1jdbc.dump.InsertRow}s. Below it, {@code DumpInput}
 * decompresses, {@code StatementCutter} finds each statement's end by the lexer, {@code StatementParser} and {@code
 * InsertParser} say what it is, and a row's cells are found by {@code RowLexer} or, faster, by {@code CellScanner}.
 */
@NullMarked
package io.github.d1jdbc.dump;

import org.jspecify.annotations.NullMarked;
