package io.github.d1jdbc.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadStreamTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Gives a few bytes at a time, as a socket does. */
    private static InputStream trickle(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                return super.read(to, offset, Math.min(length, 1 + random.nextInt(12)));
            }
        };
    }

    @Test
    void noReadGoesBeyondALinesEnd() throws IOException {
        HeadStream head = new HeadStream(new ByteArrayInputStream(bytes("HTTP/1.1 200 OK\r\n\r\nbody\nmore")));
        byte[] into = new byte[100];
        assertThat(head.read(into, 0, 100)).isEqualTo(17);
        assertThat(head.read(into, 0, 100)).isEqualTo(2);
        assertThat(head.available()).isEqualTo(9);
        assertThat(head.read(into, 3, 2)).isEqualTo(2);
        assertThat(new String(into, 3, 2, StandardCharsets.ISO_8859_1)).isEqualTo("bo");
        assertThat(head.read()).isEqualTo('d');
        InputStream rest = head.rest();
        assertThat(rest.read()).isEqualTo('y');
        assertThat(rest.readAllBytes()).isEqualTo(bytes("\nmore"));
        assertThat(head.read(into, 0, 100)).isEqualTo(-1);
        assertThat(head.available()).isZero();
    }

    @Test
    void whatComesBehindTheHeadIsWholeHoweverItIsCut() throws IOException {
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            byte[] body = new byte[random.nextInt(30_000)];
            random.nextBytes(body);
            String head = "HTTP/1.1 206 Partial Content\nETag: \"x" + "y".repeat(random.nextInt(20_000)) + "\"\r\n\r\n";
            byte[] all = (head + new String(body, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
            HeadStream stream = new HeadStream(trickle(all, random));
            StringBuilder read = new StringBuilder();
            byte[] into = new byte[8192];
            while (!read.toString().endsWith("\n\r\n")) {
                int n = stream.read(into, 0, into.length);
                read.append(new String(into, 0, n, StandardCharsets.ISO_8859_1));
            }
            assertThat(read.toString()).isEqualTo(head);
            assertThat(stream.rest().readAllBytes()).as("round %d", round).isEqualTo(body);
        }
    }

    @Test
    void theEndIsTheEnd() throws IOException {
        HeadStream head = new HeadStream(new ByteArrayInputStream(new byte[0]));
        assertThat(head.read()).isEqualTo(-1);
        assertThat(head.read(new byte[1], 0, 0)).isZero();
        assertThat(head.rest().read()).isEqualTo(-1);
    }
}
