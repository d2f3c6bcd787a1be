/**
 * Proves dumps: loads one into a scratch SQLite, and compares it with its manifest and with a live database.
 *
 * <p>Reading order: {@link io.github.d1jdbc.dump.verify.ContentHash} says what is compared; {@link
 * io.github.d1jdbc.dump.verify.Verifier} makes a {@link io.github.d1jdbc.dump.verify.Verification} of a dump. Below
 * them, {@link io.github.d1jdbc.dump.verify.RowHasher} adds up rows, {@code DatabaseSchema} tells what a database has
 * in it, and {@code SqliteContent} reads the rows of a SQLite file. {@code LiveDatabase} reads those of a live D1 page by
 * page.
 */
@NullMarked
package io.github.d1jdbc.dump.verify;

import org.jspecify.annotations.NullMarked;
