package io.github.d1jdbc.dump;

import io.github.d1jdbc.dump.DumpStatement.CreateTable;
import io.github.d1jdbc.dump.DumpStatement.InsertOther;
import io.github.d1jdbc.dump.DumpStatement.Other;
import io.github.d1jdbc.sql.TokenList;
import io.github.d1jdbc.sql.normal.SqlBytes;
import io.github.d1jdbc.sql.normal.StatementText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts a row together again that this tool has written in pieces, because its values were too large for one statement
 * (rulings-dump 12): whoever reads the dump sees one INSERT of values. For one row.
 */
final class StagedInsert {

    private static final Pattern STAGE = Pattern.compile(
            "CREATE TABLE \"(d1_stage\\d*)\"\\(v INTEGER, n INTEGER, c," + " PRIMARY KEY\\(v,n\\)\\) WITHOUT ROWID");
    private static final Pattern JOINED = Pattern.compile("(CAST\\()?\\(SELECT group_concat\\(c,'' ORDER BY n\\) FROM"
            + " \"(d1_stage\\d*)\" WHERE v=(\\d{1,5})\\)( AS BLOB\\))?");

    /** Gives the reader's statements as they stand. */
    interface Source {
        @Nullable
        DumpStatement next() throws IOException;
    }

    private final String stage;
    private final List<ByteArrayOutputStream> values = new ArrayList<>();

    private StagedInsert(String stage) {
        this.stage = stage;
    }

    /** Whether a statement makes the table through which a row comes. */
    static boolean begins(CreateTable table) {
        return table.name().startsWith("d1_stage")
                && table.length() < 200
                && STAGE.matcher(table.text()).matches();
    }

    /** The INSERT that the statements up to the stage's DROP come to; {@code null} if they do not come to one. */
    static byte @Nullable [] read(CreateTable table, Source source) throws IOException {
        StagedInsert staged = new StagedInsert(table.name());
        DumpStatement next = source.next();
        while (next instanceof InsertRow row && row.table().equals(staged.stage)) {
            if (!staged.piece(row)) return null;
            next = source.next();
        }
        byte[] insert = next instanceof InsertOther other ? staged.insert(other.text()) : null;
        boolean dropped = insert != null
                && source.next() instanceof Other drop
                && drop.text().equals("DROP TABLE \"" + staged.stage + '"');
        return dropped ? insert : null;
    }

    private boolean piece(InsertRow row) {
        boolean right = row.size() == 3
                && row.kind(0) == CellKind.INTEGER
                && (row.kind(2) == CellKind.TEXT || row.kind(2) == CellKind.BLOB);
        if (!right) return false;
        long value = row.longAt(0);
        if (value == values.size() + 1) values.add(new ByteArrayOutputStream());
        if (value != values.size()) return false;
        values.get(values.size() - 1).writeBytes(row.bytesAt(2));
        return true;
    }

    private byte @Nullable [] insert(String text) {
        TokenList tokens = TokenList.of(text);
        int select = 0;
        while (select < tokens.size() && !tokens.get(select).is("SELECT")) select++;
        if (select == tokens.size()) return null;
        SqlBytes insert = new SqlBytes();
        insert.add(tokens.text(0, tokens.get(select).start())).add("VALUES(");
        int from = select + 1;
        for (int i = from; i <= tokens.size(); i++) {
            boolean end = i == tokens.size();
            if (!end && !(tokens.get(i).depth() == 0 && tokens.get(i).is(','))) continue;
            if (from > select + 1) insert.add(',');
            if (!cell(tokens.textOf(from, i), insert)) return null;
            from = i + 1;
        }
        return insert.add(')').toByteArray();
    }

    private boolean cell(String sql, SqlBytes to) {
        Matcher joined = JOINED.matcher(sql);
        if (!joined.matches()) {
            to.add(sql);
            return true;
        }
        int value = Integer.parseInt(joined.group(3));
        if (value < 1 || value > values.size() || !stage.equals(joined.group(2))) return false;
        byte[] bytes = values.get(value - 1).toByteArray();
        if (joined.group(1) != null) {
            to.blob(bytes, 0, bytes.length);
        } else if (StatementText.isPlainText(bytes)) {
            to.text(bytes, 0, bytes.length);
        } else {
            to.add("CAST(").blob(bytes, 0, bytes.length).add(" AS TEXT)");
        }
        return true;
    }

    /** Shows it as a row that stands where the stage began. */
    static boolean show(byte[] insert, CreateTable table, InsertRow row, Cells cells) {
        InsertParser parser = StatementParser.of(insert, 0, insert.length).insert();
        if (parser == null || !parser.isRows()) return false;
        InsertTarget target = parser.target();
        if (target == null) return false;
        int from = (int) parser.rows();
        int end = new RowLexer().row(insert, from, insert.length, cells);
        if (end != insert.length) return false;
        long line = table.line();
        row.statement(insert, target, 0, insert.length, table.offset(), index -> line, table.number(), true);
        row.next(from - 1, end, true);
        row.staged(true);
        return true;
    }

    static String problem() {
        return "a stage of this tool for a large value, but what follows does not put that value together";
    }
}
