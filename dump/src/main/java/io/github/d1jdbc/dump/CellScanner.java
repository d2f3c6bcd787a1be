package io.github.d1jdbc.dump;

/**
 * Reads the literals of a row straight from the bytes: the one place that scans SQL without the lexer, for speed.
 *
 * <p>It knows only what dumps write and gives up on everything else, comments included; {@link RowLexer} then reads
 * the row. A test holds the two together. What nearly every cell is, a text without quotes or a number of a few
 * digits with its comma right behind it, is read in {@link #row} itself, eight bytes at a time and without a loop over
 * digits, whose changing number would be mispredicted in each cell. One thread at a time may use it.
 */
final class CellScanner {

    /** The row is not written as dumps write; ask {@link RowLexer}. */
    static final int UNKNOWN = TextExpression.UNKNOWN;
    /** The bytes end inside the row. */
    static final int CUT = TextExpression.CUT;

    private static final byte[] NULL = {'N', 'U', 'L', 'L'};

    private final TextExpression expression = new TextExpression();

    /**
     * Reads the cells of one row.
     *
     * @param from the index behind the opening parenthesis
     * @return the index behind the closing one, {@link #UNKNOWN} or {@link #CUT}
     */
    int row(byte[] bytes, int from, int limit, Cells cells) {
        cells.begin(from);
        int i = PlainCells.read(bytes, from, limit, cells);
        while (i >= 0) {
            if (cells.isFull()) return UNKNOWN;
            i = Bytes.skipSpace(bytes, i, limit);
            if (i == limit) return CUT;
            i = cell(bytes, i, limit, cells);
            if (i < 0) return i;
            i = Bytes.skipSpace(bytes, i, limit);
            if (i == limit) return CUT;
            if (bytes[i] == ')') return i + 1;
            if (bytes[i] != ',') return UNKNOWN;
            i = PlainCells.read(bytes, i + 1, limit, cells);
        }
        return ~i;
    }

    private int cell(byte[] bytes, int from, int limit, Cells cells) {
        return switch (bytes[from]) {
            case '\'' -> text(bytes, from + 1, limit, cells);
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-', '+', '.' -> number(bytes, from, limit, cells);
            case 'N', 'n' -> nothing(bytes, from, limit, cells);
            case 'X', 'x' -> blob(bytes, from, limit, cells);
            case 'R', 'r', 'U', 'u', 'C', 'c' -> {
                int end = expression.end(bytes, from, limit);
                if (end > 0) cells.add(Cells.TEXT_EXPRESSION, from, end);
                yield end;
            }
            default -> UNKNOWN;
        };
    }

    private static int text(byte[] bytes, int from, int limit, Cells cells) {
        byte form = Cells.TEXT;
        int i = Bytes.indexOfQuote(bytes, from, limit);
        while (i + 1 < limit) {
            if (bytes[i + 1] != '\'') {
                cells.add(form, from, i);
                return i + 1;
            }
            form = Cells.QUOTED_TEXT;
            i = Bytes.indexOfQuote(bytes, i + 2, limit);
        }
        return CUT;
    }

    private static int blob(byte[] bytes, int from, int limit, Cells cells) {
        if (from + 2 >= limit) return CUT;
        if (bytes[from + 1] != '\'') return UNKNOWN;
        int end = Bytes.indexOfQuote(bytes, from + 2, limit);
        if (end == limit) return CUT;
        if (!TextExpression.isHex(bytes, from + 2, end)) return UNKNOWN;
        cells.add(Cells.BLOB, from + 2, end);
        return end + 1;
    }

    private static int nothing(byte[] bytes, int from, int limit, Cells cells) {
        for (int i = 0; i < NULL.length; i++) {
            if (from + i == limit) return CUT;
            if ((bytes[from + i] & ~32) != NULL[i]) return UNKNOWN;
        }
        cells.add(Cells.NULL, from, from + NULL.length);
        return from + NULL.length;
    }

    private static int number(byte[] bytes, int from, int limit, Cells cells) {
        int i = from;
        while (i < limit && isNumberByte(bytes[i], bytes[i - 1])) i++;
        if (i == limit) return CUT;
        byte form = NumberLiteral.form(bytes, from, i);
        if (form < 0) return UNKNOWN;
        cells.add(form, from, i);
        return i;
    }

    // A superset of what a number has; NumberLiteral looks closer. The byte before the first is a parenthesis, a
    // comma or white space.
    private static boolean isNumberByte(byte c, byte before) {
        if (c == '-' || c == '+')
            return (before | 32) == 'e' || before == '(' || before == ',' || Bytes.isSpace(before);
        return (c >= '0' && c <= '9')
                || c == '.'
                || (c >= 'a' && c <= 'f')
                || (c >= 'A' && c <= 'F')
                || (c | 32) == 'x';
    }
}
