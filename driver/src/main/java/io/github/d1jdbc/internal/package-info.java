/**
 * The wire: D1's REST API, with no {@code java.sql} in it.
 *
 * <p>Reading order: {@link io.github.d1jdbc.internal.RestApi} is the protocol on one page;
 * {@link io.github.d1jdbc.internal.RestClient}, its only caller, adds authentication, the envelope, retries and the
 * rate limit; {@link io.github.d1jdbc.internal.Rows} is one result over the bytes of the response;
 * {@link io.github.d1jdbc.internal.RestException} is the only failure. Nothing here is public API.
 */
@NullMarked
package io.github.d1jdbc.internal;

import org.jspecify.annotations.NullMarked;
