package io.github.d1jdbc.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Requests over a bare socket, to see how a connection really ends. */
final class RawHttp {

    /** How the connection ended. */
    enum End {
        FIN,
        RST,
        SILENCE
    }

    /** Everything that came until then. */
    record Answer(String text, End end) {
        String head() {
            int at = text.indexOf("\r\n\r\n");
            return at < 0 ? text : text.substring(0, at);
        }

        String body() {
            int at = text.indexOf("\r\n\r\n");
            return at < 0 ? "" : text.substring(at + 4);
        }

        int status() {
            return text.isEmpty() ? 0 : Integer.parseInt(text.split(" ", 3)[1]);
        }
    }

    private RawHttp() {}

    /** Sends the text and reads until the connection ends or is silent for half a second. */
    static Answer send(D1Server server, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(500);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return read(socket.getInputStream());
        }
    }

    private static Answer read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        End end = End.FIN;
        try {
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) bytes.write(buffer, 0, n);
        } catch (SocketTimeoutException e) {
            end = End.SILENCE;
        } catch (SocketException e) {
            end = End.RST;
        }
        return new Answer(bytes.toString(StandardCharsets.UTF_8), end);
    }

    /** A POST to a database's route, with the connection closed behind it. */
    static String post(D1Server server, String database, String route, String body) {
        return "POST " + path(server, database) + "/" + route + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Authorization: Bearer " + server.token() + "\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    static String path(D1Server server, String database) {
        return "/client/v4/accounts/" + server.accountId() + "/d1/database/" + server.databaseId(database);
    }
}
