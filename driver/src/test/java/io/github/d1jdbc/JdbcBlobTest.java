package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class JdbcBlobTest {

    private static Blob blob(int... bytes) {
        byte[] copy = new byte[bytes.length];
        for (int i = 0; i < copy.length; i++) copy[i] = (byte) bytes[i];
        return new JdbcBlob(copy);
    }

    @Test
    void partsCountFromOne() throws Exception {
        Blob blob = blob(1, 2, 3, 4);
        assertThat(blob.length()).isEqualTo(4);
        assertThat(blob.getBytes(2, 2)).containsExactly(2, 3);
        assertThat(blob.getBytes(4, 10)).containsExactly(4);
        assertThat(blob.getBytes(5, 1)).isEmpty();
        assertThat(blob.getBinaryStream().readAllBytes()).containsExactly(1, 2, 3, 4);
        assertThat(blob.getBinaryStream(3, 2).readAllBytes()).containsExactly(3, 4);
    }

    @Test
    void aPatternIsFoundAtItsPosition() throws SQLException {
        Blob blob = blob(1, 2, 1, 2, 3);
        assertThat(blob.position(new byte[] {1, 2}, 1)).isEqualTo(1);
        assertThat(blob.position(new byte[] {1, 2}, 2)).isEqualTo(3);
        assertThat(blob.position(blob(2, 3), 1)).isEqualTo(4);
        assertThat(blob.position(new byte[] {9}, 1)).isEqualTo(-1);
    }

    @Test
    void writingGoesOverWhatIsThereAndOn() throws Exception {
        Blob blob = blob(1, 2, 3);
        assertThat(blob.setBytes(3, new byte[] {8, 9})).isEqualTo(2);
        assertThat(blob.getBytes(1, 9)).containsExactly(1, 2, 8, 9);
        assertThat(blob.setBytes(1, new byte[] {5, 6, 7}, 1, 1)).isEqualTo(1);
        assertThat(blob.getBytes(1, 9)).containsExactly(6, 2, 8, 9);
        try (OutputStream out = blob.setBinaryStream(5)) {
            out.write(10);
            out.write(new byte[] {11, 12});
        }
        assertThat(blob.getBytes(1, 9)).containsExactly(6, 2, 8, 9, 10, 11, 12);
        blob.truncate(2);
        assertThat(blob.getBytes(1, 9)).containsExactly(6, 2);
    }

    @Test
    void aPlaceOutsideIsRefused() throws SQLException {
        Blob blob = blob(1, 2);
        assertThatThrownBy(() -> blob.getBytes(0, 1)).hasMessageContaining("position 0");
        assertThatThrownBy(() -> blob.getBytes(4, 1)).hasMessageContaining("length 2");
        assertThatThrownBy(() -> blob.getBytes(1, -1)).hasMessageContaining("negative");
        assertThatThrownBy(() -> blob.getBinaryStream(1, 3)).hasMessageContaining("length 3");
        assertThatThrownBy(() -> blob.setBytes(1, new byte[2], 1, 2)).hasMessageContaining("offset 1");
        assertThatThrownBy(() -> blob.truncate(3)).isInstanceOf(SQLException.class);
        assertThat(blob.length()).isEqualTo(2);
    }

    @Test
    void aFreedOneIsOfNoUse() throws SQLException {
        Blob blob = blob(1);
        blob.free();
        blob.free();
        assertThatThrownBy(blob::length).hasMessageContaining("Blob is closed");
        assertThatThrownBy(blob::getBinaryStream).isInstanceOf(SQLException.class);
    }
}
