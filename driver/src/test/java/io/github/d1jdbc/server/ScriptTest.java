package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.sql.SqlStatement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {

    private static final String SQL = "-- first\nCREATE TABLE t(a);; /* ; */ INSERT INTO t VALUES('x;é😀''y');\n"
            + "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END;\r\nSELECT \";\"; SELECT 1";

    /** Gives at most so many bytes at once. */
    private static InputStream inPieces(int size) {
        return new ByteArrayInputStream(SQL.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public int read(byte[] buffer) {
                return super.read(buffer, 0, Math.min(size, buffer.length));
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 10_000})
    void theStatementsAreTheSameHoweverTheBytesCome(int size) {
        List<String> texts = new ArrayList<>();
        new Script(inPieces(size)).forEachRemaining(statement -> texts.add(statement.text()));
        assertThat(texts)
                .isEqualTo(
                        SqlStatement.split(SQL).stream().map(SqlStatement::text).toList());
        assertThat(texts).hasSize(5).last().isEqualTo("SELECT 1");
    }

    @Test
    void anEmptyScriptHasNone() {
        Script script = new Script(InputStream.nullInputStream());
        assertThat(script.hasNext()).isFalse();
        assertThatThrownBy(script::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void aReadErrorIsNotAnEnd() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk on fire");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };
        assertThatThrownBy(() -> new Script(broken).hasNext())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("disk on fire");
    }
}
