package io.github.d1jdbc.internal.export;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets without TLS whose user can take the bytes of a body straight, past OkHttp, which copies them twice and starts
 * and stops a clock with each 8 KiB. Any number of threads may share it.
 */
final class StraightSockets extends SocketFactory {

    @Override
    public Socket createSocket() {
        return new StraightSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return new Socket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return new Socket(host, port, localHost, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return new Socket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return new Socket(host, port, localHost, localPort);
    }

    /** One connection; whoever has called {@link #straight} takes all that still comes. */
    static final class StraightSocket extends Socket {
        private @Nullable HeadStream head;

        @Override
        public synchronized InputStream getInputStream() throws IOException {
            if (head == null) head = new HeadStream(super.getInputStream());
            return head;
        }

        /** What comes behind the head of the answer that was just read; the connection carries no other answer. */
        synchronized InputStream straight() throws IOException {
            getInputStream();
            if (head == null) throw new IllegalStateException("no stream");
            return head.rest();
        }
    }
}
