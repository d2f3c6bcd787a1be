package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class JdbcClobTest {

    private static String all(Reader reader) throws Exception {
        StringWriter text = new StringWriter();
        reader.transferTo(text);
        return text.toString();
    }

    @Test
    void partsCountFromOneInChars() throws Exception {
        Clob clob = new JdbcClob("añb😀");
        assertThat(clob.length()).isEqualTo(5);
        assertThat(clob.getSubString(2, 2)).isEqualTo("ñb");
        assertThat(clob.getSubString(4, 99)).isEqualTo("😀");
        assertThat(all(clob.getCharacterStream())).isEqualTo("añb😀");
        assertThat(all(clob.getCharacterStream(1, 2))).isEqualTo("añ");
        assertThat(clob.getAsciiStream().readAllBytes()).isEqualTo("añb😀".getBytes(StandardCharsets.UTF_8));
        assertThat(clob.position("b", 1)).isEqualTo(3);
        assertThat(clob.position(new JdbcClob("a"), 2)).isEqualTo(-1);
    }

    @Test
    void writingGoesOverWhatIsThereAndOn() throws Exception {
        Clob clob = new JdbcClob("abc");
        assertThat(clob.setString(3, "CD")).isEqualTo(2);
        assertThat(clob.setString(1, "xyz", 1, 1)).isEqualTo(1);
        assertThat(clob.getSubString(1, 9)).isEqualTo("ybCD");
        try (Writer writer = clob.setCharacterStream(5)) {
            writer.write("é");
            writer.write('f');
        }
        assertThat(clob.getSubString(1, 9)).isEqualTo("ybCDéf");
        try (OutputStream out = clob.setAsciiStream(1)) {
            out.write("é".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(clob.getSubString(1, 9)).isEqualTo("ébCDéf");
        clob.truncate(1);
        assertThat(clob.getSubString(1, 9)).isEqualTo("é");
    }

    @Test
    void aPlaceOutsideIsRefused() {
        Clob clob = new JdbcClob("ab");
        assertThatThrownBy(() -> clob.getSubString(0, 1)).hasMessageContaining("position 0");
        assertThatThrownBy(() -> clob.getCharacterStream(2, 2)).hasMessageContaining("length 2");
        assertThatThrownBy(() -> clob.setString(9, "x")).hasMessageContaining("position 9");
        assertThatThrownBy(() -> clob.truncate(-1)).isInstanceOf(SQLException.class);
    }

    @Test
    void aFreedOneIsOfNoUse() throws SQLException {
        Clob clob = new JdbcClob("a");
        clob.free();
        assertThatThrownBy(clob::length).hasMessageContaining("Clob is closed");
        assertThatThrownBy(() -> clob.setString(1, "x")).isInstanceOf(SQLException.class);
    }
}
