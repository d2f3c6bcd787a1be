package io.github.d1jdbc.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS sockets whose handshake waits no longer for the server than a connection may take: OkHttp gives a handshake the
 * time of a read, which is that of D1's longest answer, and sets the socket's own timeout once the handshake is done.
 * Two over the same factory are equal, so that clients with different timeouts share connections. Any number of threads
 * may share one.
 */
final class HandshakeTimeout extends SSLSocketFactory {
    private final SSLSocketFactory factory;
    private final Duration timeout;

    HandshakeTimeout(SSLSocketFactory factory, Duration timeout) {
        this.factory = factory;
        this.timeout = timeout;
    }

    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
        connected.setSoTimeout((int) Math.min(Integer.MAX_VALUE, timeout.toMillis()));
        return factory.createSocket(connected, host, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return factory.createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return factory.createSocket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return factory.createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return factory.createSocket(host, port, local, localPort);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return factory.getSupportedCipherSuites();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HandshakeTimeout that && factory.equals(that.factory);
    }

    @Override
    public int hashCode() {
        return factory.hashCode();
    }
}
