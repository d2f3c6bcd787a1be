package io.github.d1jdbc.dump.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published vectors were computed by twenty lines of Python from the text of {@link ContentHash}, not by this code. */
class ContentHashTest {

    private static String sum(@Nullable Object... values) {
        RowHasher hasher = new RowHasher("t", List.of("a"));
        for (Object value : values) {
            add(hasher, value);
            hasher.endRow();
        }
        return hasher.hash().sum();
    }

    private static void add(RowHasher hasher, @Nullable Object value) {
        if (value == null) hasher.addNull();
        else if (value instanceof Long number) hasher.add(number);
        else if (value instanceof Double number) hasher.add(number);
        else if (value instanceof byte[] bytes) hasher.addBlob(bytes);
        else hasher.addText(value.toString().getBytes(UTF_8));
    }

    // Table t, column a. The row of the INTEGER 1 is the bytes 00000001 74 00000001 61 01 00000008 0000000000000001.
    @ParameterizedTest
    @CsvSource({
        "INTEGER 1,    0c742c1adec14d64d33cfafa52bebaf9fab1fe0fc4de57db80288f57db118a56",
        "NULL,         5001fff30948ffbe30ad6abc80835bd508c923e252a4a043eac4334fd3877a71",
        "REAL 1.0,     64de5fc8890da23d85a18246ec04d76520e06f6260c0369e1ba0c685a8e903d1",
        "REAL -0.0,    d68fe2f988683c1335af88204a5e1ce67c73dd32b1d86532ce885862a786aa4c",
        "REAL 0.0,     d68fe2f988683c1335af88204a5e1ce67c73dd32b1d86532ce885862a786aa4c",
        "REAL Infinity,93104df33c4d5a521c19cfb6aed28dae2b3c6efe2a6427afd1154238f7443390",
        "TEXT 1,       16994e0567926fef38f71e07c25ebf4144586ca50ef7c4c1748759c7a42dff2c",
        "TEXT,         94c450c3f85a308a06cc4aca6ecdb9f43eea5dec51ba7b81bf12090f3ee8c353",
        "BLOB 1,       445b2043a5e6b6fac506928ae7eb1a51d1721956a78f34578c669d6b1e1a456f",
        "BLOB,         1e02e09b50da811ed5991bd388b4256b7b255324c3cc590d53753c7dae0464bc"
    })
    void vectorsOfOneValue(String value, String sum) {
        String text = value.contains(" ") ? value.substring(value.indexOf(' ') + 1) : "";
        Object typed = switch (value.split(" ", 2)[0]) {
            case "INTEGER" -> Long.valueOf(text);
            case "REAL" -> Double.valueOf(text);
            case "TEXT" -> text;
            case "BLOB" -> text.getBytes(UTF_8);
            default -> null;
        };
        assertThat(sum(typed)).isEqualTo(sum);
    }

    @Test
    void vectorOfSeveralRowsAndUnicodeNames() {
        RowHasher hasher = new RowHasher("Ünï \"q\"", List.of("id", "größe"));
        hasher.add(Long.MAX_VALUE);
        hasher.addText("a\0b😀".getBytes(UTF_8));
        hasher.endRow();
        for (int i = 0; i < 2; i++) {
            hasher.add(Long.MIN_VALUE);
            hasher.addNull();
            hasher.endRow();
        }
        assertThat(hasher.hash())
                .isEqualTo(new ContentHash(3, "d7d0f72d926255ec29dab34cf3f6026450d3c3fdb9e7f6154ef1bf3657e00869"));
    }

    @Test
    void aThousandRowsInAnyOrderHaveTheSameSum() {
        List<Long> values = new ArrayList<>();
        for (long i = 0; i < 1000; i++) values.add(i);
        Collections.shuffle(values, new Random(19));
        assertThat(sum(values.toArray())).isEqualTo("28f19f019680305bd2a70c9a51582c62d0e77248baebb5e5d833e1254f9ab672");
    }

    @Test
    void twoEqualRowsDoNotCancelEachOther() {
        assertThat(sum(1L, 1L)).isNotEqualTo(sum()).isNotEqualTo(sum(1L)).isNotEqualTo(sum(1L, 1L, 1L));
        assertThat(sum()).isEqualTo(ContentHash.EMPTY.sum());
    }

    @Test
    void nothingSlipsFromOneCellIntoTheNext() {
        RowHasher a = new RowHasher("t", List.of("a", "b"));
        a.addText("x".getBytes(UTF_8));
        a.addText("yz".getBytes(UTF_8));
        a.endRow();
        RowHasher b = new RowHasher("t", List.of("a", "b"));
        b.addText("xy".getBytes(UTF_8));
        b.addText("z".getBytes(UTF_8));
        b.endRow();
        assertThat(a.hash()).isNotEqualTo(b.hash());
        RowHasher other = new RowHasher("ta", List.of("", "b"));
        other.addNull();
        other.addNull();
        other.endRow();
        RowHasher same = new RowHasher("t", List.of("a", "b"));
        same.addNull();
        same.addNull();
        same.endRow();
        assertThat(other.hash()).isNotEqualTo(same.hash());
    }

    @Test
    void rowsMustBeComplete() {
        RowHasher hasher = new RowHasher("t", List.of("a", "b"));
        hasher.add(1);
        assertThatThrownBy(hasher::endRow).isInstanceOf(IllegalStateException.class);
        hasher.add(2);
        assertThatThrownBy(() -> hasher.add(3)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> hasher.add(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RowHasher("t", List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsAsHashAndRows() {
        assertThat(new ContentHash(1234, "ab")).hasToString("ab (1,234 rows)");
    }
}
