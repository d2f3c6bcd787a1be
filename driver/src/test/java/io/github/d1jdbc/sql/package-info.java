/** Tests of the SQL lexer, against a second splitter and against SQLite itself. */
@NullMarked
package io.github.d1jdbc.sql;

import org.jspecify.annotations.NullMarked;
