package io.github.d1jdbc.dump.verify;

import io.github.d1jdbc.dump.verify.DatabaseSchema.Table;
import io.github.d1jdbc.dump.verify.ExportLoss.Text;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The projection that brings values over JSON as they are (d1-facts 4.6): every cell is one text with a tag, reals are
 * numbers. What is longer than a bound comes as its length only, to be asked for alone. Immutable.
 */
final class LivePage {

    /** A cell that must be read again, and about how many bytes that will be. */
    record Missing(long bytes) {}

    private static final char REPLACEMENT = '\uFFFD';
    /** D1 gives at most 100 columns and takes 100,000 bytes of SQL; some room is for the key and the condition. */
    private static final int COLUMNS = 99;

    private static final int SQL_BYTES = 80_000;

    private LivePage() {}

    /**
     * The result lists of the statements that read a row; the rowid stands before the columns where it is the key.
     *
     * @param bound the longest text or blob to bring at once
     * @param again whether texts come as bytes, because they are no UTF-8 or long
     */
    static List<String> lists(Table table, LiveKey key, long bound, boolean again) {
        List<String> lists = new ArrayList<>();
        StringBuilder list = new StringBuilder();
        int columns = 0;
        if (key.isRowid()) {
            list.append("'i'||").append(key.terms().get(0).sql());
            columns++;
        }
        for (int i = 0; i < table.columns().size(); i++) {
            int place = i;
            boolean inKey = key.terms().stream().anyMatch(term -> term.column() == place);
            String cell =
                    cell(SqlName.quoted(table.columns().get(i).name()), inKey ? Long.MAX_VALUE : bound, again || inKey);
            if (columns == COLUMNS || list.length() + cell.length() > SQL_BYTES) {
                lists.add(list.toString());
                list.setLength(0);
                columns = 0;
            }
            list.append(columns > 0 ? ", " : "").append(cell);
            columns++;
        }
        lists.add(list.toString());
        return lists;
    }

    private static String cell(String c, long bound, boolean again) {
        String text = again ? "'h'||hex(CAST(" + c + " AS BLOB))" : "'t'||" + c;
        String blob = "'b'||hex(" + c + ")";
        if (bound < Long.MAX_VALUE) {
            String tooLong = "CASE WHEN octet_length(" + c + ")>" + bound + " THEN 'l'||octet_length(" + c + ") ELSE ";
            text = tooLong + text + " END";
            blob = tooLong + blob + " END";
        }
        return "CASE typeof(" + c + ") WHEN 'integer' THEN 'i'||" + c + " WHEN 'text' THEN " + text
                + " WHEN 'blob' THEN " + blob + " WHEN 'real' THEN CASE " + c
                + " WHEN 9e999 THEN 'p' WHEN -9e999 THEN 'n' ELSE " + c + " END END";
    }

    /** A cell as Long, Double, {@code byte[]}, {@link Text}, null or {@link Missing}. */
    static @Nullable Object value(ResultSet rows, int column) throws SQLException {
        Object cell = rows.getObject(column);
        if (cell == null) return null;
        if (cell instanceof Number) return rows.getDouble(column);
        String text = cell.toString();
        String rest = text.substring(1);
        return switch (text.charAt(0)) {
            case 'i' -> Long.valueOf(rest);
            case 't' ->
                rest.indexOf(REPLACEMENT) < 0
                        ? new Text(rest.getBytes(StandardCharsets.UTF_8))
                        : new Missing(rest.length()); // the character itself, or bytes that are no UTF-8
            case 'h' -> new Text(HexFormat.of().parseHex(rest));
            case 'b' -> HexFormat.of().parseHex(rest);
            case 'l' -> new Missing(Long.parseLong(rest));
            case 'p' -> Double.POSITIVE_INFINITY;
            case 'n' -> Double.NEGATIVE_INFINITY;
            default -> throw new IllegalStateException("a cell without a type tag");
        };
    }
}
