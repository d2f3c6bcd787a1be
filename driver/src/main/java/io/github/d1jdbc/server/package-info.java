/**
 * An embedded D1: SQLite behind D1's REST API, for tests, demos and offline work.
 *
 * <p>Reading order: {@code D1Server} is the door; {@code Faults} makes it fail as the real service does. It shares no
 * class with the client but the SQL lexer, so that the two hold each other to the published protocol.
 */
@NullMarked
package io.github.d1jdbc.server;

import org.jspecify.annotations.NullMarked;
