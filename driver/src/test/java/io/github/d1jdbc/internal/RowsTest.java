package io.github.d1jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.d1jdbc.internal.Rows.Cell;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowsTest {

    @Test
    void cellsAreKnownByTheirFirstByte() throws IOException {
        Rows rows = rows("[[null,1,-2.5e3,\"x\",[],[7],true,false]]", 8);
        assertThat(rows.cell(0, 0)).isEqualTo(Cell.NULL);
        assertThat(rows.cell(0, 1)).isEqualTo(Cell.NUMBER);
        assertThat(rows.cell(0, 2)).isEqualTo(Cell.NUMBER);
        assertThat(rows.cell(0, 3)).isEqualTo(Cell.TEXT);
        assertThat(rows.cell(0, 4)).isEqualTo(Cell.BLOB);
        assertThat(rows.cell(0, 5)).isEqualTo(Cell.BLOB);
        assertThat(rows.cell(0, 6)).isEqualTo(Cell.BOOLEAN);
        assertThat(rows.truth(0, 6)).isTrue();
        assertThat(rows.truth(0, 7)).isFalse();
    }

    @Test
    void numbersStayAsTheyAreWritten() throws IOException {
        Rows rows = rows("[ [ 9007199254740993 , 1e+308,-0.0\n,5E-324 ] ]", 4);
        assertThat(rows.number(0, 0)).isEqualTo("9007199254740993");
        assertThat(rows.number(0, 1)).isEqualTo("1e+308");
        assertThat(rows.number(0, 2)).isEqualTo("-0.0");
        assertThat(rows.number(0, 3)).isEqualTo("5E-324");
    }

    @Test
    void textsAreDecodedWithEveryEscape() throws IOException {
        Rows rows = rows(
                "[[\"\",\"plain text of more than eight bytes\",\"a\\\"\\\\\\/\\b\\f\\n\\r\\tz\",\"\\u0041\\u00e9\\u20ac\\ud83d\\ude00\","
                        + "\"é€😀 as UTF-8\",\"\\u0000\"]]",
                6);
        assertThat(rows.text(0, 0)).isEmpty();
        assertThat(rows.text(0, 1)).isEqualTo("plain text of more than eight bytes");
        assertThat(rows.text(0, 2)).isEqualTo("a\"\\/\b\f\n\r\tz");
        assertThat(rows.text(0, 3)).isEqualTo("Aé€😀");
        assertThat(rows.text(0, 4)).isEqualTo("é€😀 as UTF-8");
        assertThat(rows.text(0, 5)).isEqualTo("\0");
    }

    @Test
    void halfSurrogatePairsStayHalf() throws IOException {
        Rows rows = rows("[[\"é\\ud83d\",\"\\ude00x\",\"\\ud83d\\u0041\",\"\\ud83d\\n\",\"\\ude00\\ud83d\"]]", 5);
        assertThat(rows.text(0, 0)).isEqualTo("é\ud83d");
        assertThat(rows.text(0, 1)).isEqualTo("\ude00x");
        assertThat(rows.text(0, 2)).isEqualTo("\ud83dA");
        assertThat(rows.text(0, 3)).isEqualTo("\ud83d\n");
        assertThat(rows.text(0, 4)).isEqualTo("\ude00\ud83d");
    }

    @Test
    void blobsAreBytesAndBelongToTheCaller() throws IOException {
        Rows rows = rows("[[[],[0],[255,128 , 7],[ 1 ]]]", 4);
        assertThat(rows.blob(0, 0)).isEmpty();
        assertThat(rows.blob(0, 1)).containsExactly(0);
        assertThat(rows.blob(0, 2)).containsExactly(255, 128, 7);
        assertThat(rows.blob(0, 3)).containsExactly(1);
        rows.blob(0, 1)[0] = 9;
        assertThat(rows.blob(0, 1)).containsExactly(0);
    }

    @Test
    void cellsOutsideAreRefused() throws IOException {
        Rows rows = rows("[[1,2],[3,4]]", 2);
        assertThatThrownBy(() -> rows.cell(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> rows.cell(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        // Without a check of its own, column 2 of row 0 would be row 1's first cell.
        assertThatThrownBy(() -> rows.cell(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> rows.number(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void cellOfAnotherKindIsRefusedByName() throws IOException {
        Rows rows = rows("[[1,\"x\"]]", 2);
        assertThatThrownBy(() -> rows.text(0, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the cell in row 0, column 0 is NUMBER, not TEXT");
        assertThatThrownBy(() -> rows.blob(0, 1)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"result\":[{\"results\":{\"columns\":[\"a\"],\"rows\":[[1]]},\"meta\":{\"changes\":2},\"success\":true}],\"success\":true}",
                "{\"success\":true,\"result\":[{\"success\":true,\"meta\":{\"changes\":2},\"results\":{\"rows\":[[1]],\"columns\":[\"a\"]}}]}",
                "{\"errors\":null,\"new\":[{\"rows\":[[]]}],\"result\":[{\"meta\":{\"changes\":2,\"x\":{}},\"results\":{\"n\":1,\"columns\":[\"a\"],\"rows\":[[1]]}}]}",
                " {\"result\" : [ { \"r\\u0065sults\":{\"row\\u0073\": [ [1] ] ,\"columns\":[\"a\"]},\"meta\":{\"changes\":\"2\"}} ] } \n",
                "{\"result\":{\"results\":{\"columns\":[\"a\"],\"rows\":[[1]]},\"meta\":{\"changes\":2}},\"success\":true}"
            })
    void fieldsMayComeInAnyOrder(String page) throws IOException {
        RawAnswer answer = RawAnswer.read(bytes(page));
        assertThat(answer.results()).hasSize(1);
        Rows rows = answer.results().get(0);
        assertThat(rows.columns()).containsExactly("a");
        assertThat(rows.number(0, 0)).isEqualTo("1");
        assertThat(rows.meta().changes()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"results\":null}",
                "{\"results\":[]}",
                "{\"results\":{}}",
                "{\"results\":{\"columns\":null,\"rows\":null},\"meta\":null}",
                "{\"meta\":{\"changes\":null},\"results\":{\"rows\":[],\"columns\":[]}}"
            })
    void whatIsMissingIsEmpty(String result) throws IOException {
        Rows rows = RawAnswer.read(bytes("{\"success\":true,\"result\":[" + result + "]}"))
                .results()
                .get(0);
        assertThat(rows.columns()).isEmpty();
        assertThat(rows.rowCount()).isZero();
        assertThat(rows.meta().changes()).isEqualTo(-1);
        assertThat(rows.meta().servedBy()).isNull();
    }

    @Test
    void metaIsRead() throws IOException {
        Rows.Meta meta = RawAnswer.read(bytes(Golden.read("raw-batch.json")))
                .results()
                .get(0)
                .meta();
        assertThat(meta).isEqualTo(new Rows.Meta(0, 0, 0, 0, 0.2, 8192, "v3-prod"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[1],[1,2]]",
                "[[1,]]",
                "[1]",
                "[[{}]]",
                "[[01]]",
                "[[1.]]",
                "[[-]]",
                "[[+1]]",
                "[[1e]]",
                "[[NaN]]",
                "[[nul]]",
                "[[\"\\x\"]]",
                "[[\"\\u12g4\"]]",
                "[[\"a\nb\"]]",
                "[[\"abc]]",
                "[[[256]]]",
                "[[[-1]]]",
                "[[[1.0]]]",
                "[[[01]]]",
                "[[[[1]]]]",
                "[[[1,]]]",
                "[[1]",
                "[[1]]]",
                "[[1],]",
                "[,[1]]",
                "[[1]][[1]]"
            })
    void whatIsNoJsonOfD1IsRefused(String rows) {
        assertThatThrownBy(() -> rows(rows, 1)).isInstanceOf(IOException.class);
    }

    @Test
    void rowsOfAnotherWidthThanTheColumnsAreRefused() {
        assertThatThrownBy(() -> rows("[[1,2]]", 1))
                .isInstanceOf(IOException.class)
                .hasMessage("the answer has 1 columns but rows of 2");
    }

    @Test
    void brokenUtf8IsRefusedAndNeverReplaced() {
        byte[][] broken = {
            {(byte) 0xC0, (byte) 0x80},
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            {(byte) 0xFF},
            {(byte) 0xE2, (byte) 0x82},
            {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
            {(byte) 0x80}
        };
        for (byte[] text : broken) {
            byte[] page = bytes("[[\"12345678" + "#".repeat(text.length) + "\"]]");
            System.arraycopy(text, 0, page, 11, text.length);
            assertThatThrownBy(() -> RowScanner.scan(page, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("UTF-8");
        }
    }

    @Test
    void aPageOf33MegabytesCostsFourBytesACell() throws IOException {
        int width = 10;
        String row =
                "[123456,\"a text of some length, as in most tables\",null,3.25,[1,2,3],\"x\",9,9,9,\"escaped \\n\"],";
        int count = 33_000_000 / row.length() + 1;
        byte[] page =
                page(row.repeat(count).substring(0, row.length() * count - 1).transform(r -> "[" + r + "]"), width);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        RawAnswer.read(page(("[" + row.substring(0, row.length() - 1) + "]"), width));
        long before = threads.getCurrentThreadAllocatedBytes();
        Rows rows = RawAnswer.read(page).results().get(0);
        long used = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(rows.rowCount()).isEqualTo(count);
        assertThat(rows.text(count - 1, 9)).isEqualTo("escaped \n");
        assertThat(rows.number(count - 1, 0)).isEqualTo("123456");
        assertThat(used).isLessThan(4L * count * width + 300_000);
    }

    static Rows rows(String rows, int width) throws IOException {
        return RawAnswer.read(page(rows, width)).results().get(0);
    }

    private static byte[] page(String rows, int width) {
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < width; i++)
            columns.append(i == 0 ? "" : ",").append("\"c").append(i).append('"');
        return bytes("{\"result\":[{\"results\":{\"columns\":[" + columns + "],\"rows\":" + rows
                + "},\"success\":true,\"meta\":{}}],\"success\":true,\"errors\":[],\"messages\":[]}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
