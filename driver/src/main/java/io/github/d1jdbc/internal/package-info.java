/**
 * The wire: D1's REST API, with no {@code java.sql} in it.
 *
 * <p>Reading order: {@link io.github.d1jdbc.internal.RestApi} is the protocol on one page;
 * {@link io.github.d1jdbc.internal.RestClient} is its only caller, and
 * {@link io.github.d1jdbc.internal.Answers} turns answers into results;
 * {@link io.github.d1jdbc.internal.Requests} carries one request out (budget, {@link io.github.d1jdbc.internal.Transport},
 * {@link io.github.d1jdbc.internal.RetryPolicy}); {@link io.github.d1jdbc.internal.PollReader} reads the polled endpoints,
 * {@link io.github.d1jdbc.internal.RawAnswer} and {@link io.github.d1jdbc.internal.RowScanner} the rows, and
 * {@link io.github.d1jdbc.internal.Rows} is one result over the bytes of the response, of which
 * {@link io.github.d1jdbc.internal.PlainBytes} and {@link io.github.d1jdbc.internal.PlainNumber} are the fast paths;
 * {@link io.github.d1jdbc.internal.RestException}, made by {@link io.github.d1jdbc.internal.Failures}, is the only
 * failure. Nothing here is public API.
 */
@NullMarked
package io.github.d1jdbc.internal;

import org.jspecify.annotations.NullMarked;
