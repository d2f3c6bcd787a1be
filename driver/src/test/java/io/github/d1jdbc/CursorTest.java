package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CursorTest {

    private static String place(Cursor cursor) {
        String flags = (cursor.isBeforeFirst() ? "before " : "")
                + (cursor.isFirst() ? "first " : "")
                + (cursor.isLast() ? "last " : "")
                + (cursor.isAfterLast() ? "after " : "");
        return flags + (cursor.row() + 1);
    }

    @ParameterizedTest
    @CsvSource({
        "1, true, first 1",
        "2, true, 2",
        "3, true, last 3",
        "4, false, after 0",
        "2147483647, false, after 0",
        "0, false, before 0",
        "-1, true, last 3",
        "-3, true, first 1",
        "-4, false, before 0",
        "-2147483648, false, before 0"
    })
    void absoluteCountsFromEitherEnd(int row, boolean onRow, String place) {
        Cursor cursor = new Cursor(3);
        assertThat(cursor.absolute(row)).isEqualTo(onRow);
        assertThat(place(cursor)).isEqualTo(place);
    }

    @ParameterizedTest
    @CsvSource({
        "0, true, 2",
        "1, true, last 3",
        "2, false, after 0",
        "-1, true, first 1",
        "-2, false, before 0",
        "2147483647, false, after 0",
        "-2147483648, false, before 0"
    })
    void relativeCountsFromTheCurrentRow(int rows, boolean onRow, String place) {
        Cursor cursor = new Cursor(3);
        cursor.absolute(2);
        assertThat(cursor.relative(rows)).isEqualTo(onRow);
        assertThat(place(cursor)).isEqualTo(place);
    }

    @Test
    void theEndsAreNotLeftBehind() {
        Cursor cursor = new Cursor(1);
        assertThat(cursor.previous()).isFalse();
        assertThat(cursor.next()).isTrue();
        assertThat(place(cursor)).isEqualTo("first last 1");
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.previous()).isTrue();
        cursor.afterLast();
        assertThat(place(cursor)).isEqualTo("after 0");
        cursor.beforeFirst();
        assertThat(place(cursor)).isEqualTo("before 0");
    }

    @Test
    void anEmptyResultHasNoPlace() {
        Cursor cursor = new Cursor(0);
        assertThat(cursor.next()).isFalse();
        assertThat(place(cursor)).isEqualTo("0");
        assertThat(cursor.absolute(1)).isFalse();
        assertThat(cursor.absolute(-1)).isFalse();
        assertThat(cursor.previous()).isFalse();
        assertThat(place(cursor)).isEqualTo("0");
    }
}
