package io.github.d1jdbc;

import io.github.d1jdbc.internal.Rows;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * The answer to a query that {@link ExactQuery} wrote, as if D1 had sent its numbers unrounded. A REAL is always
 * written with a point or an exponent.
 *
 * @param columns the labels
 * @param rows as they came
 * @param shift how far to the right of its column a number stands: 0, or the number of columns beside their shadows
 */
record ExactRows(List<String> columns, Rows rows, int shift) implements Cells {
    ExactRows {
        columns = List.copyOf(columns);
    }

    @Override
    public int rowCount() {
        return rows.rowCount();
    }

    @Override
    public Rows.Cell cell(int row, int column) {
        if (isTagged(row, column + shift)) {
            char tag = rows.text(row, column + shift).charAt(1);
            return tag == 't' || tag == 'h' ? Rows.Cell.TEXT : Rows.Cell.NUMBER;
        }
        return rows.cell(row, column);
    }

    private boolean isTagged(int row, int column) {
        return rows.cell(row, column) == Rows.Cell.TEXT && rows.begins(row, column, '=');
    }

    @Override
    public String text(int row, int column) {
        if (shift != 0 || !isTagged(row, column)) return rows.text(row, column);
        String text = rows.text(row, column);
        // What is no UTF-8 reads as D1 itself would have written it.
        return text.charAt(1) == 'h' ? new String(bytes(text), StandardCharsets.UTF_8) : text.substring(2);
    }

    @Override
    public byte[] textBytes(int row, int column) {
        String text = rows.text(row, column);
        boolean hex = shift == 0 && text.startsWith("=h");
        return hex ? bytes(text) : text(row, column).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String tagged) {
        return HexFormat.of().parseHex(tagged, 2, tagged.length());
    }

    @Override
    public String number(int row, int column) {
        return rows.text(row, column + shift).substring(2);
    }

    @Override
    public byte[] blob(int row, int column) {
        return rows.blob(row, column);
    }

    @Override
    public boolean truth(int row, int column) {
        return rows.truth(row, column);
    }
}
