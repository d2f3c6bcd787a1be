/**
 * An embedded D1: SQLite behind D1's REST API, for tests, demos and offline work.
 *
 * <p>Reading order: {@code D1Server} is the door; {@code HttpListener} and {@code Exchange} speak HTTP; {@code Api} has
 * the routes; {@code Engine} runs statements, {@code Refusals} stops what D1 stops, {@code Rows} writes results; {@code
 * Exports}, {@code Dump}, {@code ObjectStore} and {@code Downloads} are the export; {@code Faults} makes it all fail as
 * the real service does. It shares no class with the client but the SQL lexer, so that the two hold each other to the
 * published protocol.
 */
@NullMarked
package io.github.d1jdbc.server;

import org.jspecify.annotations.NullMarked;
