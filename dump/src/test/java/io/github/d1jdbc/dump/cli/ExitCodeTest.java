package io.github.d1jdbc.dump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {

    @ParameterizedTest
    @CsvSource({
        "22023, 2",
        "42S02, 1",
        "3D000, 1",
        "58030, 1",
        "XX001, 1",
        "55000, 1",
        "28000, 5",
        "42501, 5",
        "53000, 4",
        "55006, 4",
        "55P03, 4",
        "57014, 4",
        "08001, 4",
        "08006, 4",
        "08007, 6",
        "57P04, 130",
        ", 1"
    })
    void theSqlStateDecides(String state, int expected) {
        assertThat(ExitCode.of(new SQLException("reason", state)).number()).isEqualTo(expected);
    }

    @Test
    void anUntrustedCertificateIsNotTemporary() {
        SQLException e = new SQLException("reason", "08001", new SSLHandshakeException("no trust"));
        assertThat(ExitCode.of(e)).isEqualTo(ExitCode.FAILED);
    }
}
