package io.github.d1jdbc.server;

/** An embedded D1. */
public final class D1Server implements AutoCloseable {
    @Override
    public void close() {}
}
