package io.github.d1jdbc.dump;

import io.github.d1jdbc.dump.Loss.Certainty;
import io.github.d1jdbc.dump.Loss.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Counts what may be lost in one column, from how its values are written. One thread at a time. */
final class ColumnSuspects {

    /** What was seen of one kind. */
    static final class Seen {
        private long possible;
        private long likely;
        private long certain;
        private long offset;
        private long line;

        private void add(Certainty certainty, InsertRow row) {
            if (possible + likely + certain == 0) {
                offset = row.offset();
                line = row.line();
            }
            switch (certainty) {
                case POSSIBLE -> possible++;
                case LIKELY -> likely++;
                case CERTAIN -> certain++;
            }
        }

        long offset() {
            return offset;
        }

        long line() {
            return line;
        }

        void forEach(BiConsumer<Certainty, Long> action) {
            if (certain > 0) action.accept(Certainty.CERTAIN, certain);
            if (likely > 0) action.accept(Certainty.LIKELY, likely);
            if (possible > 0) action.accept(Certainty.POSSIBLE, possible);
        }
    }

    /** 2^53 has 16 digits; what has fewer is exact as a double. */
    private static final int SAFE_DIGITS = 15;

    private static final BigInteger LAST_SAFE = BigInteger.ONE.shiftLeft(53);
    /** How JavaScript prints the largest and the smallest integers of 64 bits; no such integer exists. */
    private static final BigInteger EDGE = new BigInteger("9223372036854776000");

    private final Affinity affinity;
    private final Map<Kind, Seen> seen = new EnumMap<>(Kind.class);
    private boolean exactNumbers;

    ColumnSuspects(Affinity affinity) {
        this.affinity = affinity;
    }

    Map<Kind, Seen> seen() {
        return seen;
    }

    /** Whether a number was seen that D1's exporter cannot write, so that another, exact one wrote the dump. */
    boolean exactNumbers() {
        return exactNumbers;
    }

    void take(InsertRow row, int cell) {
        Cells cells = row.cells();
        int from = cells.start(cell);
        int to = cells.end(cell);
        switch (cells.form(cell)) {
            case Cells.INTEGER -> {
                if (affinity == Affinity.BLOB) add(Kind.REAL_AS_INTEGER, Certainty.POSSIBLE, row);
                if (to - from > SAFE_DIGITS) integer(row, from, to);
            }
            case Cells.REAL -> real(row, from, to);
            case Cells.INFINITY -> add(Kind.INFINITY, Certainty.POSSIBLE, row);
            case Cells.TEXT_EXPRESSION -> lineEnds(row, from, to);
            case Cells.BLOB -> {
                if (to > from) add(Kind.BLOB_OLD, Certainty.POSSIBLE, row);
            }
            case Cells.EXPRESSION -> {
                boolean blob = to - from > 2 && (row.buffer()[from] | 32) == 'x' && row.buffer()[from + 1] == '\'';
                if (blob) add(Kind.BLOB_DAMAGED, Certainty.CERTAIN, row);
            }
            default -> {}
        }
    }

    void replacementCharacter(InsertRow row) {
        add(Kind.REPLACEMENT_CHARACTER, Certainty.LIKELY, row);
    }

    private void real(InsertRow row, int from, int to) {
        byte[] bytes = row.buffer();
        boolean digitsOnly = true;
        for (int i = from; i < to; i++) digitsOnly &= (bytes[i] >= '0' && bytes[i] <= '9') || i == from;
        if (digitsOnly) integer(row, from, to);
        boolean wholeWithPoint = to - from > 2 && bytes[to - 1] == '0' && bytes[to - 2] == '.';
        if (wholeWithPoint) exactNumbers = true; // D1's exporter prints 1.0 as 1
    }

    // Where the column would have made a REAL of it anyway nothing is lost, and TEXT has no numbers.
    private void integer(InsertRow row, int from, int to) {
        if (affinity == Affinity.REAL || affinity == Affinity.TEXT) return;
        String digits = new String(row.buffer(), from, to - from, StandardCharsets.US_ASCII);
        BigInteger value = new BigInteger(digits.startsWith("+") ? digits.substring(1) : digits);
        if (value.abs().compareTo(LAST_SAFE) < 0 || value.abs().compareTo(EDGE) > 0) return;
        if (!value.equals(asJavaScriptPrintsIt(value))) {
            exactNumbers = true;
        } else if (value.abs().equals(EDGE) && affinity == Affinity.INTEGER) {
            add(Kind.INTEGER_ROUNDED, Certainty.CERTAIN, row);
        } else {
            add(Kind.INTEGER_ROUNDED, Certainty.LIKELY, row);
        }
    }

    /** The shortest decimal that gives the same double, the nearest of them (ECMA-262, Number::toString). */
    static BigInteger asJavaScriptPrintsIt(BigInteger value) {
        double rounded = value.doubleValue();
        BigDecimal exact = new BigDecimal(rounded);
        for (int digits = 15; digits < 17; digits++) {
            BigDecimal shorter = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shorter.doubleValue() == rounded) return shorter.toBigInteger();
        }
        return exact.round(new MathContext(17, RoundingMode.HALF_EVEN)).toBigInteger();
    }

    // D1 marks line ends by \n and \r and does not mark a backslash, so that what was \n before is a line end, too.
    private void lineEnds(InsertRow row, int from, int to) {
        byte[] bytes = row.buffer();
        if ((bytes[from] | 32) != 'r' || !marksAsD1(bytes, from, to)) return;
        int i = Bytes.indexOf(bytes, from, to, '\\');
        while (i + 2 < to) {
            boolean twice = bytes[i + 1] == '\\' && (bytes[i + 2] == 'n' || bytes[i + 2] == 'r');
            if (twice) {
                add(Kind.LINE_ENDS, Certainty.LIKELY, row);
                return;
            }
            i = Bytes.indexOf(bytes, i + 1, to, '\\');
        }
        add(Kind.LINE_ENDS, Certainty.POSSIBLE, row);
    }

    // The expression ends in '\n',char(10)) or '\r',char(13)); a shell chooses another marker where the text has \n.
    private static boolean marksAsD1(byte[] bytes, int from, int to) {
        int quote = to - 1;
        while (quote > from && bytes[quote] != '\'') quote--;
        if (quote - 3 < from || bytes[quote - 3] != '\'' || bytes[quote - 2] != '\\') return false;
        return bytes[quote - 1] == 'n' || bytes[quote - 1] == 'r';
    }

    private void add(Kind kind, Certainty certainty, InsertRow row) {
        Seen before = seen.get(kind);
        if (before == null) {
            before = new Seen();
            seen.put(kind, before);
        }
        before.add(certainty, row);
    }

    /** A column of a table whose definition is known, or of one that is not. */
    static ColumnSuspects of(TableDefinition.@Nullable Column column) {
        return new ColumnSuspects(column == null ? Affinity.NUMERIC : column.affinity());
    }

    /** As many as a row has cells. */
    static ColumnSuspects[] of(List<TableDefinition.@Nullable Column> columns) {
        return columns.stream().map(ColumnSuspects::of).toArray(ColumnSuspects[]::new);
    }
}
