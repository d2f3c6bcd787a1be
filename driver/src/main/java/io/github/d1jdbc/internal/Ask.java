package io.github.d1jdbc.internal;

import org.jspecify.annotations.Nullable;

/**
 * What a request is about, for its messages and for the decision to repeat it.
 *
 * @param doing what it does, as a message begins: {@code Exporting database 8f14…}
 * @param accountId the account
 * @param database the database's name or UUID, or null where it is about the account
 * @param permission what the token must be allowed
 * @param repeatable whether repeating it does no harm: reads, polls
 */
record Ask(String doing, String accountId, @Nullable String database, String permission, boolean repeatable) {}
