package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StreamValueTest {

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void fails(ThrowingCallable call, String state, String text) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state))
                .hasMessageContaining(text);
    }

    @Test
    void aLengthEndsTheValueAndLeavesTheRest() throws Exception {
        InputStream stream = bytes("abcdef");
        assertThat(StreamValue.bytes(stream, 2, 1)).containsExactly('a', 'b');
        assertThat(StreamValue.text(stream, 3, 1)).isEqualTo("cde");
        assertThat(StreamValue.bytes(stream, 0, 1)).isEmpty();
        assertThat(stream.read()).isEqualTo('f');
        Reader reader = new StringReader("abcdef");
        assertThat(StreamValue.text(reader, 4, 1)).isEqualTo("abcd");
        assertThat(reader.read()).isEqualTo('e');
    }

    @Test
    void withoutALengthTheStreamIsReadToItsEnd() throws SQLException {
        String text = "é".repeat(20_000);
        assertThat(StreamValue.text(bytes(text), StreamValue.ALL, 1)).isEqualTo(text);
        assertThat(StreamValue.text(new StringReader(text), StreamValue.ALL, 1)).isEqualTo(text);
        assertThat(StreamValue.bytes(bytes(text), StreamValue.ALL, 1)).hasSize(40_000);
    }

    @Test
    void aShortStreamIsAnErrorWithBothLengths() {
        fails(() -> StreamValue.bytes(bytes("abc"), 4, 7), "22026", "parameter 7 ended after 3 of its 4");
        fails(() -> StreamValue.text(bytes("abc"), 4, 7), "22026", "ended after 3 of its 4");
        fails(() -> StreamValue.text(new StringReader("abc"), 9_000, 7), "22026", "ended after 3 of its 9000");
    }

    @Test
    void nothingIsReadBeyondWhatAValueMayHold() throws IOException {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        fails(() -> StreamValue.bytes(endless, StreamValue.ALL, 2), "22001", "2000000 bytes");
        fails(() -> StreamValue.bytes(endless, 2_000_001, 2), "22001", "Parameter 2");
        fails(() -> StreamValue.text(new StringReader("x"), 3_000_000_000L, 2), "22001", "Parameter 2");
        fails(() -> StreamValue.bytes(endless, -2, 2), "22023", "negative");
    }

    @Test
    void bytesThatAreNoUtf8AreNoText() {
        fails(
                () -> StreamValue.text(new ByteArrayInputStream(new byte[] {(byte) 0xC3}), StreamValue.ALL, 4),
                "22021",
                "Parameter 4");
    }

    @Test
    void aBrokenStreamIsTheCause() throws IOException {
        InputStream broken = InputStream.nullInputStream();
        broken.close();
        assertThatThrownBy(() -> StreamValue.bytes(broken, StreamValue.ALL, 5))
                .hasMessageContaining("parameter 5")
                .hasMessageContaining("closed")
                .hasCauseInstanceOf(IOException.class);
    }
}
