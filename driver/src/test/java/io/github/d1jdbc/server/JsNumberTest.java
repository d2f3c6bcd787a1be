package io.github.d1jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsNumberTest {

    // What node prints for each of them.
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1.0, 1",
        "-1.5, -1.5",
        "0.1, 0.1",
        "0.30000000000000004, 0.30000000000000004",
        "1e21, 1e+21",
        "1.5e300, 1.5e+300",
        "1e20, 100000000000000000000",
        "3.0e20, 300000000000000000000",
        "123456789012345678.0, 123456789012345680",
        "9007199254740994.0, 9007199254740994",
        "2251799813685248.5, 2251799813685248.5",
        "4503599627370497.5, 4503599627370498",
        "1e-6, 0.000001",
        "1.5e-6, 0.0000015",
        "1e-7, 1e-7",
        "1.25e-7, 1.25e-7",
        "-1e-7, -1e-7",
        "5e-324, 5e-324",
        "1e-323, 1e-323",
        "2e-323, 2e-323",
        "9.5e-322, 9.5e-322",
        "1.2e-322, 1.2e-322",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "2e23, 2e+23",
        "1e23, 1e+23",
        "9.999999999999999e22, 1e+23",
        "9.99999999999999e22, 9.99999999999999e+22",
        "1.0E10, 10000000000",
        "100.25, 100.25"
    })
    void doublesAsJavaScriptPrintsThem(double value, String expected) {
        assertThat(JsNumber.text(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "9007199254740992, 9007199254740992",
        "9007199254740993, 9007199254740992",
        "-9007199254740993, -9007199254740992",
        "9223372036854775807, 9223372036854776000",
        "-9223372036854775808, -9223372036854776000",
        "42, 42"
    })
    void integersLoseWhatADoubleLoses(long value, String expected) {
        assertThat(JsNumber.text(value)).isEqualTo(expected);
    }

    @Test
    void everyDoubleReadsBackAsItself() {
        Random random = new Random(42);
        for (int i = 0; i < 100_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(JsNumber.text(value))).isEqualTo(value);
            }
        }
    }
}
