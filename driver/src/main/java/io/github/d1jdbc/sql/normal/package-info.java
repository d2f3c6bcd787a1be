/**
 * What makes SQL importable by D1, as pure rewriting of text: the dump module and the export both use it.
 *
 * <p>Reading order: {@link io.github.d1jdbc.sql.normal.RowWriter} writes rows in statements that D1 takes,
 * {@link io.github.d1jdbc.sql.normal.StagedRow} those whose values are too large for one statement;
 * {@link io.github.d1jdbc.sql.normal.TableOrder} and {@link io.github.d1jdbc.sql.normal.RowOrder} put parents before
 * children; {@link io.github.d1jdbc.sql.normal.StatementText} ends a statement so that its semicolon counts.
 */
@NullMarked
package io.github.d1jdbc.sql.normal;

import org.jspecify.annotations.NullMarked;
