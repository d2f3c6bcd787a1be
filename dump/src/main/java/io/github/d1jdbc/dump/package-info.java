/**
 * Library over dumps of D1.
 *
 * <p>Reading order: {@link io.github.d1jdbc.dump.DumpReader} gives a file's {@link
 * io.github.d1jdbc.dump.DumpStatement}s and {@link io.github.d1jdbc.dump.InsertRow}s. Below it, {@code DumpInput}
 * decompresses, {@code DumpWindow} holds what is in memory, {@code StatementCutter} finds each statement's end by the
 * lexer, {@code StatementParser} and {@code InsertParser} say what it is, and a row's cells are found by {@code
 * RowLexer} or, faster, by {@code CellScanner} and {@code PlainCells}.
 *
 * <p>{@link io.github.d1jdbc.dump.SqliteWriter} makes a database of a dump by {@link
 * io.github.d1jdbc.dump.SqliteLoader}: {@code ReadAhead} reads {@code RowBatch}es on a thread of its own, {@code
 * RowInserter} binds them.
 */
@NullMarked
package io.github.d1jdbc.dump;

import org.jspecify.annotations.NullMarked;
