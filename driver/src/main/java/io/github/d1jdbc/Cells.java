package io.github.d1jdbc;

import io.github.d1jdbc.internal.Rows;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The cells of one result: D1's answer, or rows that the driver itself makes. Rows and columns count from 0. */
sealed interface Cells permits Cells.Wire, Cells.Local, ExactRows {

    List<String> columns();

    int rowCount();

    Rows.Cell cell(int row, int column);

    default boolean isNull(int row, int column) {
        return cell(row, column) == Rows.Cell.NULL;
    }

    String text(int row, int column);

    /** A number as it is written, for instance {@code 42} or {@code 1e+308}. */
    String number(int row, int column);

    /** A number that is an integer of at most 15 digits and no REAL, else {@link Rows#NONE}; the fast way to most. */
    default long shortInteger(int row, int column) {
        return Rows.NONE;
    }

    /** The cell's object where it is quickly told, which is the same as on the slow way; null where it is not. */
    default @Nullable Object plain(int row, int column) {
        return null;
    }

    /** A number as double. */
    default double real(int row, int column) {
        return Double.parseDouble(number(row, column));
    }

    byte[] blob(int row, int column);

    boolean truth(int row, int column);

    /** The bytes of a TEXT cell; where D1 sent them as text, U+FFFD stands for those that are no UTF-8. */
    default byte[] textBytes(int row, int column) {
        return text(row, column).getBytes(StandardCharsets.UTF_8);
    }

    /** A column's type of {@link Types} where it does not depend on the rows, else {@link Types#NULL}. */
    default int declaredType(int column) {
        return Types.NULL;
    }

    /** D1's answer, or its first columns. */
    final class Wire implements Cells {
        private final Rows rows;
        private final List<String> columns;
        private final boolean[] real;

        /** @param reals the columns whose numbers are REAL, however D1 writes them */
        Wire(Rows rows, List<String> columns, Set<Integer> reals) {
            this.rows = rows;
            this.columns = List.copyOf(columns);
            this.real = new boolean[columns.size()];
            for (int column : reals) real[column] = true;
        }

        Rows rows() {
            return rows;
        }

        @Override
        public List<String> columns() {
            return columns;
        }

        @Override
        public int rowCount() {
            return rows.rowCount();
        }

        @Override
        public Rows.Cell cell(int row, int column) {
            return rows.cell(row, column);
        }

        @Override
        public boolean isNull(int row, int column) {
            return rows.isNull(row, column);
        }

        @Override
        public String text(int row, int column) {
            return rows.text(row, column);
        }

        @Override
        public String number(int row, int column) {
            String number = rows.number(row, column);
            return real[column] && Values.isInteger(number) ? number + ".0" : number;
        }

        @Override
        public long shortInteger(int row, int column) {
            return real[column] ? Rows.NONE : rows.shortInteger(row, column);
        }

        @Override
        public @Nullable Object plain(int row, int column) {
            return rows.plain(row, column, real[column]);
        }

        @Override
        public double real(int row, int column) {
            return rows.real(row, column);
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

    /** Rows that the driver makes: generated keys, metadata. Cells are null, texts, numbers or booleans. */
    record Local(List<String> columns, List<Integer> types, List<List<@Nullable Object>> rows) implements Cells {
        public Local {
            columns = List.copyOf(columns);
            types = List.copyOf(types);
            rows = List.copyOf(rows);
        }

        /** One column, a number or a text a row. */
        static Local column(String name, List<?> values) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (Object value : values) {
                List<@Nullable Object> row = new ArrayList<>();
                row.add(value);
                rows.add(row);
            }
            return new Local(List.of(name), List.of(Types.NULL), rows);
        }

        @Override
        public int rowCount() {
            return rows.size();
        }

        @Override
        public Rows.Cell cell(int row, int column) {
            Object value = rows.get(row).get(column);
            if (value == null) return Rows.Cell.NULL;
            if (value instanceof Boolean) return Rows.Cell.BOOLEAN;
            return value instanceof Number ? Rows.Cell.NUMBER : Rows.Cell.TEXT;
        }

        @Override
        public String text(int row, int column) {
            return String.valueOf(rows.get(row).get(column));
        }

        @Override
        public String number(int row, int column) {
            return text(row, column);
        }

        @Override
        public byte[] blob(int row, int column) {
            throw new IllegalStateException("local rows have no blobs");
        }

        @Override
        public boolean truth(int row, int column) {
            return Boolean.parseBoolean(text(row, column));
        }

        @Override
        public int declaredType(int column) {
            return types.get(column);
        }
    }
}
